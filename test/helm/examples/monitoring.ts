import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { HelmPackage, Release, Values } from '../../../src/helm';

interface Alert {
  readonly name: string;
  readonly expression: string;
  readonly minutes?: number;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly runbook?: string;
}

interface MonitoringProps {
  readonly namespace: string;
  readonly hasOperator: boolean;
  readonly metrics?: {
    readonly port: number;
    readonly serviceMonitor?: {
      readonly interval: string;
      readonly labels: Record<string, string>;
      readonly basicAuth?: { readonly secretName: string; readonly bearer?: { readonly key: string } };
    };
    readonly rules?: { readonly alerts: Alert[]; readonly labels: Record<string, string> };
  };
  readonly dashboards?: { readonly folder?: string; readonly panels: string[] };
}

/** What watches an application: its port for metrics, and the objects of the Prometheus operator where the cluster has it. */
class Monitoring extends Construct {
  public constructor(scope: Construct, id: string, { metrics, dashboards, hasOperator, namespace }: MonitoringProps) {
    super(scope, id);
    const app = { app: 'shop' };
    if (metrics) {
      const service = new kplus.k8s.KubeService(this, 'metrics', { spec: { selector: app, ports: [{ name: 'metrics', port: metrics.port }] } });
      const { serviceMonitor, rules } = metrics;
      if (serviceMonitor && hasOperator) {
        const { basicAuth } = serviceMonitor;
        new ApiObject(this, 'monitor', {
          apiVersion: 'monitoring.coreos.com/v1',
          kind: 'ServiceMonitor',
          metadata: { labels: { release: 'prometheus', ...serviceMonitor.labels } },
          spec: {
            selector: { matchLabels: app },
            namespaceSelector: { matchNames: [namespace] },
            endpoints: [{
              port: 'metrics',
              interval: serviceMonitor.interval,
              ...(basicAuth && { basicAuth: { username: { name: basicAuth.secretName, key: 'user' } } }),
              ...(basicAuth?.bearer && { bearerTokenSecret: { name: basicAuth.secretName, key: basicAuth.bearer.key } }),
              relabelings: [{ targetLabel: 'service', replacement: service.name }],
            }],
          },
        });
      }
      if (rules && hasOperator) {
        new ApiObject(this, 'rules', {
          apiVersion: 'monitoring.coreos.com/v1',
          kind: 'PrometheusRule',
          metadata: { labels: rules.labels },
          spec: { groups: [{ name: 'shop', rules: rules.alerts.map(alertRule) }] },
        });
      }
    }
    if (dashboards) {
      new kplus.ConfigMap(this, 'dashboards', {
        metadata: { labels: { grafana_dashboard: '1' }, annotations: { ...(dashboards.folder && { folder: dashboards.folder }) } },
        data: { 'panels.txt': dashboards.panels.map((panel) => `- ${panel}`).join('\n') },
      });
    }
  }
}

function alertRule({ name, expression, minutes, severity, runbook }: Alert) {
  return {
    alert: name,
    expr: expression,
    ...(minutes && { for: `${minutes}m` }),
    labels: { severity, ...(severity === 'critical' ? { page: 'yes' } : {}) },
    annotations: { summary: `${name} (${severity})`, ...(runbook && { runbook_url: runbook }) },
  };
}

export const monitoring: Example = {
  name: 'monitoring',
  features: [
    'nested optional', 'CRD', 'API', 'release', 'element enumeration', 'range with a conditional', 'map', 'map collision', 'template text', 'text with a loop', 'triple',
    'optional scalar', 'spread', 'name reference',
  ],
  pkg: HelmPackage.of({
    name: 'monitoring',
    version: '3.0.0',
    values: {
      metrics: Values.optional({
        port: Values.integer({ default: 9090, minimum: 1, maximum: 65535 }),
        serviceMonitor: Values.optional({
          interval: Values.string({ default: '30s', pattern: '^[0-9]+[ms]$' }),
          labels: Values.map(Values.string()),
          basicAuth: Values.optional({
            secretName: Values.string({ default: 'metrics', minLength: 1 }),
            bearer: Values.optional({ key: Values.string({ default: 'token', minLength: 1 }) }),
          }),
        }),
        rules: Values.optional({
          alerts: Values.list({
            name: Values.string({ pattern: '^[A-Z][A-Za-z0-9]*$' }),
            expression: Values.string({ minLength: 1 }),
            minutes: Values.integer({ optional: true, minimum: 1 }),
            severity: Values.enumeration(['info', 'warning', 'critical'], { default: 'warning' }),
            runbook: Values.string({ optional: true }),
          }),
          labels: Values.map(Values.string()),
        }),
      }, { enabled: true }),
      dashboards: Values.optional({ folder: Values.string({ optional: true }), panels: Values.list(Values.string({ minLength: 1 })) }),
    },
    define: (scope, values) => new Monitoring(scope, 'monitoring', {
      ...values, hasOperator: Release.hasApi('monitoring.coreos.com/v1'), namespace: Release.namespace(),
    }),
  }),
};

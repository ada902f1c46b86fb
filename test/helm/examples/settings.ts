import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { sha256 } from '../../../src/expressions/hash';
import { HelmPackage, Values } from '../../../src/helm';

interface SettingsProps {
  readonly parameters: Record<string, string>;
  readonly timezone: string;
  readonly environment: Record<string, string>;
  readonly files: Record<string, string>;
  readonly nodeSelector: Record<string, string>;
  readonly limits: Record<string, number>;
  readonly reload?: { readonly image: string; readonly signal: 'HUP' | 'USR1' };
}

/** A server with a file of settings, variables of the environment and further files, all given as maps. */
class Settings extends Construct {
  public constructor(scope: Construct, id: string, props: SettingsProps) {
    super(scope, id);
    const { parameters, environment, files, limits, reload } = props;
    const text = ['# Written by the chart.', ...Object.entries(parameters).map(([name, value]) => `${name} = ${value}`), `timezone = ${props.timezone}`, ''].join('\n');
    const config = new kplus.k8s.KubeConfigMap(this, 'config', { data: { 'server.conf': text, ...files } });
    const variables = new kplus.k8s.KubeSecret(this, 'environment', { stringData: environment });
    new kplus.k8s.KubeDeployment(this, 'server', {
      spec: {
        selector: { matchLabels: { app: 'server' } },
        template: {
          metadata: { labels: { app: 'server' }, annotations: { 'checksum/settings': sha256(text) } },
          spec: {
            nodeSelector: { 'kubernetes.io/os': 'linux', ...props.nodeSelector },
            shareProcessNamespace: reload ? true : undefined,
            containers: [
              {
                name: 'server',
                image: 'server:11',
                envFrom: [{ secretRef: { name: variables.name } }],
                env: Object.entries(limits).map(([name, value]) => ({ name: `LIMIT_${name}`, value: `${value}` })),
              },
              ...(reload ? [{ name: 'reload', image: reload.image, args: [`--signal=SIG${reload.signal}`, '--watch=/etc/server'] }] : []),
            ],
            volumes: [{ name: 'config', configMap: { name: config.name } }],
          },
        },
      },
    });
  }
}

export const settings: Example = {
  name: 'settings',
  features: ['scalar map', 'map as text', 'map as list', 'map', 'map collision', 'hash', 'template text', 'name reference', 'optional group', 'enumeration', 'L1'],
  pkg: HelmPackage.of({
    name: 'settings',
    version: '4.1.0',
    values: {
      parameters: Values.map(Values.scalar(), { default: { max_connections: 100, fsync: true, ratio: 0.9 }, keyPattern: '^[a-z][a-z_.]*$' }),
      timezone: Values.string({ default: 'UTC', minLength: 1 }),
      environment: Values.map(Values.string(), { keyPattern: '^[A-Z_]+$' }),
      files: Values.map(Values.string(), { keyPattern: '^[a-z0-9]+\\.(txt|conf)$' }),
      nodeSelector: Values.map(Values.string()),
      limits: Values.map(Values.integer({ minimum: 0 }), { keyPattern: '^[A-Z]+$' }),
      reload: Values.optional({
        image: Values.string({ default: 'reloader:2', minLength: 1 }),
        signal: Values.enumeration(['HUP', 'USR1'], { default: 'HUP' }),
      }),
    },
    define: (scope, values) => new Settings(scope, 'settings', values),
  }),
};

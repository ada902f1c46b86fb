import { ApiObject, JsonPatch, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { HelmPackage, Values } from '../../../src/helm';

interface AgentProps {
  readonly privileged: boolean;
  readonly hostNetwork: boolean;
  readonly sources: { readonly name: string; readonly path: string; readonly writable: boolean }[];
  readonly ports: { readonly port: number; readonly hostPort?: number }[];
  readonly bufferBytes: number;
  readonly logLevel: string;
  readonly extra?: any;
}

/** A collector of logs on every node. */
class Agent extends Construct {
  public constructor(scope: Construct, id: string, props: AgentProps) {
    super(scope, id);
    const { privileged, hostNetwork, sources, ports, logLevel, extra } = props;
    const daemons = new kplus.DaemonSet(this, 'agent', {
      automountServiceAccountToken: privileged,
      containers: [{
        image: 'agent:4',
        args: [`--buffer=${props.bufferBytes}`, ...(logLevel === 'debug' || logLevel === 'trace' ? ['--profile', `--level=${logLevel}`] : [`--level=${logLevel}`])],
        resources: { memory: { request: Size.mebibytes(64) } },
        securityContext: { privileged, allowPrivilegeEscalation: privileged, ensureNonRoot: !privileged, user: privileged ? 0 : 10001 },
        ports: ports.map(({ port, hostPort }) => ({ number: port, hostPort })),
      }],
    });
    const [container] = daemons.containers;
    for (const { name, path, writable } of sources) {
      container.mount(`/host${path}`, kplus.Volume.fromHostPath(this, `source-${name}`, name, { path }), { readOnly: !writable });
    }
    if (hostNetwork) {
      ApiObject.of(daemons).addJsonPatch(JsonPatch.add('/spec/template/spec/hostNetwork', true), JsonPatch.replace('/spec/template/spec/dnsPolicy', 'ClusterFirstWithHostNet'));
    }
    if (extra) new ApiObject(this, 'extra', { apiVersion: 'example.com/v1', kind: 'AgentOptions', metadata: { name: 'agent-options' }, spec: { level: logLevel, options: extra } });
  }
}

export const agent: Example = {
  name: 'agent',
  features: ['boolean', 'free string', 'JSON patch', 'any', 'large number', 'port', 'range with a conditional', 'CRD', 'constant name', 'pair'],
  pkg: HelmPackage.of({
    name: 'agent',
    version: '4.0.1',
    values: {
      privileged: Values.boolean({ description: 'Whether it may read what belongs to root.' }),
      hostNetwork: Values.boolean(),
      sources: Values.list({
        name: Values.string({ pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$', maxLength: 40 }),
        path: Values.string({ pattern: '^(/[a-z0-9_.-]+)+$' }),
        writable: Values.boolean(),
      }, { default: [{ name: 'logs', path: '/var/log', writable: false }] }),
      ports: Values.list({
        port: Values.integer({ minimum: 1, maximum: 65535 }), hostPort: Values.integer({ optional: true, minimum: 1, maximum: 65535 }),
      }, { key: 'port' }),
      bufferBytes: Values.integer({ default: 8_388_608, minimum: 4096 }),
      logLevel: Values.string({ default: 'info', pattern: '^[a-z]+$', description: 'Such as info, debug or trace.' }),
      extra: Values.any(),
    },
    define: (scope, values) => new Agent(scope, 'agent', values),
  }),
};

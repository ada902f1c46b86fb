import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { HelmPackage, Values } from '../../../src/helm';

interface CacheProps {
  readonly eviction: 'noeviction' | 'allkeys-lru' | 'volatile-ttl';
  readonly maxMemory: string;
  readonly appendOnly: boolean;
  readonly sentinel?: { readonly quorum: number };
  readonly cluster?: { readonly shards: number; readonly announce?: string };
  readonly password?: { readonly secretName: string; readonly key: string };
  readonly disabledCommands: string[];
}

/** A cache in memory, alone, watched by sentinels, or as a cluster. */
class Cache extends Construct {
  public constructor(scope: Construct, id: string, props: CacheProps) {
    super(scope, id);
    const { sentinel, cluster, password } = props;
    if (sentinel && cluster) throw new Error('A cache is watched by sentinels or is a cluster; enable only one of sentinel and cluster.');
    if (props.eviction === 'noeviction' && cluster && !props.appendOnly) {
      throw new Error('A cluster that evicts nothing would lose its data; set appendOnly, or another eviction.');
    }
    const config = new kplus.ConfigMap(this, 'config', { data: { 'cache.conf': configuration(props) } });
    const service = new kplus.Service(this, 'service', { ports: [{ port: 6379 }] });
    const server = new kplus.StatefulSet(this, 'server', {
      service,
      replicas: cluster ? cluster.shards : sentinel ? 3 : 1,
      containers: [{
        name: 'cache',
        image: 'valkey/valkey:8',
        portNumber: 6379,
        command: ['valkey-server', '/etc/cache/cache.conf'],
        envVariables: password && {
          PASSWORD: kplus.EnvValue.fromSecretValue({ secret: kplus.Secret.fromSecretName(this, 'password', password.secretName), key: password.key }),
        },
      }],
    });
    server.containers[0].mount('/etc/cache', kplus.Volume.fromConfigMap(this, 'files', config));
    if (sentinel) {
      new kplus.Deployment(this, 'sentinel', {
        replicas: 3,
        containers: [{ image: 'valkey/valkey:8', portNumber: 26379, args: ['sentinel', `--quorum=${sentinel.quorum}`, `--watch=${service.name}`] }],
      });
    }
  }
}

function configuration(props: CacheProps): string {
  const lines = [`maxmemory ${props.maxMemory}`, `maxmemory-policy ${props.eviction}`];
  if (props.appendOnly) lines.push('appendonly yes');
  if (props.cluster) {
    lines.push('cluster-enabled yes');
    if (props.cluster.announce) lines.push(`cluster-announce-hostname ${props.cluster.announce}`);
  }
  for (const command of props.disabledCommands) lines.push(`rename-command ${command} ""`);
  if (!props.password) lines.push('protected-mode no');
  return `${lines.join('\n')}\n`;
}

export const cache: Example = {
  name: 'cache',
  features: ['excluded pair', 'triple', 'pair', 'text with switches', 'text with a loop', 'nested optional', 'optional group', 'enumeration', 'boolean', 'pod selector'],
  pkg: HelmPackage.of({
    name: 'cache',
    version: '0.9.0',
    values: {
      eviction: Values.enumeration(['noeviction', 'allkeys-lru', 'volatile-ttl'], { default: 'allkeys-lru' }),
      maxMemory: Values.string({ default: '256mb', pattern: '^[1-9][0-9]*(mb|gb)$' }),
      appendOnly: Values.boolean({ description: 'Whether every write is kept on disk.' }),
      sentinel: Values.optional({ quorum: Values.integer({ default: 2, minimum: 1, maximum: 5 }) }, { description: 'Three watchers that choose a new primary.' }),
      cluster: Values.optional({
        shards: Values.integer({ default: 6, minimum: 3, maximum: 1000 }),
        announce: Values.string({ optional: true, pattern: '^[a-z0-9.-]+$' }),
      }),
      password: Values.optional({ secretName: Values.string({ default: 'cache-password', minLength: 1 }), key: Values.string({ default: 'password', minLength: 1 }) }),
      disabledCommands: Values.list(Values.enumeration(['FLUSHALL', 'FLUSHDB', 'DEBUG', 'KEYS'])),
    },
    define: (scope, values) => new Cache(scope, 'cache', values),
  }),
};

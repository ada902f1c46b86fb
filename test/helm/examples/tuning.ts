import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { expression } from '../../../src/expressions/expression';
import { sha256 } from '../../../src/expressions/hash';
import { HelmPackage, Values } from '../../../src/helm';

interface TuningProps {
  readonly port: number;
  readonly durable: boolean;
  readonly settings: { [name: string]: string };
  readonly hosts: string[];
  readonly shards: { readonly name: string; readonly isReadOnly: boolean; readonly limits: { [name: string]: string } }[];
}

/** Settings in alphabetical order, whoever gave them: for that they must be looked at all together. */
const ordered = expression('tuningOrdered', (settings: { [name: string]: string }, separator: string): string => (
  Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}${separator}${value}\n`).join('')), {
  parameters: ['settings', 'separator'],
  body: () => '{{- range $name, $value := .settings }}{{ printf "%s%s%s\\n" $name $.separator $value }}{{ end }}',
});

/** The number of hosts, with the first and the last. */
const span = expression('tuningSpan', (hosts: string[]): string => (
  hosts.length === 0 ? 'none' : `${hosts.length} from ${hosts[0]} to ${hosts[hosts.length - 1]}`), {
  parameters: ['hosts'],
  body: () => '{{- if .hosts }}{{ printf "%d from %s to %s" (len .hosts) (first .hosts) (last .hosts) }}{{ else }}none{{ end }}',
});

/** A server whose settings are computed from all that was given at once. */
class Tuning extends Construct {
  public constructor(scope: Construct, id: string, { port, durable, settings, hosts, shards }: TuningProps) {
    super(scope, id);
    const text = ordered({ cache_size: '64MB', workers: '4', ...(durable ? { fsync: 'on', sync_level: 'remote' } : {}), ...settings, port: `${port}` }, ' = ');
    const config = new kplus.ConfigMap(this, 'config', { data: { 'server.conf': `# Made by the deployment.\n${text}`, 'span': span(['localhost', ...hosts]) } });
    config.metadata.addAnnotation('checksum/config', sha256(text));
    new kplus.ConfigMap(this, 'hosts', { data: { hosts: `hosts: ${span(hosts)}.` } });
    for (const { name, isReadOnly, limits } of shards) new kplus.ConfigMap(this, `shard-${name}`, { metadata: { name: `shard-${name}` }, data: { mode: `read-only: ${isReadOnly}`, limits: ordered({ ...limits, shard: name }, ':') } });
  }
}

/** A program that calls functions with mappings and lists of values. */
export const tuning: Example = {
  name: 'tuning',
  features: ['function of a map', 'function of a list', 'map collision', 'hash'],
  pkg: HelmPackage.of({
    name: 'tuning',
    version: '1.0.0',
    values: {
      port: Values.integer({ default: 6543, minimum: 1, maximum: 65_535 }),
      durable: Values.boolean(),
      settings: Values.map(Values.scalar(), { keyPattern: '^[a-z_]{1,40}$' }),
      hosts: Values.list(Values.string({ minLength: 1 })),
      shards: Values.list({
        name: Values.string({ pattern: '^[a-z]{1,20}$' }), isReadOnly: Values.boolean(), limits: Values.map(Values.string(), { keyPattern: '^[a-z_]{1,40}$' }),
      }),
    },
    define: (scope, values) => new Tuning(scope, 'tuning', values),
  }),
};

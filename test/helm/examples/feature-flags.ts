import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { sha256 } from '../../../src/expressions/hash';
import { HelmPackage, Values } from '../../../src/helm';

interface FeatureFlagsProps {
  readonly environment: 'development' | 'staging' | 'production';
  readonly flags: { readonly name: string; readonly state: 'on-for-all' | 'some' | 'none'; readonly percent: number; readonly groups: string[]; readonly expires?: string }[];
  readonly strict: boolean;
  readonly audit: boolean;
  readonly banner: string;
}

/** A service that answers which features are on, with its data in a ConfigMap. */
class FeatureFlags extends Construct {
  public constructor(scope: Construct, id: string, props: FeatureFlagsProps) {
    super(scope, id);
    const { environment, flags, strict, audit, banner } = props;
    const isProduction = environment === 'production';
    const active = flags.filter(({ state }) => state !== 'none');
    const json = JSON.stringify({
      environment, strict, flags: active.map(({ name, state, percent, groups, expires }) => ({ name, percent: state === 'some' ? percent : 100, groups, expires })),
    });
    const data = new kplus.ConfigMap(this, 'flags', {
      data: {
        'flags.json': json,
        'owners.txt': flags.flatMap(({ name, groups }) => groups.map((group) => `${group}: ${name}`)).join('\n'),
        ...(banner === '' ? {} : { 'banner.txt': banner }),
        ...(audit !== strict && { 'audit.txt': audit ? 'all changes\n' : 'rejected changes\n' }),
      },
    });
    new kplus.Deployment(this, 'server', {
      replicas: isProduction ? 3 : 1,
      podMetadata: { annotations: { 'checksum/flags': sha256(json) } },
      containers: [{
        image: 'flags:2',
        portNumber: 8080,
        envVariables: {
          FLAGS: kplus.EnvValue.fromConfigMap(data, 'flags.json'),
          ...(isProduction || (strict && audit) ? { SIGNED: kplus.EnvValue.fromValue('required') } : {}),
        },
      }],
    }).exposeViaService();
  }
}

export const featureFlags: Example = {
  name: 'feature-flags',
  features: [
    'JSON text', 'hash', 'flatMap', 'element enumeration', 'range with a conditional', 'nested list', 'text with a loop', 'empty string', 'pair', 'triple', 'enumeration',
    'boolean', 'list in several places',
  ],
  pkg: HelmPackage.of({
    name: 'feature-flags',
    version: '2.0.0',
    values: {
      environment: Values.enumeration(['development', 'staging', 'production'], { default: 'development' }),
      flags: Values.list({
        name: Values.string({ pattern: '^[a-z][a-z0-9.-]*$' }),
        state: Values.enumeration(['on-for-all', 'some', 'none'], { default: 'none' }),
        percent: Values.integer({ default: 10, minimum: 0, maximum: 100 }),
        groups: Values.list(Values.string({ pattern: '^[a-z][a-z0-9-]*$' })),
        expires: Values.string({ optional: true, pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }),
      }),
      strict: Values.boolean(),
      audit: Values.boolean(),
      banner: Values.string({ default: '', description: 'Shown to all users while it is not empty.' }),
    },
    define: (scope, values) => new FeatureFlags(scope, 'flags', values),
  }),
};

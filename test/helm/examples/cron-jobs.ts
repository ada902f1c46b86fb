import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { HelmPackage, Values } from '../../../src/helm';

const { k8s } = kplus;

interface Job {
  readonly name: string;
  readonly schedule: string;
  readonly command: string[];
  readonly environment: { readonly name: string; readonly value?: string; readonly secret?: { readonly name: string; readonly key: string } }[];
  readonly overlap: 'Allow' | 'Forbid' | 'Replace';
  readonly suspended: boolean;
  readonly timeout?: number;
  readonly resources?: kplus.k8s.ResourceRequirements;
}

interface CronJobsProps {
  readonly image: string;
  readonly jobs: Job[];
  readonly timeZone?: string;
  readonly pullSecrets: string[];
}

/** Commands of one image at their times. */
class CronJobs extends Construct {
  public constructor(scope: Construct, id: string, props: CronJobsProps) {
    super(scope, id);
    const account = new kplus.ServiceAccount(this, 'account');
    for (const job of props.jobs) {
      new k8s.KubeCronJob(this, `job-${job.name}`, {
        metadata: { name: `job-${job.name}`, annotations: { schedule: `${job.schedule} (${props.timeZone ?? 'UTC'})` } },
        spec: {
          schedule: job.schedule,
          timeZone: props.timeZone,
          concurrencyPolicy: job.overlap,
          ...(job.suspended && { suspend: true }),
          jobTemplate: {
            spec: {
              activeDeadlineSeconds: job.timeout,
              backoffLimit: job.overlap === 'Allow' ? 0 : 3,
              template: {
                spec: {
                  serviceAccountName: account.name,
                  restartPolicy: 'Never',
                  imagePullSecrets: props.pullSecrets.map((name) => ({ name })),
                  containers: [{ name: 'job', image: props.image, command: job.command, env: environment(job), resources: job.resources }],
                },
              },
            },
          },
        },
      });
    }
  }
}

function environment({ environment: variables, timeout }: Job): kplus.k8s.EnvVar[] {
  const env: kplus.k8s.EnvVar[] = [];
  for (const { name, value, secret } of variables) {
    env.push(secret ? { name, valueFrom: { secretKeyRef: secret } } : { name, value });
  }
  if (timeout !== undefined) env.push({ name: 'TIMEOUT', value: `${timeout}s` });
  return env;
}

export const cronJobs: Example = {
  name: 'cron-jobs',
  features: [
    'objects per element', 'nested list', 'element optional', 'element enumeration', 'element struct', 'range with a conditional', 'optional scalar', 'boolean',
    'nullish default', 'L1', 'name reference', 'list of scalars', 'spread',
  ],
  pkg: HelmPackage.of({
    name: 'cron-jobs',
    version: '1.1.0',
    values: {
      image: Values.string({ default: 'registry.example.com/jobs:3', minLength: 1 }),
      jobs: Values.list({
        name: Values.string({ pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 40 }),
        schedule: Values.string({ pattern: '^[0-9*/,-]+( [0-9*/,-]+){4}$', description: 'As in crontab, such as "0 3 * * *".' }),
        command: Values.list(Values.string({ minLength: 1 })),
        environment: Values.list({
          name: Values.string({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }),
          value: Values.string({ optional: true }),
          secret: Values.optional({ name: Values.string({ minLength: 1 }), key: Values.string({ minLength: 1 }) }),
        }),
        overlap: Values.enumeration(['Allow', 'Forbid', 'Replace'], { default: 'Forbid' }),
        suspended: Values.boolean(),
        timeout: Values.integer({ optional: true, minimum: 1, description: 'Seconds.' }),
        resources: Values.kubernetes('v1.ResourceRequirements'),
      }),
      timeZone: Values.string({ optional: true, pattern: '^[A-Za-z]+(/[A-Za-z_]+)*$' }),
      pullSecrets: Values.list(Values.string({ minLength: 1 })),
    },
    define: (scope, values) => new CronJobs(scope, 'cron', values),
  }),
};

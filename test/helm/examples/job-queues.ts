import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { HelmPackage, Values } from '../../../src/helm';

interface Queue {
  readonly name: string;
  readonly concurrency: number;
  readonly priority: 'low' | 'normal' | 'high';
  readonly topics: string[];
  readonly retry?: { readonly attempts: number; readonly deadLetter?: string };
  readonly paused: boolean;
}

interface JobQueuesProps {
  readonly image: string;
  readonly broker: string;
  readonly queues: Queue[];
  readonly verbose: boolean;
}

/** A Deployment of workers for each queue, and one ConfigMap that says which queues there are. */
class JobQueues extends Construct {
  public constructor(scope: Construct, id: string, props: JobQueuesProps) {
    super(scope, id);
    const list = new kplus.ConfigMap(this, 'queues', {
      data: {
        'queues': props.queues.map(({ name }) => name).join(','),
        'routes.txt': props.queues.flatMap((queue) => queue.topics.map((topic) => `${topic} -> ${queue.name}`)).join('\n'),
      },
    });
    for (const queue of props.queues) this.addWorkers(queue, props, list);
  }

  private addWorkers({ name, concurrency, priority, topics, retry, paused }: Queue, props: JobQueuesProps, list: kplus.ConfigMap): void {
    const workers = new kplus.Deployment(this, `workers-${name}`, {
      metadata: { name: `workers-${name}`, labels: { queue: name } },
      replicas: paused ? 0 : 1,
      containers: [{
        image: props.image,
        args: [
          'work', `--queue=${name}`, ...topics.map((topic) => `--topic=${topic}`),
          ...(retry ? [`--attempts=${retry.attempts}`] : ['--no-retry']),
          ...(retry?.deadLetter ? ['--dead-letter', retry.deadLetter] : []),
          ...(props.verbose ? ['--verbose'] : []),
        ],
        envVariables: {
          BROKER: kplus.EnvValue.fromValue(props.broker),
          CONCURRENCY: kplus.EnvValue.fromValue(`${concurrency}`),
          QUEUES: kplus.EnvValue.fromConfigMap(list, 'queues'),
          ...(priority === 'high' && { NICE: kplus.EnvValue.fromValue('-5') }),
        },
        resources: { cpu: { request: kplus.Cpu.millis(priority === 'low' ? 50 : 250) } },
      }],
    });
    if (retry) new kplus.ConfigMap(workers, 'retries', { metadata: { name: `retries-${name}` }, data: { attempts: `${retry.attempts}` } });
  }
}

export const jobQueues: Example = {
  name: 'job-queues',
  features: [
    'range with a conditional', 'element enumeration', 'element optional', 'nested list', 'objects per element', 'list in several places', 'flatMap', 'spread',
    'joined text', 'text with a loop', 'name reference', 'large number',
  ],
  pkg: HelmPackage.of({
    name: 'job-queues',
    version: '0.3.0',
    values: {
      image: Values.string({ default: 'registry.example.com/worker:7', minLength: 1 }),
      broker: Values.string({ default: 'amqp://broker:5672', minLength: 1, description: 'Where the workers get their jobs.' }),
      queues: Values.list({
        name: Values.string({ minLength: 1, maxLength: 40, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' }),
        concurrency: Values.integer({ default: 4, minimum: 1, description: 'Jobs at a time.' }),
        priority: Values.enumeration(['low', 'normal', 'high'], { default: 'normal' }),
        topics: Values.list(Values.string({ minLength: 1 })),
        retry: Values.optional({
          attempts: Values.integer({ default: 3, minimum: 1 }),
          deadLetter: Values.string({ optional: true, description: 'Where jobs go that failed as often.' }),
        }),
        paused: Values.boolean(),
      }, { default: [{ name: 'default', concurrency: 4, priority: 'normal', topics: ['jobs'], retry: { enabled: false, attempts: 3, deadLetter: '' }, paused: false }] }),
      verbose: Values.boolean(),
    },
    define: (scope, values) => new JobQueues(scope, 'jobs', values),
  }),
};

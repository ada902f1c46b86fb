import { quote, Result, execute, run } from './command';
import { apply, kubectl } from './kubectl';
import { Session } from './session';

/** A pod beside the database, which knows nothing but the DATABASE_URL of the Secret, as it was when the pod started. */
export class Client {
  /** Starts the pod, and waits until it runs. */
  public static async start(namespace: string, name = 'client'): Promise<Client> {
    await apply(JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace },
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [{
          name,
          image: 'postgres:15',
          command: ['sleep', 'infinity'],
          env: [{ name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'feaf-secrets', key: 'DATABASE_URL' } } }],
          securityContext: RESTRICTED,
        }],
      },
    }));
    await kubectl(`wait --for=condition=Ready pod/${name} -n ${namespace} --timeout=90s`);
    return new Client(namespace, name);
  }

  private constructor(private readonly namespace: string, private readonly name: string) {}

  /** What a query gives, one row a line; a failure is a failure of the test. */
  public async sql(statement: string): Promise<string> {
    return (await run(this.command(statement))).stdout.trim();
  }

  /** Tries a query, whatever comes of it. */
  public async try(statement: string): Promise<Result> {
    return execute(this.command(statement));
  }

  /** Opens a connection that stays open: send statements, wait for their output. */
  public connect(): Session {
    return new Session(`${this.exec} ${quote('psql -X -q -A -t "$DATABASE_URL"')}`);
  }

  private command(statement: string): string {
    return `${this.exec} ${quote(`psql -X -q -A -t -v ON_ERROR_STOP=1 "$DATABASE_URL" -c ${quote(statement)}`)}`;
  }

  private get exec(): string {
    return `kubectl exec -i ${this.name} -n ${this.namespace} -- bash -c`;
  }
}

/** What Pod Security "restricted" asks of a container. */
const RESTRICTED = {
  runAsNonRoot: true,
  runAsUser: 999,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

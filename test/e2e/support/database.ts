import { CommandOptions, execute, quote, run } from './command';
import { KubernetesObject, kubectl, list, read } from './kubectl';
import { eventually } from './wait';

/** The database of a namespace, as an operator reaches it: through its pod. */
export class Database {
  public readonly podName: string;

  public constructor(public readonly namespace: string, public readonly name = 'feaf-postgres') {
    this.podName = `${name}-0`;
  }

  /** The pod as it is now. */
  public async pod(): Promise<KubernetesObject> {
    return read(`pod ${this.podName} -n ${this.namespace}`);
  }

  /** Waits until the pod of the newest revision is ready, and gives it; with the uid of a former pod, until another one is. */
  public async ready(former?: string, within = 180): Promise<KubernetesObject> {
    return eventually(`pod ${this.podName} is ready`, { within, explain: () => this.explain() }, async () => {
      const { status } = await read(`statefulset ${this.name} -n ${this.namespace}`);
      const pod = await this.pod();
      const ready = pod.status.conditions?.find(({ type }: { type: string }) => type === 'Ready')?.status;
      if (pod.metadata.labels?.['controller-revision-hash'] !== status.updateRevision) throw new Error('it is of another revision');
      if (pod.metadata.uid === former) throw new Error('it is still the former pod');
      if (ready !== 'True') throw new Error(`its condition Ready is ${ready}`);
      return pod;
    });
  }

  /** What a query gives, one row a line, run inside the pod over the socket; a failure of the query is a failure of the test. */
  public async sql(statement: string, role = 'feaf_user', database = 'feaf'): Promise<string> {
    return (await this.exec(`psql -X -q -A -t -v ON_ERROR_STOP=1 -U ${role} -d ${database} -c ${quote(statement)}`)).trim();
  }

  /** Runs a command in the server's container. */
  public async exec(command: string, options: CommandOptions = {}): Promise<string> {
    return kubectl(`exec -i ${this.podName} -n ${this.namespace} -c postgres -- ${command}`, options);
  }

  /** The log of one container. */
  public async log(container: string, more = ''): Promise<string> {
    return kubectl(`logs ${this.podName} -n ${this.namespace} -c ${container} ${more}`);
  }

  /** How often each container of the pod was started again. */
  public async restarts(): Promise<number[]> {
    return (await this.pod()).status.containerStatuses.map(({ restartCount }: { restartCount: number }) => restartCount);
  }

  /** Has the kubelet refresh the mounted ConfigMaps and Secrets at once: it does so with each change of the pod. */
  public async refreshFiles(): Promise<void> {
    await kubectl(`annotate pod ${this.podName} -n ${this.namespace} --overwrite test/refreshed=${Date.now()}`);
  }

  /** Logs and events, for messages. */
  public async explain(): Promise<string> {
    const parts = ['initialize', 'postgres', 'reload'].map((container) =>
      `kubectl logs ${this.podName} -n ${this.namespace} -c ${container} --tail=20`);
    const commands = [`kubectl get pods -n ${this.namespace} -o wide`, ...parts, `kubectl events -n ${this.namespace} | tail -n 15`];
    const results = await Promise.all(commands.map((command) => execute(command)));
    return results.map(({ command, stdout, stderr }) => `$ ${command}\n${stdout}${stderr}`).join('\n');
  }
}

/** Each object of a namespace with its version: equal before and after means that nothing was made, changed or deleted. */
export async function inventory(namespace: string): Promise<string[]> {
  // Kubernetes gives every namespace this ConfigMap, a moment later.
  await run(`kubectl wait --for=create configmap/kube-root-ca.crt -n ${namespace} --timeout=30s`);
  const objects = await list(`all,configmaps,secrets,persistentvolumeclaims -n ${namespace}`);
  return objects.map(({ kind, metadata }) => `${kind}/${metadata.name} ${metadata.uid} ${metadata.resourceVersion}`).sort();
}

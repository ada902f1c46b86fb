import { Release } from '../helm/release';
import type { Postgres } from '../postgres/postgres';

/** The values that decide on what the notes warn of. */
export interface NotedValues {
  readonly replicaCount: number;
  readonly auth: { readonly existingSecret?: string };
  readonly service?: { readonly type: string; readonly loadBalancerSourceRanges?: string[] };
  readonly tls?: object;
  readonly initdb: { readonly scripts: { readonly [name: string]: string }; readonly scriptsConfigMap?: string };
  readonly persistence: { readonly retentionPolicy?: { readonly whenDeleted: string } };
  readonly postgresql: { readonly allowMemoryOvercommit: boolean };
  readonly resources: { readonly limits: { readonly memory?: string } };
}

/** What Helm shows after an installation: how the database is reached, what is to do, and what the given values mean that nobody may expect. */
export function notes(values: NotedValues, { port, username, database, _parts: { pod, service: serviceName } }: Postgres): (string | undefined)[] {
  const namespace = Release.namespace();
  const { secretName, passwordKey } = pod.auth;
  const { tls, service, initdb, persistence, postgresql, resources } = values;
  return [
    `PostgreSQL ${pod.image.postgresVersion} in the namespace ${namespace}:

  host      ${serviceName}.${namespace}.svc
  port      ${port}
  user      ${username}
  database  ${database}
  password  in the Secret ${secretName}, key ${passwordKey}`,

    `The server starts as soon as that Secret is there. If it is not yet, these two commands make it work:

  kubectl create secret generic ${secretName} --namespace ${namespace} --from-literal=${passwordKey}="$(openssl rand -hex 24)"
  kubectl rollout status statefulset/${pod.name} --namespace ${namespace} --timeout 10m`,

    `Read the password:

  kubectl get secret ${secretName} --namespace ${namespace} --output go-template='{{ index .data "${passwordKey}" | base64decode }}'`,

    `Work in the database as its superuser, inside the pod:

  kubectl exec statefulset/${pod.name} --namespace ${namespace} --container postgres --stdin --tty -- psql --username postgres --dbname ${database}`,

    `Reach it from this machine, with the password:

  kubectl port-forward statefulset/${pod.name} --namespace ${namespace} 15432:${pod.port} &
  psql --host 127.0.0.1 --port 15432 --username ${username} --dbname ${database}`,

    `See whether applications can use it:

  helm test ${Release.name()} --namespace ${namespace}`,

    values.replicaCount === 0 ? warning('No server runs, since replicaCount is 0. Set it to 1 to go on; the data is kept.') : undefined,
    tls ? undefined : warning('Connections are not encrypted. Give tls.existingSecret and enable tls.'),
    service?.type === 'LoadBalancer' && !service.loadBalancerSourceRanges
      ? warning('The load balancer lets everybody try a password. Name who may by service.loadBalancerSourceRanges.') : undefined,
    Object.keys(initdb.scripts).length > 0
      ? warning('Init scripts run when the database is first made, and never again: a change of initdb.scripts does nothing to it.') : undefined,
    initdb.scriptsConfigMap ? warning(`The scripts of the ConfigMap ${initdb.scriptsConfigMap} run when the database is first made, and never again.`) : undefined,
    persistence.retentionPolicy?.whenDeleted === 'Delete'
      ? warning('Uninstalling this release deletes its data, since persistence.retentionPolicy.whenDeleted is Delete.') : undefined,
    postgresql.allowMemoryOvercommit
      ? warning('The settings may promise more memory than there is (postgresql.allowMemoryOvercommit): many large queries at once can end the server.') : undefined,
    resources.limits.memory ? undefined : warning('Without resources.limits.memory nobody checks that the settings fit into the memory, and shared_buffers is 128MB.'),
  ];
}

function warning(text: string): string {
  return `WARNING: ${text}`;
}

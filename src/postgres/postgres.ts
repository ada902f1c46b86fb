import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ClientService, PostgresClientService } from './client-service';
import { HeadlessService, hostOf } from './headless-service';
import { InitScripts, InitScriptsProps } from './init-scripts';
import { PostgresPodProps, settingsProps } from './postgres-pod';
import { PostgresStatefulSet } from './postgres-stateful-set';
import { ResolvedPod, resolvePod } from './resolved-pod';
import { merged } from './service-account';
import { PostgresSettings } from './settings';
import { SHAPES } from './shapes';
import { requireServiceName } from '../expressions/names';
import { escapeReferences } from '../expressions/quoting';
import { requireShape } from '../expressions/shape';

/** The Service of a database. */
export interface PostgresService {
  /**
   * Name of the Service, a DNS label; within its namespace also the host name.
   *
   * @default - the name of the database
   */
  readonly name?: string;

  /**
   * Domain of the cluster.
   *
   * @default cluster.local
   */
  readonly clusterDomain?: string;

  /**
   * Annotations of the Service.
   *
   * @default - those of all objects
   */
  readonly annotations?: { [name: string]: string };
}

/** Properties of `Postgres`. */
export interface PostgresProps extends PostgresPodProps {
  /**
   * The headless Service, which gives the pod its name.
   *
   * @default - one with the name of the database, with `-headless` behind it when there is a client Service
   */
  readonly service?: PostgresService;

  /**
   * A Service with an address of its own for applications, beside the headless one.
   *
   * @default - applications use the headless Service
   */
  readonly clientService?: ClientService;

  /**
   * Settings by name, as in postgresql.conf but without quotes: `work_mem: '16MB'`. Names of extensions have a dot.
   * An unknown name, a value outside the range or unit of that major, and a setting that the deployment owns are refused.
   *
   * @default - shared_buffers is a quarter of the memory limit, autovacuum_work_mem 32MB, huge_pages off, times in UTC; otherwise PostgreSQL's
   */
  readonly parameters?: { [name: string]: string };

  /**
   * Rows of pg_hba.conf, before the last one, which asks everybody for a password.
   *
   * @default - none
   */
  readonly hostBasedAuthentication?: string[];

  /**
   * Whether settings may promise more memory than the limit has, when all connections use their `work_mem` at once.
   *
   * @default false
   */
  readonly allowMemoryOvercommit?: boolean;

  /**
   * Scripts that run once, when the database is first made, in the order of their names.
   *
   * @default - none
   */
  readonly initScripts?: InitScriptsProps;
}

/** The whole of one PostgreSQL database: server, volume, settings, scripts and Service. */
export class Postgres extends Construct {
  /** Host name for applications: complete when the chart names a namespace, otherwise within the namespace. */
  public readonly host: string;

  /** Port for applications. */
  public readonly port: number;

  /** Name of the database. */
  public readonly database: string;

  /** Name of the application's role. */
  public readonly username: string;

  /** Labels by which the pod is found, for Services and policies of one's own. */
  public readonly selectorLabels: { [name: string]: string };

  /** @internal What a pod beside the server needs to know. */
  public readonly _parts: { readonly pod: ResolvedPod; readonly props: PostgresPodProps; readonly runtime: string };

  private readonly credentials: kplus.ISecret;
  private readonly passwordKey: string;
  private readonly uriKey: string;

  /** Refuses what Kubernetes or PostgreSQL would refuse later, or would not survive, each with one sentence. */
  public constructor(scope: Construct, id: string, props: PostgresProps) {
    super(scope, id);
    requireShape(this.node.path, props, SHAPES.postgres);
    const { service: serviceProps = {}, clientService, initScripts: scripts, ...others } = props;
    const { parameters, hostBasedAuthentication, allowMemoryOvercommit, ...podProps } = others;
    const pod = resolvePod(this, podProps);
    const { name, image, auth, selectorLabels, metadata } = pod;
    const { name: serviceName = clientService ? `${name}-headless` : name, clusterDomain } = serviceProps;
    requireServiceName({ construct: this.node.path, property: 'service.name' }, serviceName);

    const initScripts = new InitScripts(this, 'InitScripts', {
      ...scripts,
      name: scripts?.name ?? `${name}-init-scripts`,
      labels: { ...metadata.labels, ...scripts?.labels },
      annotations: merged(metadata.annotations, scripts?.annotations),
    });
    const settings = new PostgresSettings(this, 'Settings', {
      ...settingsProps(podProps, name, image.postgresVersion, metadata),
      parameters,
      hostBasedAuthentication,
      allowMemoryOvercommit,
    });
    const service = new HeadlessService(this, 'Service', {
      ...metadata,
      annotations: merged(metadata.annotations, serviceProps.annotations),
      name: serviceName,
      clusterDomain,
      selectorLabels,
      port: props.port,
    });
    const server = new PostgresStatefulSet(this, 'Server', { ...podProps, name, serviceName: service.name, settings, initScripts });

    const client = clientService && new PostgresClientService(this, 'ClientService', {
      ...clientService,
      labels: { ...metadata.labels, ...clientService.labels },
      annotations: merged(metadata.annotations, clientService.annotations),
      name: clientService.name ?? name,
      selectorLabels,
      targetPort: service.port,
    });

    this.host = hostOf(this, (client ?? service).name, clusterDomain);
    this.port = (client ?? service).port;
    this.database = auth.database;
    this.username = auth.username;
    this.selectorLabels = selectorLabels;
    this._parts = { pod, props: podProps, runtime: server._runtime };
    this.credentials = kplus.Secret.fromSecretName(this, 'Credentials', auth.secretName);
    this.passwordKey = auth.passwordKey;
    this.uriKey = auth.uriKey;
  }

  /**
   * The environment that a client needs, for a container of cdk8s-plus: DATABASE_URL with the whole URI from the
   * Secret (left out when the Secret has no such key), and PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD. The container must be in the
   * namespace of the Secret.
   */
  public connectionEnv(): { [name: string]: kplus.EnvValue } {
    const fromSecret = (key: string, optional?: boolean) => kplus.EnvValue.fromSecretValue({ secret: this.credentials, key }, { optional });
    return {
      DATABASE_URL: fromSecret(this.uriKey, true),
      PGHOST: kplus.EnvValue.fromValue(this.host),
      PGPORT: kplus.EnvValue.fromValue(`${this.port}`),
      PGDATABASE: kplus.EnvValue.fromValue(escapeReferences(this.database)),
      PGUSER: kplus.EnvValue.fromValue(escapeReferences(this.username)),
      PGPASSWORD: fromSecret(this.passwordKey),
    };
  }
}

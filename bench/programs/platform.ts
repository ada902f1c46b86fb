import { ApiObject, Cron, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/** A platform of the kind that grows over years: a web application and all that came to stand around it. Whatever is not given is not there. */
export interface PlatformProps {
  readonly image: string;
  readonly replicas: number;
  readonly args?: string[];
  readonly logLevel: 'debug' | 'info' | 'error';
  readonly ingress?: { readonly host: string; readonly className?: string; readonly tls?: { readonly secretName: string } };
  readonly probes: boolean;
  readonly autoscaling?: { readonly maxReplicas: number };

  readonly worker?: { readonly image: string; readonly queues: { readonly name: string; readonly concurrency: number; readonly urgent: boolean }[] };
  readonly metrics?: { readonly port: number; readonly serviceMonitor?: { readonly interval: string; readonly honorLabels: boolean } };
  readonly networkPolicy?: { readonly cidrs: string[] };

  readonly database?: {
    readonly mode: 'none' | 'embedded' | 'external';
    readonly host?: string;
    readonly persistence?: { readonly gibibytes: number; readonly retain: boolean };
    readonly backup?: {
      readonly hour: number;
      readonly target: 'volume' | 's3' | 'gcs';
      readonly encryption?: { readonly secretName: string; readonly rotate: boolean };
    };
  };
  readonly cache?: { readonly megabytes: number; readonly durable: boolean; readonly sentinel: boolean };

  readonly serviceAccount?: { readonly annotations: Record<string, string>; readonly clusterWide: boolean };
  readonly migrations?: boolean;
  readonly env?: { readonly name: string; readonly value: string }[];
  readonly jobs?: { readonly name: string; readonly schedule: string; readonly args: string[]; readonly paused: boolean }[];
  readonly search?: {
    readonly indices: string[];
    readonly dedicated: boolean;
    readonly snapshots?: { readonly repository: string; readonly cloud: boolean };
  };
  readonly mail?: { readonly host: string; readonly recipients: string[]; readonly tls: boolean };
  readonly security?: 'baseline' | 'restricted' | 'privileged';

  readonly tracing?: {
    readonly endpoint: string;
    readonly sampler: 'always' | 'ratio' | 'parent';
    readonly insecure: boolean;
    readonly baggage?: { readonly keys: string[]; readonly propagate: boolean };
  };
  readonly gateway?: {
    readonly rateLimit?: { readonly requests: number; readonly perUser: boolean };
    readonly cors?: { readonly origins: string[]; readonly credentials: boolean };
    readonly firewall: 'off' | 'report' | 'block';
  };
  readonly files?: {
    readonly bucket: string;
    readonly publicRead: boolean;
    readonly versioned: boolean;
    readonly mirror?: { readonly bucket: string; readonly encrypted: boolean };
  };
  readonly auth?: {
    readonly oidc?: { readonly issuer: string; readonly groups: string[]; readonly pkce: boolean };
    readonly mfa: boolean;
    readonly sessions: 'memory' | 'cache' | 'database';
  };
  readonly reports?: { readonly nightly: boolean; readonly mailing?: { readonly subject: string; readonly attach: boolean } };
  readonly sandbox?: { readonly seed: boolean };
  readonly maintenance?: boolean;
  readonly profiling?: boolean;
  readonly readOnly?: boolean;
}

/** Switches that make a line together, for a place that is deeper than what is certified. */
export type DeepInteraction = (props: PlatformProps) => boolean;

/** The platform. It knows nothing of Helm. */
export class Platform extends Construct {
  private readonly account?: kplus.IServiceAccount;
  private readonly settings: kplus.ConfigMap;

  public constructor(scope: Construct, id: string, private readonly props: PlatformProps, deep?: DeepInteraction) {
    super(scope, id);
    const { database, security, search } = props;
    if (database?.mode === 'none' && database.backup) throw new Error('There is no database to back up; disable database.backup or choose another database.mode.');
    if (security === 'restricted' && search?.dedicated) throw new Error('Dedicated nodes of the search set a sysctl, which security "restricted" forbids; choose one of them.');

    this.account = props.serviceAccount && this.addAccount(props.serviceAccount);
    this.settings = new kplus.ConfigMap(this, 'settings', { data: { 'platform.conf': this.configuration(deep), ...this.routes() } });
    const web = this.addWeb();
    if (props.worker) this.addWorkers(props.worker);
    if (props.metrics) this.addMetrics(props.metrics, web);
    if (database && database.mode !== 'none') this.addDatabase(database);
    if (props.cache) this.addCache(props.cache);
    if (search) this.addSearch(search);
    for (const job of props.jobs ?? []) this.addJob(job);
    if (props.files?.mirror) this.addMirror(props.files.bucket, props.files.mirror);
    if (props.reports?.nightly) this.addNightly('reports', ['report', ...(props.reports.mailing?.attach ? ['--attach'] : [])]);
    if (props.sandbox) this.addSandbox(props.sandbox);
  }

  private addAccount({ annotations, clusterWide }: NonNullable<PlatformProps['serviceAccount']>): kplus.ServiceAccount {
    const account = new kplus.ServiceAccount(this, 'account', { metadata: { annotations } });
    const role = clusterWide ? new kplus.ClusterRole(this, 'cluster-role') : new kplus.Role(this, 'role');
    role.allowRead(kplus.ApiResource.CONFIG_MAPS, kplus.ApiResource.SERVICES);
    if (this.props.worker) role.allowReadWrite(kplus.ApiResource.JOBS);
    if (role instanceof kplus.ClusterRole) role.bind(account);
    else role.bind(account);
    return account;
  }

  private addWeb(): kplus.Deployment {
    const { image, replicas, args = [], env = [], logLevel, ingress, probes, autoscaling, worker, cache } = this.props;
    const { migrations, database, security, networkPolicy } = this.props;
    const probe = kplus.Probe.fromHttpGet('/healthz');
    const web = new kplus.Deployment(this, 'web', {
      replicas: autoscaling ? undefined : replicas,
      serviceAccount: this.account,
      automountServiceAccountToken: this.account !== undefined,
      containers: [{
        name: 'web',
        image,
        portNumber: 8080,
        args: [
          'serve', `--log-level=${logLevel}`,
          `--dispatch=${worker ? 'queue' : autoscaling ? 'scaled' : 'inline'}`,
          ...(probes && autoscaling && worker ? ['--drain'] : []),
          ...(cache || worker ? ['--warm-up'] : []),
          ...args,
        ],
        envVariables: {
          ...Object.fromEntries(env.map(({ name, value }) => [name, kplus.EnvValue.fromValue(value)])),
          SETTINGS: kplus.EnvValue.fromConfigMap(this.settings, 'platform.conf'),
          ...(logLevel === 'debug' && !ingress?.tls ? { INSECURE_COOKIES: kplus.EnvValue.fromValue('1') } : {}),
        },
        ...(probes && { readiness: probe, liveness: probe }),
        securityContext: {
          privileged: security === 'privileged',
          allowPrivilegeEscalation: security === 'privileged',
          ensureNonRoot: security === 'restricted' || security === 'baseline',
          readOnlyRootFilesystem: security === 'restricted' || this.props.readOnly === true,
        },
      }],
    });
    if (migrations) {
      const isCopiedFirst = database?.mode === 'embedded' && database.backup;
      if (isCopiedFirst) web.addInitContainer({ name: 'copy', image: 'backup:2', args: ['copy', '--before-migration'] });
      web.addInitContainer({ name: 'migrate', image, args: ['migrate'] });
    }
    const service = web.exposeViaService({ ports: [{ port: 80, targetPort: 8080 }] });
    if (ingress) {
      const rules = new kplus.Ingress(this, 'ingress', { className: ingress.className });
      rules.addHostRule(ingress.host, '/', kplus.IngressBackend.fromService(service));
      if (ingress.tls) rules.addTls([{ hosts: [ingress.host], secret: kplus.Secret.fromSecretName(this, 'certificate', ingress.tls.secretName) }]);
    }
    if (autoscaling) new kplus.HorizontalPodAutoscaler(this, 'autoscaler', { target: web, maxReplicas: autoscaling.maxReplicas });
    if (networkPolicy) this.addPolicy(networkPolicy, web);
    return web;
  }

  private addPolicy({ cidrs }: NonNullable<PlatformProps['networkPolicy']>, web: kplus.Deployment): void {
    const { metrics, worker, cache } = this.props;
    new kplus.k8s.KubeNetworkPolicy(this, 'policy', {
      spec: {
        podSelector: { matchLabels: web.matchLabels },
        ingress: [
          { from: cidrs.map((cidr) => ({ ipBlock: { cidr } })) },
          ...(metrics ? [{ from: [{ namespaceSelector: { matchLabels: { name: 'monitoring' } } }] }] : []),
          ...(worker && cache ? [{ from: [{ podSelector: { matchLabels: { part: 'worker' } } }] }] : []),
        ],
      },
    });
  }

  private addWorkers({ image, queues }: NonNullable<PlatformProps['worker']>): void {
    const { cache, search, database } = this.props;
    const config = new kplus.ConfigMap(this, 'worker-settings', {
      data: { queues: queues.map(({ name }) => name).join(','), locks: cache && (search || database?.mode === 'external') ? 'shared' : 'local' },
    });
    for (const { name, concurrency, urgent } of queues) {
      new kplus.Deployment(this, `queue-${name}`, {
        metadata: { name: `worker-${name}` },
        podMetadata: { labels: { part: 'worker' } },
        replicas: urgent ? 2 : 1,
        serviceAccount: this.account,
        containers: [{
          image,
          args: ['work', name, `--concurrency=${concurrency}`, ...(urgent ? ['--urgent'] : [])],
          envVariables: { QUEUES: kplus.EnvValue.fromConfigMap(config, 'queues') },
        }],
      });
    }
  }

  private addMetrics({ port, serviceMonitor }: NonNullable<PlatformProps['metrics']>, web: kplus.Deployment): void {
    const { worker, cache } = this.props;
    new kplus.Service(this, 'metrics', { selector: web, ports: [{ name: 'metrics', port }] });
    if (!serviceMonitor) return;
    new ApiObject(this, 'monitor', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      spec: {
        selector: { matchLabels: web.matchLabels },
        endpoints: [
          { port: 'metrics', interval: serviceMonitor.interval, ...(serviceMonitor.honorLabels && { honorLabels: true }) },
          ...(worker && cache ? [{ port: 'metrics', path: '/queues' }] : []),
        ],
      },
    });
  }

  private addDatabase({ mode, host, persistence, backup }: NonNullable<PlatformProps['database']>): void {
    if (mode === 'external') {
      new kplus.Service(this, 'database', { type: kplus.ServiceType.EXTERNAL_NAME, externalName: host ?? 'database.example.com', ports: [{ port: 5432 }] });
    } else {
      const service = new kplus.Service(this, 'database', { clusterIP: 'None', ports: [{ port: 5432 }] });
      const server = new kplus.StatefulSet(this, 'database-server', {
        service, replicas: 1, containers: [{ name: 'database', image: 'postgres:16', portNumber: 5432, securityContext: { readOnlyRootFilesystem: false } }],
      });
      const volume = persistence ? this.volumeOf('database-data', persistence.gibibytes, persistence.retain) : kplus.Volume.fromEmptyDir(this, 'database-data', 'data');
      server.containers[0].mount('/var/lib/postgresql', volume);
    }
    if (!backup) return;
    const { target, encryption, hour } = backup;
    const destination = target === 'volume' ? '/backup' : `${target}://backups`;
    const args = ['backup', `--to=${destination}`, ...(encryption ? ['--encrypt', ...(encryption.rotate ? ['--rotate'] : [])] : [])];
    const job = new kplus.CronJob(this, 'backup', { schedule: new Cron({ minute: '0', hour: `${hour}` }), containers: [{ name: 'backup', image: 'backup:2', args }] });
    if (target === 'volume') job.containers[0].mount('/backup', this.volumeOf('backups', 50, true));
    if (encryption) {
      const secret = kplus.Secret.fromSecretName(this, 'backup-key', encryption.secretName);
      job.containers[0].env.addVariable('KEY', kplus.EnvValue.fromSecretValue({ secret, key: 'key' }));
    }
  }

  private volumeOf(id: string, gibibytes: number, retain: boolean): kplus.Volume {
    const claim = new kplus.PersistentVolumeClaim(this, id, {
      metadata: retain ? { annotations: { 'helm.sh/resource-policy': 'keep' } } : undefined,
      storage: Size.gibibytes(gibibytes),
      accessModes: [kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE],
    });
    return kplus.Volume.fromPersistentVolumeClaim(this, `${id}-volume`, claim);
  }

  private addCache({ megabytes, durable, sentinel }: NonNullable<PlatformProps['cache']>): void {
    const service = new kplus.Service(this, 'cache', { ports: [{ port: 6379 }] });
    const server = new kplus.StatefulSet(this, 'cache-server', {
      service,
      replicas: sentinel ? 3 : 1,
      containers: [{ name: 'cache', image: 'valkey:8', portNumber: 6379, args: [`--maxmemory=${megabytes}mb`, durable ? '--appendonly=yes' : '--save=""'] }],
    });
    if (durable) server.containers[0].mount('/data', this.volumeOf('cache-data', 5, false));
    if (sentinel) new kplus.Deployment(this, 'sentinel', { containers: [{ image: 'valkey:8', portNumber: 26379, args: ['--sentinel', service.name] }] });
  }

  private addSearch({ indices, dedicated, snapshots }: NonNullable<PlatformProps['search']>): void {
    const service = new kplus.Service(this, 'search', { ports: [{ port: 9200 }] });
    const server = new kplus.StatefulSet(this, 'search-server', { service, replicas: dedicated ? 3 : 1, containers: [{ name: 'search', image: 'search:2', portNumber: 9200 }] });
    if (dedicated) server.scheduling.attract(kplus.Node.labeled(kplus.NodeLabelQuery.is('pool', 'search')));
    new kplus.ConfigMap(this, 'search-indices', { data: { 'indices.txt': ['# One a line.', ...indices, ''].join('\n') } });
    if (snapshots) this.addNightly('search-snapshots', ['snapshot', snapshots.repository, ...(snapshots.cloud ? ['--cloud'] : [])]);
  }

  private addJob({ name, schedule, args, paused }: NonNullable<PlatformProps['jobs']>[number]): void {
    new kplus.k8s.KubeCronJob(this, `job-${name}`, {
      metadata: { name: `job-${name}` },
      spec: {
        schedule,
        ...(paused && { suspend: true }),
        jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'job', image: this.props.image, args: ['job', ...args] }] } } } },
      },
    });
  }

  private addMirror(from: string, { bucket, encrypted }: NonNullable<NonNullable<PlatformProps['files']>['mirror']>): void {
    this.addNightly('mirror', ['mirror', `--from=${from}`, `--to=${bucket}`, ...(encrypted ? ['--encrypted'] : [])]);
  }

  private addNightly(id: string, args: string[]): void {
    new kplus.CronJob(this, id, { schedule: Cron.daily(), timeZone: 'UTC', startingDeadline: Duration.seconds(300), containers: [{ image: this.props.image, args }] });
  }

  private addSandbox({ seed }: NonNullable<PlatformProps['sandbox']>): void {
    const { image, maintenance } = this.props;
    new kplus.Deployment(this, 'sandbox', { replicas: maintenance ? 0 : 1, containers: [{ image, portNumber: 8080, args: ['serve', '--sandbox'] }] }).exposeViaService();
    if (seed) new kplus.Job(this, 'seed', { containers: [{ image, args: ['seed'] }] });
  }

  private configuration(deep?: DeepInteraction): string {
    const { ingress, metrics, mail, search, database, cache, tracing, auth, files, maintenance, profiling, readOnly, gateway, reports } = this.props;
    return [
      `url = ${ingress ? `${ingress.tls ? 'https' : 'http'}://${ingress.host}` : 'local'}`,
      ...(metrics ? [`metrics = :${metrics.port}`] : []),
      ...(database?.mode === 'external' && cache ? ['read_through = on'] : []),
      ...(search && database && database.mode !== 'none' ? ['reindex = nightly'] : []),
      ...(search ? search.indices.map((index) => `index = ${index}`) : []),
      ...(mail ? ['[mail]', `host = ${mail.host}`, `to = ${mail.recipients.join(' ')}`, `security = ${mail.tls ? 'tls' : 'none'}`] : []),
      ...(mail && mail.tls !== (ingress?.tls !== undefined) ? ['warning = mixed transport'] : []),
      ...(tracing ? ['[tracing]', `endpoint = ${tracing.endpoint}`, ...tracingLines(tracing)] : []),
      ...(auth ? ['[auth]', ...authLines(auth, cache !== undefined)] : []),
      ...(files ? ['[files]', `bucket = ${files.bucket}`, `read = ${files.publicRead && !gateway ? 'everyone' : 'members'}`, ...(files.versioned ? ['versions = on'] : [])] : []),
      ...(reports?.mailing ? [`report_subject = ${reports.mailing.subject}`] : []),
      '[mode]',
      `mode = ${maintenance ? 'maintenance' : readOnly ? 'read-only' : 'normal'}`,
      ...(profiling && (metrics || tracing) ? ['profiler = on'] : []),
      ...(deep?.(this.props) ? ['everything = on'] : []),
      '',
    ].join('\n');
  }

  private routes(): { [file: string]: string } {
    const { gateway, auth } = this.props;
    if (!gateway) return {};
    const { rateLimit, cors, firewall } = gateway;
    const lines = [`firewall ${firewall}`];
    if (rateLimit) lines.push(`limit ${rateLimit.requests} by ${rateLimit.perUser && auth ? 'user' : 'address'}`);
    if (cors) {
      for (const origin of cors.origins) lines.push(`allow ${origin}`);
      if (cors.credentials) lines.push('allow-credentials');
    }
    return { 'gateway.conf': `${lines.join('\n')}\n` };
  }
}

function tracingLines({ sampler, insecure, baggage }: NonNullable<PlatformProps['tracing']>): string[] {
  return [
    `sampler = ${sampler}`,
    ...(insecure ? ['insecure = yes'] : []),
    ...(baggage ? [`baggage = ${baggage.keys.join(',')}`, ...(baggage.propagate ? ['propagate = yes'] : [])] : []),
  ];
}

function authLines({ oidc, mfa, sessions }: NonNullable<PlatformProps['auth']>, hasCache: boolean): string[] {
  const lines = [`sessions = ${sessions === 'cache' && !hasCache ? 'memory' : sessions}`];
  if (oidc) lines.push(`issuer = ${oidc.issuer}`, `groups = ${oidc.groups.join(' ')}`, `flow = ${oidc.pkce ? 'pkce' : 'implicit'}`);
  if (mfa) lines.push('mfa = required');
  return lines;
}

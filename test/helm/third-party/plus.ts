import { Cron, Duration, Size } from 'cdk8s';
import * as plus28 from 'cdk8s-plus-28';
import * as plus33 from 'cdk8s-plus-33';
import { ThirdPartyProgram, versionOf } from './program';
import { HelmPackage, Values } from '../../../src/helm';

/** What the examples need of cdk8s-plus is in all of its versions; that its classes are not each other's, only the compiler minds. */
type Plus = typeof plus28;

const image = (name: string) => Values.string({ default: name, minLength: 1, description: 'Container image.' });
const port = (number: number) => Values.integer({ default: number, minimum: 1, maximum: 65535, description: 'Port on which the container listens.' });

/** deployment.md: a frontend, exposed by a service, its pods spread over nodes. */
const deployment = (kplus: Plus) => HelmPackage.of({
  name: 'deployment',
  version: '1.0.0',
  values: {
    image: image('node'),
    replicas: Values.integer({ default: 3, minimum: 0, description: 'Number of pods.' }),
    port: port(9000),
    strategy: Values.enumeration(['RollingUpdate', 'Recreate'], { default: 'RollingUpdate', description: 'How pods are replaced.' }),
    minReady: Values.integer({ default: 0, minimum: 0, maximum: 300, description: 'Seconds until a new pod counts.' }),
    service: Values.optional({
      port: Values.integer({ default: 80, minimum: 1, maximum: 65535 }),
      type: Values.enumeration(['ClusterIP', 'NodePort', 'LoadBalancer'], { default: 'ClusterIP' }),
    }, { enabled: true, description: 'A service for the pods.' }),
    spread: Values.boolean({ description: 'Whether each pod is on a node of its own.' }),
    workingDirectory: Values.string({ optional: true, description: 'Where the command runs.' }),
    arguments: Values.list(Values.string({ minLength: 1 }), { description: 'Arguments of the command.' }),
    environment: Values.map(Values.scalar(), { keyPattern: '^[A-Za-z_][A-Za-z0-9_]*$', description: 'Environment of the container.' }),
  },
  define: (scope, values) => {
    const frontends = new kplus.Deployment(scope, 'FrontEnds', {
      replicas: values.replicas,
      minReady: Duration.seconds(values.minReady),
      strategy: values.strategy === 'Recreate' ? kplus.DeploymentStrategy.recreate() : kplus.DeploymentStrategy.rollingUpdate(),
      containers: [{
        image: values.image,
        portNumber: values.port,
        workingDir: values.workingDirectory,
        args: values.arguments,
        envVariables: Object.fromEntries(Object.entries(values.environment).map(([name, value]) => [name, kplus.EnvValue.fromValue(value)])),
      }],
    });
    if (values.spread) frontends.scheduling.spread({ topology: kplus.Topology.HOSTNAME });
    if (values.service) {
      frontends.exposeViaService({
        ports: [{ port: values.service.port, targetPort: values.port }],
        serviceType: {
          ClusterIP: kplus.ServiceType.CLUSTER_IP, NodePort: kplus.ServiceType.NODE_PORT, LoadBalancer: kplus.ServiceType.LOAD_BALANCER,
        }[values.service.type],
      });
    }
  },
});

/** volume.md and the reference: a stateful set with a volume of its own. */
const statefulSet = (kplus: Plus) => HelmPackage.of({
  name: 'stateful-set',
  version: '1.0.0',
  values: {
    image: image('redis'),
    replicas: Values.integer({ default: 1, minimum: 0, description: 'Number of pods.' }),
    port: port(6379),
    storage: Values.optional({
      gibibytes: Values.integer({ default: 10, minimum: 1 }),
      storageClass: Values.string({ optional: true }),
      shared: Values.boolean(),
    }, { enabled: true, description: 'A volume that outlives the pods.' }),
    podManagement: Values.enumeration(['OrderedReady', 'Parallel'], { default: 'OrderedReady', description: 'In which order pods start.' }),
    partition: Values.integer({ default: 0, minimum: 0, description: 'First pod that is replaced by an update.' }),
    debug: Values.boolean({ description: 'Whether the server logs more.' }),
    nodeLabel: Values.optional({ name: Values.string({ default: 'disk', minLength: 1 }), value: Values.string({ default: 'ssd', minLength: 1 }) }, { description: 'Nodes to run on.' }),
  },
  define: (scope, values) => {
    const redis = new kplus.StatefulSet(scope, 'Redis', {
      replicas: values.replicas,
      podManagementPolicy: values.podManagement === 'Parallel' ? kplus.PodManagementPolicy.PARALLEL : kplus.PodManagementPolicy.ORDERED_READY,
      strategy: kplus.StatefulSetUpdateStrategy.rollingUpdate({ partition: values.partition }),
      containers: [{ image: values.image, portNumber: values.port, args: values.debug ? ['--loglevel', 'debug'] : undefined }],
    });
    if (values.storage) {
      const claim = new kplus.PersistentVolumeClaim(scope, 'Data', {
        storage: Size.gibibytes(values.storage.gibibytes),
        storageClassName: values.storage.storageClass,
        accessModes: [kplus.PersistentVolumeAccessMode[values.storage.shared ? 'READ_WRITE_MANY' : 'READ_WRITE_ONCE']],
      });
      redis.containers[0].mount('/var/lib/redis', kplus.Volume.fromPersistentVolumeClaim(scope, 'Volume', claim, { name: 'data' }));
    }
    if (values.nodeLabel) redis.scheduling.attract(kplus.Node.labeled(kplus.NodeLabelQuery.is(values.nodeLabel.name, values.nodeLabel.value)));
  },
});

/** volume.md of the newer version: the claims are templates of the stateful set. */
const claimTemplates = () => HelmPackage.of({
  name: 'claim-templates',
  version: '1.0.0',
  values: {
    image: image('nginx'),
    replicas: Values.integer({ default: 2, minimum: 0, description: 'Number of pods.' }),
    port: port(80),
    gibibytes: Values.integer({ default: 10, minimum: 1, description: 'Size of the volume of each pod.' }),
    storageClass: Values.string({ optional: true, description: 'Class of the volumes.' }),
    logs: Values.optional({ gibibytes: Values.integer({ default: 5, minimum: 1 }) }, { description: 'One more volume, for logs.' }),
  },
  define: (scope, values) => {
    const accessModes = [plus33.PersistentVolumeAccessMode.READ_WRITE_ONCE];
    const data = plus33.Volume.fromName(scope, 'pvc-template-data', 'data-volume');
    const set = new plus33.StatefulSet(scope, 'StatefulSet', {
      replicas: values.replicas,
      containers: [{ image: values.image, portNumber: values.port, volumeMounts: [{ volume: data, path: '/data' }] }],
      volumeClaimTemplates: [{ name: data.name, storage: Size.gibibytes(values.gibibytes), accessModes, storageClassName: values.storageClass }],
    });
    if (values.logs) {
      set.containers[0].mount('/logs', plus33.Volume.fromName(scope, 'pvc-template-logs', 'logs-volume'));
      set.addVolumeClaimTemplate({ name: 'logs-volume', storage: Size.gibibytes(values.logs.gibibytes), accessModes });
    }
  },
});

/** cronjob.md: a backup by schedule. */
const cronJob = (kplus: Plus) => HelmPackage.of({
  name: 'cron-job',
  version: '1.0.0',
  values: {
    image: image('databack/mysql-backup'),
    schedule: Values.object({ minute: Values.string({ default: '0', minLength: 1 }), hour: Values.string({ default: '3', minLength: 1 }) }, { description: 'When it runs each day.' }),
    timeZone: Values.string({ optional: true, description: 'Time zone of the schedule.' }),
    suspend: Values.boolean({ description: 'Whether it pauses.' }),
    concurrency: Values.enumeration(['Allow', 'Forbid', 'Replace'], { default: 'Forbid', description: 'What happens to a run that is late.' }),
    startingDeadline: Values.integer({ default: 60, minimum: 10, description: 'Seconds within which a run must start.' }),
    keep: Values.object({ successful: Values.integer({ default: 3, minimum: 0 }), failed: Values.integer({ default: 1, minimum: 0 }) }, { description: 'How many runs are kept.' }),
    retries: Values.integer({ optional: true, minimum: 0, description: 'How often a run that fails is tried again.' }),
    timeout: Values.integer({ optional: true, minimum: 1, description: 'Seconds that a run may take.' }),
    command: Values.list(Values.string({ minLength: 1 }), { description: 'Command of the container.' }),
  },
  define: (scope, values) => new kplus.CronJob(scope, 'CronJob', {
    containers: [{ image: values.image, command: values.command.length > 0 ? values.command : undefined }],
    schedule: Cron.schedule({ minute: values.schedule.minute, hour: values.schedule.hour }),
    timeZone: values.timeZone,
    suspend: values.suspend,
    concurrencyPolicy: {
      Allow: kplus.ConcurrencyPolicy.ALLOW, Forbid: kplus.ConcurrencyPolicy.FORBID, Replace: kplus.ConcurrencyPolicy.REPLACE,
    }[values.concurrency],
    startingDeadline: Duration.seconds(values.startingDeadline),
    successfulJobsRetained: values.keep.successful,
    failedJobsRetained: values.keep.failed,
    backoffLimit: values.retries,
    activeDeadline: values.timeout === undefined ? undefined : Duration.seconds(values.timeout),
  }),
});

/** ingress.md: an echo behind an ingress. */
const ingress = (kplus: Plus) => HelmPackage.of({
  name: 'ingress',
  version: '1.0.0',
  values: {
    image: image('hashicorp/http-echo'),
    text: Values.string({ default: 'hello ingress', description: 'What it says.' }),
    port: port(5678),
    path: Values.string({ default: '/hello', pattern: '^/', description: 'Path below which it is.' }),
    pathType: Values.enumeration(['Prefix', 'Exact'], { default: 'Prefix', description: 'Whether longer paths count.' }),
    className: Values.string({ optional: true, description: 'Class of the ingress.' }),
    tls: Values.optional({ secretName: Values.string({ minLength: 1 }), hosts: Values.list(Values.string({ minLength: 1 }), { minItems: 1, default: ['example.com'] }) }, { description: 'Encryption.' }),
    isDefault: Values.boolean({ description: 'Whether it answers all other requests, too.' }),
    sites: Values.list({
      host: Values.string({ pattern: '^[a-z][a-z0-9.-]*$' }), path: Values.string({ default: '/', pattern: '^/' }),
    }, { key: 'host', description: 'Names under which it is besides.' }),
    annotations: Values.map(Values.string(), { description: 'Annotations of the ingress.' }),
  },
  define: (scope, values) => {
    const echo = new kplus.Deployment(scope, 'Deployment', {
      containers: [{ image: values.image, args: ['-text', values.text], portNumber: values.port }],
    });
    const service = echo.exposeViaService({ ports: [{ port: values.port }] });
    const backend = kplus.IngressBackend.fromService(service);
    const made = new kplus.Ingress(scope, 'ingress', { className: values.className, metadata: { annotations: values.annotations } });
    const pathType = values.pathType === 'Exact' ? kplus.HttpIngressPathType.EXACT : kplus.HttpIngressPathType.PREFIX;
    made.addRule(values.path, backend, pathType);
    for (const site of values.sites) made.addHostRule(site.host, site.path, backend);
    if (values.isDefault) made.addDefaultBackend(backend);
    if (values.tls) made.addTls([{ hosts: values.tls.hosts, secret: kplus.Secret.fromSecretName(scope, 'Certificate', values.tls.secretName) }]);
  },
});

/** network-policy.md: a web server that may talk to a cache and a database, and to nothing else. */
const networkPolicy = (kplus: Plus) => HelmPackage.of({
  name: 'network-policy',
  version: '1.0.0',
  values: {
    webImage: image('web'),
    cache: Values.optional({ image: Values.string({ default: 'redis', minLength: 1 }), port: Values.integer({ default: 6379, minimum: 1, maximum: 65535 }) }, { enabled: true, description: 'A cache.' }),
    databasePort: port(6378),
    database: Values.string({ default: 'db', minLength: 1, description: 'Value of the label `app` of the database.' }),
    ingressDefault: Values.enumeration(['DENY', 'ALLOW'], { optional: true, description: 'What holds for incoming connections that no rule is about.' }),
    offices: Values.list({
      cidr: Values.string({ pattern: '^([0-9]{1,3}\\.){3}[0-9]{1,3}/[0-9]{1,2}$' }), port: Values.integer({ default: 443, minimum: 1, maximum: 65535 }), ssh: Values.boolean(),
    }, { description: 'Addresses that may connect.' }),
    isolate: Values.boolean({ description: 'Whether the cache is closed to all others.' }),
    namespace: Values.string({ optional: true, description: 'Namespace of the database, if it is another.' }),
  },
  define: (scope, values) => {
    const web = new kplus.Deployment(scope, 'Web', { containers: [{ image: values.webImage }] });
    const policy = new kplus.NetworkPolicy(scope, 'Policy', {
      selector: web,
      ingress: { default: values.ingressDefault && kplus.NetworkPolicyTrafficDefault[values.ingressDefault] },
    });
    const database = kplus.Pods.select(scope, 'Database', {
      labels: { app: values.database }, namespaces: values.namespace ? kplus.Namespaces.select(scope, 'Namespace', { names: [values.namespace] }) : undefined,
    });
    policy.addEgressRule(database, [kplus.NetworkPolicyPort.tcp(values.databasePort)]);
    if (values.cache) {
      const cache = new kplus.Deployment(scope, 'Cache', { isolate: values.isolate, containers: [{ image: values.cache.image, portNumber: values.cache.port }] });
      web.connections.allowTo(cache);
    }
    values.offices.forEach((office, index) => policy.addIngressRule(kplus.NetworkPolicyIpBlock.ipv4(scope, `Office${index}`, office.cidr), [
      kplus.NetworkPolicyPort.tcp(office.port), ...(office.ssh ? [kplus.NetworkPolicyPort.tcp(22)] : []),
    ]));
  },
});

/** horizontal-pod-autoscaler.md: a website that grows with its load. */
const autoscaler = (kplus: Plus) => HelmPackage.of({
  name: 'autoscaler',
  version: '1.0.0',
  values: {
    image: image('node'),
    // The construct compares them, so they must not overlap.
    minReplicas: Values.integer({ default: 1, minimum: 1, maximum: 10, description: 'Fewest pods.' }),
    maxReplicas: Values.integer({ default: 10, minimum: 10, description: 'Most pods.' }),
    cpu: Values.integer({ default: 70, minimum: 1, maximum: 100, description: 'Percentage of CPU that is aimed at.' }),
    memory: Values.integer({ optional: true, minimum: 1, maximum: 100, description: 'Percentage of memory that is aimed at.' }),
    load: Values.optional({ name: Values.string({ default: 'requests-per-second', minLength: 1 }), average: Values.integer({ default: 100, minimum: 1 }) }, { description: 'A metric of the pods.' }),
    scaleDown: Values.optional({
      window: Values.integer({ default: 60, minimum: 0, maximum: 3600 }),
      pods: Values.integer({ default: 2, minimum: 1 }),
      strategy: Values.enumeration(['MAX_CHANGE', 'MIN_CHANGE'], { default: 'MAX_CHANGE' }),
    }, { description: 'How fast it shrinks.' }),
    aggressive: Values.boolean({ description: 'Whether it doubles at once.' }),
  },
  define: (scope, values) => {
    const website = new kplus.Deployment(scope, 'BookstoreWebsite', { containers: [{ image: values.image }] });
    new kplus.HorizontalPodAutoscaler(scope, 'BookstoreWebsiteHpa', {
      target: website,
      minReplicas: values.minReplicas,
      maxReplicas: values.maxReplicas,
      metrics: [
        kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(values.cpu)),
        ...(values.memory === undefined ? [] : [kplus.Metric.resourceMemory(kplus.MetricTarget.averageUtilization(values.memory))]),
        ...(values.load ? [kplus.Metric.pods({ name: values.load.name, target: kplus.MetricTarget.averageValue(values.load.average) })] : []),
      ],
      scaleUp: values.aggressive ? { policies: [{ replicas: kplus.Replicas.percent(200), duration: Duration.seconds(15) }] } : undefined,
      scaleDown: values.scaleDown && {
        strategy: kplus.ScalingStrategy[values.scaleDown.strategy],
        stabilizationWindow: Duration.seconds(values.scaleDown.window),
        policies: [{ replicas: kplus.Replicas.absolute(values.scaleDown.pods), duration: Duration.minutes(1) }],
      },
    });
  },
});

/** rbac.md: roles for a user, a group and a service account. */
const rbac = (kplus: Plus) => HelmPackage.of({
  name: 'rbac',
  version: '1.0.0',
  values: {
    users: Values.list({ name: Values.string({ minLength: 1 }) }, { default: [{ name: 'Jane' }], description: 'Who gets the role.' }),
    group: Values.string({ optional: true, description: 'A group that gets it, too.' }),
    serviceAccount: Values.boolean({ default: true, description: 'Whether a service account gets it, too.' }),
    automountToken: Values.boolean({ description: 'Whether pods get the token of that account by themselves.' }),
    access: Values.enumeration(['read', 'readWrite'], { default: 'read', description: 'What they may do.' }),
    resource: Values.enumeration(['DEPLOYMENTS', 'SECRETS', 'PODS'], { default: 'DEPLOYMENTS', description: 'To what.' }),
    clusterWide: Values.optional({ path: Values.string({ default: '/healthz', pattern: '^/' }), nodes: Values.boolean() }, { description: 'A role for the whole cluster.' }),
    labels: Values.map(Values.string(), { description: 'Labels of the role.' }),
    verbs: Values.list(Values.enumeration(['impersonate', 'bind', 'escalate']), { description: 'More that they may do.' }),
  },
  define: (scope, values) => {
    const role = new kplus.Role(scope, 'SampleRole', { metadata: { labels: values.labels } });
    const resource = kplus.ApiResource[values.resource];
    if (values.access === 'read') role.allowRead(resource);
    else role.allowReadWrite(resource);
    if (values.verbs.length > 0) role.allow(values.verbs, resource);
    const users = values.users.map(({ name }, index) => kplus.User.fromName(scope, `User${index}`, name));
    const binding = role.bind();
    binding.addSubjects(...users);
    if (values.group) binding.addSubjects(kplus.Group.fromName(scope, 'SampleGroup', values.group));
    if (values.serviceAccount) binding.addSubjects(new kplus.ServiceAccount(scope, 'SampleServiceAccount', { automountToken: values.automountToken }));
    if (values.clusterWide) {
      const clusterRole = new kplus.ClusterRole(scope, 'SampleClusterRole');
      if (values.clusterWide.nodes) clusterRole.allowReadWrite(kplus.ApiResource.NODES);
      clusterRole.allowRead(kplus.NonApiResource.of(values.clusterWide.path));
      clusterRole.bind(...users);
    }
  },
});

/** cronjob.md, "Validations": a deadline below ten seconds is refused. */
const lateStart = (kplus: Plus) => HelmPackage.of({
  name: 'late-start',
  version: '1.0.0',
  values: {
    image: image('databack/mysql-backup'),
    startingDeadline: Values.integer({ default: 60, minimum: 0, description: 'Seconds within which a run must start.' }),
    retries: Values.integer({ optional: true, minimum: 0, description: 'How often a run that fails is tried again.' }),
    suspend: Values.boolean({ description: 'Whether it pauses.' }),
    nightly: Values.boolean({ description: 'Whether it runs each night instead of each hour.' }),
  },
  define: (scope, values) => new kplus.CronJob(scope, 'CronJob', {
    containers: [{ image: values.image }],
    schedule: values.nightly ? Cron.daily() : Cron.hourly(),
    startingDeadline: Duration.seconds(values.startingDeadline),
    backoffLimit: values.retries,
    suspend: values.suspend,
  }),
});

/** The reference of Deployment: pods must be ready before the deadline of their deployment, which is 600 seconds. */
const slowStart = (kplus: Plus) => HelmPackage.of({
  name: 'slow-start',
  version: '1.0.0',
  values: {
    image: image('node'),
    minReady: Values.integer({ default: 0, minimum: 0, description: 'Seconds until a new pod counts.' }),
    replicas: Values.integer({ optional: true, minimum: 0, description: 'Number of pods.' }),
    recreate: Values.boolean({ description: 'Whether all pods end before new ones start.' }),
    hostNetwork: Values.boolean({ description: 'Whether pods are in the network of their node.' }),
  },
  define: (scope, values) => new kplus.Deployment(scope, 'FrontEnds', {
    containers: [{ image: values.image }],
    minReady: Duration.seconds(values.minReady),
    replicas: values.replicas,
    hostNetwork: values.hostNetwork,
    strategy: values.recreate ? kplus.DeploymentStrategy.recreate() : undefined,
  }),
});

type Example = (kplus: Plus) => HelmPackage;

function withBothVersions(examples: { readonly [name: string]: Example }, note?: string): ThirdPartyProgram[] {
  const versions: [string, Plus][] = [['cdk8s-plus-28', plus28], ['cdk8s-plus-33', plus33 as unknown as Plus]];
  return versions.flatMap(([library, kplus]) => Object.entries(examples).map(([name, example]) => (
    { name: `${library}-${name}`, library, version: versionOf(library), pkg: example(kplus), note })));
}

/** The documented examples of cdk8s-plus, with two of its versions. */
export const plus: readonly ThirdPartyProgram[] = [
  ...withBothVersions({ deployment, 'stateful-set': statefulSet, 'cron-job': cronJob, ingress, 'network-policy': networkPolicy, autoscaler, rbac }),
  ...withBothVersions({ 'late-start': lateStart, 'slow-start': slowStart }, 'The construct refuses some numbers that the values allow, and so does the chart.'),
  {
    name: 'cdk8s-plus-33-claim-templates',
    library: 'cdk8s-plus-33',
    version: versionOf('cdk8s-plus-33'),
    pkg: claimTemplates(),
    note: 'cdk8s-plus-28 has no claim templates.',
  },
];

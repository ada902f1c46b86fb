import { SelfCleanup } from '@wheatstalk/cdk8s-self-cleanup';
import { Duration, Size } from 'cdk8s';
import { Image } from 'cdk8s-image';
import * as kplus from 'cdk8s-plus-28';
import { deboreAutoscaled } from './debore';
import { RefusedProgram, versionOf } from './program';
import { HelmPackage, Values } from '../../../src/helm';

const image = Values.string({ default: 'nginx', minLength: 1 });
const percentage = Values.integer({ default: 70, minimum: 1, maximum: 100 });
const replicas = Values.integer({ default: 2, minimum: 1 });

/** Builds an image while the chart is made. */
const builtImage: RefusedProgram = {
  name: 'built-image',
  library: 'cdk8s-image',
  version: versionOf('cdk8s-image'),
  reason: 'It runs `docker build` and `docker push`, and reads the digest of the image from what they say.',
  error: /refuses all values/,
  pkg: HelmPackage.of({
    name: 'built-image',
    version: '1.0.0',
    values: {
      registry: Values.string({ default: 'docker.io/library', minLength: 1 }),
      tag: Values.string({ optional: true }),
      platform: Values.enumeration(['linux/amd64', 'linux/arm64'], { default: 'linux/amd64' }),
      replicas,
      debug: Values.boolean(),
    },
    define: (scope, values) => {
      const built = new Image(scope, 'image', { dir: '/nowhere', registry: values.registry, tag: values.tag, platform: values.platform });
      new kplus.Deployment(scope, 'app', { replicas: values.replicas, containers: [{ image: built.url, args: values.debug ? ['--debug'] : [] }] });
    },
  }),
};

/** A hash of the names of all objects, which begin with the name of the release. */
const cleanupOfReleases: RefusedProgram = {
  name: 'cleanup-of-releases',
  library: '@wheatstalk/cdk8s-self-cleanup',
  version: versionOf('@wheatstalk/cdk8s-self-cleanup'),
  reason: 'It puts a hash of the names of all objects into a label; here a user chooses one of them.',
  error: /settingsName.*self-cleanup/s,
  pkg: HelmPackage.of({
    name: 'cleanup-of-releases',
    version: '1.0.0',
    values: {
      settingsName: Values.string({ default: 'settings', minLength: 1 }),
      motd: Values.string({ default: 'Hello' }),
      image,
      replicas,
      debug: Values.boolean(),
    },
    define: (scope, values) => {
      new kplus.ConfigMap(scope, 'settings', { metadata: { name: values.settingsName }, data: { motd: values.motd } });
      new kplus.Deployment(scope, 'app', { replicas: values.replicas, containers: [{ image: values.image, args: values.debug ? ['--debug'] : [] }] });
      new SelfCleanup(scope, 'cleanup');
    },
  }),
};

const library = 'cdk8s-plus-28';
const version = versionOf(library);

/** The autoscaler with limits that may overlap. */
const overlappingLimits: RefusedProgram = {
  name: 'overlapping-limits',
  library,
  version,
  reason: 'It compares the lower limit of pods with the upper one. Limits that cannot overlap are accepted.',
  error: /minReplicas.*maxReplicas/s,
  pkg: HelmPackage.of({
    name: 'overlapping-limits',
    version: '1.0.0',
    values: {
      image,
      minReplicas: Values.integer({ default: 1, minimum: 1 }),
      maxReplicas: Values.integer({ default: 10, minimum: 1 }),
      debug: Values.boolean(),
      cpu: percentage,
    },
    define: (scope, values) => new kplus.HorizontalPodAutoscaler(scope, 'hpa', {
      target: new kplus.Deployment(scope, 'app', { containers: [{ image: values.image, args: values.debug ? ['--debug'] : [] }] }),
      minReplicas: values.minReplicas,
      maxReplicas: values.maxReplicas,
      metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(values.cpu))],
    }),
  }),
};

/** An autoscaler of pods whose number is fixed. */
const fixedNumber: RefusedProgram = {
  name: 'fixed-number',
  library,
  version,
  reason: 'It takes no target with a number of pods of its own, so there are no values with which it works.',
  error: /refuses all values/,
  pkg: HelmPackage.of({
    name: 'fixed-number',
    version: '1.0.0',
    values: { image, replicas, maxReplicas: Values.integer({ default: 10, minimum: 1 }), debug: Values.boolean(), cpu: percentage },
    define: (scope, values) => new kplus.HorizontalPodAutoscaler(scope, 'hpa', {
      target: new kplus.Deployment(scope, 'app', { replicas: values.replicas, containers: [{ image: values.image, args: values.debug ? ['--debug'] : [] }] }),
      maxReplicas: values.maxReplicas,
      metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(values.cpu))],
    }),
  }),
};

/** Memory in gibibytes, which a container has in mebibytes. */
const gibibytesOfMemory: RefusedProgram = {
  name: 'gibibytes-of-memory',
  library,
  version,
  reason: 'It multiplies gibibytes by 1024. Mebibytes are accepted.',
  error: /memory.*resources\.limits\.memory/s,
  pkg: HelmPackage.of({
    name: 'gibibytes-of-memory',
    version: '1.0.0',
    values: {
      image, replicas, memory: Values.integer({ default: 2, minimum: 1 }), cpu: Values.integer({ default: 500, minimum: 1 }), debug: Values.boolean(),
    },
    define: (scope, values) => new kplus.Deployment(scope, 'app', {
      replicas: values.replicas,
      containers: [{
        image: values.image,
        args: values.debug ? ['--debug'] : [],
        resources: { memory: { limit: Size.gibibytes(values.memory) }, cpu: { request: kplus.Cpu.millis(values.cpu) } },
      }],
    }),
  }),
};

/** A grace in minutes, which a pod has in seconds. */
const minutesOfGrace: RefusedProgram = {
  name: 'minutes-of-grace',
  library,
  version,
  reason: 'It multiplies minutes by 60. Seconds are accepted.',
  error: /grace.*terminationGracePeriodSeconds/s,
  pkg: HelmPackage.of({
    name: 'minutes-of-grace',
    version: '1.0.0',
    values: {
      image, replicas, grace: Values.integer({ default: 2, minimum: 0, maximum: 60 }), debug: Values.boolean(), hostNetwork: Values.boolean(),
    },
    define: (scope, values) => new kplus.Deployment(scope, 'app', {
      replicas: values.replicas,
      terminationGracePeriod: Duration.minutes(values.grace),
      hostNetwork: values.hostNetwork,
      containers: [{ image: values.image, args: values.debug ? ['--debug'] : [] }],
    }),
  }),
};

/** Two paths of one site, which the ingress sorts. */
const sortedPaths: RefusedProgram = {
  name: 'sorted-paths',
  library,
  version,
  reason: 'It sorts the paths of a host. One path for each host is accepted.',
  error: /(firstPath|secondPath).*paths/s,
  pkg: HelmPackage.of({
    name: 'sorted-paths',
    version: '1.0.0',
    values: {
      image,
      port: Values.integer({ default: 80, minimum: 1, maximum: 65535 }),
      firstPath: Values.string({ default: '/', pattern: '^/' }),
      secondPath: Values.string({ default: '/api', pattern: '^/' }),
      className: Values.string({ optional: true }),
    },
    define: (scope, values) => {
      const app = new kplus.Deployment(scope, 'app', { containers: [{ image: values.image, portNumber: values.port }] });
      const backend = kplus.IngressBackend.fromService(app.exposeViaService());
      const ingress = new kplus.Ingress(scope, 'ingress', { className: values.className });
      ingress.addRule(values.firstPath, backend);
      ingress.addRule(values.secondPath, backend);
    },
  }),
};

/** Two names of a site, which may be the same. */
const sameHost: RefusedProgram = {
  name: 'same-host',
  library,
  version,
  reason: 'It joins the paths of equal hosts, so it compares two values. A list of hosts, none of which is there twice, is accepted.',
  error: /looks into the value alias, at ingress.*as the key of an object/s,
  pkg: HelmPackage.of({
    name: 'same-host',
    version: '1.0.0',
    values: {
      image,
      port: Values.integer({ default: 80, minimum: 1, maximum: 65535 }),
      host: Values.string({ default: 'example.com', minLength: 1 }),
      alias: Values.string({ default: 'www.example.com', minLength: 1 }),
      className: Values.string({ optional: true }),
    },
    define: (scope, values) => {
      const app = new kplus.Deployment(scope, 'app', { containers: [{ image: values.image, portNumber: values.port }] });
      const backend = kplus.IngressBackend.fromService(app.exposeViaService());
      const ingress = new kplus.Ingress(scope, 'ingress', { className: values.className });
      ingress.addHostRule(values.host, '/', backend);
      ingress.addHostRule(values.alias, '/api', backend);
    },
  }),
};

/** Two ports of a container, which must not be the same. */
const samePort: RefusedProgram = {
  name: 'same-port',
  library,
  version,
  reason: 'It refuses a port that is there twice, so it compares two values. Ranges that do not overlap are accepted.',
  error: /port.*metricsPort/s,
  pkg: HelmPackage.of({
    name: 'same-port',
    version: '1.0.0',
    values: {
      image,
      replicas,
      port: Values.integer({ default: 8080, minimum: 1, maximum: 65535 }),
      metricsPort: Values.integer({ default: 9090, minimum: 1, maximum: 65535 }),
      debug: Values.boolean(),
    },
    define: (scope, values) => new kplus.Deployment(scope, 'app', {
      replicas: values.replicas,
      containers: [{
        image: values.image,
        args: values.debug ? ['--debug'] : [],
        ports: [{ number: values.port, name: 'http' }, { number: values.metricsPort, name: 'metrics' }],
      }],
    }),
  }),
};

/** A duration as text, which cdk8s takes apart. */
const parsedDuration: RefusedProgram = {
  name: 'parsed-duration',
  library,
  version,
  reason: 'It reads a text as a duration and computes seconds. A number of seconds is accepted.',
  error: /timeout.*activeDeadlineSeconds/s,
  pkg: HelmPackage.of({
    name: 'parsed-duration',
    version: '1.0.0',
    values: {
      image,
      timeout: Values.string({ default: 'PT10M', pattern: '^PT([0-9]+M)?([0-9]+S)?$', examples: ['PT17M', 'PT41M29S', 'PT4711S', 'PT88M', 'PT23M31S'] }),
      retries: Values.integer({ default: 3, minimum: 0 }),
      suspend: Values.boolean(),
      concurrency: Values.enumeration(['Allow', 'Forbid'], { default: 'Forbid' }),
    },
    define: (scope, values) => new kplus.Job(scope, 'job', {
      activeDeadline: Duration.parse(values.timeout),
      backoffLimit: values.retries,
      containers: [{ image: values.image, args: [`--suspend=${values.suspend}`, values.concurrency] }],
    }),
  }),
};

/** Constructs that others wrote and that must be refused. */
export const refused: readonly RefusedProgram[] = [
  deboreAutoscaled, builtImage, cleanupOfReleases, overlappingLimits, fixedNumber, gibibytesOfMemory, minutesOfGrace, sortedPaths, sameHost, samePort,
  parsedDuration,
];

import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { MetadataProps, objectMetadata } from './labels';
import { toContainerSecurityContext, toPodSecurityContext } from './pod-props';
import type { Postgres } from './postgres';
import { Resources, toResourceRequirements } from './resources';
import { merged } from './service-account';
import { SHAPES } from './shapes';
import { requireDnsLabel } from '../expressions/names';
import { requireWholeNumber } from '../expressions/numbers';
import { escapeReferences } from '../expressions/quoting';
import { refuse } from '../expressions/rule';
import { requireShape } from '../expressions/shape';

/** Properties of `ConnectionTest`. */
export interface ConnectionTestProps extends MetadataProps {
  /** The database that is tried. The pod must be in its namespace, since it reads the same Secret. */
  readonly postgres: Postgres;

  /**
   * Name of the pod, a DNS label of at most 63 characters.
   *
   * @default - the name of the database and `-test`
   */
  readonly name?: string;

  /**
   * Seconds that a server has to take its first connection, 1 to 600; after them the test fails.
   *
   * @default 60
   */
  readonly waitSeconds?: number;
}

/**
 * A pod that uses a database once as applications do, and ends: it logs in over TCP with the password of the Secret, encrypted when the
 * database has a certificate, writes a row, reads it back, and sees that the data lies on the claim. It leaves nothing behind in the
 * database. When something is wrong it ends with status 1, and with a sentence that says what in the last line of its log.
 *
 * It runs where the database may run, from the same image and with as few rights, and never becomes an endpoint of a Service.
 */
export class ConnectionTest extends Construct {
  /** Name of the pod. */
  public readonly name: string;

  /** Refuses names that Kubernetes would refuse, a wait outside its limits, and a chart in another namespace than that of the database. */
  public constructor(scope: Construct, id: string, props: ConnectionTestProps) {
    super(scope, id);
    requireShape(this.node.path, props, SHAPES.connectionTest);
    const { postgres, waitSeconds = 60 } = props;
    const { pod, props: of, runtime } = postgres._parts;
    const name = props.name ?? `${pod.name}-test`;
    const place = (property: string) => ({ construct: this.node.path, property });
    requireDnsLabel(place('name'), name, 63);
    requireWholeNumber(place('waitSeconds'), waitSeconds, 1, 600);
    const { namespace } = Chart.of(postgres);
    if (Chart.of(this).namespace !== namespace) {
      refuse(place('namespace'), Chart.of(this).namespace, `must be ${namespace ?? 'left open'}, as in the chart of the database, since the pod reads the same Secret`);
    }

    new k8s.KubePod(this, 'Pod', {
      metadata: objectMetadata(this, name, {
        // None of the labels by which a database is found by default.
        labels: {
          'app.kubernetes.io/name': 'postgres-test',
          'app.kubernetes.io/instance': name,
          'app.kubernetes.io/component': 'test',
          'app.kubernetes.io/version': pod.image.postgresVersion,
          ...of.labels,
          ...props.labels,
        },
        annotations: merged(of.annotations, props.annotations),
      }),
      spec: {
        restartPolicy: 'Never',
        // The script ends by itself; this is for a node that cannot start it.
        activeDeadlineSeconds: 900,
        terminationGracePeriodSeconds: 1,
        // A pod with labels by which the database is found all the same, such as those of every object, must not get its connections.
        readinessGates: [{ conditionType: 'cdk8s-postgres/never-ready' }],
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        imagePullSecrets: of.image?.pullSecrets?.map((secret) => ({ name: secret })),
        securityContext: toPodSecurityContext(of, of.platform?.openshift ?? false),
        nodeSelector: of.nodeSelector,
        tolerations: of.tolerations,
        containers: [{
          name: 'test',
          image: pod.image.reference,
          imagePullPolicy: of.image?.pullPolicy ?? 'IfNotPresent',
          command: ['bash', '/opt/cdk8s-postgres/test.sh'],
          env: environment(postgres, waitSeconds),
          resources: toResourceRequirements(this, RESOURCES),
          securityContext: toContainerSecurityContext(of),
          volumeMounts: [
            { name: 'runtime', mountPath: '/opt/cdk8s-postgres', readOnly: true },
            { name: 'credentials', mountPath: '/etc/postgresql/credentials', readOnly: true },
            { name: 'tmp', mountPath: '/tmp' },
          ],
        }],
        volumes: [
          { name: 'runtime', configMap: { name: runtime, defaultMode: 0o555 } },
          { name: 'credentials', secret: { secretName: pod.auth.secretName, defaultMode: 0o440, items: [{ key: pod.auth.passwordKey, path: 'password' }] } },
          { name: 'tmp', emptyDir: { sizeLimit: k8s.Quantity.fromString('16Mi') } },
        ],
      },
    });
    this.name = name;
  }
}

const RESOURCES: Resources = {
  requests: { cpu: '10m', memory: '32Mi', ephemeralStorage: '16Mi' },
  limits: { cpu: '500m', memory: '64Mi', ephemeralStorage: '64Mi' },
};

function environment(postgres: Postgres, waitSeconds: number): k8s.EnvVar[] {
  const { pod, props } = postgres._parts;
  return [
    { name: 'PGHOST', value: postgres.host },
    { name: 'PGPORT', value: `${postgres.port}` },
    // Whoever has a certificate is to use it; whether its name is that of the Service is for applications to say.
    ...(props.tls ? [{ name: 'PGSSLMODE', value: 'require' }] : []),
    { name: 'POSTGRES_USER', value: pod.auth.username },
    { name: 'POSTGRES_DB', value: pod.auth.database },
    { name: 'POSTGRES_PASSWORD_FILE', value: '/etc/postgresql/credentials/password' },
    { name: 'POSTGRES_MAJOR', value: pod.image.postgresVersion },
    { name: 'POSTGRES_VOLUME', value: pod.persistence.mountPath },
    { name: 'POSTGRES_WAIT_SECONDS', value: `${waitSeconds}` },
  ].map(({ name, value }) => ({ name, value: escapeReferences(value) }));
}

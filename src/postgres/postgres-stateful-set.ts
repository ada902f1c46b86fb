import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ContainerContext, initializeContainer, POSTGRES_CONTAINER, postgresContainer, reloadContainer } from './containers';
import { InitScripts } from './init-scripts';
import { initdbArguments } from './initdb';
import { PodExtensions, RESTART_CHECKSUM, toContainerSecurityContext, toPodSecurityContext } from './pod-props';
import { requireExtensions, requireFreeMountPath } from './pod-rules';
import { PostgresPodProps, settingsProps } from './postgres-pod';
import { resolvePod } from './resolved-pod';
import { RELOAD_RESOURCES, toResourceRequirements } from './resources';
import { RuntimeScripts } from './runtime-scripts';
import { resolveServiceAccount } from './service-account';
import { PostgresSettings, PostgresSettingsProps } from './settings';
import { SHAPES } from './shapes';
import { requireServiceName } from '../expressions/names';
import { rule } from '../expressions/rule';
import { requireShape } from '../expressions/shape';

/** Properties of `PostgresStatefulSet`. */
export interface PostgresStatefulSetProps extends PostgresPodProps {
  /** Name of the headless Service that gives the pod its DNS name. */
  readonly serviceName: string;

  /**
   * Settings of the server. Those for another major, port or encryption than the pod has are refused.
   *
   * @default - the defaults of `PostgresSettings` for this image, port, certificate and memory
   */
  readonly settings?: PostgresSettings;

  /**
   * Scripts for the first start.
   *
   * @default - none
   */
  readonly initScripts?: InitScripts;
}

/**
 * One PostgreSQL server with its volume: a StatefulSet whose pod makes the database all or nothing,
 * refuses data that it cannot serve, and applies changed settings without a restart.
 */
export class PostgresStatefulSet extends Construct {
  /** Name of the StatefulSet; the pod is named after it, with `-0`. */
  public readonly name: string;

  /** Labels by which the pod is found. */
  public readonly selectorLabels: { [name: string]: string };

  /** Major of the server. */
  public readonly postgresVersion: string;

  /** @internal Name of the ConfigMap with the scripts of the pod. */
  public readonly _runtime: string;

  /** Refuses names, quantities, figures and combinations that Kubernetes or PostgreSQL would refuse later, or would not survive. */
  public constructor(scope: Construct, id: string, props: PostgresStatefulSetProps) {
    super(scope, id);
    requireShape(this.node.path, props, SHAPES.statefulSet);
    const pod = resolvePod(this, props);
    const { name, port, replicas, terminationGracePeriodSeconds, image, auth, requirements, selectorLabels, persistence, metadata } = pod;
    requireServiceName({ construct: this.node.path, property: 'serviceName' }, props.serviceName);
    const runtime = new RuntimeScripts(this, 'Runtime', { name: `${name}-runtime`, ...metadata });
    const initScripts = props.initScripts ?? new InitScripts(this, 'InitScripts');
    const settings = props.settings ?? new PostgresSettings(this, 'Settings', settingsProps(props, name, image.postgresVersion, metadata));

    if (props.settings) requireSettingsOfPod(this, props.settings, settingsProps(props, name, image.postgresVersion, metadata));

    const context: ContainerContext = {
      image: image.reference,
      imagePullPolicy: props.image?.pullPolicy ?? 'IfNotPresent',
      postgresVersion: image.postgresVersion,
      auth,
      mountPath: persistence.mountPath,
      port,
      terminationGracePeriodSeconds,
      hasTls: props.tls !== undefined,
      securityContext: toContainerSecurityContext(props),
    };
    const initialize = initializeContainer(context, initdbArguments(props, image.postgresVersion), requirements);
    const server = postgresContainer(context, pod.probes, requirements, props.lifecycleHooks);
    const reload = reloadContainer(context, toResourceRequirements(this, RELOAD_RESOURCES));
    const volumes: k8s.Volume[] = [
      ...persistence.volumes,
      { name: 'runtime', configMap: { name: runtime.name, defaultMode: 0o555 } },
      { name: 'settings', configMap: { name: settings.name, defaultMode: 0o444 } },
      { name: 'credentials', secret: { secretName: auth.secretName, defaultMode: 0o440, items: [{ key: auth.passwordKey, path: 'password' }] } },
      initScripts.toVolume('init-scripts'),
      ...(props.tls ? [{ name: 'tls', secret: { secretName: props.tls.existingSecret, defaultMode: 0o640 } }] : []),
      { name: 'socket', emptyDir: { sizeLimit: k8s.Quantity.fromString('16Mi') } },
      { name: 'tmp', emptyDir: { sizeLimit: k8s.Quantity.fromString('256Mi') } },
      { name: 'shared-memory', emptyDir: { medium: 'Memory', sizeLimit: k8s.Quantity.fromString(pod.sharedMemory) } },
    ];
    requireFreeMountPath(this, persistence.mountPath, server);
    requireExtensions(this, props, selectorLabels, [initialize, server, reload], volumes);

    new k8s.KubeStatefulSet(this, 'StatefulSet', {
      metadata: { name, ...metadata },
      spec: {
        serviceName: props.serviceName,
        replicas,
        selector: { matchLabels: selectorLabels },
        // A pod that never gets ready would otherwise keep its own mended successor away (kubernetes issue 67250).
        podManagementPolicy: 'Parallel',
        updateStrategy: props.updateStrategy,
        volumeClaimTemplates: persistence.volumeClaimTemplates,
        persistentVolumeClaimRetentionPolicy: persistence.persistentVolumeClaimRetentionPolicy,
        template: {
          metadata: {
            labels: { ...selectorLabels, ...props.podLabels },
            annotations: {
              [RESTART_CHECKSUM]: settings.restartHash,
              'kubectl.kubernetes.io/default-container': POSTGRES_CONTAINER,
              ...props.podAnnotations,
            },
          },
          spec: {
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            serviceAccountName: props.serviceAccount && resolveServiceAccount(this, props.serviceAccount, name, metadata),
            imagePullSecrets: props.image?.pullSecrets?.map((secret) => ({ name: secret })),
            securityContext: toPodSecurityContext(props, props.platform?.openshift ?? false),
            terminationGracePeriodSeconds,
            nodeSelector: props.nodeSelector,
            tolerations: props.tolerations,
            affinity: props.affinity,
            topologySpreadConstraints: props.topologySpreadConstraints,
            priorityClassName: props.priorityClassName,
            schedulerName: props.schedulerName,
            runtimeClassName: props.runtimeClassName,
            dnsPolicy: props.dnsPolicy,
            dnsConfig: props.dnsConfig,
            hostAliases: props.hostAliases,
            initContainers: [...props.initContainers ?? [], extended(initialize, props)],
            containers: [extended(server, props), extended(reload, props), ...props.sidecars ?? []],
            volumes: [...volumes, ...props.extraVolumes ?? []],
          },
        },
      },
    });

    this.name = name;
    this.selectorLabels = selectorLabels;
    this.postgresVersion = image.postgresVersion;
    this._runtime = runtime.name;
  }
}

// Init scripts and the trials of settings need what the server has: variables, certificates, libraries.
function extended(container: k8s.Container, { extraEnvVars = [], extraVolumeMounts = [] }: PodExtensions): k8s.Container {
  return { ...container, env: [...container.env!, ...extraEnvVars], volumeMounts: [...container.volumeMounts!, ...extraVolumeMounts] };
}

/** Checks that settings made apart are for this pod: a port or an encryption that only one of them knows would never work. */
function requireSettingsOfPod(scope: Construct, settings: PostgresSettings, pod: PostgresSettingsProps): void {
  const place = (property: string) => ({ construct: scope.node.path, property: `settings.${property}` });
  requireEqual(place('postgresVersion'), settings.postgresVersion, pod.postgresVersion);
  requireEqual(place('port'), settings.port, pod.port ?? 5432);
  requireEqual(place('encryption'), settings.encryption, pod.encryption);
}

const requireEqual = rule('isThatOfThePod', (value: unknown, podValue: unknown) => value === podValue,
  (_value, podValue) => `must be ${podValue}, as the pod has it; make the settings with that`);

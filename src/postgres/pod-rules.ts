import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { DATA_VOLUME } from './persistence';
import { Platform } from './platform';
import { PodExtensions, PodSecurity, RESTART_CHECKSUM, Scheduling } from './pod-props';
import { PodRuntime } from './pod-runtime';
import { requireOneOf } from '../expressions/choice';
import { interpreterFor, Place } from '../expressions/expression';
import { requireAnnotations, requireLabels } from '../expressions/labels';
import { requireAbsolutePath, requireDnsLabel, requireDnsSubdomain, requireEnvironmentName } from '../expressions/names';
import { requireWholeNumber } from '../expressions/numbers';
import { refuse, refuseTogether, rule } from '../expressions/rule';

/** Checks where a pod may run. */
export function requireScheduling(scope: Construct, { nodeSelector, tolerations, priorityClassName, ...runtime }: Scheduling & PodRuntime): void {
  const place = placeIn(scope);
  requireLabels(place('nodeSelector'), nodeSelector);
  known(tolerations).forEach(({ operator, effect }, index) => {
    if (operator !== undefined) requireOneOf(place(`tolerations[${index}].operator`), operator, ['Exists', 'Equal']);
    if (effect !== undefined) requireOneOf(place(`tolerations[${index}].effect`), effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute']);
  });
  if (priorityClassName !== undefined) requireDnsSubdomain(place('priorityClassName'), priorityClassName);
  if (runtime.runtimeClassName !== undefined) requireDnsSubdomain(place('runtimeClassName'), runtime.runtimeClassName);
  if (runtime.schedulerName !== undefined) requireDnsSubdomain(place('schedulerName'), runtime.schedulerName);
  if (runtime.dnsPolicy !== undefined) requireOneOf(place('dnsPolicy'), runtime.dnsPolicy, DNS_POLICIES);
}

const DNS_POLICIES = ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'];

/** Checks as whom the containers run. */
export function requireSecurity(scope: Construct, security: PodSecurity, { openshift = false }: Platform): void {
  const place = placeIn(scope);
  for (const id of ['runAsUser', 'runAsGroup', 'fsGroup'] as const) {
    if (security[id] === undefined) continue;
    requireWholeNumber(place(id), security[id], 1, 2 ** 31 - 1);
    if (openshift) refuseTogether(place(id), security[id], 'must not be given together with platform.openshift, since the platform gives ids itself; leave out one of them');
    if (security.podSecurityContext !== undefined) {
      refuseTogether(place(id), security[id], 'must not be given together with podSecurityContext, which replaces it; say it there');
    }
  }
}

/** Checks that the claim does not hide what else is mounted. */
export function requireFreeMountPath(scope: Construct, mountPath: string, server: k8s.Container): void {
  const others = server.volumeMounts!.filter(({ name }) => name !== DATA_VOLUME).map((mount) => mount.mountPath);
  requireHidesNone(placeIn(scope)('persistence.mountPath'), mountPath, others.join(', '));
}

const requireHidesNone = rule('hidesNone', (mountPath: string, others: string) => !others.split(', ').some((other) => `${other}/`.startsWith(`${mountPath}/`)),
  (_mountPath, others) => `must not be or contain a path that the pod has anyway: ${others}`);

/** Checks what a pod has beside the server against what it has anyway. */
export function requireExtensions(
  scope: Construct, props: PodExtensions, selectorLabels: { [name: string]: string }, containers: k8s.Container[], volumes: k8s.Volume[],
): void {
  const place = placeIn(scope);
  requirePodMetadata(place, props, selectorLabels);

  const containerNames = new Set(containers.map(({ name }) => name));
  for (const group of ['initContainers', 'sidecars'] as const) {
    known(props[group]).forEach(({ name }, index) => {
      requireDnsLabel(place(`${group}[${index}].name`), name, 63);
      requireNew(place(`${group}[${index}].name`), name, containerNames);
    });
  }
  const volumeNames = new Set([DATA_VOLUME, ...volumes.map(({ name }) => name)]);
  known(props.extraVolumes).forEach(({ name }, index) => {
    requireDnsLabel(place(`extraVolumes[${index}].name`), name, 63);
    requireNew(place(`extraVolumes[${index}].name`), name, volumeNames);
  });
  const environmentNames = new Set(containers.flatMap(({ env }) => env!.map(({ name }) => name)));
  known(props.extraEnvVars).forEach(({ name }, index) => {
    requireEnvironmentName(place(`extraEnvVars[${index}].name`), name);
    requireNew(place(`extraEnvVars[${index}].name`), name, environmentNames);
  });
  const mountPaths = new Set(containers.flatMap(({ volumeMounts }) => volumeMounts!.map(({ mountPath }) => mountPath)));
  known(props.extraVolumeMounts).forEach(({ name, mountPath }, index) => {
    if (!interpreterFor([props.extraVolumes])) requireOneOf(place(`extraVolumeMounts[${index}].name`), name, [...volumeNames]);
    requireAbsolutePath(place(`extraVolumeMounts[${index}].mountPath`), mountPath);
    requireNew(place(`extraVolumeMounts[${index}].mountPath`), mountPath, mountPaths);
  });
}

function requirePodMetadata(
  place: (property: string) => Place, { podLabels = {}, podAnnotations = {} }: PodExtensions, selectorLabels: { [name: string]: string },
): void {
  requireLabels(place('podLabels'), podLabels);
  requireAnnotations(place('podAnnotations'), podAnnotations);
  const selector = Object.entries(selectorLabels).map((label) => label.join('=')).join(', ');
  for (const [name, value] of Object.entries(podLabels)) requireSelected(place(`podLabels.${name}`), value, name, selector);
  for (const name of Object.keys(podAnnotations)) requireNew(place('key of podAnnotations'), name, new Set([RESTART_CHECKSUM]));
}

const requireSelected = rule('isSelectorValue', (value: string, name: string, selector: string) => {
  const labels = selector.split(', ');
  return labels.includes(`${name}=${value}`) || !labels.some((label) => label.startsWith(`${name}=`));
}, (_value, _name, selector) => `must be as in selectorLabels (${selector}), or the pod would not be found`);

/** Requires a name that nothing of its kind has, and takes it. */
function requireNew(place: Place, name: string, taken: Set<string>): void {
  if (taken.has(name)) refuse(place, name, `must be another one than ${[...taken].join(', ')}`);
  taken.add(name);
}

/** The elements of a list, when it can be looked into. */
function known<T>(values: readonly T[] = []): readonly T[] {
  return interpreterFor([values]) ? [] : values;
}

function placeIn(scope: Construct): (property: string) => Place {
  return (property) => ({ construct: scope.node.path, property });
}

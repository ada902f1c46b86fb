import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { DATA_VOLUME } from './persistence';
import { Platform } from './platform';
import { PodExtensions, PodSecurity, RESTART_CHECKSUM, Scheduling } from './pod-props';
import { PodRuntime } from './pod-runtime';
import { requireOneOf } from '../expressions/choice';
import { isClosed, Place } from '../expressions/expression';
import { requireAnnotations, requireLabels } from '../expressions/labels';
import { requireAbsolutePath, requireDnsLabel, requireDnsSubdomain, requireEnvironmentName } from '../expressions/names';
import { requireWholeNumber } from '../expressions/numbers';
import { refuseTogether, rule } from '../expressions/rule';

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
  (_mountPath, others) => `must not be or contain a path that the pod has anyway: ${others}`,
  { breach: (_call, path, others) => `regexMatch (printf "(^|, )%s(/|,|$)" (regexQuoteMeta ${path})) ${others}` });

/** Checks what a pod has beside the server against what it has anyway. */
export function requireExtensions(
  scope: Construct, props: PodExtensions, selectorLabels: { [name: string]: string }, containers: k8s.Container[], volumes: k8s.Volume[],
): void {
  const place = placeIn(scope);
  requirePodMetadata(place, props, selectorLabels);

  const containerNames = namesOf(containers);
  const initContainers = namesOf(known(props.initContainers));
  requireNames((index) => place(`initContainers[${index}].name`), initContainers, containerNames, requireContainerName);
  requireNames((index) => place(`sidecars[${index}].name`), namesOf(known(props.sidecars)), [...containerNames, ...initContainers], requireContainerName);
  const volumeNames = [DATA_VOLUME, ...namesOf(volumes)];
  const extraVolumes = namesOf(known(props.extraVolumes));
  requireNames((index) => place(`extraVolumes[${index}].name`), extraVolumes, volumeNames, requireContainerName);
  const environmentNames = [...new Set(containers.flatMap(({ env }) => namesOf(env!)))];
  requireNames((index) => place(`extraEnvVars[${index}].name`), namesOf(known(props.extraEnvVars)), environmentNames, requireEnvironmentName);
  const mounts = known(props.extraVolumeMounts);
  mounts.forEach(({ name }, index) => {
    if (isReadable(props.extraVolumes)) requireVolume(place(`extraVolumeMounts[${index}].name`), name, [...volumeNames, ...extraVolumes].join(', '));
  });
  const mountPaths = [...new Set(containers.flatMap(({ volumeMounts }) => volumeMounts!.map(({ mountPath }) => mountPath)))];
  requireNames((index) => place(`extraVolumeMounts[${index}].mountPath`), mounts.map(({ mountPath }) => mountPath), mountPaths, requireAbsolutePath);
}

function namesOf(things: readonly { readonly name: string }[]): string[] {
  return things.map(({ name }) => name);
}

function requireContainerName(place: Place, name: string): void {
  requireDnsLabel(place, name, 63);
}

/** Requires names that nothing of their kind has, nor another one of them. */
function requireNames(
  placeOf: (index: number) => Place, names: readonly string[], taken: readonly string[], requireName: (place: Place, name: string) => void,
): void {
  names.forEach((name, index) => {
    requireName(placeOf(index), name);
    requireFree(placeOf(index), name, taken.join(', '));
    requireDistinct(placeOf(index), name, names.slice(0, index));
  });
}

function requirePodMetadata(
  place: (property: string) => Place, { podLabels = {}, podAnnotations = {} }: PodExtensions, selectorLabels: { [name: string]: string },
): void {
  requireLabels(place('podLabels'), podLabels);
  requireAnnotations(place('podAnnotations'), podAnnotations);
  const selector = Object.entries(selectorLabels).map((label) => label.join('=')).join(', ');
  for (const [name, value] of Object.entries(podLabels)) requireSelected(place(`podLabels.${name}`), value, name, selector);
  for (const name of Object.keys(podAnnotations)) requireFree(place('key of podAnnotations'), name, RESTART_CHECKSUM);
}

const requireSelected = rule('isSelectorValue', (value: string, name: string, selector: string) => {
  const labels = selector.split(', ');
  return labels.includes(`${name}=${value}`) || !labels.some((label) => label.startsWith(`${name}=`));
}, (_value, _name, selector) => `must be as in selectorLabels (${selector}), or the pod would not be found`, {
  breach: (_call, value, name, selector) => (
    `and (contains (printf ", %s=" ${name}) (print ", " ${selector})) (not (has (print ${name} "=" ${value}) (splitList ", " ${selector})))`),
});

const requireFree = rule('isFree', (name: string, taken: string) => !taken.split(', ').includes(name), (_name, taken) => `must be another one than ${taken}`,
  { breach: (_call, name, taken) => `has ${name} (splitList ", " ${taken})` });

const requireDistinct = rule('isDistinct', (name: string, others: readonly string[]) => !others.includes(name),
  (_name, others) => `must be another one than those before it: ${others.join(', ')}`);

const requireVolume = rule('isVolume', (name: string, volumes: string) => volumes.split(', ').includes(name), (_name, volumes) => `must be one of ${volumes}`,
  { breach: (_call, name, volumes) => `not (has ${name} (splitList ", " ${volumes}))` });

/** Whether the elements of a list can be looked into. */
function isReadable(values: readonly unknown[] = []): boolean {
  return !isClosed(values) && !values.some(isClosed);
}

function known<T>(values: readonly T[] = []): readonly T[] {
  return isReadable(values) ? values : [];
}

function placeIn(scope: Construct): (property: string) => Place {
  return (property) => ({ construct: scope.node.path, property });
}

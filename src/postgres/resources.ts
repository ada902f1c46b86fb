import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { requireBytes, requireQuantity, requireQuantityAtMost } from '../expressions/quantity';

/** Amounts of CPU and memory. */
export interface ResourceAmounts {
  /**
   * CPU, as a quantity of cores such as `500m` or `2`.
   *
   * @default - none
   */
  readonly cpu?: string;

  /**
   * Memory, as a quantity such as `512Mi` or `2Gi`.
   *
   * @default - none
   */
  readonly memory?: string;

  /**
   * Space for logs and temporary files on the node, as a quantity such as `1Gi`.
   *
   * @default - none
   */
  readonly ephemeralStorage?: string;
}

/** What a container asks for and may use at most. A request above its limit is refused. */
export interface Resources {
  /**
   * What the scheduler sets aside for the container.
   *
   * @default - what the limits say
   */
  readonly requests?: ResourceAmounts;

  /**
   * What the container may use at most; its memory is what the memory budget of the server is checked against.
   *
   * @default - none
   */
  readonly limits?: ResourceAmounts;
}

/** The resources of a database that does not say any: enough for the default settings. */
export const DEFAULT_RESOURCES: Resources = { requests: { cpu: '250m', memory: '1Gi' }, limits: { memory: '1Gi' } };

/** The resources of the container that only watches files. */
export const RELOAD_RESOURCES: Resources = { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '200m', memory: '64Mi' } };

/** Checks resources and returns them as the API takes them. */
export function toResourceRequirements(scope: Construct, resources: Resources, property = 'resources'): k8s.ResourceRequirements {
  const { requests = {}, limits = {} } = resources;
  for (const name of AMOUNTS) {
    const place = (group: string) => ({ construct: scope.node.path, property: `${property}.${group}.${name}` });
    const request = requests[name];
    const limit = limits[name];
    const requireAmount = name === 'cpu' ? requireQuantity : requireBytes;
    if (request !== undefined) requireAmount(place('requests'), request);
    if (limit !== undefined) requireAmount(place('limits'), limit);
    if (request !== undefined && limit !== undefined) requireQuantityAtMost(place('requests'), request, limit);
  }
  return { requests: toQuantities(requests), limits: toQuantities(limits) };
}

const AMOUNTS = ['cpu', 'memory', 'ephemeralStorage'] as const;

function toQuantities(amounts: ResourceAmounts): { [name: string]: k8s.Quantity } | undefined {
  const quantities: { [name: string]: k8s.Quantity } = {};
  if (amounts.cpu !== undefined) quantities.cpu = k8s.Quantity.fromString(amounts.cpu);
  if (amounts.memory !== undefined) quantities.memory = k8s.Quantity.fromString(amounts.memory);
  if (amounts.ephemeralStorage !== undefined) quantities['ephemeral-storage'] = k8s.Quantity.fromString(amounts.ephemeralStorage);
  return Object.keys(quantities).length > 0 ? quantities : undefined;
}

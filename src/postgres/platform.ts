import { Construct } from 'constructs';
import { requireRegistry } from '../expressions/image-reference';
import { requireDnsSubdomain } from '../expressions/names';

/** What the platform that a database runs on prescribes; what the database says itself goes first. */
export interface Platform {
  /**
   * Name of the registry for images that name none, such as a mirror of the company.
   *
   * @default - that of the container runtime, usually docker.io
   */
  readonly imageRegistry?: string;

  /**
   * StorageClass for new claims that name none.
   *
   * @default - the default class of the cluster
   */
  readonly storageClass?: string;

  /**
   * Whether the platform gives each namespace user and group ids of its own, as OpenShift does: the pod then names none.
   *
   * @default false
   */
  readonly openshift?: boolean;
}

/** Checks the names that a platform prescribes. */
export function requirePlatform(scope: Construct, { imageRegistry, storageClass }: Platform): void {
  const place = (property: string) => ({ construct: scope.node.path, property: `platform.${property}` });
  if (imageRegistry !== undefined) requireRegistry(place('imageRegistry'), imageRegistry);
  if (storageClass !== undefined) requireDnsSubdomain(place('storageClass'), storageClass);
}

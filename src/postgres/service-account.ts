import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { MetadataProps, objectMetadata } from './labels';
import { requireDnsSubdomain } from '../expressions/names';

/** The ServiceAccount of the pod. Its token is never mounted. */
export interface ServiceAccount {
  /**
   * Whether it is made; otherwise it must exist.
   *
   * @default false
   */
  readonly create?: boolean;

  /**
   * Its name.
   *
   * @default - the name of the database when it is made, otherwise that of the namespace
   */
  readonly name?: string;

  /**
   * Annotations of one that is made, such as those by which a cloud gives it a role.
   *
   * @default - none
   */
  readonly annotations?: { [name: string]: string };
}

/** Makes the ServiceAccount if that is asked for, and returns its name for the pod. */
export function resolveServiceAccount(
  scope: Construct, { create = false, name, annotations }: ServiceAccount, databaseName: string, metadata: MetadataProps,
): string | undefined {
  if (name !== undefined) requireDnsSubdomain({ construct: scope.node.path, property: 'serviceAccount.name' }, name);
  if (!create) return name;
  const made = name ?? databaseName;
  new k8s.KubeServiceAccount(scope, 'ServiceAccount', {
    metadata: objectMetadata(scope, made, { ...metadata, annotations: merged(metadata.annotations, annotations) }),
    automountServiceAccountToken: false,
  });
  return made;
}

/** Annotations with further ones; absent when there are none at all. */
export function merged(annotations?: { [name: string]: string }, more?: { [name: string]: string }): { [name: string]: string } | undefined {
  return annotations || more ? { ...annotations, ...more } : undefined;
}

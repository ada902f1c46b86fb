import { ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { requireAnnotations, requireLabels } from '../expressions/labels';

/** Labels and annotations that all objects of a database carry. */
export interface MetadataProps {
  /**
   * Labels for every object; never part of a selector.
   *
   * @default - none beside the recommended `app.kubernetes.io` labels
   */
  readonly labels?: { [name: string]: string };

  /**
   * Annotations for every object.
   *
   * @default - none
   */
  readonly annotations?: { [name: string]: string };
}

/** The metadata of an object, checked. Without a name it has none at all, since cdk8s would not generate one instead of `undefined`. */
export function objectMetadata(scope: Construct, name: string | undefined, { labels, annotations }: MetadataProps): ApiObjectMetadata {
  requireLabels({ construct: scope.node.path, property: 'labels' }, labels);
  requireAnnotations({ construct: scope.node.path, property: 'annotations' }, annotations);
  return name === undefined ? { labels, annotations } : { name, labels, annotations };
}

/** The labels by which Services and the StatefulSet find the pod; they can never be changed for an existing database. */
export function defaultSelectorLabels(name: string): { [name: string]: string } {
  return { 'app.kubernetes.io/name': 'postgres', 'app.kubernetes.io/instance': name };
}

/** The labels of an object, with the version of PostgreSQL. Not for pod templates, selectors and claim templates: a label there restarts or forbids. */
export function objectLabels(
  name: string, postgresVersion: string | undefined, selectorLabels: { [name: string]: string }, labels?: { [name: string]: string },
): { [name: string]: string } {
  return {
    ...defaultSelectorLabels(name),
    'app.kubernetes.io/component': 'database',
    ...(postgresVersion === undefined ? {} : { 'app.kubernetes.io/version': postgresVersion }),
    ...selectorLabels,
    ...labels,
  };
}

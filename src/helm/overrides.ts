import { JsonPatch } from 'cdk8s';

/** A change of objects that a construct makes and that cannot be reached in another way, such as those deep inside a construct of others. */
export interface ManifestOverride {
  /** Kind of the objects, as in `Deployment`. */
  readonly kind: string;

  /**
   * Name of the object: its `metadata.name`, without `<fullname>-` where the name is made by the chart.
   *
   * @default - objects of any name
   */
  readonly name?: string;

  /**
   * Path below the chart of the construct that makes the object, or of one around it, as in `web/server`.
   *
   * @default - objects at any path
   */
  readonly path?: string;

  /**
   * Changes of the finished manifest, in their order, each seen by the next one. A place that is not there is refused.
   *
   * @default - none
   */
  readonly patch?: JsonPatch[];

  /**
   * Whether the object is left out.
   *
   * @default false
   */
  readonly omit?: boolean;
}

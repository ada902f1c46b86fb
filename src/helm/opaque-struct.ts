/**
 * A Kubernetes struct, or anything else that a user may give, on its way through a construct: it can be handed on, also inside a `JsonPatch`,
 * but has nothing to read. There are none but those that `ValueSet.opaque` returns.
 */
export class OpaqueStruct {
  private constructor() {}
}

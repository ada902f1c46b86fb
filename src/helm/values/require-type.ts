import { Declaration, pathOf } from '../declaration';
import { kubernetesSchema } from '../kubernetes-schema';

/** Requires of a struct that Kubernetes has its type. */
export function requireType(declaration: Declaration): void {
  const { _type: type } = declaration.value;
  if (type === undefined) return;
  try {
    kubernetesSchema(type);
  } catch (error) {
    throw new Error(`The value ${pathOf(declaration)} cannot be checked: ${(error as Error).message}`);
  }
}

import { CommandOptions, run } from './command';

/** What the tests read of any object. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly labels?: { readonly [name: string]: string };
  };
  readonly spec: any;
  readonly status: any;
  readonly data?: { readonly [key: string]: string };
}

/** Runs kubectl with these arguments, and gives what it says on standard output. */
export async function kubectl(args: string, options: CommandOptions = {}): Promise<string> {
  return (await run(`kubectl ${args}`, options)).stdout;
}

/** Reads one object. */
export async function read(args: string): Promise<KubernetesObject> {
  return JSON.parse(await kubectl(`get ${args} -o json`));
}

/** Reads a list of objects. */
export async function list(args: string): Promise<KubernetesObject[]> {
  return JSON.parse(await kubectl(`get ${args} -o json`)).items;
}

/** Applies a text of YAML or JSON. */
export async function apply(manifests: string): Promise<string> {
  return kubectl('apply -f -', { input: manifests });
}

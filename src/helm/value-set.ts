import { byReference } from './opaque';

/** The values of a chart as a builder in any language of jsii reads them. In TypeScript, `HelmPackage.of` gives typed properties instead. */
export class ValueSet {
  /** @internal */
  public static _of(inputs: { readonly [name: string]: any }): ValueSet {
    return new ValueSet(inputs);
  }

  private constructor(private readonly inputs: { readonly [name: string]: any }) {}

  /** A string, enumeration or scalar. Refused if there is no such value. */
  public string(name: string): string {
    return this.required(name);
  }

  /** An integer or number. Refused if there is no such value. */
  public number(name: string): number {
    return this.required(name);
  }

  /** A switch. Refused if there is no such value. */
  public boolean(name: string): boolean {
    return this.required(name);
  }

  /** Whether an optional value or group was given. */
  public has(name: string): boolean {
    return this.inputs[name] !== undefined;
  }

  /** A group: of `Value.object`, or of `Value.optional` when it is switched on, which `has` tells. */
  public group(name: string): ValueSet {
    return new ValueSet(this.required(name));
  }

  /** The elements of a list of objects. */
  public groups(name: string): ValueSet[] {
    return this.required<any[]>(name).map((element) => new ValueSet(element));
  }

  /** The elements of a list of strings. */
  public strings(name: string): string[] {
    return this.required(name);
  }

  /** The elements of a list of numbers. */
  public numbers(name: string): number[] {
    return this.required(name);
  }

  /** The entries of a map of strings. */
  public map(name: string): { [key: string]: string } {
    return this.required(name);
  }

  /** The entries of a map of numbers. */
  public numberMap(name: string): { [key: string]: number } {
    return this.required(name);
  }

  /**
   * A Kubernetes struct or anything else, to be handed on as it is; nothing when it is empty. Where the language knows another type of the place and
   * refuses this one, a `JsonPatch` puts it there.
   */
  public opaque(name: string): any {
    return byReference(this.inputs[name]);
  }

  /** The elements of a list of such. */
  public opaques(name: string): any[] {
    return this.required<any[]>(name).map(byReference);
  }

  private required<T>(name: string): T {
    const value = this.inputs[name];
    if (value === undefined) {
      throw new Error(`There is no value "${name}" here; there are ${Object.keys(this.inputs).sort().join(', ') || 'none'}. An optional one is asked for with has first.`);
    }
    return value;
  }
}

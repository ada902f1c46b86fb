import { Opaque } from './opaque';

/** A struct in a finished manifest. */
export class Graft {
  public constructor(public readonly struct: Opaque) {}

  public toJSON(): string {
    return `\0${this.struct.declaration.path}@${this.struct.indices.join('@')} ${JSON.stringify(this.struct.json)}`;
  }
}

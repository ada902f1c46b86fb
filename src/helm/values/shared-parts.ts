import { isTable } from './copy';
import { Schema } from './schema-parts';

/**
 * The same schema, in which a part with a pattern stands once, however many values have it; the others refer to it. Helm compiles every pattern of a chart
 * anew for each release and each alias, and that is most of the time that a schema of labels and names takes.
 */
export function shareParts(schema: Schema): Schema {
  return new Sharing().inside(schema, '#');
}

/** Words of a schema that hold schemas by name, and those that hold one. */
const BY_NAME = ['properties', 'definitions'];
const ONE = ['additionalProperties', 'items', 'propertyNames', 'if', 'then'];

class Sharing {
  private readonly places = new Map<string, string>();

  inside(schema: Schema, place: string): Schema {
    return Object.fromEntries(Object.entries(schema).map(([word, value]) => {
      if (BY_NAME.includes(word)) return [word, Object.fromEntries(Object.entries<Schema>(value).map(([name, part]) => [name, this.part(part, `${place}/${word}/${escaped(name)}`)]))];
      return [word, ONE.includes(word) && isTable(value) ? this.part(value, `${place}/${word}`) : value];
    }));
  }

  private part(schema: Schema, place: string): Schema {
    const { description, ...core } = schema;
    const text = JSON.stringify(core);
    if (!text.includes('"pattern":')) return schema;
    const first = this.places.get(text);
    // Draft 7 ignores what stands beside a reference; people and editors read it.
    if (first !== undefined) return { ...(description === undefined ? {} : { description }), $ref: first };
    this.places.set(text, place);
    return this.inside(schema, place);
  }
}

/** A name as a part of a JSON pointer in a URI. */
function escaped(name: string): string {
  return encodeURIComponent(name.replace(/~/g, '~0').replace(/\//g, '~1'));
}

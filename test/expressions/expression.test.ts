import { expression, interpret, Interpreter, interpreterFor, Place } from '../../src/expressions/expression';
import { sha256 } from '../../src/expressions/hash';
import { quantityValue } from '../../src/expressions/quantity';
import { rule } from '../../src/expressions/rule';

/** A value that is only known later, as those of a Helm chart are. */
class Unknown {
  public constructor(public readonly formula: string) {}
}

/** Writes down what it is asked. */
class Notes implements Interpreter {
  public readonly rules: string[] = [];

  public isUnknown(value: unknown): boolean {
    if (value instanceof Unknown) return true;
    return typeof value === 'object' && value !== null && Object.values(value).some((element) => this.isUnknown(element));
  }

  public apply(name: string, values: readonly unknown[]): unknown {
    return new Unknown(`${name}(${values.map(written).join(', ')})`);
  }

  public require(name: string, place: Place, values: readonly unknown[]): void {
    this.rules.push(`${place.construct} ${place.property}: ${name}(${values.map(written).join(', ')})`);
  }
}

function written(value: unknown): string {
  return value instanceof Unknown ? value.formula : JSON.stringify(value, (_key, element) => element instanceof Unknown ? `<${element.formula}>` : element);
}

const memory = new Unknown('memory') as unknown as string;
const place = { construct: 'shop/postgres', property: 'resources.limits.memory' };

let computations: unknown[][];
const joined = expression('joined', (...values: unknown[]): string => {
  computations.push(values);
  return values.join('-');
});
const requireShort = rule('isShort', (value: string, length: number) => value.length <= length, (_value, length) => `must have at most ${length} characters`);

beforeEach(() => {
  computations = [];
});

describe('an expression', () => {
  test('computes without an interpreter', () => {
    expect(joined('a', 1)).toBe('a-1');
  });

  test('computes with an interpreter when all arguments are known', () => {
    expect(interpret(new Notes(), () => [joined('a', 1), sha256('abc').slice(0, 8), quantityValue('1Ki')])).toEqual(['a-1', 'ba7816bf', 1024]);
  });

  test('is not computed but noted when an argument is unknown', () => {
    expect(interpret(new Notes(), () => joined('a', memory))).toEqual(new Unknown('joined("a", memory)'));
    expect(computations).toEqual([]);
  });

  test('is noted, too, when an argument has something unknown inside', () => {
    expect(interpret(new Notes(), () => joined({ requests: [{ memory }] }))).toEqual(new Unknown('joined({"requests":[{"memory":"<memory>"}]})'));
    expect(computations).toEqual([]);
  });

  test('of an expression of something unknown is noted with both', () => {
    expect(interpret(new Notes(), () => sha256(joined(memory)))).toEqual(new Unknown('sha256(joined(memory))'));
  });
});

describe('a rule', () => {
  test('that holds says nothing, with and without an interpreter', () => {
    const notes = new Notes();
    requireShort(place, '1Gi', 3);
    interpret(notes, () => requireShort(place, '1Gi', 3));
    expect(notes.rules).toEqual([]);
  });

  test('that is broken throws, with and without an interpreter', () => {
    const sentence = new Error('shop/postgres: resources.limits.memory is "16Gi"; it must have at most 3 characters.');
    expect(() => requireShort(place, '16Gi', 3)).toThrow(sentence);
    expect(() => interpret(new Notes(), () => requireShort(place, '16Gi', 3))).toThrow(sentence);
  });

  test('about something unknown is not decided but noted with its place and all its values', () => {
    const notes = new Notes();
    interpret(notes, () => {
      requireShort(place, memory, 3);
      requireShort(place, 'much too long', new Unknown('most') as unknown as number);
    });
    expect(notes.rules).toEqual([
      'shop/postgres resources.limits.memory: isShort(memory, 3)',
      'shop/postgres resources.limits.memory: isShort("much too long", most)',
    ]);
  });
});

describe('an interpreter', () => {
  test('is asked only while its body runs, and the one before it afterwards, also when the body throws', () => {
    const [outer, inner] = [new Notes(), new Notes()];
    expect(interpreterFor([memory])).toBeUndefined();
    interpret(outer, () => {
      interpret(inner, () => expect(interpreterFor([memory])).toBe(inner));
      expect(() => interpret(inner, () => { throw new Error('stopped'); })).toThrow('stopped');
      expect(interpreterFor([memory])).toBe(outer);
    });
    expect(interpreterFor([memory])).toBeUndefined();
  });

  test('gives back what its body gives', () => {
    expect(interpret(new Notes(), () => 42)).toBe(42);
  });
});

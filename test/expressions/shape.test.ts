import { interpret } from '../../src/expressions/expression';
import { figure, flag, kubernetesObject, list, madeBy, required, requireShape, Shapes, struct, text, textMap } from '../../src/expressions/shape';

interface Inner {
  readonly key: string;
  readonly level?: number;
}

interface Props {
  readonly name: string;
  readonly isOn?: boolean;
  readonly count?: number;
  readonly tags?: string[];
  readonly labels?: { [name: string]: string };
  readonly inner?: Inner;
  readonly toleration?: object;
  readonly settings?: Date;
}

const shapes: Shapes<Props> = {
  name: required(text),
  isOn: flag,
  count: figure,
  tags: list(text),
  labels: textMap,
  inner: struct<Inner>({ key: required(text), level: figure }),
  toleration: kubernetesObject('key'),
  settings: madeBy('new Date', 'getTime'),
};
const shape = struct<Props>(shapes);
const check = (props: unknown) => () => requireShape('shop/postgres', props, shape);

test.each<[string, unknown]>([
  ['only what is required', { name: 'a' }],
  ['everything', {
    name: 'a', isOn: false, count: 1, tags: ['x'], labels: { a: 'b' }, inner: { key: 'k', level: 2 }, toleration: { key: 'k', more: 1 }, settings: new Date(),
  }],
  ['properties that are undefined, known or not', { name: 'a', isOn: undefined, other: undefined }],
  ['empty lists and objects', { name: '', tags: [], labels: {} }],
  ['a number of the wrong type, which is the affair of the rule about its range', { name: 'a', count: 'abc' }],
])('%s passes', (_what, props) => {
  expect(check(props)).not.toThrow();
});

test.each<[unknown, string]>([
  [undefined, 'props is not given; it must be an object with properties'],
  [null, 'props is null; it must be an object with properties'],
  [[], 'props is []; it must be an object with properties'],
  [{}, 'name is not given; it must be a string'],
  [{ name: null }, 'name is null; it must be a string'],
  [{ name: 123 }, 'name is 123; it must be a string'],
  [{ name: 'a', isOn: 'false' }, 'isOn is "false"; it must be true or false, without quotes'],
  [{ name: 'a', isOn: 0 }, 'isOn is 0; it must be true or false, without quotes'],
  [{ name: 'a', tags: 'x' }, 'tags is "x"; it must be a list'],
  [{ name: 'a', tags: { 0: 'x' } }, 'tags is {"0":"x"}; it must be a list'],
  [{ name: 'a', tags: ['x', 1] }, 'tags[1] is 1; it must be a string'],
  [{ name: 'a', labels: { rev: 123 } }, 'labels.rev is 123; it must be a string'],
  [{ name: 'a', labels: ['x'] }, 'labels is ["x"]; it must be an object with a string for each name'],
  [{ name: 'a', inner: 'x' }, 'inner is "x"; it must be an object with properties'],
  [{ name: 'a', inner: {} }, 'inner.key is not given; it must be a string'],
  [{ name: 'a', inner: { key: 'k', levl: 1 } }, 'inner.levl is not a known property; it must be one of key, level'],
  [{ name: 'a', nmae: 1 }, 'nmae is not a known property; it must be one of count, inner, isOn, labels, name, settings, tags, toleration'],
  [{ name: 'a', constructor: 1 }, 'constructor is not a known property; it must be one of count, inner, isOn, labels, name, settings, tags, toleration'],
  [{ name: 'a', toleration: { key: 1 } }, 'toleration.key is 1; it must be a string'],
  [{ name: 'a', toleration: ['key'] }, 'toleration is ["key"]; it must be an object of the Kubernetes API'],
  [{ name: 'a', settings: { work_mem: '1MB' } }, 'settings is {"work_mem":"1MB"}; it must be made by new Date'],
])('%j is refused: %s', (props, sentence) => {
  expect(check(props)).toThrow(new Error(`shop/postgres: ${sentence}.`));
});

test('what is not known yet is left alone, with all that contains it', () => {
  const unknown = Object.freeze({ get secret(): never { throw new Error('was looked into'); } });
  const isUnknown = (value: unknown): boolean => value === unknown || (value instanceof Object && Object.values(value).some(isUnknown));
  const interpreter = { isUnknown, apply: fail, require: fail };
  const known = (value: unknown) => () => interpret(interpreter, check(value));
  expect(known({ name: 'a', inner: unknown })).not.toThrow();
  expect(known({ name: 'a', inner: { key: unknown } })).not.toThrow();
  expect(known({ name: 'a', inner: { key: 1 } })).toThrow('inner.key is 1');
});

function fail(): never {
  throw new Error('nothing is to be noted');
}

test('the compiler refuses shapes that do not agree with the interface', () => {
  // @ts-expect-error a property is missing
  const missing: Shapes<Inner> = { key: required(text) };
  // @ts-expect-error a required property may be left out
  const lax: Shapes<Inner> = { key: text, level: figure };
  // @ts-expect-error an optional property may not be left out
  const strict: Shapes<Inner> = { key: required(text), level: required(figure) };
  expect([missing, lax, strict]).toHaveLength(3);
});

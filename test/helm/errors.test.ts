import { createHash, randomUUID } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { ApiObject, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { sha256 } from '../../src/expressions/hash';
import { HelmPackage, TypedPackageProps, Values } from '../../src/helm';
import { canonical } from '../../src/helm/trace/compare';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';

let temporary: TemporaryFolder;

beforeAll(() => {
  temporary = makeTemporaryFolder();
});

afterAll(() => temporary.remove());

type Program = Partial<Omit<TypedPackageProps<any>, 'values' | 'define' | 'tests' | 'notes'>> & {
  readonly values: any;
  readonly define: (scope: Construct, values: any) => unknown;
  readonly tests?: (scope: Construct, values: any) => unknown;
  readonly notes?: (values: any) => string;
};

const packaged = (program: Program) => HelmPackage.of({ name: 'web', version: '1.0.0', ...program });

const text = (value = 'abc') => Values.string({ default: value, minLength: 1 });
const queues = () => Values.list({ name: text(), depth: Values.integer() });
const switches = (names: string) => Object.fromEntries([...names].map((name) => [`is${name.toUpperCase()}`, Values.boolean()]));

/** An object that takes anything. */
const thing = (scope: Construct, id: string, spec: any, metadata?: any) => (
  new ApiObject(scope, id, { apiVersion: 'example.com/v1', kind: 'Thing', metadata, spec } as any));

const configMap = (scope: Construct, id: string, data: any, name?: string) => (
  new kplus.ConfigMap(scope, id, { data, ...(name === undefined ? {} : { metadata: { name } }) }));

let counter = 0;

/** Programs that no chart can be made of, and the telling parts of the sentence that says so: what, which value, where, what to do. */
const REFUSED: { readonly [what: string]: Program & { readonly says: readonly (string | RegExp)[] } } = {
  'a number is multiplied': {
    values: { replicas: Values.integer({ default: 2 }) },
    define: (scope, values) => thing(scope, 'app', { replicas: values.replicas * 2 }),
    says: ['does not hand on the value replicas as it is, at app (Thing): spec.replicas: with replicas ', 'make what is computed a value of its own'],
  },
  'a number is added to': {
    values: { replicas: Values.integer({ default: 2 }) },
    define: (scope, values) => thing(scope, 'app', { replicas: values.replicas + 1 }),
    says: ['does not hand on the value replicas as it is, at app (Thing): spec.replicas: with', 'make what is computed a value of its own'],
  },
  'a number with little room is added to': {
    values: { port: Values.integer({ default: 80, minimum: 1, maximum: 100 }) },
    define: (scope, values) => thing(scope, 'app', { port: values.port + 1 }),
    says: ['does not hand on the value port as it is, at app (Thing): spec.port: with', 'make what is computed a value of its own'],
  },
  'arithmetic stands in a text': {
    values: { replicas: Values.integer({ default: 2 }) },
    define: (scope, values) => configMap(scope, 'app', { conf: `first\nreplicas = ${values.replicas + 1}\nlast` }),
    says: ['does not hand on the value replicas as it is, at app/Resource (ConfigMap): data.conf: with', 'make what is computed a value of its own'],
  },
  'the larger of two numbers is taken': {
    values: { least: Values.integer({ default: 1 }), most: Values.integer({ default: 5 }) },
    define: (scope, values) => thing(scope, 'app', { number: Math.max(values.least, values.most) }),
    says: [/spec\.number(:|, because of) .*\b(least|most)\b/, 'compares ', 'which a template cannot follow. Hand '],
  },
  'a value is never used': {
    values: { image: text(), other: text() },
    define: (scope, values) => configMap(scope, 'app', { image: values.image }),
    says: ['The value other is declared, but the construct never uses it. Use it, or remove its declaration.'],
  },
  'a list is never used': {
    values: { image: text(), queues: queues() },
    define: (scope, values) => configMap(scope, 'app', { image: values.image }),
    says: [/^The value queues is declared, but the construct never uses it\. Use it, or remove its declaration\.$/],
  },
  'a field of a list is never used': {
    values: { queues: queues() },
    define: (scope, values) => configMap(scope, 'app', { names: values.queues.map(({ name }: any) => name).join() }),
    says: ['The value queues[].depth is declared, but the construct never uses it. Use it, or remove its declaration.'],
  },
  'a string becomes lower case': {
    values: { image: text() },
    define: (scope, values) => configMap(scope, 'app', { image: values.image.toLowerCase() }),
    says: ['does not hand on the value image as it is, at app/Resource (ConfigMap): data.image: with image "', 'Hand it on unchanged'],
  },
  'a string is cut': {
    values: { image: text() },
    define: (scope, values) => configMap(scope, 'app', { image: values.image.slice(0, 5) }),
    says: ['does not hand on the value image as it is, at app/Resource (ConfigMap): data.image: with image "', 'Hand it on unchanged'],
  },
  'the spaces around a string are taken off': {
    values: { image: text() },
    define: (scope, values) => configMap(scope, 'app', { image: values.image.trim() }),
    says: ['looks into the value image, at app/Resource (ConfigMap): data.image: it calls trim(); with image " ', 'A template cannot follow that'],
  },
  'a string is hashed': {
    values: { image: text() },
    define: (scope, values) => configMap(scope, 'app', { hash: createHash('sha256').update(values.image).digest('hex') }),
    says: ['does not hand on the value image as it is, at app/Resource (ConfigMap): data.hash: with image "', 'use a function of src/expressions'],
  },
  'a string is encoded': {
    values: { password: text() },
    define: (scope, values) => thing(scope, 'app', { data: { password: Buffer.from(values.password).toString('base64') } }),
    says: ['does not hand on the value password as it is, at app (Thing): spec.data.password: with password "', 'use a function of src/expressions'],
  },
  'the characters of a string are counted': {
    values: { image: text() },
    define: (scope, values) => thing(scope, 'app', { length: values.image.length }),
    says: ['does not hand on the value image as it is, at app (Thing): spec.length: with image "', 'make what is computed a value of its own'],
  },
  'a string is read as a number': {
    values: { count: Values.string({ default: '10', pattern: '^[0-9]{1,9}$' }) },
    define: (scope, values) => thing(scope, 'app', { count: Number(values.count) }),
    says: ['does not hand on the value count as it is, at app (Thing): spec.count: with count "', 'make what is computed a value of its own'],
  },
  'a value in the notes is changed': {
    values: { image: text() },
    define: (scope, values) => thing(scope, 'app', { image: values.image }),
    notes: (values: any) => `Installed ${values.image.toUpperCase()}.`,
    says: ['does not hand on the value image as it is, at NOTES.txt: with image "', 'Hand it on unchanged'],
  },
  'a list is sorted as texts': {
    values: { queues: queues() },
    define: (scope, values) => configMap(scope, 'app', { queues: values.queues.map(({ name, depth }: any) => `${name}=${depth}`).sort().join() }),
    says: ['app/Resource (ConfigMap): data.queues: it has parts of single elements of queues', 'in their order', 'go through lists as a whole'],
  },
  'a list is sorted by a number': {
    values: { queues: queues() },
    define: (scope, values) => thing(scope, 'app', { queues: [...values.queues].sort((a: any, b: any) => a.depth - b.depth) }),
    says: ['app (Thing): spec.queues', 'the order of the elements', 'go through lists as a whole'],
  },
  'a list is reversed': {
    values: { queues: queues() },
    define: (scope, values) => thing(scope, 'app', { queues: [...values.queues].reverse() }),
    says: ['app (Thing): spec.queues', 'it is not the same for every element of queues', 'the order of the elements', 'go through lists as a whole'],
  },
  'the elements of a list are added up': {
    values: { queues: queues() },
    define: (scope, values) => thing(scope, 'app', {
      names: values.queues.map(({ name }: any) => name), sum: values.queues.reduce((sum: number, { depth }: any) => sum + depth, 0),
    }),
    says: ['app (Thing): spec.sum', 'queues', 'go through lists as a whole'],
  },
  'the elements of a list are counted': {
    values: { queues: queues() },
    define: (scope, values) => thing(scope, 'app', { queues: values.queues, count: values.queues.length }),
    says: ['app (Thing): spec.count: it changes with the number of elements of queues', 'go through lists as a whole'],
  },
  'something is there from three elements on': {
    values: { queues: queues() },
    define: (scope, values) => thing(scope, 'app', { queues: values.queues, ...(values.queues.length > 2 ? { areMany: true } : {}) }),
    says: ['app (Thing): spec.areMany: it changes with the number of elements of queues', 'go through lists as a whole'],
  },
  'the first element of a list is taken': {
    values: { queues: queues() },
    define: (scope, values) => thing(scope, 'app', { queues: values.queues, first: values.queues[0]?.name ?? 'none' }),
    says: ['app (Thing): spec.first: it has parts of single elements of queues', 'go through lists as a whole'],
  },
  'the last element of a list is taken': {
    values: { queues: queues() },
    define: (scope, values) => thing(scope, 'app', { queues: values.queues, last: values.queues[values.queues.length - 1]?.name ?? 'none' }),
    says: ['app (Thing): spec.last: it has parts of single elements of queues', 'go through lists as a whole'],
  },
  'elements are numbered': {
    values: { queues: queues() },
    define: (scope, values) => thing(scope, 'app', { queues: values.queues.map((queue: any, index: number) => ({ ...queue, index })) }),
    says: ['app (Thing): spec.queues[].index: it is not the same for every element of queues: it depends on the position', 'go through lists as a whole'],
  },
  'equal elements are taken once': {
    values: { queues: Values.list({ name: text(), topic: text() }) },
    define: (scope, values) => thing(scope, 'app', {
      names: values.queues.map(({ name }: any) => name), topics: [...new Set(values.queues.map(({ topic }: any) => topic))],
    }),
    says: ['app (Thing): spec.topics', 'queues', 'go through lists as a whole'],
  },
  'the objects of a loop have one name': {
    values: { queues: queues() },
    define: (scope, values) => values.queues.forEach(({ name, depth }: any) => configMap(scope, `queue-${name}`, { depth: `${depth}` }, 'fixed')),
    says: [
      'Two objects of the kind ConfigMap have the same metadata.name, "fixed": two at queue-<queues[].name>/Resource for different elements of queues.',
      'Give each a name of its own, made of a field by which the elements of queues differ.',
    ],
  },
  'the objects of a loop have one name, their constructs are numbered': {
    values: { queues: queues() },
    define: (scope, values) => values.queues.forEach(({ name, depth }: any, index: number) => (
      configMap(scope, `queue-${index}`, { [name]: `${depth}` }, 'fixed'))),
    says: [
      'Two objects of the kind ConfigMap have the same metadata.name, "fixed": at queue-0/Resource and at queue-1/Resource for different elements of queues.',
      'Give each a name of its own, made of a field by which the elements of queues differ.',
    ],
  },
  'the constructs of a loop have one id': {
    values: { queues: queues() },
    define: (scope, values) => values.queues.forEach(({ name, depth }: any) => configMap(scope, 'queue', { depth: `${depth}` }, name)),
    says: ['The construct makes another one with the id "queue" in the chart for each element of queues', 'Let the id contain a field by which the elements differ'],
  },
  'two objects have one literal name': {
    values: { image: text() },
    define: (scope, values) => {
      configMap(scope, 'one', { image: values.image }, 'settings');
      configMap(scope, 'other', {}, 'settings');
    },
    says: [
      'Two objects of the kind ConfigMap have the same metadata.name, "settings": at one/Resource and at other/Resource.', 'Give each a name of its own.',
    ],
  },
  'a pod of the tests has the name of another pod': {
    values: { image: text() },
    define: (scope, values) => new kplus.Pod(scope, 'app', { metadata: { name: 'app' }, containers: [{ image: values.image }] }),
    tests: (scope, values) => new kplus.Pod(scope, 'test', { metadata: { name: 'app' }, containers: [{ image: values.image }] }),
    says: ['Two objects of the kind Pod have the same metadata.name, "app": at app/Resource and at test/Resource.', 'Give each a name of its own.'],
  },
  'an automatic name is made of a value': {
    values: { queues: queues() },
    define: (scope, values) => values.queues.forEach(({ name, depth }: any) => configMap(scope, `queue-${name}`, { depth: `${depth}` })),
    says: [
      'The ConfigMap at queue-<queues[].name>/Resource has no metadata.name', 'which contains the value queues[].name.',
      'Give it metadata: { name: ... }, made of queues[].name, or an id without a value.',
    ],
  },
  'an automatic name is made of a value, in a chart of its own': {
    values: { tenant: text() },
    define: (scope, values) => configMap(new Chart(scope, `tenant-${values.tenant}`), 'settings', { tenant: values.tenant }),
    says: [
      'The ConfigMap at tenant-<tenant>/settings/Resource has no metadata.name', 'which contains the value tenant.',
      'Give it metadata: { name: ... }, made of tenant, or an id without a value.',
    ],
  },
  'the time shows': {
    values: { image: text() },
    define: (scope, values) => configMap(scope, 'app', { image: values.image, time: new Date().toISOString() }),
    // Two real runs may already fall into two milliseconds.
    says: ['different output for equal values: app/Resource (ConfigMap) at data.time is "', /" once and "20\d\d-\d\d-/, 'on the clock', 'Make it a value'],
  },
  'a random number shows': {
    values: { image: text() },
    define: (scope, values) => configMap(scope, 'app', { image: values.image, token: `${Math.random()}` }),
    says: ['different output for equal values: app/Resource (ConfigMap) at data.token is "0.', 'on random numbers', 'Make it a value of the chart'],
  },
  'a random identifier shows': {
    values: { image: text() },
    define: (scope, values) => configMap(scope, 'app', { 'image': values.image, 'my.token': randomUUID() }),
    says: ['different output for equal values: app/Resource (ConfigMap) at data.my.token is "', 'on random numbers', 'Make it a value of the chart'],
  },
  'the id of a construct is random': {
    values: { image: text() },
    define: (scope, values) => configMap(scope, `app-${Math.random()}`, { image: values.image }),
    says: ['different output for equal values: its object number 1 is app-0.', 'the id of a construct', 'on random numbers', 'Make it a value of the chart'],
  },
  'an object is made by chance': {
    values: { image: text() },
    define: (scope, values) => {
      configMap(scope, 'app', { image: values.image });
      if (Math.random() < 0.5) configMap(scope, 'lucky', {});
    },
    says: ['different output for equal values: its object number 2 is ', 'lucky/Resource (ConfigMap)', 'on random numbers', 'Make it a value of the chart'],
  },
  'a variable of the environment shows': {
    values: { image: text() },
    define: (scope, values) => configMap(scope, 'app', { image: values.image, stage: process.env.STAGE_OF_ERRORS_TEST ?? 'dev' }),
    says: ['different output for equal values: app/Resource (ConfigMap) at data.stage is "dev" once and "elsewhere"', 'on environment variables', 'Make it a value'],
  },
  'a counter outside the construct shows': {
    values: { image: text() },
    define: (scope, values) => configMap(scope, 'app', { image: values.image, number: `${counter++}` }),
    says: ['different output for equal values: app/Resource (ConfigMap) at data.number is "', 'such as a counter', 'Make it a value of the chart'],
  },
  'a counter outside the construct shows in few situations': {
    values: { image: text(), debug: Values.boolean(), quiet: Values.boolean() },
    define: (scope, { image, debug, quiet }) => configMap(scope, 'app', { image, quiet: `${quiet}`, ...(debug && !quiet ? { number: `${counter++}` } : {}) }),
    says: ['different output for equal values: app/Resource (ConfigMap) at data.number is "', 'such as a counter', 'Make it a value of the chart'],
  },
  'a property of a struct is read': {
    values: { affinity: Values.kubernetes('v1.Affinity') },
    define: (scope, values) => thing(scope, 'app', { hasAffinity: values.affinity?.nodeAffinity !== undefined }),
    says: ['The value affinity is handed through as it is, but the construct reads its property "nodeAffinity". Declare it as Values.object'],
  },
  'a struct is spread': {
    values: { affinity: Values.kubernetes('v1.Affinity') },
    define: (scope, values) => thing(scope, 'app', { affinity: { own: true, ...values.affinity } }),
    says: ['The value affinity is handed through as it is, but the construct lists its properties. Declare it as Values.object'],
  },
  'a struct stands in metadata': {
    values: { label: Values.any() },
    define: (scope, values) => configMap(scope, 'app', {}).metadata.addLabel('label', values.label),
    says: ['The value label is handed through as it is, but stands in the metadata of app/Resource, where', 'Declare labels and annotations as Values.map'],
  },
  'a struct becomes text': {
    values: { affinity: Values.any() },
    define: (scope, values) => configMap(scope, 'app', { affinity: `${values.affinity}` }),
    says: ['The value affinity is handed through as it is, but the construct makes a text of it. Declare it as Values.object'],
  },
  'two numbers are compared, and some refused': {
    values: { least: Values.integer({ default: 1 }), most: Values.integer({ default: 5 }) },
    define: (scope, values) => {
      if (values.least > values.most) throw new Error('The least is above the most.');
      thing(scope, 'app', { ...values });
    },
    says: [/\bleast\b.*\bmost\b/, 'The least is above the most.', 'compares ', 'which a template cannot follow. Hand '],
  },
  'two numbers are compared': {
    values: { least: Values.integer({ default: 1 }), most: Values.integer({ default: 5 }) },
    define: (scope, values) => thing(scope, 'app', { ...values, isWide: values.most > values.least }),
    says: [/spec\.isWide(:|, because of) .*\b(least|most)\b/, 'compares ', 'which a template cannot follow. Hand '],
  },
  'two strings are compared, which are equal by default': {
    values: { user: text(), database: text() },
    define: (scope, values) => thing(scope, 'app', { ...values, isSame: values.user === values.database }),
    says: [
      'compares the values user and database with each other', 'at app (Thing): spec.isSame: when both are the same, there is true, where false was expected',
      'which a template cannot follow. Hand ',
    ],
  },
  'two strings are keys of one object': {
    values: { host: text('example.com'), alias: text('www.example.com') },
    define: (scope, values) => thing(scope, 'app', {
      hosts: Object.entries({ [values.host]: '/', [values.alias]: '/api' }).map(([host, prefix]) => ({ host, prefix })),
    }),
    says: [/looks into the value alias, at app \(Thing\): spec\.hosts.*as the key of an object, where JavaScript puts whole numbers first/, 'limit the value (pattern)'],
  },
  'two strings that are no numbers are keys of one object': {
    values: { host: Values.string({ default: 'a.b', pattern: '^[a-z.]+$' }), alias: Values.string({ default: 'b.c', pattern: '^[a-z.]+$' }) },
    define: (scope, values) => thing(scope, 'app', { paths: Object.entries({ [values.host]: '/', [values.alias]: '/api' }).map((entry) => entry.join()) }),
    says: ['compares the values host and alias with each other, or uses both as keys of one object, at app (Thing): spec.paths', 'limit them so that it always comes out alike'],
  },
  'a number must not be that of another one': {
    values: { port: Values.integer({ default: 80, minimum: 1 }), metricsPort: Values.integer({ default: 81, minimum: 1 }) },
    define: (scope, values) => {
      if (values.port === values.metricsPort) throw new Error('The ports are the same.');
      thing(scope, 'app', { ...values });
    },
    says: ['compares the values port and metricsPort with each other, at all that it makes: when both are the same, there is the error "The ports are the same."', 'Hand both on'],
  },
  'a number is one more than another': {
    values: { least: Values.integer({ default: 1 }), most: Values.integer({ default: 2 }) },
    define: (scope, values) => thing(scope, 'app', { ...values, areNeighbours: values.most === values.least + 1 }),
    says: ['the construct and the template differ: app (Thing): spec.areNeighbours, because of least (', ') and most (', 'compares these values with each other'],
  },
  'a string is much longer than another': {
    values: { image: text(), name: text() },
    define: (scope, values) => thing(scope, 'app', { ...values, isLonger: values.image.length > values.name.length + 40 }),
    says: ['the construct and the template differ: app (Thing): spec.isLonger, because of image ("', 'and name ("', 'compares these values with each other'],
  },
  'the beginning of a string is looked at': {
    values: { image: text() },
    define: (scope, { image }) => thing(scope, 'app', { image, isLocal: image.startsWith('localhost/') }),
    says: [
      'looks into the value image, at app (Thing): spec.isLocal: it calls startsWith("localhost/"); with image "localhost/', 'there is true, where false was expected',
      'A template cannot follow that. Make what is decided a boolean',
    ],
  },
  'the end of a string is looked at, deep in a branch': {
    values: { image: text(), ...switches('ab') },
    define: (scope, { image, isA, isB }) => thing(scope, 'app', { image, isA, isB, isOld: isA && isB && `${image}`.endsWith('-old') }),
    says: ['looks into the value image, at app (Thing): spec.isOld: it calls endsWith("-old"); with image "-old', 'A template cannot follow that'],
  },
  'the first character of a string is compared': {
    values: { folder: text() },
    define: (scope, { folder }) => thing(scope, 'app', { folder, isAbsolute: folder[0] === '/' }),
    says: ['looks into the value folder, at app (Thing): spec.isAbsolute: it looks for "/" in it; with folder "/" there is true', 'A template cannot follow that'],
  },
  'a string is matched': {
    values: { tag: text() },
    define: (scope, { tag }) => thing(scope, 'app', { tag, isVersion: /^v[0-9]+\.[0-9]+$/.test(tag) }),
    says: ['looks into the value tag, at app (Thing): spec.isVersion: it calls /^v[0-9]+\\.[0-9]+$/.test; with tag "v', 'there is true', 'A template cannot follow that'],
  },
  'a string is matched by exec': {
    values: { tag: text() },
    define: (scope, { tag }) => thing(scope, 'app', { tag, isVersion: /^v[0-9]+$/.exec(tag) !== null }),
    says: ['looks into the value tag, at app (Thing): spec.isVersion: it matches it with /^v[0-9]+$/; with tag "v', 'A template cannot follow that'],
  },
  'a string takes the place of a word': {
    values: { image: text() },
    define: (scope, { image }) => thing(scope, 'app', { line: 'run IMAGE now'.replace('IMAGE', image) }),
    says: ['looks into the value image, at app (Thing): spec.line: it calls replace(..., the value); with image "$&', 'A template cannot follow that'],
  },
  'a string is not accepted by the construct': {
    values: { image: text('a:b') },
    define: (scope, { image }) => {
      if (/\s/.test(image)) throw new Error(`The image ${image} has a space.`);
      thing(scope, 'app', { image });
    },
    says: ['looks into the value image, at all that it makes: it calls /\\s/.test; with image "', 'there is the error "The image', 'limit the value (pattern)'],
  },
  'elements of a list are compared': {
    values: { args: Values.list(text()) },
    define: (scope, { args }) => thing(scope, 'app', { args: args.map((arg: string) => (arg === '--debug' ? '--verbose' : arg)) }),
    says: ['looks into the value args[], at app (Thing): spec.args.0: it compares it with "--debug"; with args[] "--debug" there is "--verbose"', 'an enumeration'],
  },
  'a scalar is compared': {
    values: { setting: Values.scalar({ default: 'off' }) },
    define: (scope, { setting }) => thing(scope, 'app', { setting, isOn: setting === 'on' }),
    says: ['looks into the value setting, at app (Thing): spec.isOn: it compares it with "on"; with setting "on" there is true', 'an enumeration'],
  },
  'a string is compared with many constants': {
    values: { size: text('any') },
    define: (scope, { size }) => thing(scope, 'app', { size, rank: ['a0', 'b0', 'c0', 'd0', 'e0', 'f0', 'g0', 'h0', 'i0', 'j0'].indexOf(size) }),
    says: ['compares the value size with more than 8 constants: "a0", "b0"', 'Use an enumeration'],
  },
  'a key of a map is read': {
    values: { labels: Values.map(Values.string()) },
    define: (scope, { labels }) => thing(scope, 'app', { labels, team: labels.team ?? 'none' }),
    says: [
      'looks into the value labels, at app (Thing): spec.team: it reads the key "team" of the map by its name; with the key "team" there is "<labels{}>", where "none" was expected',
      'Declare the key as a value of its own, beside the map',
    ],
  },
  'it is asked whether a map has a key': {
    values: { group: Values.optional({ labels: Values.map(Values.integer()) }) },
    define: (scope, { group }) => thing(scope, 'app', { labels: group?.labels, hasTeam: group !== undefined && 'team' in group.labels }),
    says: ['looks into the value group.labels, at app (Thing): spec.hasTeam: it reads the key "team" of the map by its name', 'Declare the key as a value of its own'],
  },
  'a string is split': {
    values: { image: text('nginx:1.27') },
    define: (scope, values) => thing(scope, 'app', { image: values.image, tag: values.image.split(':')[1] ?? 'latest' }),
    says: [
      'looks into the value image, at app (Thing): spec.tag: it calls split(":"); with image ":', 'where "latest" was expected', 'A template cannot follow that. Make what is decided',
    ],
  },
  'a string is searched': {
    values: { image: text('nginx:1.27') },
    define: (scope, values) => thing(scope, 'app', { image: values.image.includes(':') ? values.image : `${values.image}:latest` }),
    says: ['looks into the value image, at app (Thing): spec.image: it calls includes(":"); with image ":', 'A template cannot follow that. Make what is decided'],
  },
  'a key that a map has already makes a third thing': {
    values: { labels: Values.map(Values.string()) },
    define: (scope, values) => thing(scope, 'app', { labels: { ...values.labels, app: `web-${values.labels.app ?? ''}` } }),
    says: ['looks into the value labels, at app (Thing): spec.labels.app: it reads the key "app" of the map by its name; with the key "app" there is "web-'],
  },
  'a key that a copy of a map has already makes a third thing': {
    values: { labels: Values.map(Values.string()) },
    define: (scope, values) => {
      const labels = { ...values.labels };
      labels.app = `web-${labels.app ?? ''}`;
      thing(scope, 'app', { labels });
    },
    says: ['app (Thing): spec.labels: when a key of a map is one that the mapping has itself', 'Hand values on as they are'],
  },
  'more than six switches decide one place': {
    values: switches('abcdefghijkl'),
    define: (scope, values) => thing(scope, 'app', { ...values, areAll: Object.values(values).every(Boolean) }),
    says: ['app (Thing): spec.areAll: it depends on more than six values at once; among them are isA, isB', 'Decide it by one value of its own.'],
  },
  'more than six switches decide one place, beside numbers with little room': {
    values: {
      ...switches('abcdefghijkl'), hour: Values.integer({ default: 1, minimum: 0, maximum: 23 }), workers: Values.integer({ default: 2, minimum: 1, maximum: 512 }),
    },
    define: (scope, { hour, workers, ...values }) => {
      new kplus.ServiceAccount(scope, 'account');
      if (values.isA && values.isB) configMap(scope, 'both', { hour: `${hour}` });
      const hash = sha256(`workers ${workers}, ${Object.values(values).filter(Boolean).length}`);
      thing(scope, 'app', { ...values, hour, workers, hash, areAll: Object.values(values).every(Boolean) });
    },
    says: [/^Nothing was written, since no template was found for app \(Thing\): spec\.(areAll|hash): it depends on more than six values at once/],
  },
  'no values are accepted': {
    values: { image: text() },
    define: () => { throw new Error('It never works.'); },
    says: ['The construct refuses all values that were tried: It never works. Give its values limits (pattern, minimum, maximum), or examples, with which it works.'],
  },
  'no carrier is accepted': {
    values: { image: text('a:b'), other: text() },
    define: (scope, { image, other }) => {
      if (!/:/.test(image)) throw new Error(`The image ${image} has no tag.`);
      thing(scope, 'app', { image, other });
    },
    says: [
      'The construct refuses all values that were tried: The image <image> has no tag. Before that it calls /:/.test of image. '
      + 'Give the value image limits (pattern, minimum, maximum), or examples, with which it works.',
    ],
  },
  'a pattern leaves no room': {
    values: { letter: Values.string({ default: 'a', pattern: '^[ab]$' }) },
    define: (scope, values) => thing(scope, 'app', { ...values }),
    says: ['No string could be found for the value letter within its limits (pattern ^[ab]$', 'give it at least two examples'],
  },
};

/** Packages that are refused before their construct runs. */
const DECLARED: { readonly [what: string]: Partial<Program> & { readonly says: readonly (string | RegExp)[] } } = {
  'a value called n': { values: { n: text() }, says: ['The value n has a name that YAML reads as a boolean or null; it must be another, such as nValue.'] },
  'a value called yes': { values: { yes: text() }, says: ['The value yes has a name that YAML reads as a boolean or null; it must be another, such as yesValue.'] },
  'a value inside a group called on': {
    values: { group: Values.object({ on: Values.boolean() }) }, says: ['The value group.on has a name that YAML reads as a boolean or null; it must be another'],
  },
  'a value with a dash': { values: { 'my-value': text() }, says: ['The value my-value has a name that templates cannot read; it must be letters, digits and _'] },
  'a switch in an optional group': {
    values: { group: Values.optional({ enabled: Values.boolean() }) }, says: ['The value group.enabled is the switch of its group already; it must have another name.'],
  },
  'a value called global': { values: { global: text() }, says: ['The value global belongs to Helm, which hands one to all charts of an umbrella chart; it must be a group, made by Values.object, or have another name.'] },
  'a value that is none': { values: { image: 'nginx' as any }, says: ['The value image is nginx; it must be made by Values, as in Values.string().'] },
  'a number below its limit': {
    values: { port: Values.integer({ default: 0, minimum: 1 }) }, says: ['The default of port is not within its own limits. The value port is 0; it must be at least 1.'],
  },
  'a string beside its pattern': {
    values: { host: Values.string({ default: 'X', pattern: '^[a-z]+$' }) },
    says: ['The default of host is not within its own limits. The value host is "X"; it must match ^[a-z]+$.'],
  },
  'limits that exclude each other': {
    values: { port: Values.integer({ default: 2, minimum: 3, maximum: 1 }) }, says: ['The value port has a minimum of 3, which is above its maximum of 1.'],
  },
  'a type that Kubernetes does not have': {
    values: { group: Values.object({ affinity: Values.kubernetes('v1.Afinity') }) },
    says: [/^The value group\.affinity cannot be checked: "v1\.Afinity" is not a type of Kubernetes .*; did you mean v1\.Affinity/],
  },
  'a map of switches': { values: { flags: Values.map(Values.boolean()) }, says: ['The values of the map flags are of the kind boolean; they must be strings, scalars or numbers.'] },
  'a list without its key': { values: { queues: Values.list({ depth: Values.integer() }, { key: 'name' }) }, says: ['The elements of queues differ by their name, but they have no such field.'] },
  'a name that is no DNS label': { name: 'Web_1', says: ['HelmPackage: name is "Web_1"; it must be 1 to 63 of the characters a-z'] },
  'no name': { name: '', says: ['HelmPackage: name is ""; it must be 1 to 63 of the characters a-z'] },
  'a version that is none': { version: 'v1', says: ['HelmPackage web: version is "v1"; it must be a semantic version such as 1.2.3 or 1.2.3-rc.1.'] },
  'versions of Kubernetes that are none': {
    kubeVersion: '1.28 or newer', says: ['HelmPackage web: kubeVersion is "1.28 or newer"; it must be versions as Helm compares them, such as ">=1.28-0"'],
  },
  'an app version that is no text': { appVersion: 18 as any, says: ['HelmPackage web: appVersion is 18; it must be a string of one line, not empty.'] },
  'a description of two lines': { description: 'One.\nTwo.', says: ['HelmPackage web: description is "One.\\nTwo."; it must be a string of one line, not empty.'] },
  'a home without its scheme': { home: 'example.com', says: ['HelmPackage web: home is "example.com"; it must be an address such as https://example.com/project.'] },
  'an icon that is a file': { icon: 'icon.svg', says: ['HelmPackage web: icon is "icon.svg"; it must be an address such as https://example.com/project.'] },
  'an empty source': { sources: ['https://example.com', ''], says: ['HelmPackage web: sources[1] is ""; it must be an address such as'] },
  'a keyword of blanks': { keywords: ['a', '  '], says: ['HelmPackage web: keywords[1] is "  "; it must be a string of one line, not empty.'] },
  'a maintainer without a name': { maintainers: [{ name: '' }], says: ['HelmPackage web: maintainers[0].name is ""; it must be a string of one line, not empty.'] },
  'a maintainer who cannot be written to': {
    maintainers: [{ name: 'a', email: 'a.example.com' }], says: ['HelmPackage web: maintainers[0].email is "a.example.com"; it must be an e-mail address such as team@example.com.'],
  },
  'a maintainer whose page has no scheme': { maintainers: [{ name: 'a', url: 'example.com' }], says: ['HelmPackage web: maintainers[0].url is "example.com"; it must be an address'] },
  'an annotation that is a list': {
    annotations: { 'artifacthub.io/links': ['https://example.com'] as any },
    says: ['HelmPackage web: annotations.artifacthub.io/links is ["https://example.com"]; it must be a string; write lists and objects as YAML in it.'],
  },
  'a file outside the chart': { handWritten: ['../values.yaml'], says: ['HelmPackage web: file name is "../values.yaml"; it must be a path inside the chart, without "..".'] },
  'a raw template in the place of another': {
    rawTemplates: { 'app-thing.yaml': 'x' }, says: ['The file templates/app-thing.yaml of the chart web is written twice; give the raw template another name.'],
  },
  'a raw template in the place of the helpers': {
    rawTemplates: { '_helpers.tpl': 'x' }, says: ['The file templates/_helpers.tpl of the chart web is written twice; give the raw template another name.'],
  },
  'a file written by hand that is one of the chart': {
    handWritten: ['values.yaml'], says: ['The file values.yaml is declared as written by hand, but is one that the chart is made of; nothing was written.'],
  },
  'a file written by hand that is not there': {
    handWritten: ['templates/extra.yaml'], says: ['The file templates/extra.yaml is declared as written by hand, but is not in ', 'nothing was written.'],
  },
};

type Row = [string, () => HelmPackage, readonly (string | RegExp)[]];

const fine = { values: { image: text() }, define: (scope: Construct, values: any) => thing(scope, 'app', { ...values }) };

const refused: Row[] = [
  ...Object.entries(REFUSED).map(([what, { says, ...program }]): Row => [what, () => packaged(program), says]),
  ...Object.entries(DECLARED).map(([what, { says, ...program }]): Row => [what, () => packaged({ ...fine, ...program }), says]),
];

test.each(refused)('refused, and nothing written: %s', (_what, make, says) => {
  const parent = fs.mkdtempSync(path.join(temporary.path, 'refused-'));
  const known = path.join(parent, 'known');
  fs.mkdirSync(path.join(known, 'templates'), { recursive: true });
  fs.writeFileSync(path.join(known, 'Chart.yaml'), 'name: known\n');
  fs.writeFileSync(path.join(known, 'templates', 'old.yaml'), 'kind: Old\n');
  const before = filesIn(parent);
  for (const folder of ['new', 'known']) {
    const message = messageOf(() => make().write(path.join(parent, folder)));
    for (const part of says) expect(message).toEqual(typeof part === 'string' ? expect.stringContaining(part) : expect.stringMatching(part));
    expect(message).toMatch(/[.?]$/);
    expect(filesIn(parent)).toEqual(before);
  }
});

test('refused, and nothing written: a folder with something else in it', () => {
  const folder = fs.mkdtempSync(path.join(temporary.path, 'else-'));
  fs.writeFileSync(path.join(folder, 'thesis.txt'), 'years of work');
  const pkg = packaged(fine);
  expect(messageOf(() => pkg.write(folder))).toBe(`The folder ${folder} is not empty and holds no chart; nothing was written. Give a folder of its own, such as charts/NAME.`);
  expect(filesIn(folder)).toEqual({ 'thesis.txt': 'years of work' });
});

/** Comparisons that are found, and values on both sides of them. */
const ACCEPTED: { readonly [what: string]: Program & { readonly sides: readonly any[] } } = {
  'a number with a constant': {
    values: { replicas: Values.integer({ default: 2, minimum: 0 }) },
    define: (scope, { replicas }) => thing(scope, 'app', { replicas, ...(replicas > 1 ? { isSpread: true } : {}) }),
    sides: [0, 1, 2, 3, 1000].map((replicas) => ({ replicas })),
  },
  'a port with one port': {
    values: { port: Values.integer({ default: 5432, minimum: 1, maximum: 65535 }) },
    define: (scope, { port }) => thing(scope, 'app', { port, isUsual: port === 5432 }),
    sides: [1, 5431, 5432, 5433, 65535].map((port) => ({ port })),
  },
  'a string with an example': {
    values: { tag: Values.string({ default: '1.27', minLength: 1, examples: ['latest'] }) },
    define: (scope, { tag }) => thing(scope, 'app', { tag, pull: tag === 'latest' ? 'Always' : 'IfNotPresent' }),
    sides: ['1.27', 'latest', 'latest2', 'LATEST'].map((tag) => ({ tag })),
  },
  'a string with a constant that is no example': {
    values: { tag: text('1.27') },
    define: (scope, { tag }) => thing(scope, 'app', { tag, pull: tag === 'latest' ? 'Always' : 'IfNotPresent' }),
    sides: ['1.27', 'latest', 'latest2', 'LATEST'].map((tag) => ({ tag })),
  },
  'a string with constants of a switch, in an element of a list, while something is off': {
    values: { isOff: Values.boolean(), jobs: Values.list({ name: text(), shell: text('bash') }) },
    define: (scope, { isOff, jobs }) => thing(scope, 'app', {
      isOff,
      jobs: jobs.map(({ name, shell }: any) => {
        switch (isOff ? '' : shell) {
          case 'bash': return { name, command: ['bash', '-c'] };
          case 'pwsh': return { name, command: ['pwsh'] };
          default: return { name, shell };
        }
      }),
    }),
    sides: [true, false].flatMap((isOff) => ['bash', 'pwsh', 'zsh'].map((shell) => ({ isOff, jobs: [{ name: 'a', shell }, { name: 'b', shell: 'x' }] }))),
  },
  'a string with the members of a list, a Set and a Map': {
    values: { size: text('huge'), zone: text('here'), tier: text('any') },
    define: (scope, { size, zone, tier }) => thing(scope, 'app', {
      size,
      zone,
      tier,
      isKnown: ['small', 'large'].includes(size),
      isNear: new Set(['eu-1', 'eu-2']).has(zone),
      rank: new Map([['gold', 1], ['silver', 2]]).get(tier) ?? 3,
    }),
    sides: ['small', 'x'].flatMap((size) => ['eu-2', 'y'].flatMap((zone) => ['gold', 'silver', 'z'].map((tier) => ({ size, zone, tier })))),
  },
  'a number with a constant far from its default': {
    values: { seconds: Values.integer({ default: 0, minimum: 0 }) },
    define: (scope, { seconds }) => {
      if (seconds >= 600) throw new Error('It must be below 600 seconds.');
      thing(scope, 'app', { seconds });
    },
    sides: [0, 1, 599].map((seconds) => ({ seconds })),
  },
  'a number in a window': {
    values: { level: Values.integer({ default: 0, minimum: 0 }) },
    define: (scope, { level }) => thing(scope, 'app', { level, isUsual: level > 4000 && level < 4003 }),
    sides: [0, 4000, 4001, 4002, 4003, 9999].map((level) => ({ level })),
  },
  'a string with its default': {
    values: { database: text('postgres') },
    define: (scope, { database }) => thing(scope, 'app', { database, create: database === 'postgres' ? [] : [database] }),
    sides: ['postgres', 'postgres2', 'app'].map((database) => ({ database })),
  },
  'a struct put where a patch says': {
    values: { affinity: Values.kubernetes('v1.Affinity') },
    define: (scope, { affinity }) => thing(scope, 'app', { affinity, hasAffinity: affinity !== undefined }),
    sides: [{}, { affinity: { nodeAffinity: {} } }],
  },
  'a key of a map wins over that of the mapping': {
    values: { labels: Values.map(Values.string()) },
    define: (scope, { labels }) => thing(scope, 'app', { labels: { app: 'web', ...labels, tier: 'front' } }),
    sides: [{}, { labels: { app: 'x', tier: 'y', other: 'z' } }],
  },
  'a list of objects by an enumeration': {
    values: { queues: Values.list({ name: Values.enumeration(['mail', 'orders']), depth: Values.integer() }) },
    define: (scope, values) => values.queues.forEach(({ name, depth }: any) => thing(scope, `queue-${name}`, { depth }, { name })),
    sides: [{}, { queues: [{ name: 'orders', depth: 1 }, { name: 'mail', depth: 2 }] }, { queues: [{ name: 'mail', depth: 1 }] }],
  },
  'an element of a list has a choice in its name': {
    values: { queues: Values.list({ name: text(), isFast: Values.boolean() }) },
    define: (scope, values) => values.queues.forEach(({ name, isFast }: any) => thing(scope, `queue-${name}`, {}, { name: `${isFast ? 'fast' : 'slow'}-${name}` })),
    sides: [{}, { queues: [{ name: 'a', isFast: true }, { name: 'b', isFast: false }] }],
  },
};

test.each(Object.entries(ACCEPTED))('accepted, and equal on both sides: %s', (_what, { sides, ...program }) => {
  expectEqual(packaged(program), sides);
});

const combinationsOf = (names: string) => Array.from({ length: 2 ** names.length }, (_, number) => (
  Object.fromEntries([...names].map((name, index) => [`is${name.toUpperCase()}`, Math.floor(number / 2 ** index) % 2 === 1]))));

test.each([
  ['all of five', 'abcde', (all: boolean[]) => all.every(Boolean)],
  ['an odd number of five', 'abcde', (all: boolean[]) => all.filter(Boolean).length % 2 === 1],
  ['an odd number of seven', 'abcdefg', (all: boolean[]) => all.filter(Boolean).length % 2 === 1],
  ['all of twelve', 'abcdefghijkl', (all: boolean[]) => all.every(Boolean)],
  ['all but one of twelve', 'abcdefghijkl', (all: boolean[]) => all.every((value, index) => value === index > 0)],
  ['none of twelve', 'abcdefghijkl', (all: boolean[]) => !all.some(Boolean)],
])('right or refused: what depends on %s', (_what, names, decide) => {
  const pkg = packaged({
    values: switches(names), define: (scope, values) => thing(scope, 'app', { ...values, planted: decide(Object.values(values)) }),
  });
  const message = messageOf(() => pkg.evaluate());
  if (message === undefined) expectEqual(pkg, combinationsOf(names));
  else expect(message).toContain('app (Thing): spec.planted: it depends on more than six values at once');
});

/**
 * What is neither right nor refused today, because it shows for few values only. Each must be found, or be named in the guarantee; who makes it
 * work is told so by this test and moves it above.
 */
describe('not yet found', () => {
  const HIDDEN: { readonly [what: string]: Program & { readonly sides: readonly any[] } } = {
    'six switches that are on while six are off': {
      values: switches('abcdefghijkl'),
      define: (scope, values) => thing(scope, 'app', { ...values, planted: Object.values(values).every((value, index) => value === index < 6) }),
      sides: combinationsOf('abcdefghijkl').filter((values) => Object.values(values).every((value, index) => value === index < 6)),
    },
  };

  test.failing.each(Object.entries(HIDDEN))('%s', (_what, { sides, ...program }) => {
    const pkg = packaged(program);
    if (messageOf(() => pkg.evaluate()) === undefined) expectEqual(pkg, sides);
  });
});

function expectEqual(pkg: HelmPackage, sides: readonly any[]): void {
  for (const values of sides) {
    const [native, evaluated] = [pkg.synth(values), pkg.evaluate(values)].map((objects) => objects.map(canonical).sort());
    if (canonical(native) !== canonical(evaluated)) expect({ values, objects: evaluated }).toEqual({ values, objects: native });
  }
}

function messageOf(body: () => unknown): string | undefined {
  try {
    body();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function filesIn(folder: string): { [file: string]: string } {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map((entry) => path.join(entry.parentPath, entry.name)).sort()
    .map((file) => [path.relative(folder, file), fs.readFileSync(file, 'utf8')]));
}

import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { writeValuesPrinter } from './charts';
import { declarations } from './rich';
import { Declaration, declare } from '../../../src/helm/declaration';
import { Random } from '../../../src/helm/trace/random';
import { Values } from '../../../src/helm/values';
import { defaultsOf } from '../../../src/helm/values/defaults';
import { randomJson } from '../../../src/helm/values/random-json';
import { randomText } from '../../../src/helm/values/random-text';
import { valuesYaml } from '../../../src/helm/values/values-yaml';
import { HelmRenderer, Rendered } from '../../support/helm-render';
import { makeTemporaryFolder, TemporaryFolder } from '../../support/temporary-folder';
import { describeWithTools } from '../../support/tools';

/** Many values with random defaults that are hard to write. */
function odd(seed: number): Declaration {
  const random = new Random(seed);
  const anyText = declare({ text: Values.string() }).fields[0];
  const text = () => randomText(anyText, random);
  const map = () => Object.fromEntries(Array.from({ length: 5 }, () => [text() || 'empty', text()]));
  return declare(Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`v${index}`, [
    Values.any({ default: withoutNull(randomJson(random, 4)), description: text() }),
    Values.string({ default: text() }),
    Values.map(Values.string(), { default: map(), keyPattern: '' }),
    Values.list(Values.any(), { default: [text(), map(), [text(), [map()]], { list: [text()], map: map() }] }),
  ][index % 4]])));
}

function withoutNull(value: any): any {
  return JSON.parse(JSON.stringify(value, (_, member) => member ?? 'null'));
}

const roots = Object.entries({ ...declarations, 'odd values': odd(1), 'odder values': odd(2), 'nothing': declare({}) });

describe('values.yaml', () => {
  test.each(roots)('of %s is the same in YAML 1.1 and 1.2', (_, root) => {
    const text = valuesYaml(root, 'Values.\n\nMore.');
    expect(parse(text, { version: '1.1' })).toEqual(defaultsOf(root));
    expect(parse(text, { version: '1.2' })).toEqual(defaultsOf(root));
  });

  test('is for people', () => {
    expect(valuesYaml(declare({
      image: Values.string({ default: 'nginx:1.27', description: 'Container image' }),
      replicas: Values.integer({ default: 2, minimum: 1, description: 'How many pods there are.' }),
      limit: Values.integer({ optional: true, minimum: 1, maximum: 65535 }),
      password: Values.string({ description: 'Password of the user.', minLength: 8 }),
      level: Values.enumeration(['debug', 'info'], { optional: true }),
      ingress: Values.optional({
        host: Values.string({ description: 'Name\nof the host.' }),
        annotations: Values.map(Values.string(), { default: { 'kubernetes.io/tls': 'true' } }),
      }, { description: 'Access from outside.' }),
      database: Values.object({ name: Values.string() }),
      queues: Values.list({
        name: Values.string({ description: 'What it is called' }),
        depth: Values.integer({ default: 10 }),
        tls: Values.optional({ secret: Values.string() }),
      }, { default: [{ name: 'a' }, { name: 'yes', depth: 1 }] }),
      script: Values.string({ default: 'echo "a: b"\nexit\n' }),
    }), 'Default values of web.')).toBe(`\
# Default values of web.

# -- Takes the place of the name of the chart in the names of all objects.
nameOverride: ""

# -- Takes the place of the name of the release and the chart in the names of all objects.
fullnameOverride: ""

# -- Container image.
image: nginx:1.27

# -- How many pods there are. At least 1.
replicas: 2

# -- 1 to 65535. Optional.
# limit:

# -- Password of the user. Required. At least 8 characters.
# password:

# -- One of debug, info. Optional.
level: ""

# -- Access from outside.
ingress:
  # -- Whether it is enabled.
  enabled: false
  # -- Name
  # of the host. Required.
  # host:
  annotations:
    kubernetes.io/tls: "true"

database: {}
  # -- Required.
  # name:

# -- Each has its own name.
#   name: string. What it is called. Required.
#   depth: integer, 10 when left out.
#   tls: object.
#     enabled: boolean.
#     secret: string. Required.
queues:
  - name: a
  - name: "yes"
    depth: 1

script: |
  echo "a: b"
  exit
`);
  });
});

let folder: TemporaryFolder;
beforeAll(() => { folder = makeTemporaryFolder(); });
afterAll(() => folder.remove());

describeWithTools(['render3', 'render4'], 'values.yaml in a chart', () => {
  describe.each([3, 4] as const)('by Helm %i', (version) => {
    test.each(roots)('is exactly the defaults of %s', (name, root) => {
      const path = join(folder.path, `${name}-${version}`);
      mkdirSync(path);
      writeValuesPrinter(path);
      writeFileSync(join(path, 'values.yaml'), valuesYaml(root, 'Values'));
      const [result] = new HelmRenderer(version, path).render([{}]) as Rendered[];
      expect(JSON.parse(result.manifests[0].data.values)).toEqual(defaultsOf(root));
    });
  });
});

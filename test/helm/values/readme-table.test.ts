import { declare } from '../../../src/helm/declaration';
import { Values } from '../../../src/helm/values';
import { valuesTable } from '../../../src/helm/values/readme-table';

test('all values are in the table', () => {
  expect(valuesTable(declare({
    image: Values.string({ default: 'nginx:1.27', description: 'Container image | its\ntag' }),
    tick: Values.string({ default: 'a`b|c' }),
    limit: Values.integer({ optional: true, minimum: 1 }),
    ingress: Values.optional({ host: Values.string({ minLength: 1 }) }, { description: 'Access.' }),
    database: Values.object({ name: Values.string({ default: 'app' }) }),
    queues: Values.list({ name: Values.string(), hosts: Values.list({ id: Values.integer() }) }),
    words: Values.list(Values.string(), { minItems: 1, default: ['a'] }),
    labels: Values.map(Values.scalar(), { keyPattern: '^a' }),
    affinity: Values.kubernetes('v1.Affinity'),
    script: Values.string({ default: 'x'.repeat(100) }),
  }))).toBe(`\
| Key | Type | Default | Description |
| --- | --- | --- | --- |
| \`nameOverride\` | string | \`""\` | Takes the place of the name of the chart in the names of all objects. |
| \`fullnameOverride\` | string | \`""\` | Takes the place of the name of the release and the chart in the names of all objects. |
| \`image\` | string | \`"nginx:1.27"\` | Container image \\| its tag. |
| \`tick\` | string | \`\` "a\`b\\|c" \`\` |  |
| \`limit\` | integer |  | At least 1. Optional. |
| \`ingress.enabled\` | boolean | \`false\` | Access. |
| \`ingress.host\` | string |  | Required. |
| \`database.name\` | string | \`"app"\` |  |
| \`queues\` | list of objects | \`[]\` | Each has its own name. |
| \`queues[].name\` | string |  | Required. |
| \`queues[].hosts\` | list of objects | \`[]\` |  |
| \`queues[].hosts[].id\` | integer |  | Required. |
| \`words\` | list of strings | \`["a"]\` | At least 1 element. |
| \`labels\` | map of strings, numbers or booleans | \`{}\` | Keys match \`^a\`. |
| \`affinity\` | v1.Affinity | \`{}\` |  |
| \`script\` | string | see values.yaml |  |
`);
});

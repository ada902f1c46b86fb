import { Declaration } from '../declaration';
import { ChartProps } from '../package-props';
import { defaultOf } from '../values/defaults';
import { code } from '../values/limits-text';
import { valuesTable } from '../values/readme-table';

/** README.md of a chart. */
export function printReadme(props: ChartProps, root: Declaration, header: string): string {
  const { name, description, version, appVersion, kubeVersion } = props;
  const about = [`Version ${version}`, ...(appVersion ? [`app version ${appVersion}`] : []), ...(kubeVersion ? [`for Kubernetes ${kubeVersion}`] : [])];
  const required = requiredBelow(root);
  const place = `my-${name} . --namespace my-namespace`;
  return `<!-- ${header} -->
# ${name}
${description ? `\n${description}\n` : ''}
${about.join(', ')}.

\`\`\`sh
helm install ${place} --create-namespace${required.length > 0 ? ' --values my-values.yaml' : ''}
helm upgrade ${place} --values my-values.yaml${settingBelow(root)}
\`\`\`
${required.length > 0 ? `\nThese values have no default and must be given: ${required.map(({ path }) => code(path)).join(', ')}.\n` : ''}
## Values

Unknown keys and values of another type are refused.

${valuesTable(root)}${outsideText(props)}`;
}

function outsideText({ rawTemplates = {}, handWritten = [] }: ChartProps): string {
  const raw = Object.keys(rawTemplates).map((file) => `templates/${file}`);
  const lists = [['Templates that were given as they are', raw], ['Written by hand', handWritten]] as const;
  const sentences = lists.filter(([, files]) => files.length > 0).map(([what, files]) => `${what}: ${[...files].sort().map(code).join(', ')}.\n`);
  return sentences.length === 0 ? '' : `
## Not made from the constructs

Nothing is proven about these files.

${sentences.map((sentence) => `- ${sentence}`).join('')}`;
}

/** What must be given, whatever else is. */
function requiredBelow(group: Declaration): Declaration[] {
  return group.fields.flatMap((field) => {
    if (field.kind === 'object' || (field.kind === 'optional' && defaultOf(field).enabled)) return requiredBelow(field);
    return defaultOf(field) === undefined && !field.value._options.optional ? [field] : [];
  });
}

/** An example of a value on the command line: the first switch turned over, or the first number. */
function settingBelow(root: Declaration): string {
  const fields = root.fields.flatMap((field) => (field.kind === 'object' ? field.fields : [field]));
  const group = fields.find((field) => field.kind === 'optional' && !defaultOf(field).enabled && requiredBelow(field).length === 0);
  if (group) return ` --set ${group.path}.enabled=true`;
  const simple = ['boolean', 'integer'].map((kind) => fields.find((field) => field.kind === kind && defaultOf(field) !== undefined)).find((field) => field);
  if (!simple) return '';
  const value = defaultOf(simple);
  return ` --set ${simple.path}=${typeof value === 'boolean' ? !value : value}`;
}

import { Declaration } from '../declaration';
import { ChartProps } from '../package-props';
import { valuesTable } from '../values/readme-table';

/** README.md of a chart. */
export function printReadme(props: ChartProps, root: Declaration, header: string): string {
  const { name, description, version, appVersion, kubeVersion, rawTemplates = {}, handWritten = [] } = props;
  const outside = [...Object.keys(rawTemplates).map((file) => `templates/${file}`), ...handWritten].sort();
  return `<!-- ${header} -->
# ${name}
${description ? `\n${description}\n` : ''}
Version ${version}${appVersion ? `, of ${appVersion}` : ''}${kubeVersion ? `, for Kubernetes ${kubeVersion}` : ''}.

\`\`\`sh
helm install my-${name} . -n my-namespace
\`\`\`

## Values

Unknown keys and values of another type are refused.

${valuesTable(root)}${outside.length === 0 ? '' : `
## Written by hand

These files are not made from the constructs, and nothing is proven about them: ${outside.join(', ')}.
`}`;
}

import { Yaml } from 'cdk8s';
import { ChartProps } from '../package-props';

/** Chart.yaml. */
export function chartYaml(props: ChartProps, header: string): string {
  const { name, version, appVersion, description, kubeVersion, home, sources, keywords, maintainers, icon, deprecated, annotations } = props;
  const chart = {
    apiVersion: 'v2',
    name,
    description,
    type: 'application',
    version,
    appVersion,
    kubeVersion,
    home,
    icon,
    sources,
    keywords,
    maintainers,
    // False is what is meant without it.
    deprecated: deprecated || undefined,
    annotations,
  };
  return `# ${header}\n${Yaml.stringify(JSON.parse(JSON.stringify(chart)))}`;
}

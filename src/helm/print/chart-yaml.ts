import { Yaml } from 'cdk8s';
import { ChartProps } from '../package-props';

/** Chart.yaml. */
export function chartYaml(props: ChartProps, header: string): string {
  const { name, version, appVersion, description, kubeVersion, home, sources, keywords, maintainers, icon, annotations } = props;
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
    annotations,
  };
  return `# ${header}\n${Yaml.stringify(JSON.parse(JSON.stringify(chart)))}`;
}

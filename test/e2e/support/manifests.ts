import { Chart, Testing, Yaml } from 'cdk8s';
import { FEAF } from './namespaces';
import { FEAF_POSTGRES } from '../../../src/feaf';
import { Postgres, PostgresProps } from '../../../src/postgres';

/** What a new synth would write for the database of the document with other settings. */
export function feafWith(parameters: { [name: string]: string }): string {
  return manifests(FEAF, { ...FEAF_POSTGRES, parameters: { ...FEAF_POSTGRES.parameters, ...parameters } });
}

/** All objects of a database as YAML. */
export function manifests(namespace: string, props: PostgresProps): string {
  const chart = new Chart(Testing.app(), 'e2e', { namespace });
  new Postgres(chart, 'postgres', props);
  return Yaml.stringify(...chart.toJson());
}

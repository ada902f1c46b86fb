import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Declaration } from '../../../src/helm/declaration';
import { schemaOf } from '../../../src/helm/values/schema';
import { valuesYaml } from '../../../src/helm/values/values-yaml';

/** Writes a chart that prints its values as JSON; values.yaml and a schema are the caller's. */
export function writeValuesPrinter(folder: string): void {
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: rich\nversion: 1.0.0\n');
  writeFileSync(join(folder, 'templates', 'values.yaml'), 'kind: ConfigMap\ndata: { values: {{ toJson .Values | quote }} }\n');
}

/** Writes a chart of declared values that prints them. */
export function writeChart(folder: string, root: Declaration): void {
  writeValuesPrinter(folder);
  writeFileSync(join(folder, 'values.yaml'), valuesYaml(root, 'Values of rich.'));
  writeFileSync(join(folder, 'values.schema.json'), JSON.stringify(schemaOf(root, 'rich')));
}

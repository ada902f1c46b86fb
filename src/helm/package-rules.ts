import { HelmPackageProps } from './package-props';
import { requireDnsLabel } from '../expressions/names';
import { refuse } from '../expressions/rule';

const SEMANTIC_VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

/** Requires what Helm requires of a chart. */
export function requireChart({ name, version, handWritten = [], rawTemplates = {}, crds = {} }: HelmPackageProps): void {
  requireDnsLabel({ construct: 'HelmPackage', property: 'name' }, name, 63);
  if (!SEMANTIC_VERSION.test(version)) {
    refuse({ construct: `HelmPackage ${name}`, property: 'version' }, version, 'must be a semantic version such as 1.2.3 or 1.2.3-rc.1');
  }
  for (const file of [...handWritten, ...Object.keys(rawTemplates), ...Object.keys(crds)]) {
    if (file.startsWith('/') || file.split('/').includes('..') || file === '') {
      refuse({ construct: `HelmPackage ${name}`, property: 'file name' }, file, 'must be a path inside the chart, without ".."');
    }
  }
}

import { ChartMaintainer, HelmPackageProps } from './package-props';
import { requireDnsLabel } from '../expressions/names';
import { refuse } from '../expressions/rule';

const SEMANTIC_VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

const VERSION = String.raw`v?(\d+|[xX*])(\.(\d+|[xX*])){0,2}(-[0-9A-Za-z][0-9A-Za-z.-]*)?(\+[0-9A-Za-z.-]+)?`;
const CONSTRAINT = String.raw`(=|!=|>|<|>=|=>|<=|=<|~|~>|\^)?\s*${VERSION}`;
const RANGE = String.raw`${VERSION}\s+-\s+${VERSION}`;
const ALL_OF = String.raw`(${RANGE}|${CONSTRAINT})((\s*,\s*|\s+)(${RANGE}|${CONSTRAINT}))*`;
const VERSIONS = new RegExp(String.raw`^\s*${ALL_OF}(\s*\|\|\s*${ALL_OF})*\s*$`);

const EMAIL = /^[^@\s<>]+@[^@\s<>]+$/;

const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/u;

/** Requires what Helm requires of a chart. */
export function requireChart(props: HelmPackageProps): void {
  const { name, version, kubeVersion, handWritten = [], rawTemplates = {}, crds = {} } = props;
  requireDnsLabel({ construct: 'HelmPackage', property: 'name' }, name, 63);
  const place = (property: string) => ({ construct: `HelmPackage ${name}`, property });
  if (!SEMANTIC_VERSION.test(version)) refuse(place('version'), version, 'must be a semantic version such as 1.2.3 or 1.2.3-rc.1');
  if (kubeVersion !== undefined && !VERSIONS.test(kubeVersion)) {
    refuse(place('kubeVersion'), kubeVersion, 'must be versions as Helm compares them, such as ">=1.28-0" or ">=1.28-0 <1.36-0 || ^1.40"');
  }
  for (const file of [...handWritten, ...Object.keys(rawTemplates), ...Object.keys(crds)]) {
    if (file.startsWith('/') || file.split('/').includes('..') || file === '') refuse(place('file name'), file, 'must be a path inside the chart, without ".."');
  }
  requireAbout(place, props);
}

type PlaceOf = (property: string) => { readonly construct: string; readonly property: string };

/** Requires of what people and catalogues read that Helm takes it, and that `helm lint --strict` is silent. */
function requireAbout(place: PlaceOf, props: HelmPackageProps): void {
  const { appVersion, description, home, icon, sources = [], keywords = [], maintainers = [], annotations = {} } = props;
  for (const [property, text] of Object.entries({ appVersion, description })) if (text !== undefined) requireLine(place(property), text);
  for (const [property, address] of Object.entries({ home, icon })) if (address !== undefined) requireAddress(place(property), address);
  sources.forEach((address, index) => requireAddress(place(`sources[${index}]`), address));
  keywords.forEach((word, index) => requireLine(place(`keywords[${index}]`), word));
  maintainers.forEach((maintainer, index) => requireMaintainer((property) => place(`maintainers[${index}].${property}`), maintainer));
  for (const [key, text] of Object.entries(annotations)) {
    if (typeof text !== 'string') refuse(place(`annotations.${key}`), text, 'must be a string; write lists and objects as YAML in it');
  }
}

function requireMaintainer(place: PlaceOf, { name, email, url }: ChartMaintainer): void {
  requireLine(place('name'), name);
  if (email !== undefined && !EMAIL.test(email)) refuse(place('email'), email, 'must be an e-mail address such as team@example.com');
  if (url !== undefined) requireAddress(place('url'), url);
}

/** Helm makes a space of a line break, and drops what cannot be printed. */
function requireLine(place: ReturnType<PlaceOf>, text: string): void {
  if (typeof text !== 'string' || text.trim() === '' || UNPRINTABLE.test(text)) refuse(place, text, 'must be a string of one line, not empty');
}

function requireAddress(place: ReturnType<PlaceOf>, address: string): void {
  if (typeof address !== 'string' || !/^[a-z][a-z0-9+.-]*:\/\/[^\s/]+[^\s]*$/.test(address)) refuse(place, address, 'must be an address such as https://example.com/project');
}

import * as fs from 'fs';
import * as path from 'path';
import { Declaration } from './declaration';
import { ChartData } from './environment';
import { EXTRA_OBJECTS_TEMPLATE } from './extra-objects';
import { HelmPackageProps } from './package-props';
import { chartYaml } from './print/chart-yaml';
import { Context, Helpers } from './print/context';
import { printDocuments, printNotes } from './print/documents';
import { printHelpers } from './print/helpers';
import { printReadme } from './print/readme';
import { printValidation } from './print/validation';
import { standardLabels } from './standard-labels';
import { ChartTemplate } from './tree/template';
import { shareParts } from './values/shared-parts';
import { valuesYaml } from './values/values-yaml';

/** What a chart is written from. */
export interface WrittenChart {
  readonly props: HelmPackageProps;
  readonly chart: ChartData;
  readonly root: Declaration;
  readonly schema: any;
  readonly template: ChartTemplate;
}

/** The first line of every file that can have one. */
const HEADER = 'Written by HelmPackage of cdk8s-postgres; a change here is lost.';

/** Writes a chart in the place of what is in the folder. All text is made before the first file is touched. */
export function writeChart(folder: string, chart: WrittenChart): void {
  const files = chartFiles(chart);
  const { handWritten = [] } = chart.props;
  requireFolder(folder, handWritten, files);
  const temporary = fs.mkdtempSync(`${path.resolve(folder)}.`);
  try {
    for (const [file, text] of files) writeFile(path.join(temporary, file), text);
    for (const file of handWritten) {
      fs.mkdirSync(path.dirname(path.join(temporary, file)), { recursive: true });
      fs.cpSync(path.join(folder, file), path.join(temporary, file), { recursive: true });
    }
    // A temporary folder is for nobody else; a chart is for everybody.
    // eslint-disable-next-line no-bitwise
    fs.chmodSync(temporary, 0o777 & ~process.umask());
    const aside = `${temporary}.old`;
    if (fs.existsSync(folder)) fs.renameSync(folder, aside);
    fs.renameSync(temporary, folder);
    fs.rmSync(aside, { recursive: true, force: true });
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

/** All files of a chart that are written, by their path in its folder. */
export function chartFiles({ props, chart, root, schema, template }: WrittenChart): Map<string, string> {
  const labels = standardLabels(chart);
  const context: Context = { chart: props.name, root: '', loops: [], helpers: new Helpers(), file: '', subject: '', keys: [], standardLabels: labels };
  const documents = printDocuments(template.documents, context);
  const notes = printNotes(template.documents, context);
  const validation = printValidation(root, template, { ...context, file: 'validation.yaml', subject: 'validation' });
  const comment = (more = '') => `{{- /* ${HEADER}${more} */}}\n`;
  const files: [string, string | undefined][] = [
    ['Chart.yaml', chartYaml(props, HEADER)],
    ['values.yaml', valuesYaml(root, HEADER)],
    ['values.schema.json', `${JSON.stringify(shareParts(schema), undefined, 2)}\n`],
    ['README.md', printReadme(props, root, HEADER)],
    ['.helmignore', `# ${HEADER}\n.DS_Store\n.git/\n.gitignore\n*.swp\n*.bak\n*.tmp\n*.orig\n*~\nci/\n`],
    ...documents.map(({ path: file, text }): [string, string] => [file, `${comment()}${text}`]),
    ['templates/validation.yaml', validation && `${comment(' Refuses values that the schema cannot refuse.')}${validation}`],
    ['templates/extra-objects.yaml', root.hasExtraObjects ? `${comment()}${EXTRA_OBJECTS_TEMPLATE}` : undefined],
    ['templates/NOTES.txt', notes],
    ...Object.entries(props.rawTemplates ?? {}).map(([file, text]): [string, string] => [`templates/${file}`, text]),
    ...Object.entries(props.crds ?? {}).map(([file, text]): [string, string] => [`crds/${file}`, text]),
    // Last, since the other templates add their definitions.
    ['templates/_helpers.tpl', `${comment()}${printHelpers(props.name, labels, context.helpers.all)}`],
  ];
  const made = new Map<string, string>();
  for (const [file, text] of files) {
    if (text === undefined) continue;
    if (made.has(file)) throw new Error(`The file ${file} of the chart ${props.name} is written twice; give the raw template another name.`);
    made.set(file, text);
  }
  return made;
}

/** Requires that nothing is lost that is no chart of ours, and that hand-written files are there. */
function requireFolder(folder: string, handWritten: readonly string[], files: ReadonlyMap<string, string>): void {
  const isThere = fs.existsSync(folder);
  if (isThere && fs.readdirSync(folder).length > 0 && !fs.existsSync(path.join(folder, 'Chart.yaml'))) {
    throw new Error(`The folder ${folder} is not empty and holds no chart; nothing was written. Give a folder of its own, such as charts/NAME.`);
  }
  for (const file of handWritten) {
    if (files.has(file)) throw new Error(`The file ${file} is declared as written by hand, but is one that the chart is made of; nothing was written.`);
    if (!fs.existsSync(path.join(folder, file))) throw new Error(`The file ${file} is declared as written by hand, but is not in ${folder}; nothing was written.`);
  }
  fs.mkdirSync(path.dirname(path.resolve(folder)), { recursive: true });
}

function writeFile(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text, 'utf8');
}

import { readFileSync } from 'fs';
import { join } from 'path';
import { Yaml } from 'cdk8s';

/** Names the source and its authors once for everything that is published. */
const { repository, author, license } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));

const home: string = repository.url.replace(/\.git$/, '');

const list = (...entries: readonly { [name: string]: string }[]) => Yaml.stringify(entries);

/** What people and catalogues read of the chart. The annotations are those that Artifact Hub knows. */
export const ABOUT = {
  appVersion: '18',
  home,
  icon: `${home}/raw/main/docs/icon.svg`,
  sources: [home],
  keywords: ['database', 'postgres', 'postgresql', 'sql'],
  maintainers: [{ name: author.name, email: author.email, url: home }],
  annotations: {
    'artifacthub.io/category': 'database',
    'artifacthub.io/license': license,
    'artifacthub.io/links': list({ name: 'source', url: home }, { name: 'support', url: `${home}/issues` }),
    'artifacthub.io/changes': list({ kind: 'added', description: 'First release.' }),
    'artifacthub.io/images': list({ name: 'postgres', image: 'postgres:18' }),
  },
};

import { spawnSync } from 'child_process';
import { join } from 'path';
import { build, GoIsMissing } from './build';

/** `npm run package:chart [-- --key NAME --keyring FILE [--passphrase-file FILE]]`; another `--chart` or `--destination` goes over ours. */
const root = join(__dirname, '..');

try {
  const parameters = ['--chart', join(root, 'charts', 'postgres'), '--destination', join(root, 'packages', 'helm'), ...process.argv.slice(2)];
  const { status, error } = spawnSync(build('archive'), parameters, { stdio: 'inherit' });
  if (error) throw error;
  process.exitCode = status ?? 1;
} catch (error) {
  if (!(error instanceof GoIsMissing)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

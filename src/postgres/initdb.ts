import { Construct } from 'constructs';
import { PostgresPodProps } from './postgres-pod';
import { rule } from '../expressions/rule';

/** The options of initdb for a new database. */
export function initdbArguments({ locale = 'C.UTF-8', initdbArguments: more = [] }: PostgresPodProps, postgresVersion: string): string[] {
  // From 17 on the server brings this locale itself, so that it does not change with the system's library.
  const provider = locale === 'C.UTF-8' && Number(postgresVersion) >= 17 ? ['--locale-provider=builtin'] : [];
  return ['--encoding=UTF8', '--data-checksums', ...provider, `--locale=${locale}`, ...more];
}

/** Checks the locale and the further options. */
export function requireInitdbArguments(scope: Construct, { locale, initdbArguments: more = [] }: PostgresPodProps): void {
  const place = (property: string) => ({ construct: scope.node.path, property });
  if (locale !== undefined) requireLocale(place('locale'), locale);
  more.forEach((argument, index) => {
    requireOption(place(`initdbArguments[${index}]`), argument);
    requireNotOwned(place(`initdbArguments[${index}]`), argument);
  });
}

/** Options that the first start gives itself; a second one would win over it. */
const OWNED = ['--auth', '--auth-host', '--auth-local', '--encoding', '--locale', '--no-sync', '--pgdata', '--pwfile', '--pwprompt', '--sync-only', '--username'];

const requireLocale = rule('isLocale', (locale: string) => /^[A-Za-z0-9_.@-]+$/.test(locale),
  'must be the name of a locale such as C.UTF-8 or en_US.utf8');

const requireOption = rule('isLongOption', (argument: string) => /^--[a-z][a-z-]*(=[^\0\n\r]*)?$/.test(argument),
  'must be one long option with its value behind a \'=\', such as --wal-segsize=64');

const requireNotOwned = rule('isNotOwnedOption', (argument: string) => !OWNED.includes(argument.split('=')[0]),
  `must be none of those that the deployment gives itself: ${OWNED.join(', ')}`);

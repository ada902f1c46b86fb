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
  });
}

/**
 * Options that a database is made with and keeps. All others are given by the deployment, written to files that it replaces,
 * or lead away from the volume.
 */
const ALLOWED = ['--builtin-locale', '--icu-locale', '--icu-rules', '--lc-collate', '--lc-ctype', '--locale-provider', '--no-data-checksums'];

const requireLocale = rule('isLocale', (locale: string) => /^[A-Za-z0-9_.@-]+$/.test(locale),
  'must be the name of a locale such as C.UTF-8 or en_US.utf8');

const requireOption = rule('isInitdbOption',
  (argument: string) => ALLOWED.includes(argument.split('=')[0]) && !/[\0\n\r]/.test(argument),
  `must be one of ${ALLOWED.join(', ')}, written in full, with its value behind a '='; locale and postgresql.conf have properties of their own`);

import { PostgresProps } from '../../src';
import { container } from '../support/synthesized';

const initdbArguments = (props: Partial<PostgresProps>): string[] => container('initialize', props).args;

test('a new database is in UTF-8, with checksums and a locale that is the same in every version of the system', () => {
  expect(initdbArguments({ postgresVersion: '15' })).toEqual(['--encoding=UTF8', '--data-checksums', '--locale=C.UTF-8']);
});

test.each(['17', '18'])('from 17 on the server brings that locale itself: %s', (postgresVersion) => {
  expect(initdbArguments({ postgresVersion })).toEqual(['--encoding=UTF8', '--data-checksums', '--locale-provider=builtin', '--locale=C.UTF-8']);
});

test('another locale comes from the system, in every major', () => {
  expect(initdbArguments({ postgresVersion: '17', locale: 'en_US.utf8' })).toEqual(['--encoding=UTF8', '--data-checksums', '--locale=en_US.utf8']);
});

test('further options come last, as they are', () => {
  expect(initdbArguments({ postgresVersion: '15', initdbArguments: ['--lc-collate=de_DE.utf8', '--no-data-checksums', '--icu-rules=&$(b)'] }).slice(3)).toEqual([
    '--lc-collate=de_DE.utf8', '--no-data-checksums', '--icu-rules=&$$(b)',
  ]);
});

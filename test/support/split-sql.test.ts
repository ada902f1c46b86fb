import { splitSql } from './split-sql';

test.each<[string, string, string[]]>([
  ['statements end at semicolons', 'SELECT 1; SELECT 2;', ['SELECT 1', 'SELECT 2']],
  ['the last one needs none', 'SELECT 1; SELECT 2', ['SELECT 1', 'SELECT 2']],
  ['empty ones are passed over', ';; SELECT 1;\n;', ['SELECT 1']],
  ['comments between statements go', '-- a; b\nSELECT 1; /* c; */ -- d\n', ['SELECT 1']],
  ['comments inside stay', 'SELECT -- a;\n 1 /* ; */ + 1;', ['SELECT -- a;\n 1 /* ; */ + 1']],
  ['block comments nest', '/* a /* b; */ c; */ SELECT 1;', ['SELECT 1']],
  ['strings', "SELECT 'a;b', 'it''s; c', 'back\\'; SELECT 2", ["SELECT 'a;b', 'it''s; c', 'back\\'", 'SELECT 2']],
  ['strings with escapes', "SELECT E'it\\'s; a', e';'; SELECT 2", ["SELECT E'it\\'s; a', e';'", 'SELECT 2']],
  ['a name before a string is no escape', "SELECT typE'a\\'; SELECT 2", ["SELECT typE'a\\'", 'SELECT 2']],
  ['quoted names', 'SELECT "a;""b"; SELECT 2', ['SELECT "a;""b"', 'SELECT 2']],
  ['comment signs in strings', "SELECT '--', '/*'; SELECT 2", ["SELECT '--', '/*'", 'SELECT 2']],
  ['dollar quotes', 'DO $$ BEGIN; END $$; SELECT 2', ['DO $$ BEGIN; END $$', 'SELECT 2']],
  ['dollar quotes with a tag', 'DO $a$ $$;$$ $b$;$b$ $a$; SELECT 2', ['DO $a$ $$;$$ $b$;$b$ $a$', 'SELECT 2']],
  ['a dollar in a name is no quote', 'SELECT a$b$; SELECT c$b$', ['SELECT a$b$', 'SELECT c$b$']],
  ['parameters are no quotes', 'PREPARE p AS SELECT $1; EXECUTE p($2)', ['PREPARE p AS SELECT $1', 'EXECUTE p($2)']],
  ['rules', 'CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3', ['CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)', 'SELECT 3']],
  ['bodies of functions', 'CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT 3',
    ['CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END', 'SELECT 3']],
  ['transactions', 'BEGIN; SELECT 1; END; SELECT 2', ['BEGIN', 'SELECT 1', 'END', 'SELECT 2']],
  ['what is not closed runs to the end', "SELECT 1; SELECT 'a; SELECT 2", ['SELECT 1', "SELECT 'a; SELECT 2"]],
  ['nothing', ' -- only a comment\n /* and another */ ', []],
])('%s', (_title, script, expected) => {
  expect(splitSql(script).map(({ text }) => text)).toEqual(expected);
});

test('each statement knows its line', () => {
  expect(splitSql('-- first\nSELECT 1;\n\n/* two\n lines */\nSELECT\n2;').map(({ line }) => line)).toEqual([2, 6]);
});

import { rmSync } from 'fs';
import { join } from 'path';
import { Client } from './support/client';
import { Feaf } from './support/feaf';
import { kubectl } from './support/kubectl';
import { FEAF } from './support/namespaces';
import { eventually } from './support/wait';

describe('the data', () => {
  let feaf: Feaf;
  let client: Client;

  beforeAll(async () => {
    feaf = await Feaf.deploy();
    client = await Client.start(FEAF);
    await client.sql(`
      CREATE TABLE board (number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, made timestamptz DEFAULT '2026-01-02 03:04:05+00');
      INSERT INTO board (name) SELECT 'board ' || n || E'\\n\\ttab, "quote", '' and ä' FROM generate_series(1, 1000) n;
      CREATE TABLE component (board integer REFERENCES board, picture bytea);
      INSERT INTO component SELECT number, decode(md5(name), 'hex') FROM board;
      CREATE VIEW names AS SELECT name FROM board;`);
  });

  afterAll(async () => feaf?.remove());

  /** One figure that changes with any row of any table. */
  const fingerprint = async () => client.sql(`
    SELECT count(*), md5(string_agg(b::text || c.picture::text, '|' ORDER BY b.number)) FROM board b JOIN component c ON c.board = b.number`);

  test('written from another pod through the URI of the Secret survives the deletion of the pod', async () => {
    const before = await fingerprint();
    expect(before).toMatch(/^1000\|[0-9a-f]{32}$/);
    const { metadata } = await feaf.database.pod();
    await kubectl(`delete pod feaf-postgres-0 -n ${FEAF}`);
    const pod = await feaf.database.ready(metadata.uid);
    expect(pod.metadata.uid).not.toBe(metadata.uid);
    // The name leads to the new address as soon as the DNS of the cluster forgets the old one.
    await eventually('the client reaches the new pod', { within: 90 }, async () => expect(await fingerprint()).toBe(before));
  });

  test('is written down by a clean stop, so that the new pod has nothing to recover', async () => {
    expect(await feaf.database.log('postgres')).toMatch(/database system was shut down at /);
    expect(await feaf.database.log('postgres')).not.toMatch(/was not properly shut down|automatic recovery/);
  });

  describe('by backup-postgres.sh and restore-postgres.sh', () => {
    const tables = async () => client.sql("SELECT string_agg(tablename, ',' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'");
    const dropAll = async () => client.sql('DROP TABLE board, component CASCADE');

    test.each(['plain', 'custom'])('is the same after a dump (%s), a drop and a restore', async (format) => {
      const before = await fingerprint();
      const backup = await feaf.folder.execute(`./backup-postgres.sh --format ${format} backup.${format}`);
      expect(backup).toMatchObject({ status: 0, stdout: expect.stringContaining(`is in backup.${format}`) });
      await dropAll();
      expect(await tables()).toBe('');
      const restore = await feaf.folder.execute(`./restore-postgres.sh backup.${format}`);
      expect(restore).toMatchObject({ status: 0, stdout: expect.stringContaining(`backup.${format} is restored: database feaf of pod feaf-postgres-0 holds 2 table(s).`) });
      expect(await fingerprint()).toBe(before);
      expect(await client.sql('SELECT count(*) FROM names')).toBe('1000');
      // The sequence goes on where it was.
      expect(await client.sql("INSERT INTO board (name) VALUES ('next') RETURNING number")).toBe('1001');
      await client.sql('DELETE FROM board WHERE number > 1000; ALTER TABLE board ALTER number RESTART WITH 1001');
    });

    test('stays as it is when a restore into a database that is not empty is refused', async () => {
      await client.sql("UPDATE board SET name = 'changed since the backup' WHERE number = 7");
      const before = await fingerprint();
      const { status, stderr } = await feaf.folder.execute('./restore-postgres.sh backup.plain');
      expect(stderr).toMatch(/Database feaf is not empty: it holds \d+ object\(s\): .*table public\.board.* With --force all of them are dropped before the restore\./);
      expect(status).toBe(1);
      expect(await fingerprint()).toBe(before);
    });

    test('is that of the backup after a restore with --force', async () => {
      await client.sql('CREATE TABLE made_since_the_backup (number integer)');
      const { status, stdout } = await feaf.folder.execute('./restore-postgres.sh --force backup.plain');
      expect(stdout).toContain('is restored');
      expect(status).toBe(0);
      expect(await tables()).toBe('board,component');
      expect(await client.sql("SELECT count(*) FROM board WHERE name = 'changed since the backup'")).toBe('0');
    });

    test('stays as it is when a dump that fails in its middle is restored', async () => {
      const before = await fingerprint();
      await feaf.folder.run("sed 's/^ALTER TABLE ONLY public.component$/SELECT 1 \\/ 0; &/' backup.plain > failing.sql && ! cmp -s backup.plain failing.sql");
      const { status, stderr } = await feaf.folder.execute('./restore-postgres.sh --force failing.sql');
      expect(stderr).toMatch(/The restore failed, and the database is as it was before: .*division by zero/);
      expect(status).toBe(1);
      expect(await fingerprint()).toBe(before);
    });

    test('is never written over an existing file', async () => {
      const { status, stderr } = await feaf.folder.execute('./backup-postgres.sh backup.plain');
      expect(stderr).toContain('backup.plain exists and was left as it is.');
      expect(status).toBe(1);
      for (const file of ['backup.plain', 'backup.custom']) rmSync(join(feaf.folder.path, file));
    });
  });
});

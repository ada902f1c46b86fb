import { createHash } from 'crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { pinnedVersion } from '../../tools/build';
import { filesInArchive } from '../support/archive';
import { Key, makeKey, packageChart, publishedChart } from '../support/chart-archive';
import { helm } from '../support/helm-render';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools } from '../support/tools';

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

let folder: TemporaryFolder;
let count = 0;
beforeAll(() => { folder = makeTemporaryFolder(); });
afterAll(() => folder.remove());

const newFolder = () => join(folder.path, `${count++}`);

/** A small chart, its files made in the given order, at a time of their own. */
function smallChart(order: (names: string[]) => string[], mode: number, changed: Date): string {
  const files: { readonly [name: string]: string } = {
    'Chart.yaml': '# A comment that Helm would drop.\napiVersion: v2\nname: small\nversion: 1.2.3\n',
    'values.yaml': 'word: a\n',
    'templates/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: map\ndata:\n  word: {{ .Values.word }}\n',
    'templates/_a.tpl': `{{- /* ${'Words that compress. '.repeat(500)} */}}\n`,
    '.helmignore': 'ci/\n',
    'ci/values.yaml': 'word: b\n',
  };
  const chart = join(newFolder(), 'named-otherwise');
  for (const name of order(Object.keys(files))) {
    const file = join(chart, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, files[name]);
    chmodSync(file, mode);
    utimesSync(file, changed, changed);
  }
  return chart;
}

function packaged(chart: string, ...options: string[]): string {
  const { status, stdout, stderr } = packageChart(chart, newFolder(), ...options);
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n')[0];
}

describeWithTools(['archive', 'throwaway-key', 'helm3', 'helm4'], 'the archive of a chart', () => {
  test('is read by the Helm that charts are tested with', () => expect(pinnedVersion('archive')).toBe(pinnedVersion('helm4')));

  test('has the same bytes on every machine and day', () => {
    const today = packaged(smallChart((names) => names, 0o644, new Date()));
    const then = packaged(smallChart((names) => [...names].reverse(), 0o600, new Date('2001-02-03T04:05:06.789Z')));
    // Written down, since machines differ in more than a test can set, such as the release of Go.
    for (const archive of [today, then]) expect(sha256(archive)).toBe('4fce7dfa9314858b3a99e3f3176c6f33d610ffd5b215d8702427e5f954075679');
  });

  test('has the files of helm package, and Chart.yaml as it is', () => {
    const archive = packaged(publishedChart);
    const files = filesInArchive(archive);
    expect(files[0]).toMatchObject({ name: 'postgres/Chart.yaml', text: readFileSync(join(publishedChart, 'Chart.yaml'), 'utf8') });
    expect(files.map(({ name }) => name).filter((name) => name.startsWith('postgres/ci/'))).toEqual([]);
    const year1980 = Date.UTC(1980, 0, 1) / 1000;
    for (const { name, mode, owner, changed } of files) expect([name, mode, owner, changed]).toEqual([name, '0000644', '0:0 :', year1980]);
    for (const version of [3, 4] as const) {
      const destination = newFolder();
      expect(helm(version, 'package', publishedChart, '--destination', destination)).toMatchObject({ status: 0 });
      const usual = filesInArchive(join(destination, readdirSync(destination)[0]));
      const texts = (of: typeof files) => Object.fromEntries(of.filter(({ name }) => name !== 'postgres/Chart.yaml').map(({ name, mode, text }) => [name, [mode, text]]));
      expect(texts(files)).toEqual(texts(usual));
    }
  });

  test.each([3, 4] as const)('gives Helm %i what the folder gives', (version) => {
    const made = [publishedChart, packaged(publishedChart)].map((chart) => (
      helm(version, 'template', 'orders', chart, '--kube-version', '1.34.0', '--values', join(publishedChart, 'ci', 'feaf-values.yaml'))));
    expect(made[0]).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('kind: StatefulSet\n') });
    expect(made[1]).toEqual(made[0]);
  });

  test('leaves no signature of an earlier archive beside a new one', () => {
    const destination = newFolder();
    const key = makeKey(newFolder(), 'Somebody');
    const chart = smallChart((names) => names, 0o644, new Date());
    packageChart(chart, destination, '--key', 'Somebody', '--keyring', key.secret);
    expect(readdirSync(destination)).toEqual(['small-1.2.3.tgz', 'small-1.2.3.tgz.prov']);
    packageChart(chart, destination);
    expect(readdirSync(destination)).toEqual(['small-1.2.3.tgz']);
  });

  describe('signed', () => {
    let archive: string;
    let key: Key;
    let other: Key;
    const copy = () => {
      const place = join(newFolder(), 'postgres-0.1.0.tgz');
      for (const ending of ['', '.prov']) cpSync(`${archive}${ending}`, `${place}${ending}`);
      return place;
    };

    beforeAll(() => {
      key = makeKey(newFolder(), 'Releases');
      other = makeKey(newFolder(), 'Somebody else');
      archive = packaged(publishedChart, '--key', 'Releases', '--keyring', key.secret);
    });

    test('is the same as without a signature', () => expect(sha256(archive)).toBe(sha256(packaged(publishedChart))));

    test('has its digest in the provenance', () => {
      expect(readFileSync(`${archive}.prov`, 'utf8')).toContain(`\nfiles:\n  ${archive.split('/').pop()}: sha256:${sha256(archive)}\n`);
    });

    test.each([3, 4] as const)('is accepted by helm verify of Helm %i, and by no other key', (version) => {
      const accepted = helm(version, 'verify', archive, '--keyring', key.public);
      expect(accepted).toMatchObject({ status: 0, stdout: expect.stringContaining(`Chart Hash Verified: sha256:${sha256(archive)}`) });
      expect(helm(version, 'verify', archive, '--keyring', other.public)).toMatchObject({ status: 1, stderr: expect.stringContaining('unknown entity') });
    });

    test.each([3, 4] as const)('is refused by helm verify of Helm %i when a byte of it or of the provenance is another', (version) => {
      const changed = copy();
      writeFileSync(changed, Buffer.concat([readFileSync(changed), Buffer.from([0])]));
      expect(helm(version, 'verify', changed, '--keyring', key.public)).toMatchObject({ status: 1, stderr: expect.stringContaining('sha256 sum does not match') });
      const forged = copy();
      writeFileSync(`${forged}.prov`, readFileSync(`${forged}.prov`, 'utf8').replace('name: postgres\n', 'name: postgrez\n'));
      expect(helm(version, 'verify', forged, '--keyring', key.public)).toMatchObject({ status: 1, stderr: expect.stringContaining('signature') });
    });

    test('opens a locked key by its passphrase', () => {
      const locked = makeKey(newFolder(), 'Locked', 'open sesame');
      const passphrase = newFolder();
      writeFileSync(passphrase, 'open sesame\n');
      const signed = packaged(publishedChart, '--key', 'Locked', '--keyring', locked.secret, '--passphrase-file', passphrase);
      expect(helm(4, 'verify', signed, '--keyring', locked.public)).toMatchObject({ status: 0 });
    });
  });

  test('is not written when the chart or the key is not there', () => {
    const key = makeKey(newFolder(), 'Somebody');
    const locked = makeKey(newFolder(), 'Locked', 'open sesame');
    const wrong = newFolder();
    writeFileSync(wrong, 'close sesame\n');
    const rows: readonly (readonly [string, readonly string[], string])[] = [
      [join(folder.path, 'none'), [], `the chart ${join(folder.path, 'none')}: Chart.yaml file is missing`],
      [publishedChart, ['--key', 'Nobody', '--keyring', key.secret], `the keyring ${key.secret} has no key with the name "Nobody"`],
      [publishedChart, ['--key', 'Somebody', '--keyring', join(folder.path, 'none')], 'no such file or directory'],
      [publishedChart, ['--key', 'Somebody', '--keyring', key.public], 'is not a private key'],
      [publishedChart, ['--key', 'Somebody'], '--key and --keyring go together'],
      [publishedChart, ['--key', 'Locked', '--keyring', locked.secret], 'is locked; give --passphrase-file'],
      [publishedChart, ['--key', 'Locked', '--keyring', locked.secret, '--passphrase-file', wrong], `the key "Locked" of ${locked.secret}: `],
      [publishedChart, ['more'], 'and no other words'],
    ];
    for (const [chart, options, sentence] of rows) {
      const destination = newFolder();
      expect([packageChart(chart, destination, ...options), existsSync(destination)])
        .toEqual([{ status: 1, stdout: '', stderr: expect.stringMatching(/^Error: .*\n$/) }, false]);
      expect(packageChart(chart, destination, ...options).stderr).toContain(sentence);
    }
  });
});

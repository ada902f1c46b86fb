import { spawnSync } from 'child_process';
import { mkdirSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { postgresChart } from '../../src/chart';
import { pinnedVersion } from '../../tools/build';
import { Key, makeKey, packageChart, publishedChart } from '../support/chart-archive';
import { helm, HelmVersion } from '../support/helm-render';
import { Registry } from '../support/registry';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools, tool } from '../support/tools';

/** The chart on its way to users: pushed to an OCI registry by one Helm, pulled from it by the other. */
describeWithTools(['archive', 'throwaway-key', 'registry', 'helm3', 'helm4'], 'the chart in an OCI registry', () => {
  let folder: TemporaryFolder;
  let registry: Registry;
  let key: Key;
  let other: Key;
  let archive: string;

  beforeAll(async () => {
    folder = makeTemporaryFolder();
    key = makeKey(join(folder.path, 'key'), 'Releases');
    other = makeKey(join(folder.path, 'other'), 'Somebody else');
    archive = packageChart(publishedChart, join(folder.path, 'archive'), '--key', 'Releases', '--keyring', key.secret).stdout.split('\n')[0];
    registry = await Registry.start();
  }, 60_000);

  afterAll(async () => {
    await registry?.stop();
    folder.remove();
  });

  const { version: chartVersion } = parse(readFileSync(join(publishedChart, 'Chart.yaml'), 'utf8'));
  const of = (version: HelmVersion) => `oci://${registry.address}/helm${version}`;
  const from = (version: HelmVersion) => [`${of(version)}/postgres`, '--version', chartVersion, '--plain-http'];
  const newFolder = (name: string) => {
    const path = join(folder.path, name);
    mkdirSync(path);
    return path;
  };

  test('the registry is the release that go.mod pins', () => {
    expect(spawnSync(tool('registry'), ['--version'], { encoding: 'utf8' }).stdout).toContain(` ${pinnedVersion('registry')}\n`);
  });

  describe.each([3, 4] as const)('pushed by Helm %i', (pusher) => {
    beforeAll(() => {
      const { status, stdout, stderr } = helm(pusher, 'push', archive, of(pusher), '--plain-http');
      expect([status, stdout + stderr]).toEqual([0, expect.stringMatching(/^Digest: sha256:[0-9a-f]{64}$/m)]);
    });

    test.each([3, 4] as const)('comes back from Helm %i with the same bytes and its provenance', (puller) => {
      const place = newFolder(`pulled-${pusher}-${puller}`);
      const { status } = helm(puller, 'pull', ...from(pusher), '--destination', place, '--verify', '--keyring', key.public);
      expect([status, readdirSync(place).sort()]).toEqual([0, [`postgres-${chartVersion}.tgz`, `postgres-${chartVersion}.tgz.prov`]]);
      for (const ending of ['', '.prov']) expect(readFileSync(join(place, `postgres-${chartVersion}.tgz${ending}`)).equals(readFileSync(`${archive}${ending}`))).toBe(true);
    });

    test.each([3, 4] as const)('is refused by Helm %i when somebody else was to have signed it', (puller) => {
      const { status, stderr } = helm(puller, 'pull', ...from(pusher), '--destination', newFolder(`refused-${pusher}-${puller}`), '--verify', '--keyring', other.public);
      expect([status, stderr]).toEqual([1, expect.stringContaining('unknown entity')]);
    });

    test.each([3, 4] as const)('is rendered by Helm %i as from the folder', (renderer) => {
      const options = ['--kube-version', '1.34.0', '--values', join(publishedChart, 'ci', 'feaf-values.yaml')];
      const [registered, committed] = [from(pusher), [publishedChart]].map((chart) => helm(renderer, 'template', 'orders', ...chart, ...options));
      expect([registered.status, committed.status]).toEqual([0, 0]);
      expect(registered.stdout).toBe(committed.stdout);
      expect(registered.stdout.match(/^kind: /gm)!.length).toBeGreaterThan(3);
    });

    test.each([3, 4] as const)('is described by Helm %i as in Chart.yaml', (reader) => {
      const { status, stdout } = helm(reader, 'show', 'chart', ...from(pusher));
      expect([status, parse(stdout)]).toEqual([0, parse(readFileSync(join(publishedChart, 'Chart.yaml'), 'utf8'))]);
    });
  });

  test('an archive without provenance can be pulled, but not verified', () => {
    const unsigned = packageChart(publishedChart, newFolder('unsigned')).stdout.trim();
    expect(helm(4, 'push', unsigned, `oci://${registry.address}/unsigned`, '--plain-http')).toMatchObject({ status: 0 });
    const pull = (...options: string[]) => (
      helm(4, 'pull', `oci://${registry.address}/unsigned/postgres`, '--version', chartVersion, '--plain-http', '--destination', folder.path, ...options));
    expect(pull('--verify', '--keyring', key.public)).toMatchObject({ status: 1 });
    expect(pull()).toMatchObject({ status: 0 });
  });
});

describeWithTools(['registry'], 'a registry for a test', () => {
  test('listens on the loopback interface only, and its process has ended when it was stopped', async () => {
    const registry = await Registry.start();
    expect(registry.address).toMatch(/^127\.0\.0\.1:\d+$/);
    expect((await fetch(`http://${registry.address}/v2/`)).status).toBe(200);
    await registry.stop();
    expect(() => process.kill(registry.pid, 0)).toThrow('ESRCH');
  }, 60_000);
});

test('the image that catalogues are told of is the one that the chart installs, and the app version its major', () => {
  const { annotations, appVersion } = parse(readFileSync(join(publishedChart, 'Chart.yaml'), 'utf8'));
  const pod = postgresChart.synth().find(({ kind }) => kind === 'StatefulSet').spec.template.spec;
  const images = new Set([...pod.initContainers, ...pod.containers].map(({ image }: any) => image));
  expect(parse(annotations['artifacthub.io/images']).map(({ image }: any) => image)).toEqual([...images]);
  expect([...images]).toEqual([`postgres:${appVersion}`]);
});

import { container, databaseObjects, mountPathsOf, only, podTemplate, volumeOf } from '../support/synthesized';

const tls = { existingSecret: 'certificate' };
const configuration = (props: Parameters<typeof databaseObjects>[0]): string => only('ConfigMap', databaseObjects(props), 'db-settings').data['postgresql.conf'];

test('the certificate is a file from the Secret, with a mode that the server accepts for a key, in all containers', () => {
  expect(volumeOf(podTemplate({ tls }), 'tls')).toEqual({ name: 'tls', secret: { secretName: 'certificate', defaultMode: 0o640 } });
  for (const name of ['initialize', 'postgres', 'reload'] as const) expect(mountPathsOf(container(name, { tls })).tls).toBe('/etc/postgresql/tls');
});

test('the server encrypts with it', () => {
  expect(configuration({ tls })).toContain(
    "ssl = 'on'\nssl_cert_file = '/etc/postgresql/tls/tls.crt'\nssl_key_file = '/etc/postgresql/tls/tls.key'\n");
});

test('without a certificate there is neither volume nor setting', () => {
  expect(() => volumeOf(podTemplate(), 'tls')).toThrow('There are 0 of volume tls');
  expect(configuration({})).not.toContain('ssl');
});

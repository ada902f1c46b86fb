import { databaseObjects, only } from '../support/synthesized';

function rows(props: Parameters<typeof databaseObjects>[0]): string[] {
  const text: string = only('ConfigMap', databaseObjects(props), 'db-settings').data['pg_hba.conf'];
  expect(text.endsWith('\n')).toBe(true);
  return text.split('\n').filter((row) => row !== '' && !row.startsWith('#'));
}

test('inside the pod everybody is let in by the socket; over the network everybody needs a password, and the superuser is refused', () => {
  expect(rows({})).toEqual(['local all all trust', 'host all postgres all reject', 'host all all all scram-sha-256']);
});

test('further rows come before the last, in their order, and after the refusal of the superuser', () => {
  expect(rows({ hostBasedAuthentication: ['host shop report 10.0.0.0/8 scram-sha-256', 'hostssl all all ::/0 cert', '# a comment'] })).toEqual([
    'local all all trust',
    'host all postgres all reject',
    'host shop report 10.0.0.0/8 scram-sha-256',
    'hostssl all all ::/0 cert',
    'host all all all scram-sha-256',
  ]);
});

test('connections that are not encrypted are refused before any row of the user when encryption is required, and only then', () => {
  const tls = { existingSecret: 'certificate' };
  const hostBasedAuthentication = ['host shop shop 10.0.0.0/8 scram-sha-256'];
  const refusal = 'hostnossl all all all reject';
  expect(rows({ tls: { ...tls, required: true }, hostBasedAuthentication }).slice(-3)).toEqual([
    refusal, ...hostBasedAuthentication, 'host all all all scram-sha-256',
  ]);
  expect(rows({ tls: { ...tls, required: false } })).not.toContain(refusal);
  expect(rows({ tls })).not.toContain(refusal);
});

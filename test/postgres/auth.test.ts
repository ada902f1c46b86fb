import { container, environmentOf, minimal, mountPathsOf, podTemplate, volumeOf } from '../support/synthesized';

const { auth } = minimal;

test('the database has the name of its owner, unless it has one of its own', () => {
  expect(environmentOf(container('initialize'))).toMatchObject({ POSTGRES_USER: 'shop', POSTGRES_DB: 'shop' });
  expect(environmentOf(container('initialize', { auth: { ...auth, database: 'orders' } }))).toMatchObject({ POSTGRES_USER: 'shop', POSTGRES_DB: 'orders' });
});

test('the password is a file from the Secret, for uid and group only, and in no environment', () => {
  const template = podTemplate();
  expect(volumeOf(template, 'credentials').secret).toEqual({
    secretName: 'shop-credentials', defaultMode: 0o440, items: [{ key: 'password', path: 'password' }],
  });
  for (const each of [...template.spec.initContainers, ...template.spec.containers]) {
    expect(mountPathsOf(each).credentials).toBe('/etc/postgresql/credentials');
    expect(environmentOf(each).POSTGRES_PASSWORD_FILE).toBe('/etc/postgresql/credentials/password');
  }
  expect(JSON.stringify(template)).not.toContain('secretKeyRef');
});

test('the password may have another key', () => {
  const template = podTemplate({ auth: { ...auth, secretKeys: { userPasswordKey: 'POSTGRES_PASSWORD' } } });
  expect(volumeOf(template, 'credentials').secret.items).toEqual([{ key: 'POSTGRES_PASSWORD', path: 'password' }]);
});

test('names with a dollar reach the server as they are, though Kubernetes replaces references', () => {
  expect(environmentOf(container('postgres', { auth: { ...auth, username: 'a$(PGPORT)$$', database: 'd$' } }))).toMatchObject({
    POSTGRES_USER: 'a$$(PGPORT)$$$$', POSTGRES_DB: 'd$$',
  });
});

import { DATA_KEY, FIGURE, IDENTIFIER, OBJECT_NAME } from './limits';
import { Values } from '../helm/values';
import { majors } from '../postgres/settings-catalog';

/** What server runs, for whom, and how it begins. */
export const SERVER = {
  postgresVersion: Values.enumeration(majors, { default: '18', description: 'Major of PostgreSQL, a text: in quotes, or by --set-string. A server never opens the data of another major.' }),
  image: Values.object({
    registry: Values.string({
      optional: true, pattern: '^[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?(:[0-9]{1,5})?$', description: 'Registry; global.imageRegistry when empty.',
    }),
    repository: Values.string({
      default: 'postgres',
      pattern: '^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$',
      maxLength: 255,
      description: 'Repository of an image with the layout of the official one, without registry and tag.',
    }),
    tag: Values.string({
      optional: true, pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]*$', maxLength: 128, description: 'Tag such as 18.1-bookworm; the major when empty. One that names another major is refused.',
    }),
    digest: Values.string({
      optional: true, pattern: '^sha256:[0-9a-f]{64}$', description: 'Digest, as sha256: and 64 digits; with it the tag is only a comment.',
    }),
    pullPolicy: Values.enumeration(['Always', 'IfNotPresent', 'Never'], { default: 'IfNotPresent', description: 'When the image is pulled.' }),
  }, { description: 'Image of the server.' }),
  imagePullSecrets: Values.list(Values.string(OBJECT_NAME), { optional: true, description: 'Names of Secrets for the registry.' }),
  auth: Values.object({
    username: Values.string({
      default: 'app', ...IDENTIFIER, description: 'Role of the application. It owns the database and is no superuser; made at first start.',
    }),
    database: Values.string({ optional: true, ...IDENTIFIER, description: 'Database, made at first start; the username when empty.' }),
    existingSecret: Values.string({
      optional: true, ...OBJECT_NAME, description: 'Secret with the password; the name of the release with -app behind it when empty.',
    }),
    secretKeys: Values.object({
      userPasswordKey: Values.string({ default: 'password', ...DATA_KEY, description: 'Key of the password.' }),
    }, { description: 'Keys in the Secret.' }),
  }, { description: 'Who uses the database.' }),
  initdb: Values.object({
    args: Values.list(Values.string({
      pattern: '^(--(builtin-locale|icu-locale|icu-rules|lc-collate|lc-ctype|locale-provider)=[^\\x00-\\x1f]+|--no-data-checksums)$', maxLength: 1000,
    }), { optional: true, description: 'Options of initdb beside encoding, checksums and locale.' }),
    locale: Values.string({ optional: true, pattern: '^[A-Za-z0-9_.@-]+$', maxLength: 100, examples: ['C.UTF-8', 'en_US.utf8'], description: 'Locale; C.UTF-8 when empty.' }),
    scripts: Values.map(Values.string({ minLength: 1 }), {
      keyPattern: '^[A-Za-z0-9][-A-Za-z0-9_]*\\.(sql|sh)$', keyMaxLength: 205, description: 'Scripts by name, such as 01-tables.sql, that run at first start in the order of their names.',
    }),
    scriptsName: Values.string({ optional: true, ...OBJECT_NAME, description: 'Name of the ConfigMap of scripts; that of the release with -init-scripts behind it when empty.' }),
    scriptsConfigMap: Values.string({ optional: true, ...OBJECT_NAME, description: 'ConfigMap with scripts that run at first start.' }),
  }, { description: 'How a new database is made; a later change does nothing.' }),
  terminationGracePeriodSeconds: Values.integer({ default: 300, ...FIGURE, minimum: 30, description: 'Seconds that the server has to write everything down and stop.' }),
  replicaCount: Values.integer({ default: 1, minimum: 0, maximum: 1, description: 'Number of servers: 1, or 0 to pause.' }),
};

import { rule } from './rule';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const SERVICE_NAME = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const CONFIG_MAP_KEY = /^[-._a-zA-Z0-9]+$/;

/** A StatefulSet labels its pods with its name, a dash and a hash of ten characters, in at most 63 (kubernetes issue 64023). */
export const STATEFUL_SET_NAME_LENGTH = 52;

/** The most bytes of a PostgreSQL identifier (NAMEDATALEN - 1). */
const IDENTIFIER_LENGTH = 63;

/** Requires a name that objects and their DNS names can have. */
export const requireDnsLabel = rule('isDnsLabel', (name: string, length: number) => DNS_LABEL.test(name) && name.length <= length,
  (_name, length) => `must be 1 to ${length} of the characters a-z, 0-9 and '-', beginning and ending with a letter or digit`);

/** Requires a name that a Service can have. It does not begin with a digit (RFC 1035). */
export const requireServiceName = rule('isServiceName', (name: string) => SERVICE_NAME.test(name) && name.length <= 63,
  "must be 1 to 63 of the characters a-z, 0-9 and '-', beginning with a letter and ending with a letter or digit");

/** Requires a name that ConfigMaps, Secrets and claims can have. */
export const requireDnsSubdomain = rule('isDnsSubdomain', (name: string) => DNS_SUBDOMAIN.test(name) && name.length <= 253,
  "must be 1 to 253 of the characters a-z, 0-9, '-' and '.', each part beginning and ending with a letter or digit");

/** Requires a key that a ConfigMap or Secret can have. */
export const requireDataKey = rule('isDataKey',
  (key: string) => CONFIG_MAP_KEY.test(key) && key.length <= 253 && key !== '.' && !key.startsWith('..'),
  "must be 1 to 253 of the characters a-z, A-Z, 0-9, '-', '_' and '.', and not begin with '..'");

/** Requires a name of a PostgreSQL role or database. */
export const requireIdentifier = rule('isIdentifier',
  (name: string) => name.length > 0 && Buffer.byteLength(name) <= IDENTIFIER_LENGTH && !/[\0\n\r]/.test(name),
  `must be 1 to ${IDENTIFIER_LENGTH} bytes without line breaks`);

/** Requires a role name that PostgreSQL does not keep for itself. */
export const requireApplicationRole = rule('isApplicationRole', (name: string) => !['postgres', 'public', 'none'].includes(name) && !name.startsWith('pg_'),
  'must not be "postgres", which is the superuser, nor "public" or "none", nor begin with "pg_"; name a role for the application',
  { breach: (_call, name) => `or (has ${name} (list "postgres" "public" "none")) (hasPrefix "pg_" ${name})` });

/** Requires a database name that initdb does not make itself. */
export const requireApplicationDatabase = rule('isApplicationDatabase', (name: string) =>
  !['postgres', 'template0', 'template1'].includes(name) && !/=|^postgres(ql)?:\/\//.test(name),
'must not be "postgres", "template0" or "template1", which every server has, nor look like a connection string; name a database for the application',
{ breach: (_call, name) => `or (has ${name} (list "postgres" "template0" "template1")) (regexMatch "=|^postgres(ql)?://" ${name})` });

/** Requires a name that an environment variable can have in every version of Kubernetes. */
export const requireEnvironmentName = rule('isEnvironmentName', (name: string) => /^(?!\.$|\.\.)[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name),
  "must be one or more of the characters a-z, A-Z, 0-9, '-', '_' and '.', and not begin with a digit or '..'");

/** Requires an absolute path without `.` or `..`. */
export const requireAbsolutePath = rule('isAbsolutePath', (path: string) => /^(\/[^/\0:]+)+$/.test(path) && !/\/\.\.?(\/|$)/.test(path),
  "must be an absolute path such as /var/lib/postgresql, without '.', '..', ':' or a '/' at the end");

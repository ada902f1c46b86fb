import { expression } from './expression';
import { rule } from './rule';

// The grammar of the OCI distribution specification.
const REPOSITORY = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
const REGISTRY = /^[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?(:\d{1,5})?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * The major that a tag names, or undefined: `pg17` in any repository; `15`, `15.4-bookworm` or `18beta1` only in those of PostgreSQL
 * itself, since elsewhere the number is that of an extension or of the system.
 */
export const majorOfTag = expression('majorOfTag', major);

/** Requires a tag that names no other major than the one given. */
export const requireTagOfMajor = rule('isTagOfMajor',
  (tag: string, version: string, repository: string) => [undefined, version].includes(major(tag, repository)),
  (_tag, version) => `names another major than postgresVersion, which is ${version}; a database of one major cannot be opened by a server of another`, {
    breach: (_call, tag, version, repository) => {
      const pattern = `(ternary "(^|-pg|^pg)[0-9]{2}([^0-9]|$)" "(-|^)pg[0-9]{2}([^0-9]|$)" (regexMatch "(^|/)(postgres|postgresql|postgis)$" ${repository}))`;
      return `and (regexMatch ${pattern} ${tag}) (ne (regexFind "[0-9]{2}" (regexFind ${pattern} ${tag})) ${version})`;
    },
  });

/** Requires a repository such as `postgres` or `library/postgres`. */
export const requireRepository = rule('isRepository', (repository: string) => REPOSITORY.test(repository) && repository.length <= 255,
  'must be a repository in lower case such as postgres or library/postgres, without a tag');

/** Requires a registry such as `docker.io` or `localhost:5000`. */
export const requireRegistry = rule('isRegistry', (registry: string) => REGISTRY.test(registry),
  'must be the name of a registry such as docker.io or registry.example:5000, without a scheme');

/** Requires a tag such as `15.4-bookworm`. */
export const requireTag = rule('isTag', (tag: string) => TAG.test(tag),
  "must be 1 to 128 of the characters a-z, A-Z, 0-9, '_', '.' and '-', such as 15.4-bookworm");

/** Requires a digest. */
export const requireDigest = rule('isDigest', (digest: string) => DIGEST.test(digest),
  'must be sha256: and 64 hexadecimal digits in lower case');

function major(tag: string, repository: string): string | undefined {
  const pattern = /(^|\/)(postgres|postgresql|postgis)$/.test(repository) ? /(?:^|-pg|^pg)(\d{2})(?!\d)/ : /(?:-|^)pg(\d{2})(?!\d)/;
  return pattern.exec(tag)?.[1];
}

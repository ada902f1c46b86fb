import { Construct } from 'constructs';
import { requireApplicationDatabase, requireApplicationRole, requireDataKey, requireDnsSubdomain, requireIdentifier } from '../expressions/names';

/** Who uses the database, and where the password lies. */
export interface Auth {
  /**
   * Name of the application's role. It owns the database, is no superuser, and is made at first start;
   * a later change of this name makes no new role. `postgres` is refused.
   */
  readonly username: string;

  /**
   * Name of the database, made at first start.
   *
   * @default - the username
   */
  readonly database?: string;

  /**
   * Name of the Secret with the password, in the namespace of the database. A changed password is applied to the running server.
   *
   * @default - the name of the database and `-app`
   */
  readonly existingSecret?: string;

  /**
   * Names of the keys in the Secret.
   *
   * @default - `password` and `uri`
   */
  readonly secretKeys?: SecretKeys;
}

/** Names of the keys in the Secret. */
export interface SecretKeys {
  /**
   * Key of the password. Line breaks at its end are no part of it.
   *
   * @default password
   */
  readonly userPasswordKey?: string;

  /**
   * Key of the connection URI, with user and password percent-encoded; read by applications, not by the server.
   *
   * @default uri
   */
  readonly uriKey?: string;
}

/** Who uses the database, with nothing left open. */
export interface ResolvedAuth {
  readonly username: string;
  readonly database: string;
  readonly secretName: string;
  readonly passwordKey: string;
  readonly uriKey: string;
}

/** Checks names and fills in the defaults. */
export function resolveAuth(scope: Construct, auth: Auth, name: string): ResolvedAuth {
  const place = (property: string) => ({ construct: scope.node.path, property: `auth.${property}` });
  const { username, database = username, existingSecret = `${name}-app`, secretKeys = {} } = auth;
  const { userPasswordKey = 'password', uriKey = 'uri' } = secretKeys;
  requireIdentifier(place('username'), username);
  requireApplicationRole(place('username'), username);
  requireIdentifier(place('database'), database);
  requireApplicationDatabase(place('database'), database);
  requireDnsSubdomain(place('existingSecret'), existingSecret);
  requireDataKey(place('secretKeys.userPasswordKey'), userPasswordKey);
  requireDataKey(place('secretKeys.uriKey'), uriKey);
  return { username, database, secretName: existingSecret, passwordKey: userPasswordKey, uriKey };
}

import { Chart } from 'cdk8s';
import { PostgresPodProps } from '../../src';

/** A database that every row changes in one way. */
export const good: PostgresPodProps = { postgresVersion: '17', auth: { username: 'shop', existingSecret: 'shop-credentials' } };

/** A bad input and what is said about it. */
export interface Row {
  /** What is wrong. Numbers in brackets are those of the 24 inputs that Helm charts of PostgreSQL were measured with. */
  readonly input: string;

  /** What is given beside, or instead of, what the good database has; of any type, as from JSON or plain JavaScript. */
  readonly props?: { readonly [name: string]: unknown };

  /** Another use of the library than one `Postgres`. */
  readonly use?: (chart: Chart) => unknown;

  /** The sentence, behind the path of the database. */
  readonly says?: string;

  /** The whole sentence. */
  readonly saysWholly?: string;
}

/** A value of any type, as TypeScript would not let it pass. */
export const any = (value: unknown) => value as any;

export const subdomain = "1 to 253 of the characters a-z, 0-9, '-' and '.', each part beginning and ending with a letter or digit.";
export const serviceName = "1 to 63 of the characters a-z, 0-9 and '-', beginning with a letter and ending with a letter or digit.";
export const statefulSetName = "1 to 52 of the characters a-z, 0-9 and '-', beginning and ending with a letter or digit.";
export const labelValue = "empty or 1 to 63 of the characters a-z, A-Z, 0-9, '-', '_' and '.', beginning and ending with a letter or digit.";
export const key = "a name of 1 to 63 of the characters a-z, A-Z, 0-9, '-', '_' and '.', beginning and ending with a letter or digit,"
  + " with or without a domain and a '/' before it.";
export const bytes = 'a Kubernetes quantity of at least 1Mi, such as 512Mi or 20Gi (not GB or GiB; m means thousandths).';

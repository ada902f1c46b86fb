/** Limits that many values share. Each says what the rules of the constructs say of the same value. */

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const WORD = '[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?';

/** The name of a Secret, ConfigMap, claim, class. */
export const OBJECT_NAME = { pattern: `^${LABEL}(\\.${LABEL})*$`, maxLength: 253 };

/** The name of a Service. */
export const SERVICE_NAME = { pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$', maxLength: 63 };

/** A key in a Secret. */
export const DATA_KEY = { pattern: '^([-_A-Za-z0-9]|\\.[-_A-Za-z0-9])[-._A-Za-z0-9]*$', maxLength: 253 };

/** The value of a label. */
export const LABEL_VALUE = { pattern: `^(${WORD})?$`, maxLength: 63 };

/** The key of a label or annotation. Its domain may have 253 characters; here all of it has, since counts make a pattern slow. */
export const LABEL_KEY = { keyPattern: `^(${LABEL}(\\.${LABEL})*/)?[A-Za-z]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$`, keyMaxLength: 253 };

/** A role or database: what PostgreSQL need not quote, and a few that it must. */
export const IDENTIFIER = { pattern: '^[A-Za-z_][-A-Za-z0-9_$.]*$', maxLength: 63 };

/** An absolute path without `.` and `..`. */
export const PATH = { pattern: '^(/[-A-Za-z0-9_][-A-Za-z0-9_.]*)+$', maxLength: 1024 };

/** Figures of seconds and tries. */
export const FIGURE = { minimum: 1, maximum: 2147483647 };

import { ValueOptions } from './value-options';

/** What a value is, and so how it is written, checked and traced. */
export type ValueKind =
  'string' | 'integer' | 'number' | 'boolean' | 'enumeration' | 'scalar' | 'optional' | 'object' | 'list' | 'map' | 'kubernetes' | 'any';

/** All options of all kinds, as the machinery reads them. */
export interface AnyOptions extends ValueOptions {
  readonly default?: any;
  readonly optional?: boolean;
  readonly enabled?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly examples?: readonly any[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly key?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly keyPattern?: string;
  readonly keyMaxLength?: number;
}

import { Declaration } from '../declaration';
import { Role } from '../replay';
import { Column } from '../trace/column';
import { Reference, Text } from '../trace/reference';

/** One test of a condition: the value is one of these choices of its column. */
export interface Test {
  readonly column: Column;
  /** Positions in `column.choices`, ascending. */
  readonly choices: readonly number[];
}

/** All tests of one of the alternatives hold. No alternative: never. An alternative without tests: always. */
export type Condition = readonly (readonly Test[])[];

/** A condition that always holds. */
export const ALWAYS: Condition = [[]];

/** What a place of a manifest is, for all values: a small closed language that an evaluator and a printer read. */
export type Template = Constant | TextTemplate | Exact | MapTemplate | SequenceTemplate | LinesTemplate | ChoiceTemplate | CallTemplate;

/** The same for all values: a scalar, `{}` or `[]`. */
export interface Constant {
  readonly kind: 'constant';
  readonly value: any;
}

/** A string with values in it. */
export interface TextTemplate {
  readonly kind: 'text';
  readonly text: Text;
}

/** A number or struct as it is given. */
export interface Exact {
  readonly kind: 'exact';
  readonly reference: Reference;
}

/** A mapping. Of entries with the same key, the last one counts. */
export interface MapTemplate {
  readonly kind: 'map';
  entries: readonly (EntryTemplate | Loop<EntryTemplate>)[];
  /** Whether all entries may be absent at once, in ways that no short condition says. */
  readonly mayBeEmpty?: boolean;
}

/** An entry of a mapping. */
export interface EntryTemplate {
  readonly kind: 'entry';
  readonly when: Condition;
  readonly key: Text;
  readonly value: Template;
}

/** A list. */
export interface SequenceTemplate {
  readonly kind: 'sequence';
  readonly items: readonly Item[];
  /** Whether all items may be absent at once, in ways that no short condition says. */
  readonly mayBeEmpty?: boolean;
}

/** A string made of parts that come and go: lines with a line break between them, or pieces with nothing between. */
export interface LinesTemplate {
  readonly kind: 'lines';
  readonly separator: string;
  readonly items: readonly Item[];
}

/** An element of a list, or those that a loop makes. */
export type Item = ItemTemplate | Loop<Item>;

/** An element of a list. */
export interface ItemTemplate {
  readonly kind: 'item';
  readonly when: Condition;
  readonly value: Template;
}

/** What is made for each element of a list or entry of a map. */
export interface Loop<T> {
  readonly kind: 'loop';
  readonly when: Condition;
  readonly list: Declaration;
  readonly items: readonly (T | Loop<T>)[];
  /** A text between what two elements make; elements that make nothing do not count. */
  readonly separator?: string;
}

/** The first alternative whose condition holds. */
export interface ChoiceTemplate {
  readonly kind: 'choice';
  readonly cases: readonly { readonly when: Condition; readonly value: Template }[];
  readonly otherwise: Template;
}

/** A string with the result of a function in it, whose parameters are templates themselves. */
export interface CallTemplate {
  readonly kind: 'call';
  readonly before: string;
  readonly name: string;
  readonly parameters: readonly Template[];
  readonly after: string;
}

/** One object of the chart, or one for each element of a list. */
export interface DocumentTemplate {
  readonly path: string;
  readonly role: Role;
  readonly item: Item;
}

/** A condition under which the construct refuses the values, with its own sentence. */
export interface Refusal {
  readonly when: Condition;
  readonly message: Text;
}

/** All that a chart makes. */
export interface ChartTemplate {
  readonly documents: readonly DocumentTemplate[];
  readonly refusals: readonly Refusal[];
}

import { grouped } from './items';
import { Learner, union, Variant } from './learner';
import { Place, UnlearnedPlace } from './place';
import { learnTexts } from './text';
import { Declaration } from '../declaration';
import { Environment } from '../environment';
import { everyReadable } from './readable';
import { Bits } from '../trace/bits';
import { isElement, limitsOf } from '../trace/column';
import { determine } from '../trace/determine';
import { Leaf } from '../trace/node';
import { CallReference, Reference, Text, textKey } from '../trace/reference';
import { Scope } from '../trace/scope';
import { valueOf } from '../tree/evaluate';
import { ALWAYS, CallTemplate, Constant, Template } from '../tree/template';
import { escapePattern } from '../values/pattern';

/** The template of a scalar or a struct: one expression if one explains all that was seen, otherwise alternatives. */
export function learnLeaf(learner: Learner, variants: readonly Variant<Leaf>[], scope: Scope, domain: Bits, place: Place): Template {
  const classes = byMeaning(variants, scope);
  if (classes.length === 1 && isReadable(classes[0].node)) {
    return templateOf(classes[0].node);
  }
  const candidates = [...classes.filter(({ node }) => isReadable(node)).map(({ node }) => templateOf(node)), ...guesses(variants[0], scope)];
  const explaining = candidates.find((candidate) => variants.every((variant) => explains(candidate, variant, scope)));
  if (explaining) {
    return explaining;
  }
  const mark = learner.mark();
  const ways = classes.every(({ node }) => node.text) ? [
    ...(isCall(variants) ? [() => learnCall(learner, variants, scope, domain, place)] : []),
    ...(variants.some(({ node }) => node.raw.includes('\n')) ? [] : [() => alternatives(learner, classes, scope, domain, place, 2)]),
    ...learnTexts(learner, variants, scope, domain, place),
  ] : [];
  let first: unknown;
  for (const way of [...ways, () => alternatives(learner, classes, scope, domain, place)]) {
    try {
      return way();
    } catch (error) {
      if (!(error instanceof UnlearnedPlace)) throw error;
      // That an attempt was cut short says nothing.
      if (first === undefined || (first as UnlearnedPlace).isOneOf(CUT_SHORT)) first = error;
      learner.reset(mark);
    }
  }
  throw first;
}

/** Whether all are one text with results of the same functions in it. */
function isCall(variants: readonly Variant<Leaf>[]): boolean {
  const forms = variants.map(({ node }) => node.text!.map((part) => (
    isCallOf(part) ? `${part.name} ${part.parameters.map(({ kind }) => kind).join()}` : textKey([part]))).join(' '));
  return variants[0].node.text!.some(isCallOf) && new Set(forms).size === 1;
}

function isCallOf(part: string | Reference): part is CallReference {
  return typeof part !== 'string' && part.kind === 'call';
}

/** Calls of functions whose parameters are places of their own. */
function learnCall(learner: Learner, variants: readonly Variant<Leaf>[], scope: Scope, domain: Bits, place: Place): Template {
  const [{ node: { text } }] = variants;
  const parts = text!.map((part, position): Template => {
    if (!isCallOf(part)) return typeof part === 'string' ? { kind: 'constant', value: part } : { kind: 'text', text: [part] };
    const parameters = part.parameters.map((_parameter, index) => {
      const calledWith = (leaf: Leaf) => (leaf.text![position] as CallReference).parameters[index];
      const seen = variants.map(({ node, rows }) => ({ node: learner.nodes.ofParameter(calledWith(node)), rows }));
      return learner.learnOnce(grouped(seen, (node) => node), scope, domain, [...place, part.name]);
    });
    return { kind: 'call', before: '', name: part.name, parameters, after: '' };
  });
  const calls = parts.filter(({ kind }) => kind === 'call');
  if (calls.length > 1 || parts.some(({ kind }) => kind === 'text')) {
    return { kind: 'lines', separator: '', items: parts.map((value) => ({ kind: 'item', when: ALWAYS, value })) };
  }
  const position = parts.indexOf(calls[0]);
  const literal = (some: readonly Template[]) => some.map((part) => (part as Constant).value).join('');
  return { ...calls[0] as CallTemplate, before: literal(parts.slice(0, position)), after: literal(parts.slice(position + 1)) };
}

const TOO_MANY = 'it is one of many alternatives';

const CUT_SHORT = new Set([TOO_MANY, 'it is one of several words, by more than a few values']);

/** Things that mean the same, seen in various disguises. */
export interface Meaning extends Variant<Leaf> {
  readonly variants: readonly Variant<Leaf>[];
}

/** The alternatives: as few expressions as explain everything that was seen. */
export function alternatives(
  learner: Learner, classes: readonly Meaning[], scope: Scope, domain: Bits, place: Place, most = Infinity,
): Template {
  const groups: { readonly template: Template; readonly rows: Bits }[] = [];
  const variants = classes.flatMap((meaning) => meaning.variants);
  let open = variants;
  while (open.length > 0) {
    const first = open.reduce((a, b) => (references(b.node) > references(a.node) ? b : a));
    const candidates = [...(isReadable(first.node) ? [templateOf(first.node)] : []), ...guesses(first, scope)];
    if (candidates.length === 0) {
      const list = [...first.node.uses.keys()][0];
      throw new UnlearnedPlace(place, `it has parts of single elements of ${list.path}, but is not made by going through all of them in their order`);
    }
    // A few of them tell which expression explains the most.
    const some = open.slice(0, SOME);
    const scores = candidates.map((template) => some.filter((variant) => explains(template, variant, scope)).length);
    const template = candidates[scores.indexOf(Math.max(...scores))];
    const rows = Bits.of(scope.size, variants.flatMap((variant) => (
      [...variant.rows].filter((row) => makes(template, variant.node, scope.environments[row])))));
    groups.push({ template, rows });
    if (groups.length > Math.min(most, MOST_ALTERNATIVES) + 1) throw new UnlearnedPlace(place, 'it is one of many alternatives');
    open = open.map((variant) => ({ node: variant.node, rows: variant.rows.without(rows) })).filter((variant) => !variant.rows.isEmpty);
  }
  // Where two explain a situation, it says nothing about which of them it is.
  const own = groups.map(({ rows }, index) => groups.reduce((left, other, position) => (position === index ? left : left.without(other.rows)), rows));
  const inOrder = () => groups.map(({ rows }, index) => groups.slice(0, index).reduce((left, other) => left.without(other.rows), rows));
  const told = own.every((rows) => !rows.isEmpty) ? own : inOrder();
  if (most < Infinity && (determine(told, scope, domain)?.columns.length ?? Infinity) > most) throw new UnlearnedPlace(place, 'it is one of many alternatives');
  return learner.choose(told, scope, domain, place, (index) => groups[index].template);
}

/** How many things are looked at to choose an expression. */
const SOME = 40;

/** More alternatives at one place are refused: nobody could read them. */
const MOST_ALTERNATIVES = 24;

/** Those that mean the same, taken together. */
export function byMeaning(variants: readonly Variant<Leaf>[], scope: Scope): Meaning[] {
  const groups = new Map<number, Variant<Leaf>[]>();
  for (const variant of variants) groups.set(variant.node.meaning, [...groups.get(variant.node.meaning) ?? [], variant]);
  return [...groups.values()].map((members) => ({ node: members[0].node, rows: union(members, scope), variants: members }));
}

/** The template that says just what a leaf means. */
export function templateOf(leaf: Leaf): Template {
  if (leaf.reference) return { kind: 'exact', reference: leaf.reference };
  if (leaf.text) return leaf.text.every((part) => typeof part === 'string') ? { kind: 'constant', value: leaf.raw } : { kind: 'text', text: leaf.text };
  return { kind: 'constant', value: leaf.raw };
}

/** Whether all that a leaf needs is known where it stands: the current elements of the loops around it, and no others. */
function isReadable(leaf: Leaf): boolean {
  return leaf.uses.size === 0;
}

function references(leaf: Leaf): number {
  return leaf.reference ? 1 : (leaf.text ?? []).filter((part) => typeof part !== 'string').length;
}

function explains(template: Template, { rows, node }: Variant<Leaf>, scope: Scope): boolean {
  for (const row of rows) if (!makes(template, node, scope.environments[row])) return false;
  return true;
}

function makes(template: Template, node: Leaf, environment: Environment): boolean {
  // What a function gives is not what stands for it.
  if (template.kind === 'text' && node.text && textKey(template.text) === textKey(node.text)) return true;
  const made = valueOf(template, environment);
  return typeof node.raw === 'object' ? JSON.stringify(made) === JSON.stringify(node.raw) : made === node.raw;
}

/**
 * Expressions that cannot be recognised by a carrier: an enumeration or boolean that is written out, and a number whose limits leave no room
 * for a carrier.
 */
function guesses({ node, rows }: Variant<Leaf>, scope: Scope): Template[] {
  if (!isReadable(node)) return [];
  const environment = scope.environments[rows.first];
  const known = everyReadable(scope).filter(isGuessed).map((declaration): { value: any; reference: Reference } => {
    const reference: Reference = { kind: 'value', declaration, indices: [] };
    return { reference, value: valueOf({ kind: 'exact', reference }, environment) };
  }).filter(({ value }) => value !== undefined && value !== '');
  if (typeof node.raw !== 'string') {
    return known.filter(({ value }) => value === node.raw).map(({ reference }): Template => ({ kind: 'exact', reference }));
  }
  const text = node.text ?? [];
  const single = known.flatMap((guess) => {
    const replaced = replace(text, guess);
    return textKey(replaced) === textKey(text) ? [] : [{ guess, replaced }];
  });
  const pairs = single.slice(0, 12).flatMap(({ guess, replaced }) => single.filter((other) => other.guess !== guess).flatMap((other) => {
    const both = replace(replaced, other.guess);
    return textKey(both) === textKey(replaced) ? [] : [both];
  }));
  return [...single.map(({ replaced }) => replaced), ...pairs].map((replaced): Template => ({ kind: 'text', text: replaced }));
}

function replace(text: Text, { value, reference }: { readonly value: any; readonly reference: Reference }): Text {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return text.flatMap((part): Text => (typeof part === 'string' ? split(part, shown, reference) : [part]));
}

function isGuessed(declaration: Declaration): boolean {
  if (declaration.kind === 'integer' || declaration.kind === 'number') {
    const { minimum, maximum } = limitsOf(declaration);
    return maximum - minimum < 40_000 || declaration.value._options.default !== undefined;
  }
  return declaration.kind === 'boolean' || declaration.kind === 'enumeration'
    || ((declaration.kind === 'string' || declaration.kind === 'scalar') && !isElement(declaration));
}

const WORDS = new Map<string, RegExp>();

function asWord(shown: string): RegExp {
  let pattern = WORDS.get(shown);
  if (!pattern) {
    const word = /^[-0-9.]+$/.test(shown) ? '0-9' : 'A-Za-z0-9';
    WORDS.set(shown, pattern = new RegExp(`(?<![${word}])${escapePattern(shown)}(?![${word}])`));
  }
  return pattern;
}

/** The text with the reference at each occurrence of what it stands for, as a word of its own. */
function split(text: string, shown: string, reference: Reference): Text {
  if (!text.includes(shown)) return [text];
  const pieces = text.split(asWord(shown));
  return pieces.flatMap((piece, index): Text => [...(index > 0 ? [reference] : []), ...(piece === '' ? [] : [piece])]);
}

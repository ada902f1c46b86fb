import { Learner, union, Variant } from './learner';
import { Place, UnlearnedPlace } from './place';
import { learnText } from './text';
import { isElement, limitsOf } from '../trace/column';
import { Leaf } from '../trace/node';
import { Reference, Text, textKey } from '../trace/reference';
import { Scope } from '../trace/scope';
import { Bits } from '../trace/bits';
import { Declaration } from '../declaration';
import { everyReadable } from './readable';
import { valueOf } from '../tree/evaluate';
import { Template } from '../tree/template';

/** The template of a scalar or a struct: one expression if one explains all that was seen, otherwise alternatives. */
export function learnLeaf(learner: Learner, variants: readonly Variant<Leaf>[], scope: Scope, domain: Bits, place: Place): Template {
  const classes = byMeaning(variants, scope);
  if (classes.length === 1 && isReadable(classes[0].node, scope)) {
    learner.claims.push({ scope, domain, columns: [], place });
    return templateOf(classes[0].node);
  }
  const candidates = [...classes.filter(({ node }) => isReadable(node, scope)).map(({ node }) => templateOf(node)), ...guesses(classes[0], scope)];
  const explaining = candidates.find((candidate) => variants.every((variant) => explains(candidate, variant, scope)));
  if (explaining) {
    learner.claims.push({ scope, domain, columns: [], place });
    return explaining;
  }
  if (classes.every(({ node }) => node.text)) {
    const text = learnText(learner, variants, scope, domain, place, classes.length);
    if (text) return text;
  }
  const unreadable = classes.find(({ node }) => !isReadable(node, scope));
  if (unreadable) {
    const list = [...unreadable.node.uses.keys()][0];
    throw new UnlearnedPlace(place, `it has parts of single elements of ${list.path}, but is not made by going through all of them in their order`);
  }
  return alternatives(learner, classes, scope, domain, place);
}

/** Things that mean the same, seen in various disguises. */
export interface Meaning extends Variant<Leaf> {
  readonly variants: readonly Variant<Leaf>[];
}

/** The alternatives, with those that another explains, too, taken together. */
export function alternatives(learner: Learner, classes: readonly Meaning[], scope: Scope, domain: Bits, place: Place): Template {
  const groups: { readonly template: Template; readonly members: Meaning[] }[] = [];
  const generalFirst = [...classes].sort((a, b) => references(b.node) - references(a.node));
  for (const meaning of generalFirst) {
    const explaining = groups.find(({ template }) => meaning.variants.every((variant) => explains(template, variant, scope)));
    if (explaining) explaining.members.push(meaning);
    else groups.push({ template: templateOf(meaning.node), members: [meaning] });
  }
  return learner.choose(groups.map(({ members }) => union(members, scope)), scope, domain, place, (index) => groups[index].template);
}

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
function isReadable(leaf: Leaf, _scope: Scope): boolean {
  return leaf.uses.size === 0;
}

function references(leaf: Leaf): number {
  return leaf.reference ? 1 : (leaf.text ?? []).filter((part) => typeof part !== 'string').length;
}

function explains(template: Template, { rows, node }: Variant<Leaf>, scope: Scope): boolean {
  const expected = typeof node.raw === 'object' ? JSON.stringify(node.raw) : node.raw;
  for (const row of rows) {
    const made = valueOf(template, scope.environments[row]);
    if ((typeof made === 'object' ? JSON.stringify(made) : made) !== expected) return false;
  }
  return true;
}

/**
 * Expressions that cannot be recognised by a carrier: an enumeration or boolean that is written out, and a number whose limits leave no room
 * for a carrier.
 */
function guesses({ node, rows }: Variant<Leaf>, scope: Scope): Template[] {
  const environment = scope.environments[rows.first];
  const found: Template[] = [];
  for (const declaration of everyReadable(scope)) {
    if (!isGuessed(declaration)) continue;
    const reference: Reference = { kind: 'value', declaration, indices: [] };
    const value = valueOf({ kind: 'exact', reference }, environment);
    if (value === undefined || value === '') continue;
    if (typeof node.raw !== 'string') {
      if (node.raw === value) found.push({ kind: 'exact', reference });
      continue;
    }
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    const text = (node.text ?? []).flatMap((part): Text => (typeof part === 'string' ? split(part, shown, reference) : [part]));
    if (textKey(text) !== textKey(node.text ?? [])) found.push({ kind: 'text', text });
  }
  return found;
}

function isGuessed(declaration: Declaration): boolean {
  if (declaration.kind === 'integer' || declaration.kind === 'number') {
    const { minimum, maximum } = limitsOf(declaration);
    return maximum - minimum < 40_000 || declaration.value._options.default !== undefined;
  }
  return declaration.kind === 'boolean' || declaration.kind === 'enumeration'
    || ((declaration.kind === 'string' || declaration.kind === 'scalar') && !isElement(declaration));
}

/** The text with the reference at each occurrence of what it stands for, as a word of its own. */
function split(text: string, shown: string, reference: Reference): Text {
  const pieces = text.split(new RegExp(`(?<![A-Za-z0-9])${shown.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![A-Za-z0-9])`));
  return pieces.flatMap((piece, index): Text => [...(index > 0 ? [reference] : []), ...(piece === '' ? [] : [piece])]);
}

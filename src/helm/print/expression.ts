import { Context, rootArgument } from './context';
import { bare } from './parentheses';
import { quoted } from './scalar';
import { twin } from './twins';
import { Declaration } from '../declaration';
import { Parameter, Reference, Text } from '../trace/reference';

/** The expression for what values.yaml holds, without regard to defaults. */
export function rawPath(declaration: Declaration, context: Context): string {
  const { parent } = declaration;
  if (!parent) return `${context.root}.Values`;
  if (parent.kind === 'map' || parent.kind === 'list') {
    const loop = context.loops.find(({ list }) => list === parent);
    if (!loop) throw new Error(`${declaration.path} is used outside the loop over its list.`);
    return declaration === parent.key ? loop.key! : loop.element;
  }
  const around = rawPath(parent, context);
  // In the elements of a list a group may be missing, and parentheses take nothing for a group without members.
  if (isInElement(parent) && parent.kind === 'optional') return `(${around}).${declaration.name}`;
  return around === '.' ? `.${declaration.name}` : `${around}.${declaration.name}`;
}

/** The expression for what the construct gets: the value, or in the elements of a list the default where there is none. */
export function pathExpression(declaration: Declaration, context: Context): string {
  const path = rawPath(declaration, context);
  if (!isInElement(declaration)) return path;
  const { optional, default: standard } = declaration.value._options;
  switch (declaration.kind) {
    case 'string': case 'enumeration': case 'scalar': case 'integer': case 'number': case 'boolean':
      if (standard === undefined && !optional) return path;
      if (standard === undefined && (declaration.kind === 'integer' || declaration.kind === 'number')) return path;
      if (declaration.kind === 'boolean' && standard === false) return path;
      return `(ternary ${JSON.stringify(standard ?? '')} ${path} (kindIs "invalid" ${path}))`;
    case 'list': case 'map': return collectionPath(declaration, context);
    default:
      return path;
  }
}

/** The expression for a list or map, with its default where an element of a list around has none. */
export function collectionPath(declaration: Declaration, context: Context): string {
  const path = rawPath(declaration, context);
  const { default: standard } = declaration.value._options;
  if (!isInElement(declaration) || standard === undefined || Object.keys(standard).length === 0) return path;
  const parse = declaration.kind === 'map' ? 'fromJson' : 'fromJsonArray';
  return `(ternary (${parse} ${quoted(JSON.stringify(standard))}) ${path} (kindIs "invalid" ${path}))`;
}

/** The same for functions that need a map, even where there is none. */
export function mapPath(declaration: Declaration, context: Context): string {
  const path = collectionPath(declaration, context);
  return isInElement(declaration) && !path.startsWith('(') ? `(default dict ${path})` : path;
}

/** The expression of a reference as a value of its own type. */
export function referenceExpression(reference: Reference, context: Context): string {
  switch (reference.kind) {
    case 'value': {
      const path = pathExpression(reference.declaration, context);
      switch (reference.declaration.kind) {
        case 'integer': return `(int64 ${path})`;
        case 'number': return `(toJson ${path})`;
        // What a condition may take for false without a word, stands in a text as nothing.
        case 'boolean': return isInElement(reference.declaration) && reference.declaration.value._options.default === false ? `(default false ${path})` : path;
        case 'scalar': return `(ternary ${path} (toJson ${path}) (kindIs "string" ${path}))`;
        default: return path;
      }
    }
    case 'release': switch (reference.fact) {
      case 'name': return `${context.root}.Release.Name`;
      case 'namespace': return `${context.root}.Release.Namespace`;
      case 'fullname': return `(include "${context.chart}.fullname" ${rootArgument(context)})`;
      case 'chartName': return `(include "${context.chart}.name" ${rootArgument(context)})`;
    }
    // eslint-disable-next-line no-fallthrough
    case 'call': return `(${twin(reference.name, reference.parameters.map((parameter) => parameterExpression(parameter, context)), context)})`;
  }
}

/** The expression of a text as one string. */
export function textExpression(text: Text, context: Context): string {
  const references = text.filter((part) => typeof part !== 'string');
  if (references.length === 0) return quoted(text.join(''));
  if (text.length === 1) return stringExpression(references[0], context);
  const format = text.map((part) => (typeof part === 'string' ? part.replace(/%/g, '%%') : verb(part))).join('');
  return `(printf ${quoted(format)} ${references.map((reference) => referenceExpression(reference, context)).join(' ')})`;
}

/** The expression of a text for `quote`, which makes a string of a number itself. */
export function quotable(text: Text, context: Context): string {
  const [part] = text;
  const isInteger = text.length === 1 && typeof part !== 'string' && part.kind === 'value' && part.declaration.kind === 'integer';
  return bare(isInteger ? referenceExpression(part, context) : textExpression(text, context));
}

function stringExpression(reference: Reference, context: Context): string {
  const expression = referenceExpression(reference, context);
  if (reference.kind === 'value' && ['integer', 'boolean'].includes(reference.declaration.kind)) return `(toString ${expression})`;
  return expression;
}

function verb(reference: Reference): string {
  if (reference.kind !== 'value') return '%s';
  return { integer: '%d', boolean: '%t' }[reference.declaration.kind as string] ?? '%s';
}

function parameterExpression(parameter: Parameter, context: Context): string {
  switch (parameter.kind) {
    case 'constant': return JSON.stringify(parameter.value);
    case 'text': return parameter.exact ? referenceExpression(parameter.text[0] as Reference, context) : textExpression(parameter.text, context);
    case 'map': return `(dict${parameter.entries.map(({ key, value }) => ` ${textExpression(key, context)} ${parameterExpression(value, context)}`).join('')})`;
    case 'sequence': return `(list${parameter.items.map((item) => ` ${parameterExpression(item, context)}`).join('')})`;
  }
}

function isInElement(declaration: Declaration): boolean {
  return declaration.lists.length > 0 && declaration.parent?.kind !== 'map';
}

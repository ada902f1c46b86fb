import { Declaration, everyDeclaration } from '../declaration';
import { inputsOf } from '../inputs';
import { Packaged } from '../prove';
import { replay } from '../replay';
import { ChartTemplate } from '../tree/template';
import { visitChart } from '../tree/visit';

/** Requires that every value shows in the output or decides something; says of each other one whether the construct reads it. */
export function requireUsed({ root, builders, chart }: Packaged, template: ChartTemplate, values: any): void {
  const used = new Set<Declaration>();
  visitChart(template, (declaration) => {
    for (let current: Declaration | undefined = declaration; current; current = current.parent) used.add(current);
  });
  const unused = everyDeclaration(root).filter((declaration) => {
    const isPart = declaration.fields.length > 0 || declaration.kind === 'list' || declaration.kind === 'map';
    const { parent } = declaration;
    return parent !== undefined && parent.key !== declaration && !used.has(declaration) && (!isPart || used.has(parent) || parent === root);
  }).filter((declaration, _index, all) => {
    // Of a group or list that is not used as a whole, its parts need not be told.
    for (let around = declaration.parent; around; around = around.parent) if (all.includes(around)) return false;
    return true;
  });
  if (unused.length === 0) return;
  const read = readBy(() => replay(builders, spied(inputsOf(root, values), '', new Set()), { chart, release: { name: 'r', namespace: 'n' }, apis: new Set() }));
  throw new Error(unused.map(({ path }) => (read.has(path)
    ? `The value ${path} is read by the construct, but shows nowhere in the output and decides nothing: it is changed on its way, as by toLowerCase(), a regular expression or a hash. `
      + 'Hand it on as it is, or change it with a function of src/expressions.'
    : `The value ${path} is declared, but the construct never uses it. Use it, or remove its declaration.`)).join('\n'));
}

let readNow = new Set<string>();

function readBy(run: () => unknown): ReadonlySet<string> {
  readNow = new Set();
  try {
    run();
  } catch {
    // What was read up to here is all that is asked for.
  }
  return readNow;
}

/** The inputs with a note of each path that is read. */
function spied(value: any, path: string, seen: Set<any>): any {
  if (Array.isArray(value)) return value.map((item) => spied(item, `${path}[]`, seen));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype || seen.has(value)) return value;
  seen.add(value);
  const copy = {};
  for (const key of Object.keys(value)) {
    const below = path === '' ? key : `${path}.${key}`;
    const inner = spied(value[key], below, seen);
    Object.defineProperty(copy, key, { enumerable: true, configurable: true, get: () => { readNow.add(below); return inner; } });
  }
  return copy;
}

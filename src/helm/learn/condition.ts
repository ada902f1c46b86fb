import { Dependency } from '../trace/determine';
import { Scope } from '../trace/scope';
import { Condition, Test } from '../tree/template';

/** Choices of each column: for each, the positions that are allowed. */
type Cube = readonly (readonly number[])[];

/** The condition, of the fewest terms, under which a dependency gives one class; combinations that were never seen may go either way. */
export function conditionOf({ columns, table }: Dependency, wanted: number, scope: Scope): Condition {
  const domains = columns.map((column) => scope.columns[column].choices.map((_choice, index) => index));
  const combinations = [...table].map(([key, found]) => ({ combination: key === '' ? [] : key.split(',').map(Number), isWanted: found === wanted }));
  const inside = combinations.filter(({ isWanted }) => isWanted).map(({ combination }) => combination);
  const outside = combinations.filter(({ isWanted }) => !isWanted).map(({ combination }) => combination);
  if (inside.length === 0) return [];
  if (outside.length === 0) return [[]];
  const implicants = inside.map((combination) => widened(combination, domains, outside)).flat();
  return fewest(unique(implicants), inside).map((cube) => cube.flatMap((choices, index): Test[] => (
    choices.length === domains[index].length ? [] : [{ column: scope.columns[columns[index]], choices }])));
}

/** All ways to let a combination be as general as possible without covering one outside. */
function widened(combination: readonly number[], domains: readonly (readonly number[])[], outside: readonly (readonly number[])[]): Cube[] {
  const found: Cube[] = [];
  const widen = (cube: Cube, column: number): void => {
    if (column === domains.length) {
      found.push(cube);
      return;
    }
    // Everything, all but one, or just the one: what a template can say shortly.
    const all = domains[column];
    const others = all.length > 2 ? all.filter((choice) => choice !== combination[column]) : [];
    const allButOne = others.map((without) => all.filter((choice) => choice !== without));
    for (const option of [all, ...allButOne, [combination[column]]]) {
      const wider = cube.map((choices, index) => (index === column ? option : choices));
      if (!outside.some((other) => covers(wider, other))) widen(wider, column + 1);
    }
  };
  widen(combination.map((choice) => [choice]), 0);
  return found.filter((cube) => !found.some((other) => other !== cube && contains(other, cube) && !contains(cube, other)));
}

/** A small set of cubes that cover everything: those without which one is uncovered first, then the widest. */
function fewest(cubes: readonly Cube[], inside: readonly (readonly number[])[]): Cube[] {
  const chosen: Cube[] = [];
  let open = [...inside];
  const choose = (cube: Cube): void => {
    chosen.push(cube);
    open = open.filter((combination) => !covers(cube, combination));
  };
  for (const combination of inside) {
    const covering = cubes.filter((cube) => covers(cube, combination));
    if (covering.length === 1 && !chosen.includes(covering[0])) choose(covering[0]);
  }
  while (open.length > 0) {
    const gain = (cube: Cube) => open.filter((combination) => covers(cube, combination)).length * 100 + width(cube);
    choose([...cubes].sort((a, b) => gain(b) - gain(a))[0]);
  }
  // One that others cover together is noise.
  return chosen.filter((cube) => !inside.every((combination) => !covers(cube, combination)
    || chosen.some((other) => other !== cube && covers(other, combination) && chosen.indexOf(other) > chosen.indexOf(cube))));
}

function covers(cube: Cube, combination: readonly number[]): boolean {
  return cube.every((choices, index) => choices.includes(combination[index]));
}

function contains(outer: Cube, inner: Cube): boolean {
  return inner.every((choices, index) => choices.every((choice) => outer[index].includes(choice)));
}

function width(cube: Cube): number {
  return cube.reduce((sum, choices) => sum + choices.length, 0);
}

function unique(cubes: readonly Cube[]): Cube[] {
  return [...new Map(cubes.map((cube) => [JSON.stringify(cube), cube])).values()];
}

import { Values } from '../../src/helm';
import { declare, everyDeclaration } from '../../src/helm/declaration';
import { Carriers } from '../../src/helm/trace/carriers';

/** A program with a number that is 0 or 1, behind others. */
const declarationsOf = (before: number) => everyDeclaration(declare({
  ...Object.fromEntries(Array.from({ length: before }, (_, index) => [`before${index}`, Values.integer({ minimum: 0, maximum: 3 })])),
  replicas: Values.integer({ minimum: 0, maximum: 1 }),
})).filter(({ kind }) => kind === 'integer');

test.each([0, 1, 2, 3])('a number without room differs between the two sets, when %i values are asked for before it', (before) => {
  const inTurn = new Carriers();
  for (const declaration of declarationsOf(before)) {
    expect(inTurn.of(declaration, [], undefined, 0)).not.toBe(inTurn.of(declaration, [], undefined, 1));
  }
  const oneSetAfterTheOther = new Carriers();
  const all = (set: 0 | 1) => (
    declarationsOf(before).map((declaration) => oneSetAfterTheOther.of(declaration, [], undefined, set)));
  const [first, second] = [all(0), all(1)];
  first.forEach((number, index) => expect(number).not.toBe(second[index]));
});

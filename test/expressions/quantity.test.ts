import * as fc from 'fast-check';
import { quantityValue, requireBytes, requireQuantity, requireQuantityAtMost, shareOfQuantity, shareOfQuantityAsSetting } from '../../src/expressions/quantity';

const place = { construct: 'shop/postgres', property: 'resources.limits.memory' };

// Both tables say what ParseQuantity of k8s.io/apimachinery 0.34 says, run over the same texts.
describe('a quantity is what Kubernetes takes for one', () => {
  test.each<[string, number]>([
    ['0', 0], ['1', 1], ['100', 100], ['1.5', 1.5], ['.5', 0.5], ['1.', 1],
    ['1n', 1e-9], ['1u', 1e-6], ['500m', 0.5], ['1000m', 1], ['1k', 1e3], ['1M', 1e6], ['1G', 1e9], ['1T', 1e12], ['1P', 1e15], ['1E', 1e18],
    ['1Ki', 1024], ['512Mi', 536870912], ['2Gi', 2147483648], ['1Ti', 1099511627776], ['1Pi', 1125899906842624], ['1Ei', 1152921504606846976],
    ['1.5Gi', 1610612736], ['0.5Gi', 536870912],
    ['1e3', 1e3], ['1E3', 1e3], ['1e+3', 1e3], ['1e-3', 1e-3], ['12e6', 12e6], ['1E6', 1e6], ['2E', 2e18], ['1e18', 1e18],
  ])('%s is %d', (quantity, value) => {
    expect(quantityValue(quantity)).toBeCloseTo(value, 12);
  });

  test.each([
    '1GiB', '8GB', '500mm', '1K', '1ki', '1KB', '1kB', '1mi', '1g', '1 Gi', ' 1Gi', '1Gi ', '1Gi\n', '', '1,5', '1.2.3', '0x10', '1_000',
    '1e', '1e1.5', '1e3Mi', '1Ee', '1ee3', '1i', 'abc', 'NaN', 'Infinity', '١',
  ])('%j is none', (quantity) => {
    expect(quantityValue(quantity)).toBeNaN();
  });

  test.each(['-1Gi', '+1Gi', 'Gi'])('%s is none either, though Kubernetes takes it: nobody means it', (quantity) => {
    expect(quantityValue(quantity)).toBeNaN();
  });
});

test('a mebibyte is larger than a megabyte, at every size and of every suffix', () => {
  const pairs = [['k', 'Ki'], ['M', 'Mi'], ['G', 'Gi'], ['T', 'Ti'], ['P', 'Pi'], ['E', 'Ei']];
  fc.assert(fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(...pairs), (number, [decimal, binary]) => {
    expect(quantityValue(`${number}${binary}`)).toBeGreaterThan(quantityValue(`${number}${decimal}`));
  }));
});

test('of two quantities exactly the larger one is above the other, whatever their suffixes', () => {
  // Whole numbers of 1/1000, so that both are exact.
  const written = fc.tuple(fc.integer({ min: 1, max: 1e9 }), fc.constantFrom('m', '', 'Ki', 'e3'));
  const exact = ([number, suffix]: [number, string]) => BigInt(number) * { 'm': 1n, '': 1000n, 'Ki': 1024000n, 'e3': 1000000n }[suffix]!;
  fc.assert(fc.property(written, written, (left, right) => {
    const isAtMost = () => requireQuantityAtMost(place, left.join(''), right.join(''));
    if (exact(left) <= exact(right)) expect(isAtMost).not.toThrow();
    else expect(isAtMost).toThrow(`it must not be above the limit of ${right.join('')}.`);
  }));
});

describe('a refusal says what is allowed', () => {
  test.each<[string, () => void, string]>([
    ['no quantity', () => requireQuantity(place, '500mm'), 'is "500mm"; it must be a Kubernetes quantity above zero, such as 500m, 1.5 or 2.'],
    ['nothing', () => requireQuantity(place, '0'), 'is "0"; it must be a Kubernetes quantity above zero, such as 500m, 1.5 or 2.'],
    [
      'an amount of memory in thousandths of a byte', () => requireBytes(place, '512m'),
      'is "512m"; it must be a Kubernetes quantity of at least 1Mi, such as 512Mi or 20Gi (not GB or GiB; m means thousandths).',
    ],
    ['more than the limit', () => requireQuantityAtMost(place, '2Gi', '2G'), 'is "2Gi"; it must not be above the limit of 2G.'],
  ])('of %s', (_what, refused, sentence) => {
    expect(refused).toThrow(new Error(`shop/postgres: resources.limits.memory ${sentence}`));
  });

  test.each(['2Gi', '2048Mi', '1.5Gi', '2e9'])('and %s passes below a limit of 2Gi', (quantity) => {
    expect(() => {
      requireQuantity(place, quantity);
      requireBytes(place, quantity);
      requireQuantityAtMost(place, quantity, '2Gi');
    }).not.toThrow();
  });
});

describe('a share of a quantity', () => {
  test.each<[string, number, number, string]>([
    ['2Gi', 4, 8192, '512'], ['1Gi', 4, 8192, '256'], ['1G', 4, 8192, '238'], ['64Gi', 4, 8192, '8192'], ['1Mi', 4, 8192, '1'], ['1.5Gi', 8, 1024, '192'],
  ])('of %s divided by %d, at most %d MiB, is %s mebibytes, rounded down to a whole number', (quantity, divisor, most, share) => {
    expect(shareOfQuantity(quantity, divisor, most)).toBe(`${share}Mi`);
    expect(shareOfQuantityAsSetting(quantity, divisor, most)).toBe(`${share}MB`);
  });
});

import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { refuseTogether } from '../../src/expressions/rule';
import { HelmPackage, Values } from '../../src/helm';
import * as native from '../../src/helm/native';

const PAIRS = Array.from({ length: 14 }, (_, index) => [`one${index}`, `other${index}`] as const);

/** A construct that refuses nearly all random values. */
const refusing = () => {
  return HelmPackage.of<any>({
    name: 'refusing',
    version: '1.0.0',
    values: {
      ...Object.fromEntries(PAIRS.flat().map((name) => [name, Values.string({ optional: true, pattern: '^[a-z]{2,9}$' })])),
    },
    define: (scope: Construct, texts: any) => {
      for (const [one, other] of PAIRS) {
        if (texts[one] !== undefined && texts[other] !== undefined) {
          refuseTogether({ construct: 'refusing', property: one }, texts[one], `must not be given together with ${other}`);
        }
      }
      new ApiObject(scope, 'thing', { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: scope.node.id }, spec: { ...texts } });
    },
  });
};

afterEach(() => jest.restoreAllMocks());

test('the hunt compares values that a construct takes, although it refuses nearly all random ones', () => {
  const made = jest.spyOn(native, 'nativeManifests');
  const { huntCases } = refusing().report();
  expect(huntCases).toBe(200);
  // A run that throws has no result that is returned.
  expect(made.mock.results.filter(({ type }) => type === 'return').length).toBeGreaterThan(150);
});

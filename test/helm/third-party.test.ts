import { refused } from './third-party/refused';

/** One of them says that it builds an image. */
beforeEach(() => { jest.spyOn(console, 'error').mockImplementation(); });
afterEach(() => { jest.restoreAllMocks(); });

test.each(refused.map((program) => [program.name, program] as const))('%s is refused with a sentence that says why', (_name, { pkg, error }) => {
  expect(() => pkg.report()).toThrow(error);
});

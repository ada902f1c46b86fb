import { argument, bare } from '../../src/helm/print/parentheses';

test.each([
  ['(int64 .a)', 'int64 .a'],
  ['(a (b) "c")', 'a (b) "c"'],
  ['(a) (b)', '(a) (b)'],
  ['(a).b', '(a).b'],
  ['(printf ")" .a)', 'printf ")" .a'],
  ['(printf "(" .a)', 'printf "(" .a'],
  ['(printf "\\")" .a)', 'printf "\\")" .a'],
  ['(printf "\\\\" .a) (b)', '(printf "\\\\" .a) (b)'],
  ['.a', '.a'],
  ['', ''],
])('%s is bare as %s', (expression, expected) => {
  expect(bare(expression)).toBe(expected);
});

test.each([
  ['.a', '.a'], ['"a"', '"a"'], ['not .a', '(not .a)'], ['(not .a)', '(not .a)'], ['(a) (b)', '((a) (b))'], ['(a b).c', '((a b).c)'], ['(printf ") (" .a)', '(printf ") (" .a)'],
])('%s is an argument as %s', (expression, expected) => {
  expect(argument(expression)).toBe(expected);
});

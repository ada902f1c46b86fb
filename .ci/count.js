// Prints `N passed, N failed, N skipped` from the reports of the test runners. A report that is missing counts as a failure,
// and so does each step that failed although no test did.
const { existsSync, readFileSync } = require('fs');

const [failedSteps, ...reports] = process.argv.slice(2);
const total = { tests: 0, failures: 0, errors: 0, skipped: 0, missing: 0 };
for (const report of reports) {
  if (!existsSync(report)) {
    console.error(`${report} is missing: those tests did not run.`);
    total.missing += 1;
    continue;
  }
  for (const [, attributes] of readFileSync(report, 'utf8').matchAll(/<testsuite ([^>]*)>/g)) {
    for (const name of ['tests', 'failures', 'errors', 'skipped']) {
      total[name] += Number(new RegExp(`(?:^| )${name}="(\\d+)"`).exec(attributes)?.[1] ?? 0);
    }
  }
}
const inTests = total.failures + total.errors;
const failed = inTests + total.missing + (inTests === 0 && total.missing === 0 ? Number(failedSteps) : 0);
console.log(`${total.tests - inTests - total.skipped} passed, ${failed} failed, ${total.skipped} skipped`);
process.exitCode = failed > 0 ? 1 : 0;

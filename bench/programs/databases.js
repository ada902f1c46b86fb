// Usage: node databases.js <App|LinearApp> <count> <output folder>
// Synthesizes that many FEAF-like databases, each in a Chart of its own, and prints how many milliseconds construction and synthesis took.
const { App, Chart } = require('cdk8s');
const { FEAF_POSTGRES } = require('../../lib/feaf');
const { LinearApp } = require('../../lib/synth/linear-app');
const { Postgres } = require('../../lib/postgres');

const [kind, count, outdir] = process.argv.slice(2);

function addDatabase(chart) {
  new Postgres(chart, 'postgres', FEAF_POSTGRES);
}

const start = performance.now();
const app = new { App, LinearApp }[kind]({ outdir });
for (let index = 0; index < Number(count); index++) {
  addDatabase(new Chart(app, `database-${index}`, { namespace: `database-${index}` }));
}
const constructed = performance.now();
app.synth();
const synthesized = performance.now();
process.stdout.write(JSON.stringify({ construct: constructed - start, synth: synthesized - constructed }));

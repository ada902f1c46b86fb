// Usage: node -r ts-node/register/transpile-only write-chart.ts <switches> <output folder>
// Traces and writes the chart of helm-chart.ts with that many switches, and prints how long it took, what the report says and by how many bytes
// the process grew at most.
import { chartWith, SWITCHES } from './helm-chart';

const [switches, folder] = process.argv.slice(2);
const peak = () => process.resourceUsage().maxRSS * 1024;

// ts-node and the compiler are in this process, too; what they need is over by now.
const loaded = peak();
const start = performance.now();
const pkg = chartWith(Number(switches) as typeof SWITCHES[number]);
const report = pkg.write(folder);
const milliseconds = performance.now() - start;
process.stdout.write(JSON.stringify({ milliseconds, bytes: peak() - loaded, report }));

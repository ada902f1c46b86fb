import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Chart } from 'cdk8s';
import { Postgres } from '../src';
import { alone } from './bad-inputs/constructs';
import { names } from './bad-inputs/names';
import { volumes } from './bad-inputs/pod';
import { good } from './bad-inputs/row';
import { scripts, settings } from './bad-inputs/scripts-and-settings';
import { amounts, servers } from './bad-inputs/server';
import { types } from './bad-inputs/types';

const rows = [...types, ...names, ...servers, ...amounts, ...volumes, ...scripts, ...settings, ...alone];

let outdir: string;

beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), 'bad-inputs-'));
  synthesize((chart) => new Postgres(chart, 'postgres', { ...good, labels: { synthesized: 'earlier' } }));
});

afterAll(() => rmSync(outdir, { recursive: true }));

test.each(rows)('$input is refused in one sentence, and no file changes', ({ props, use, says, saysWholly }) => {
  const before = content();
  const build = use ?? ((chart: Chart) => new Postgres(chart, 'postgres', { ...good, ...props }));
  expect(() => synthesize(build)).toThrow(new Error(saysWholly ?? `shop/postgres${says}`));
  expect(content()).toEqual(before);
});

test('what is not refused does change a file, so that the rows above can fail', () => {
  const before = content();
  synthesize((chart) => new Postgres(chart, 'postgres', good));
  expect(content()).not.toEqual(before);
});

test('the rows hold all 24 inputs that Helm charts of PostgreSQL were measured with', () => {
  const numbers = rows.flatMap(({ input }) => /\[(\d+)\]/.exec(input)?.[1] ?? []).map(Number);
  expect(new Set(numbers)).toEqual(new Set(Array.from({ length: 24 }, (_, index) => index + 1)));
});

test('every sentence is a single line that names the place and ends with a full stop', () => {
  expect(rows.length).toBeGreaterThanOrEqual(45);
  expect(new Set(rows.map(({ input }) => input)).size).toBe(rows.length);
  for (const { says, saysWholly } of rows) {
    expect(saysWholly ?? `shop/postgres${says}`).toMatch(/^[\w/.]+: .+ (is|are) .+; it .+\.$/);
  }
});

/** What a user's app does. */
function synthesize(build: (chart: Chart) => unknown): void {
  const app = new App({ outdir });
  build(new Chart(app, 'shop', { namespace: 'shop' }));
  app.synth();
}

/** Name, time and bytes of every file in the output folder. */
function content(): [string, number, string][] {
  return readdirSync(outdir).sort().map((file) => {
    const path = join(outdir, file);
    return [file, statSync(path).mtimeMs, readFileSync(path, 'utf8')];
  });
}

// Usage: TIME_SPENT=<file> node --require time-spent.js <program>
// Notes what the program spends its milliseconds on. A span inside another one is taken off the outer one, so the parts add up to the whole.
const Module = require('module');
const fs = require('fs');

const nodeStart = performance.now();
const spent = { 'node starts': nodeStart };
const open = [];
let now = nodeStart;

function charge() {
  const before = now;
  now = performance.now();
  const part = open.length > 0 ? open[open.length - 1] : 'node runs the program';
  spent[part] = (spent[part] ?? 0) + now - before;
}

function span(part, work) {
  charge();
  open.push(part);
  try {
    return work();
  } finally {
    charge();
    open.pop();
  }
}

function wrap(owner, method, part) {
  const original = owner[method];
  owner[method] = function (...args) {
    return span(part, () => original.apply(this, args));
  };
}

function packageOf(file) {
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
  return name ?? 'our own modules';
}

const load = Module._load;
Module._load = function (request, parent, isMain) {
  if (isMain) return span('construct the objects', () => load.call(this, request, parent, isMain));
  const file = Module._resolveFilename(request, parent);
  if (Module.isBuiltin(file)) return span('load modules of node', () => load.call(this, request, parent, isMain));
  const known = Module._cache[file];
  const exported = span(`load ${packageOf(file)}`, () => load.call(this, request, parent, isMain));
  if (!known && /\/node_modules\/cdk8s\/lib\/index\.js$/.test(file)) {
    wrap(exported.App.prototype, 'synth', 'dependencies and validation');
    wrap(exported.Chart.prototype, 'toJson', 'dependencies and validation');
    wrap(exported.ApiObject.prototype, 'toJson', 'make manifests');
    wrap(exported.Yaml, 'stringify', 'make YAML');
  }
  return exported;
};
wrap(fs, 'readFileSync', 'read files, modules too');
for (const method of ['mkdirSync', 'writeFileSync', 'renameSync']) wrap(fs, method, 'write files');

process.on('exit', () => {
  charge();
  fs.writeFileSync(process.env.TIME_SPENT, JSON.stringify(spent));
});

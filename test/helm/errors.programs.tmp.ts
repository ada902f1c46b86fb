import { createHash, randomUUID } from 'crypto';
import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { HelmPackage, Values } from '../../src/helm';

const text = () => Values.string({ default: 'abc', minLength: 1 });
const map = (scope: any, id: string, data: any, name?: string) => new kplus.ConfigMap(scope, id, { data, ...(name === undefined ? {} : { metadata: { name } }) });
const raw = (scope: any, id: string, spec: any, metadata?: any) => new ApiObject(scope, id, { apiVersion: 'example.com/v1', kind: 'Thing', metadata, spec } as any);
let counter = 0;
const queues = () => Values.list({ name: text(), depth: Values.integer() });
const P: { [name: string]: [any, (s: any, v: any) => unknown, any?] } = {
  times: [{ replicas: Values.integer({ default: 2 }) }, (s, v) => raw(s, 'a', { replicas: v.replicas * 2 })],
  plus: [{ replicas: Values.integer({ default: 2 }) }, (s, v) => raw(s, 'a', { replicas: v.replicas + 1 })],
  plusSmall: [{ port: Values.integer({ default: 80, minimum: 1, maximum: 100 }) }, (s, v) => raw(s, 'a', { port: v.port + 1 })],
  plusText: [{ replicas: Values.integer({ default: 2 }) }, (s, v) => map(s, 'a', { x: `n = ${v.replicas + 1}` })],
  unused: [{ image: text(), other: text() }, (s, v) => map(s, 'a', { x: v.image })],
  unusedList: [{ image: text(), queues: queues() }, (s, v) => map(s, 'a', { x: v.image })],
  unusedField: [{ queues: queues() }, (s, v) => map(s, 'a', { x: v.queues.map((q: any) => q.name).join() })],
  lower: [{ image: text() }, (s, v) => map(s, 'a', { x: v.image.toLowerCase() })],
  upper: [{ image: text() }, (s, v) => map(s, 'a', { x: v.image.toUpperCase() })],
  slice: [{ image: text() }, (s, v) => map(s, 'a', { x: v.image.slice(0, 5) })],
  trim: [{ image: text() }, (s, v) => map(s, 'a', { x: v.image.trim() })],
  sha: [{ image: text() }, (s, v) => map(s, 'a', { x: createHash('sha256').update(v.image).digest('hex') })],
  base64: [{ image: text() }, (s, v) => map(s, 'a', { x: Buffer.from(v.image).toString('base64') })],
  length: [{ image: text() }, (s, v) => map(s, 'a', { x: `${v.image.length}` })],
  sort: [{ queues: queues() }, (s, v) => map(s, 'a', { x: v.queues.map((q: any) => `${q.name}=${q.depth}`).sort().join() })],
  sortNumbers: [{ queues: queues() }, (s, v) => raw(s, 'a', { x: [...v.queues].sort((a: any, b: any) => a.depth - b.depth) })],
  reverse: [{ queues: queues() }, (s, v) => raw(s, 'a', { x: [...v.queues].reverse() })],
  reduce: [{ queues: queues() }, (s, v) => raw(s, 'a', { names: v.queues.map((q: any) => q.name), x: v.queues.reduce((sum: number, q: any) => sum + q.depth, 0) })],
  listLength: [{ queues: queues() }, (s, v) => raw(s, 'a', { queues: v.queues, x: v.queues.length })],
  first: [{ queues: queues() }, (s, v) => raw(s, 'a', { queues: v.queues, x: v.queues[0]?.name ?? 'none' })],
  second: [{ queues: queues() }, (s, v) => raw(s, 'a', { queues: v.queues, x: v.queues[1]?.name ?? 'none' })],
  last: [{ queues: queues() }, (s, v) => raw(s, 'a', { queues: v.queues, x: v.queues[v.queues.length - 1]?.name ?? 'none' })],
  index: [{ queues: queues() }, (s, v) => raw(s, 'a', { queues: v.queues.map((q: any, i: number) => ({ ...q, i })) })],
  dedup: [{ queues: Values.list({ name: text(), topic: text() }) }, (s, v) => raw(s, 'a', { names: v.queues.map((q: any) => q.name), x: [...new Set(v.queues.map((q: any) => q.topic))] })],
  many: [{ queues: queues() }, (s, v) => raw(s, 'a', { queues: v.queues, ...(v.queues.length > 2 ? { many: true } : {}) })],
  fixedName: [{ queues: queues() }, (s, v) => v.queues.forEach((q: any) => map(s, `queue-${q.name}`, { d: `${q.depth}` }, 'fixed'))],
  literalName: [{ image: text() }, (s, v) => { map(s, 'a', { x: v.image }, 'x'); map(s, 'b', {}, 'x'); }],
  sameId: [{ queues: queues() }, (s, v) => v.queues.forEach((q: any) => map(s, 'queue', { d: `${q.depth}` }, q.name))],
  autoName: [{ queues: queues() }, (s, v) => v.queues.forEach((q: any) => map(s, `queue-${q.name}`, { d: `${q.depth}` }))],
  autoChart: [{ image: text() }, (s, v) => map(new Chart(s, `sub-${v.image}`), 'a', { x: v.image })],
  date: [{ image: text() }, (s, v) => map(s, 'a', { x: v.image, at: new Date().toISOString() })],
  random: [{ image: text() }, (s, v) => map(s, 'a', { x: v.image, at: `${Math.random()}` })],
  randomId: [{ image: text() }, (s, v) => map(s, `a${Math.random()}`, { x: v.image })],
  uuid: [{ image: text() }, (s, v) => map(s, 'a', { x: v.image, at: randomUUID() })],
  env: [{ image: text() }, (s, v) => map(s, 'a', { x: v.image, at: process.env.STAGE ?? 'dev' })],
  counter: [{ image: text() }, (s, v) => map(s, 'a', { x: v.image, at: `${counter++}` })],
  counter2: [{ image: text(), debug: Values.boolean(), trace: Values.boolean() }, (s, v) => map(s, 'a', { x: v.image, ...(v.debug && !v.trace ? { at: `${counter++}` } : {}), t: `${v.trace}` })],
  structRead: [{ affinity: Values.kubernetes('v1.Affinity') }, (s, v) => raw(s, 'a', { x: v.affinity?.nodeAffinity ? 1 : 2 })],
  structSpread: [{ affinity: Values.kubernetes('v1.Affinity') }, (s, v) => raw(s, 'a', { x: { a: 1, ...v.affinity } })],
  structMeta: [{ labels: Values.any() }, (s, v) => raw(s, 'a', {}, { labels: v.labels })],
  structMeta2: [{ labels: Values.any() }, (s, v) => map(s, 'a', {}).metadata.addLabel('x', v.labels)],
  structPatch: [{ affinity: Values.kubernetes('v1.Affinity') }, (s, v) => raw(s, 'a', { x: 1 }).addJsonPatch(JsonPatch.add('/spec/affinity', v.affinity))],
  structText: [{ affinity: Values.any() }, (s, v) => raw(s, 'a', { x: `${v.affinity}` })],
  structJson: [{ affinity: Values.any() }, (s, v) => raw(s, 'a', { x: JSON.stringify(v.affinity) ?? 'none' })],
  compared: [{ min: Values.integer({ default: 1 }), max: Values.integer({ default: 5 }) }, (s, v) => { if (v.min > v.max) throw new Error('min is above max'); raw(s, 'a', { ...v }); }],
  comparedOut: [{ min: Values.integer({ default: 1 }), max: Values.integer({ default: 5 }) }, (s, v) => raw(s, 'a', { ...v, wide: v.max > v.min })],
  equal: [{ a: text(), b: text() }, (s, v) => raw(s, 'a', { a: v.a, b: v.b, same: v.a === v.b })],
  mathmax: [{ min: Values.integer({ default: 1 }), max: Values.integer({ default: 5 }) }, (s, v) => raw(s, 'a', { x: Math.max(v.min, v.max) })],
  split: [{ image: Values.string({ default: 'nginx:1.27', minLength: 1 }) }, (s, v) => raw(s, 'a', { image: v.image, tag: v.image.split(':')[1] ?? 'latest' })],
  includes: [{ image: Values.string({ default: 'nginx:1.27', minLength: 1 }) }, (s, v) => raw(s, 'a', { image: v.image.includes(':') ? v.image : `${v.image}:latest` })],
  startsWith: [{ image: Values.string({ default: 'nginx:1.27', minLength: 1 }) }, (s, v) => raw(s, 'a', { image: v.image, isLocal: v.image.startsWith('localhost/') })],
  regex: [{ image: Values.string({ default: 'nginx:1.27', minLength: 1 }) }, (s, v) => { if (!/:[0-9.]+$/.test(v.image)) throw new Error('The image must have a tag.'); raw(s, 'a', { image: v.image }); }],
  parse: [{ image: Values.string({ default: '10', pattern: '^[0-9]{1,9}$' }) }, (s, v) => raw(s, 'a', { n: Number(v.image) })],
  collide: [{ labels: Values.map(Values.string()) }, (s, v) => raw(s, 'a', { data: { ...v.labels, app: `web-${v.labels.app ?? ''}` } })],
  collide2: [{ labels: Values.map(Values.string()) }, (s, v) => raw(s, 'a', { data: { ...v.labels, app: 'app' in v.labels ? 'given' : 'web' } })],
  mapGet: [{ labels: Values.map(Values.string()) }, (s, v) => raw(s, 'a', { data: v.labels, tier: v.labels.tier ?? 'none' })],
  never: [{ image: text() }, () => { throw new Error('It never works.'); }],
  five: [Object.fromEntries([...'abcde'].map((n) => [`${n}1`, Values.boolean()])), (s, v) => raw(s, 'a', { x: Object.values(v).every(Boolean), ...v })],
  seven: [Object.fromEntries([...'abcdefg'].map((n) => [`${n}1`, Values.boolean()])), (s, v) => raw(s, 'a', { x: Object.values(v).filter(Boolean).length % 2 === 1, ...v })],
  twelve: [Object.fromEntries([...'abcdefghijkl'].map((n) => [`${n}1`, Values.boolean()])), (s, v) => raw(s, 'a', { x: Object.values(v).every(Boolean), ...v })],
  twelveHalf: [Object.fromEntries([...'abcdefghijkl'].map((n) => [`${n}1`, Values.boolean()])), (s, v) => raw(s, 'a', { x: [...'abcdef'].every((n) => v[`${n}1`]) && [...'ghijkl'].every((n) => !v[`${n}1`]), ...v })],
  cutReplicas: [{ replicas: Values.integer({ default: 2, minimum: 0 }) }, (s, v) => raw(s, 'a', { replicas: v.replicas, ...(v.replicas > 1 ? { ha: true } : {}) })],
  cutPort: [{ port: Values.integer({ default: 5432, minimum: 1, maximum: 65535 }) }, (s, v) => raw(s, 'a', { port: v.port, isUsual: v.port === 5432 })],
  cutTag: [{ tag: Values.string({ default: '1.27', minLength: 1, examples: ['latest'] }) }, (s, v) => raw(s, 'a', { tag: v.tag, pull: v.tag === 'latest' ? 'Always' : 'IfNotPresent' })],
  cutTagNoExample: [{ tag: Values.string({ default: '1.27', minLength: 1 }) }, (s, v) => raw(s, 'a', { tag: v.tag, pull: v.tag === 'latest' ? 'Always' : 'IfNotPresent' })],
  n: [{ n: text() }, (s, v) => map(s, 'a', { x: v.n })],
  yes: [{ yes: text() }, (s, v) => map(s, 'a', { x: v.yes })],
  enabled: [{ g: Values.optional({ enabled: Values.boolean() }) }, () => undefined],
  global: [{ global: text() }, () => undefined],
  dash: [{ 'my-value': text() }, () => undefined],
  def: [{ port: Values.integer({ default: 0, minimum: 1, maximum: 65535 }) }, () => undefined],
  def2: [{ port: Values.string({ default: 'X', pattern: '^[a-z]+$' }) }, () => undefined],
};
const only = process.argv[2];
import * as fs from 'fs';
for (const [name, [values, define]] of Object.entries(P)) {
  if (only && !only.split(',').includes(name)) continue;
  const t = Date.now();
  fs.rmSync('/tmp/h/chart', { recursive: true, force: true });
  try { const p = HelmPackage.of({ name: 'web', version: '1.0.0', values, define }); p.write('/tmp/h/chart'); console.log(`## ${name}: OK`); } catch (e) { console.log(`## ${name}: ${(e as Error).message}${process.env.STACK ? (e as Error).stack : ''}`); }
  console.log(`   ${fs.existsSync('/tmp/h/chart') ? 'WRITTEN' : ''} ${Date.now() - t} ms`);
}

import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Declaration, declare } from '../../../src/helm/declaration';
import { Values } from '../../../src/helm/values';
import { schemaOf } from '../../../src/helm/values/schema';
import { valuesYaml } from '../../../src/helm/values/values-yaml';

const QUEUES = [{ name: 'first', storage: { size: '1Gi' }, consumers: [{ id: 7 }] }, { name: 'yes', depth: 1, storage: { size: '2Mi' } }];

/** Declarations that together have every kind of value and every limit. */
export const declarations: { readonly [name: string]: Declaration } = {
  texts: declare({
    image: Values.string({ default: 'nginx:1.27', description: 'Container image.', formerly: ['imageName', 'old.image'] }),
    host: Values.string({ optional: true, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 63, description: 'Host | name,\nas `DNS` has it' }),
    short: Values.string({ default: 'ab', minLength: 2, maxLength: 4 }),
    either: Values.string({ optional: true, minLength: 3 }),
    anything: Values.string({ default: '' }),
    path: Values.string({ default: '/data', pattern: '^(/[a-zA-Z0-9._-]+)+$' }),
    loose: Values.string({ default: 'a.b', pattern: 'a.b|\\s' }),
    narrow: Values.string({ default: 'v1.0', pattern: '^v\\d+\\.\\d{1,3}$', examples: ['v2.0', 'v3.1'] }),
    password: Values.string({ description: 'Password' }),
    level: Values.enumeration(['debug', 'info', 'yes', '0755'], { default: 'info' }),
    mode: Values.enumeration(['a', 'b'], { optional: true }),
    setting: Values.scalar({ default: 'on' }),
    number: Values.scalar({ default: 1.5 }),
    maybe: Values.scalar({ optional: true }),
    script: Values.string({ default: '#!/bin/sh\n\techo "{{ x }}" # y\n\nexit 0\n' }),
    poem: Values.string({ default: ' odd\n  text \t\n\n' }),
    long: Values.string({ default: `${'a long "text" with: everything # '.repeat(20)}\u2028\x85\x7f 😀 \\ \u0001` }),
  }),
  numbers: declare({
    replicas: Values.integer({ default: 2, minimum: 1, description: 'Pods' }),
    port: Values.integer({ minimum: 1, maximum: 65535 }),
    limit: Values.integer({ optional: true, maximum: 10 }),
    big: Values.integer({ default: 3_000_000_000 }),
    ratio: Values.number({ default: 0.25, minimum: 0, maximum: 1 }),
    free: Values.number({ optional: true, examples: [17] }),
    huge: Values.number({ default: 1e21 }),
    flag: Values.boolean({ description: 'A switch.' }),
    other: Values.boolean({ default: true }),
    nameOverride: Values.string({ optional: true, maxLength: 5 }),
  }),
  groups: declare({
    ingress: Values.optional({
      host: Values.string({ minLength: 1 }),
      port: Values.integer({ default: 80, minimum: 1 }),
      class: Values.enumeration(['nginx', 'traefik'], { optional: true }),
      tls: Values.optional({
        secret: Values.string({ pattern: '^[a-z]+$' }),
        names: Values.list(Values.string({ minLength: 2 }), { minItems: 1, default: ['web'] }),
      }, { enabled: true }),
      rules: Values.list({ name: Values.string({ minLength: 1 }), weight: Values.integer({ maximum: 9 }) }, { maxItems: 3 }),
      inner: Values.object({ deep: Values.integer({ default: 1, maximum: 3 }), must: Values.string() }),
      annotations: Values.map(Values.string({ maxLength: 20 }), { keyPattern: '^[a-z./-]+$' }),
    }, { description: 'Access from outside.' }),
    auth: Values.object({ user: Values.string({ default: 'app' }), database: Values.object({ name: Values.string() }) }, { description: 'Who may log in' }),
    switched: Values.optional({ size: Values.integer({ default: 1 }) }, { enabled: true }),
    empty: Values.object({ required: Values.integer({ formerly: ['empty.needed', 'gone.deep.value'] }) }),
  }),
  lists: declare({
    queues: Values.list({
      name: Values.string({ minLength: 1, description: 'Name of the queue', formerly: ['queues[].title'] }),
      depth: Values.integer({ default: 10, minimum: 1 }),
      mode: Values.enumeration(['fast', 'slow'], { optional: true }),
      limit: Values.integer({ optional: true }),
      tls: Values.optional({ secret: Values.string({ minLength: 1 }), version: Values.scalar({ default: 1.2 }) }),
      storage: Values.object({ size: Values.string({ pattern: '^[0-9]+(Mi|Gi)$' }), keep: Values.boolean() }),
      consumers: Values.list({ id: Values.integer(), host: Values.string({ default: 'x' }) }, { key: 'id', maxItems: 4 }),
      labels: Values.map(Values.scalar(), { default: { a: 'b' } }),
      resources: Values.kubernetes('v1.ResourceRequirements'),
    }, { description: 'Queues to make', default: QUEUES }),
    words: Values.list(Values.string({ maxLength: 5 }), { minItems: 1, default: ['a', '0755', 'no', ''] }),
    ports: Values.list(Values.integer({ minimum: 1, maximum: 65535 })),
    nested: Values.list(Values.list(Values.number()), { default: [[1, 2], [], [0.5]] }),
    pairs: Values.list({ name: Values.string(), value: Values.scalar() }, { key: '' }),
    levels: Values.list({ name: Values.enumeration(['a', 'b', 'c']) }, { maxItems: 3 }),
    anything: Values.list(Values.any()),
  }),
  opaque: declare({
    labels: Values.map(Values.string(), { default: { 'app': 'web', 'a.b/c': '0755', '10': 'x', '<<': 'y' } }),
    parameters: Values.map(Values.scalar(), { keyPattern: '^[a-z_][a-z0-9_.]*$', description: 'Settings.' }),
    weights: Values.map(Values.integer({ minimum: 0 }), { default: { a: 1 } }),
    affinity: Values.kubernetes('v1.Affinity'),
    probe: Values.kubernetes('v1.Probe', { default: { httpGet: { path: '/', port: 80 }, periodSeconds: 5 } }),
    securityContext: Values.kubernetes('v1.PodSecurityContext'),
    selector: Values.kubernetes('v1.SecretKeySelector'),
    size: Values.kubernetes('Quantity'),
    strategy: Values.kubernetes('apps/v1.DeploymentStrategy'),
    extraEnv: Values.list(Values.kubernetes('v1.EnvVar')),
    extra: Values.any(),
    given: Values.any({ default: { a: [1, { b: 'c' }], d: {} } }),
    monitor: Values.optional({ spec: Values.kubernetes('v1.PodSpec'), more: Values.any() }),
  }),
};

/** Writes a chart that prints its values. */
export function writeChart(folder: string, root: Declaration): void {
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: rich\nversion: 1.0.0\n');
  writeFileSync(join(folder, 'values.yaml'), valuesYaml(root, 'Values of rich.'));
  writeFileSync(join(folder, 'values.schema.json'), JSON.stringify(schemaOf(root, 'rich')));
  writeFileSync(join(folder, 'templates', 'values.yaml'), TEMPLATE);
}

const TEMPLATE = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: values }\ndata: { values: {{ toJson .Values | quote }} }\n';

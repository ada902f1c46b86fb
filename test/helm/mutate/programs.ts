import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { HelmPackage, Release, Values } from '../../../src/helm';
import { Program } from '../support/proof';

/** Values of which the outcome is written down, for mutants that change the construct's side as well, so that all would agree. */
export interface Known {
  readonly values: any;
  /** The data of the config map of that name; nothing where there is none. */
  readonly data: { readonly [key: string]: string };
}

/** A small program, with values that hurt it. */
export interface Tiny extends Program {
  readonly given: readonly any[];
  readonly known?: readonly Known[];
  /** Values for which the YAML that Helm writes is read strictly. */
  readonly strict?: any;
  /** Whether all combinations of three choices must have been run. */
  readonly isCertified?: boolean;
  /** Whether one run must not be taken for that with other carriers. */
  readonly hasTwoSets?: boolean;
}

const LEVELS = ['low', 'medium', 'high', 'higher', 'highest'] as const;

const WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'] as const;

const BOTH = [false, true];

function configMap(scope: Construct, id: string, data: { [key: string]: string }): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id }, data });
}

function pod(scope: Construct, id: string, spec: object, metadata: object = {}): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'Pod', metadata: { name: id, ...metadata }, spec });
}

const HURTING = [
  '', ' a ', '0755', 'yes', 'null', '1e3', '{{ .Values.text }}', '}} {{', 'a: b # c', '"q" \'q\'', 'a\\b', '%d %s', 'a\nb\n', '\ta', '- a', '*a', 'a\u2028b', 'x'.repeat(2_000),
];

/** Strings, numbers, conditions and literals outside lists. */
const texts: Tiny = {
  name: 'texts',
  pkg: HelmPackage.of({
    name: 'texts',
    version: '1.0.0',
    values: {
      text: Values.string({ default: 'text' }),
      short: Values.string({ default: 'short', maxLength: 60 }),
      note: Values.string({ optional: true }),
      title: Values.string({ optional: true }),
      tag: Values.scalar({ default: 'on' }),
      count: Values.integer({ default: 3 }),
      ratio: Values.number({ default: 0.5 }),
      level: Values.enumeration(LEVELS, { default: 'low' }),
      first: Values.boolean({ default: true }),
      second: Values.boolean({ default: false }),
      third: Values.boolean({ default: true }),
      ingress: Values.optional({ host: Values.string({ default: 'a.example.com', pattern: '^[a-z0-9.-]+$', minLength: 1 }) }),
    },
    define: (scope, { text, short, note, title, tag, count, ratio, level, first, second, third, ingress }) => {
      configMap(scope, 'data', {
        text,
        tag,
        braces: 'a {{ .Values.text }} }} {{ b',
        quotedBraces: '# {{ "a" }}',
        escapes: 'a\\n "b" \\d',
        escapesBefore: `\\n "${text}"`,
        yes: 'yes',
        octal: '0755',
        part: `100% <${text}> %d`,
        count: `${count}`,
        sentence: `${count} of "${text}"`,
        size: count >= 1_000 ? 'large' : 'small',
        ratio: `${ratio}`,
        level,
        sort: level === 'highest' ? 'most' : 'some',
        ...(level === 'high' || level === 'higher' ? { isHigh: 'true' } : {}),
        ...(level !== 'medium' ? { notMedium: 'true' } : {}),
        ...(note !== undefined ? { note } : {}),
        other: title === undefined ? 'none' : `title ${title}`,
        lines: `first\n  count = ${count}\n${first ? 'with\n' : ''}\n  last {{ ${level} }}\n`,
        host: ingress ? ingress.host : 'nowhere',
        maybe: `${second ? 'second\n' : ''}text ${text}`,
        braced: `{${ingress ? ingress.host : 'nowhere'}} {${level}}`,
        [`key-${level}`]: 'x',
        [`k.${short}`]: 'y',
        [`l.${text}`]: 'z',
      });
      if (first && second) configMap(scope, 'both', { a: 'b' });
      if (first || second) configMap(scope, 'either', { a: 'b' });
      if (!first) configMap(scope, 'not', { a: 'b' });
      if (second !== third) configMap(scope, 'differ', { a: 'b' });
      pod(scope, 'pod', {
        priority: count,
        weight: ratio,
        ...(first ? { nodeName: text, hostname: 'one' } : { subdomain: text, hostname: 'two' }),
        args: ['run', text, ...(second ? ['--second'] : ['--not-second', '--count', `${count}`]), ...(third ? ['--third'] : []), `--level=${level}`],
      });
      if (ingress) {
        new ApiObject(scope, 'ingress', { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'ingress' }, spec: { rules: [{ host: ingress.host }] } });
      }
    },
  }),
  given: [
    {}, ...HURTING.map((text) => ({ text, short: text.slice(0, 60), note: text, title: text, tag: text })), ...LEVELS.map((level) => ({ level })),
    ...[0, 999, 1_000, 1_000_000, 12_345_678, 3_000_000_000, -1_234_567].map((count) => ({ count, ratio: count })),
    ...BOTH.flatMap((first) => BOTH.flatMap((second) => BOTH.flatMap((third) => (
      BOTH.map((enabled) => ({ first, second, third, ingress: { enabled } })))))),
    { tag: 1_000_000 }, { tag: false }, { ratio: 1e21 }, { ratio: 0.1 },
  ],
  known: [
    { values: { note: '' }, data: { part: '100% <text> %d', other: 'none', size: 'small' } },
    { values: { note: 'n', title: 't', count: 1_000_000 }, data: { note: 'n', other: 'title t', sentence: '1000000 of "text"', size: 'large' } },
  ],
};

/** Lists in lists, maps, defaults in elements, and what is between. */
const lists: Tiny = {
  name: 'lists',
  pkg: HelmPackage.of({
    name: 'lists',
    version: '1.0.0',
    values: {
      groups: Values.list({
        name: Values.string({ default: 'main', pattern: '^[a-z0-9-]+$', minLength: 1, maxLength: 60 }),
        isActive: Values.boolean({ default: true }),
        size: Values.integer({ default: 1_500_000, minimum: 0 }),
        members: Values.list({
          name: Values.string({ pattern: '^[a-z0-9-]+$', minLength: 1, maxLength: 60 }),
          role: Values.enumeration(['reader', 'writer', 'owner'], { default: 'reader' }),
        }),
      }),
      words: Values.list(Values.string()),
      hosts: Values.list(Values.string({ pattern: '^[a-z0-9.-]+$', minLength: 1, maxLength: 60 })),
      pairs: Values.map(Values.string({ default: '' })),
    },
    define: (scope, { groups, words, hosts, pairs }) => {
      pod(scope, 'groups', {
        args: ['begin', ...words, 'middle', ...hosts.flatMap((host) => [`--host=${host}`]), 'end'],
        groups: groups.map(({ name, isActive, size, members }) => ({
          name,
          active: isActive,
          state: isActive ? 'on' : 'off',
          size,
          text: `${name}: ${size}`,
          members: members.map((member) => ({ name: member.name, of: name, full: `${name}/${member.name}`, ...(member.role === 'owner' ? { owner: true } : {}), role: member.role })),
        })),
      });
      configMap(scope, 'joined', {
        words: words.join(', '),
        hosts: hosts.map((host) => `https://${host}`).join(';'),
        spaced: hosts.join(' '),
        lines: ['begin', ...hosts.map((host) => `  host ${host}`), 'end', ''].join('\n'),
        pairs: ['# pairs', ...Object.entries(pairs).map(([name, value]) => `${name}=${value}`), ''].join('\n'),
      });
      pod(scope, 'pairs', { env: Object.entries(pairs).map(([name, value]) => ({ name, value })) });
    },
  }),
  given: [
    {},
    { groups: [{ members: [{ name: 'a' }, { name: 'b', role: 'owner' }] }, { name: 'x', isActive: false, size: 0, members: [{ name: 'c', role: 'writer' }] }] },
    { groups: [{ name: 'x', isActive: false, members: [] }, { name: 'y', isActive: true, size: 12_345_678, members: [{ name: 'a' }] }] },
    { words: HURTING, hosts: ['a', 'b.c', 'd'] }, { words: ['a', 'b'], hosts: ['z', 'y', 'x'], pairs: { b: '1', a: '2', C: '3', ä: '4' } },
    ...HURTING.map((text) => ({ words: [text, 'a', text], pairs: { [text === '' ? 'empty' : text.slice(0, 50)]: text } })),
  ],
};

/** Maps that have keys of the mapping itself, and of one another. */
const merged: Tiny = {
  name: 'merged',
  strict: { under: { first: 'u', extra: 'u', a: 'u' }, over: { first: 'o', second: 'o', a: 'o' } },
  pkg: HelmPackage.of({
    name: 'merged',
    version: '1.0.0',
    values: { under: Values.map(Values.string()), over: Values.map(Values.string()), isExtra: Values.boolean({ default: true }) },
    define: (scope, { under, over, isExtra }) => {
      configMap(scope, 'own-wins', { ...under, first: 'own', ...(isExtra ? { extra: 'own' } : {}) });
      configMap(scope, 'map-wins', { first: 'own', second: 'own', ...over });
      configMap(scope, 'both', { first: 'own', ...under, ...over });
    },
  }),
  given: [
    {}, { under: { first: 'u' } }, { over: { first: 'o' } }, { under: { first: 'u', extra: 'u', a: 'u' }, over: { first: 'o', second: 'o', a: 'o' } },
    { under: { extra: 'u' }, isExtra: false }, { under: { extra: 'u' }, isExtra: true }, { under: { shared: 'u', b: '1', a: '2' }, over: { shared: 'o', Z: '{{ a }}' } },
    ...HURTING.map((text) => ({ under: { a: text, first: text }, over: { a: 'x', second: text } })),
  ],
};

const threeWords = {
  a: Values.enumeration(WORDS, { default: 'one' }),
  b: Values.enumeration(WORDS, { default: 'one' }),
  c: Values.enumeration(WORDS, { default: 'one' }),
  isOn: Values.boolean(),
};

/** Three words decide together. */
const triple: Tiny = {
  name: 'triple',
  pkg: HelmPackage.of({
    name: 'triple',
    version: '1.0.0',
    values: threeWords,
    define: (scope, { a, b, c, isOn }) => {
      configMap(scope, 'triple', { planted: a === 'four' && b === 'five' && c === 'seven' ? 'yes!' : 'no!', on: isOn ? 'on!' : 'off!' });
    },
  }),
  given: [{ a: 'four', b: 'five', c: 'seven' }, {}, { a: 'four' }, { a: 'four', b: 'five' }, { a: 'eight', b: 'five', c: 'seven', isOn: true }],
};

/** Each word decides alone. Only the certificate asks for what three of them do together; no place that depends on them does. */
const alone: Tiny = {
  name: 'alone',
  isCertified: true,
  pkg: HelmPackage.of({
    name: 'alone',
    version: '1.0.0',
    values: threeWords,
    define: (scope, { a, b, c, isOn }) => {
      configMap(scope, 'alone', { a: a === 'two' ? 'two!' : 'other!', b: b === 'two' ? 'two!' : 'other!', c: c === 'two' ? 'two!' : 'other!', on: isOn ? 'on!' : 'off!' });
    },
  }),
  given: WORDS.map((word) => ({ a: word, b: 'two', c: word })),
};

/** Decides by the APIs of the cluster, and has no value that a carrier could stand for. */
const apis: Tiny = {
  name: 'apis',
  hasTwoSets: true,
  pkg: HelmPackage.of({
    name: 'apis',
    version: '1.0.0',
    values: { isOn: Values.boolean({ default: true }) },
    define: (scope, { isOn }) => {
      configMap(scope, 'apis', { on: isOn ? 'on!' : 'off!', monitored: Release.hasApi('monitoring.coreos.com/v1') ? 'yes!' : 'no!' });
      if (isOn && !Release.hasApi('cert-manager.io/v1')) configMap(scope, 'plain', { a: 'b' });
    },
  }),
  given: [{}, { isOn: false }],
};

/** Comparisons with constants that neither limits nor random values show. */
const constants: Tiny = {
  name: 'constants',
  pkg: HelmPackage.of({
    name: 'constants',
    version: '1.0.0',
    values: { word: Values.string({ default: 'usual', minLength: 1 }), seconds: Values.integer({ default: 5, minimum: 0 }) },
    define: (scope, { word, seconds }) => configMap(scope, 'compared', {
      word, isRare: `${word === 'hardly-ever'}`, seconds: `${seconds}`, isMiddling: `${seconds > 7341 && seconds < 7344}`,
    }),
  }),
  given: [{ word: 'hardly-ever' }, { word: 'hardly-ever-' }, ...[7341, 7342, 7343, 7344].map((seconds) => ({ seconds }))],
};

export const TINY: readonly Tiny[] = [texts, lists, merged, triple, alone, apis, constants];

import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { HelmPackage, Values } from '../../src/helm';
import { Declaration } from '../../src/helm/declaration';
import { canonical } from '../../src/helm/trace/compare';
import { Random } from '../../src/helm/trace/random';
import { Fields } from '../../src/helm/values';
import { randomValues } from '../../src/helm/values/random-values';

/** The ways in which programs make lists, texts and objects of values, each alone: what is learned must be what the program does. */

const TEXT = Values.string({ minLength: 1 });
const CASES = 60;

type Define = (scope: Construct, values: any) => unknown;

const thing = (scope: Construct, id: string, spec: object) => new ApiObject(scope, id, { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: id }, spec });
const made = (build: (values: any) => object): Define => (scope, values) => thing(scope, 'thing', build(values));

test.each<[string, Fields, Define]>([
  ['objects for the elements of a list in an optional group', { worker: Values.optional({ queues: Values.list({ name: TEXT }) }) }, (scope, { worker }) => {
    thing(scope, 'always', {});
    for (const { name } of worker?.queues ?? []) new ApiObject(scope, `queue-${name}`, { apiVersion: 'example.com/v1', kind: 'Queue', metadata: { name } });
  }],
  ['objects for elements of elements', { teams: Values.list({ name: TEXT, members: Values.list({ name: TEXT }) }) }, (scope, { teams }) => {
    thing(scope, 'always', {});
    for (const team of teams) {
      const group = new Construct(scope, `team-${team.name}`);
      for (const { name } of team.members) new ApiObject(group, `member-${name}`, { apiVersion: 'example.com/v1', kind: 'M', metadata: { name: `${team.name}/${name}` } });
    }
  }],
  ['a number without room that may be left out, with ??', { percent: Values.integer({ optional: true, minimum: 1, maximum: 100 }) },
    made(({ percent }) => ({ percent: percent ?? 80, text: `${percent ?? 7}%` }))],
  ['a word and a number without room in one text',
    { pools: Values.list({ name: TEXT, mode: Values.enumeration(['fast', 'slow']), size: Values.integer({ minimum: 1, maximum: 500 }) }) },
    made(({ pools }) => ({ pools: pools.map((pool: any) => ({ name: pool.name, text: `${pool.mode}:${pool.size}` })) }))],
  ['a joined text whose elements end in a word', { teams: Values.list({ name: TEXT, plan: Values.enumeration(['free', 'pro']) }) },
    made(({ teams }) => ({ text: teams.map((team: any) => `${team.name} (${team.plan})`).join(', ') }))],
  ['lines of some elements', { teams: Values.list({ name: TEXT, isPaying: Values.boolean() }) },
    made(({ teams }) => ({ text: teams.filter((team: any) => team.isPaying).map((team: any) => `${team.name}\n`).join('') }))],
  ['a joined text in a joined text', { topics: Values.list({ name: TEXT, parts: Values.list(TEXT) }) },
    made(({ topics }) => ({ text: topics.map((topic: any) => `${topic.name}=${topic.parts.join('|')}`).join(',') }))],
  ['elements of which nothing may show', { rules: Values.list({ group: Values.string(), resources: Values.list(TEXT), verbs: Values.list(TEXT) }) },
    made(({ rules }) => ({ rules: rules.map((rule: any) => ({ groups: [rule.group], resources: rule.resources, verbs: rule.verbs })) }))],
  ['one for each, and one for all', { cidrs: Values.list(TEXT) },
    made(({ cidrs }) => ({ to: [...cidrs.map((cidr: string) => ({ cidr })), { all: true, except: ['10.0.0.0/8', ...cidrs] }] }))],
  ['a map in an element, laid over and under entries of one name', {
    shards: Values.list({ name: TEXT, limits: Values.map(Values.string(), { keyPattern: '^[a-z]{1,12}$' }) }),
  },
  made(({ shards }) => ({
    under: shards.map(({ limits, name }: any) => ({ name, ...limits })),
    over: shards.map(({ limits, name }: any) => ({ ...limits, name })),
  }))],
  ['the same list twice', { names: Values.list(TEXT) }, made(({ names }) => ({ names: [...names, ...names] }))],
  ['lists of words', { verbs: Values.list(Values.enumeration(['get', 'list', 'watch'])) }, made(({ verbs }) => ({ verbs, more: ['first', ...verbs, 'last'] }))],
  ['blocks with lines that name nobody', { servers: Values.list({ name: TEXT, isDown: Values.boolean() }), isVerbose: Values.boolean() },
    made(({ servers, isVerbose }) => ({
      text: [
        'start', ...servers.flatMap((server: any) => [`server ${server.name} {`, ...(server.isDown ? ['  down'] : []), '}']), ...(isVerbose ? ['verbose'] : []), 'end',
      ].join('\n'),
      args: servers.flatMap((server: any) => ['--server', server.name]),
    }))],
  ['items of which the first comes and goes', { hasData: Values.boolean(), volumes: Values.list({ name: TEXT }) },
    made(({ hasData, volumes }) => ({ volumes: [...(hasData ? [{ name: '(data)' }] : []), ...volumes] }))],
  ['filtered and flattened lists', { apps: Values.list({ name: TEXT, isOn: Values.boolean(), tags: Values.list(TEXT) }) },
    made(({ apps }) => ({
      on: apps.filter((app: any) => app.isOn).map((app: any) => app.name),
      tags: apps.flatMap((app: any) => app.tags),
      both: apps.flatMap((app: any) => app.tags.map((tag: string) => `${app.name}/${tag}`)),
    }))],
  ['lines of a list in an optional group in an optional group',
    { gateway: Values.optional({ cors: Values.optional({ origins: Values.list(TEXT) }), isOpen: Values.boolean() }) }, (scope, { gateway }) => {
      thing(scope, 'always', {});
      if (!gateway) return;
      const lines = ['start', ...(gateway.isOpen ? ['open'] : [])];
      if (gateway.cors) lines.push(...gateway.cors.origins.map((origin: string) => `origin ${origin}`), 'cors');
      thing(scope, 'gateway', { text: [...lines, 'end'].join('\n') });
    }],
])('%s', (_name, values, define) => {
  const pkg = HelmPackage.of({ name: 'learn', version: '1.0.0', values, define });
  const { root } = pkg as unknown as { readonly root: Declaration };
  for (let seed = 0; seed < CASES; seed++) {
    const given = randomValues(root, new Random(seed));
    expect(pkg.evaluate(given).map(canonical).sort()).toEqual(pkg.synth(given).map(canonical).sort());
  }
});

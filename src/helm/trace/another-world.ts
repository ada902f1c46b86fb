import crypto from 'crypto';
import os from 'os';
import { Random } from './random';

/** What of the world around a program is known, so that it can be changed. */
export interface World {
  /** When the clock begins; it goes on by a millisecond whenever it is looked at. */
  readonly clock?: number;
  /** Random numbers that are the same each time: some of the first or of the last hundredth of what there can be, so that a toss comes out in both ways. */
  readonly random?: 'low' | 'high';
  /** Whether environment variables and the name of the computer are other ones, or there are none. */
  readonly environment?: 'other' | 'none';
}

/** Environment variables without which Node.js, its tools and programs that constructs start do not work. */
const KEPT = /^(PATH|HOME|USERPROFILE|SYSTEMROOT|TEMP|TMP|TMPDIR|TZ|LOG_STREAM|LOG_TOKENS|DEBUG|((NODE|CDK8S|JSII|JEST|TS_NODE|HELM|XDG)_.*))$/i;

/** Runs something in another world, and restores the real one. */
export function inWorld<R>({ clock, random, environment }: World, body: () => R): R {
  const restore: (() => void)[] = [];
  const patch = (target: any, name: string, value: unknown) => {
    const before = Object.getOwnPropertyDescriptor(target, name);
    Object.defineProperty(target, name, { configurable: true, enumerable: true, writable: true, value });
    restore.unshift(() => (before ? Object.defineProperty(target, name, before) : delete target[name]));
  };
  try {
    if (clock !== undefined) changeClock(patch, clock);
    if (random !== undefined) changeRandom(patch, random);
    if (environment !== undefined) changeEnvironment(patch, environment);
    return body();
  } finally {
    for (const undo of restore) undo();
  }
}

type Patch = (target: any, name: string, value: unknown) => void;

function changeClock(patch: Patch, begin: number): void {
  const RealDate = Date;
  let time = begin;
  const now = () => time++;
  patch(performance, 'now', () => now() / 1000);
  patch(globalThis, 'Date', new Proxy(RealDate, {
    construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as object,
    apply: () => new RealDate(now()).toString(),
    get: (target, property, receiver) => (property === 'now' ? now : Reflect.get(target, property, receiver)),
  }));
}

function changeRandom(patch: Patch, which: 'low' | 'high'): void {
  const random = new Random(which.length);
  const next = () => (which === 'low' ? random.next() : 99 + random.next()) / 100;
  const below = (limit: number) => Math.floor(next() * limit);
  const bytes = (size: number) => Buffer.from(Array.from({ length: size }, () => (which === 'low' ? 0 : 128) + random.below(128)));
  const uuid = () => bytes(16).toString('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
  patch(Math, 'random', next);
  patch(crypto, 'randomBytes', answering(bytes));
  patch(crypto, 'randomInt', answering((from: number, to?: number) => (to === undefined ? below(from) : from + below(to - from))));
  patch(crypto, 'randomUUID', uuid);
  patch(globalThis.crypto, 'randomUUID', uuid);
}

/** A function that gives its result to a callback, if its last argument is one. */
function answering(compute: (...given: any[]) => unknown): (...given: any[]) => unknown {
  return (...given) => {
    const callback = given[given.length - 1];
    return typeof callback === 'function' ? callback(null, compute(...given.slice(0, -1))) : compute(...given);
  };
}

function changeEnvironment(patch: Patch, how: 'other' | 'none'): void {
  const real = process.env;
  const kept = Object.fromEntries(Object.entries(real).filter(([name]) => KEPT.test(name)));
  const isChanged = (name: string | symbol): name is string => typeof name === 'string' && !KEPT.test(name);
  const other = () => new Proxy({ ...real }, {
    get: (target, name) => (isChanged(name) && !(name in Object.prototype) ? `${target[name] ?? ''}elsewhere` : Reflect.get(target, name)),
    has: (target, name) => isChanged(name) || Reflect.has(target, name),
  });
  patch(process, 'env', how === 'none' ? kept : other());
  patch(os, 'hostname', () => `${how}.example.com`);
}

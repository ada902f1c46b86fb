import * as fs from 'fs';
import * as path from 'path';

/** Larger files were made by a machine, and say nothing by the constants in them. */
const MOST_BYTES = 200_000;

const MOST_FILES = 100;

/** This library itself: its own constants are no part of a program. */
const OWN = [path.resolve(__dirname, '..'), path.resolve(__dirname, '../../expressions')];

const TEXTS = new Map<string, string>();

/** The texts of the files of the program that runs, as far as Node.js loaded them by `require`; not those of packages. */
export function userSources(): string[] {
  const loaded = Object.keys(require.cache ?? {}).filter((file) => (
    /\.[cm]?[jt]sx?$/.test(file) && !file.includes(`${path.sep}node_modules${path.sep}`) && !OWN.some((folder) => file.startsWith(folder + path.sep))));
  return loaded.slice(-MOST_FILES).map((file) => {
    let text = TEXTS.get(file);
    if (text === undefined) TEXTS.set(file, text = read(file));
    return text;
  });
}

function read(file: string): string {
  try {
    return fs.statSync(file).size > MOST_BYTES ? '' : fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

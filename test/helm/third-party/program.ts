import { readFileSync } from 'fs';
import { join } from 'path';
import { HelmPackage } from '../../../src/helm';

/** A construct that others wrote and published, packaged as a chart. */
export interface ThirdPartyProgram {
  /** What it is called in tests. */
  readonly name: string;
  /** Name of its npm package. */
  readonly library: string;
  /** Release of that package which is installed. */
  readonly version: string;
  readonly pkg: HelmPackage;
  /** What a reader of the results should know. */
  readonly note?: string;
}

/** A program whose construct does what no template can do. */
export interface RefusedProgram extends ThirdPartyProgram {
  /** Why, for the table in the docs. */
  readonly reason: string;
  /** What the error must say. */
  readonly error: RegExp;
}

/** The folder of an installed package. */
export function folderOf(library: string): string {
  return join(__dirname, '../../../node_modules', library);
}

/** The release of a package that is installed. */
export function versionOf(library: string): string {
  return JSON.parse(readFileSync(join(folderOf(library), 'package.json'), 'utf8')).version;
}

import { Environment } from './environment';
import { chartName, fullname } from './fullname';
import { Graft } from './graft';
import { misuse, opaqueDetails, takeMisuse } from './opaque';
import { Builders, Manifest, replay } from './replay';
import { CHART_NAME, FULLNAME } from './trace/carriers';
import { interpret, Interpreter } from '../expressions/expression';

/** Stand-ins for the names of a release, and the names themselves. */
export type StandIns = readonly (readonly [string, string])[];

/** The objects that builders make of known values, without tree and without Helm. */
export function nativeManifests(builders: Builders, inputs: any, environment: Environment): Manifest[] {
  const names = namesOf(environment);
  let manifests: Manifest[];
  try {
    manifests = interpret(STRUCTS, () => replay(builders, inputs, environment.surroundings));
  } catch (error) {
    throw takeMisuse() ?? new Error(withNames((error as Error).message, names), { cause: error });
  }
  return manifests.map((manifest) => ({ ...manifest, json: withNames(manifest.json, names) }));
}

/** Leaves the rules about structs that are handed through to their schemas, as a template does: nobody can look into them here either. */
const STRUCTS: Interpreter = {
  isUnknown: (value) => {
    if (typeof value !== 'object' || value === null) return false;
    if (opaqueDetails(value) !== undefined) return true;
    return (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) && Object.values(value).some(STRUCTS.isUnknown);
  },
  isClosed: (value) => opaqueDetails(value) !== undefined,
  apply: (name) => {
    throw misuse(`The function ${name} of an expression is called with a value that is handed through as it is; nobody can look into that.`);
  },
  require: () => undefined,
};

/** What stands for the names of a release while constructs run. */
export function namesOf(environment: Environment): StandIns {
  return [[FULLNAME, fullname(environment)], [CHART_NAME, chartName(environment)]];
}

/** An object with the names of the release in the place of their stand-ins, and structs put back. */
export function withNames(json: any, names: StandIns): any {
  if (typeof json === 'string') return names.reduce((text, [standIn, name]) => text.split(standIn).join(name), json);
  if (json instanceof Graft) return json.struct.json;
  if (Array.isArray(json)) return json.map((item) => withNames(item, names));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined).map(([key, value]) => (
    [withNames(key, names), withNames(value, names)])));
}

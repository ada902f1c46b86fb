import { Environment } from './environment';
import { chartName, fullname } from './fullname';
import { takeMisuse } from './opaque';
import { Builders, Graft, Manifest, replay } from './replay';
import { CHART_NAME, FULLNAME } from './trace/carriers';

/** The objects that builders make of known values, without tree and without Helm. */
export function nativeManifests(builders: Builders, inputs: any, environment: Environment): Manifest[] {
  const names: readonly (readonly [string, string])[] = [[FULLNAME, fullname(environment)], [CHART_NAME, chartName(environment)]];
  let manifests: Manifest[];
  try {
    manifests = replay(builders, inputs, environment.surroundings);
  } catch (error) {
    throw takeMisuse() ?? new Error(finished((error as Error).message, names), { cause: error });
  }
  return manifests.map((manifest) => ({ ...manifest, json: finished(manifest.json, names) }));
}

/** The object with the name of the release in the place of its stand-in, and structs put back. */
function finished(json: any, names: readonly (readonly [string, string])[]): any {
  if (typeof json === 'string') return names.reduce((text, [standIn, name]) => text.split(standIn).join(name), json);
  if (json instanceof Graft) return json.struct.json;
  if (Array.isArray(json)) return json.map((item) => finished(item, names));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined).map(([key, value]) => (
    [finished(key, names), finished(value, names)])));
}

import { Surroundings } from './environment';

/** Facts about the release that a chart is installed as, for constructs that need them. Outside a package they are refused. */
export class Release {
  /** Name of the release. */
  public static name(): string {
    return current('Release.name').release.name;
  }

  /** Namespace of the release. */
  public static namespace(): string {
    return current('Release.namespace').release.namespace;
  }

  /** Whether the cluster has an API, as in `monitoring.coreos.com/v1` or `batch/v1/CronJob`. */
  public static hasApi(api: string): boolean {
    const surroundings = current('Release.hasApi');
    asked.add(api);
    return surroundings.apis.has(api);
  }

  private constructor() {}
}

let surroundingsNow: Surroundings | undefined;

const asked = new Set<string>();

/** Runs a builder for one release. */
export function inRelease<R>(surroundings: Surroundings, body: () => R): R {
  const before = surroundingsNow;
  surroundingsNow = surroundings;
  try {
    return body();
  } finally {
    surroundingsNow = before;
  }
}

/** The APIs that builders asked for since the last call. */
export function apisAsked(): string[] {
  const apis = [...asked];
  asked.clear();
  return apis;
}

function current(what: string): Surroundings {
  if (!surroundingsNow) throw new Error(`${what} is known only while HelmPackage runs the construct.`);
  return surroundingsNow;
}

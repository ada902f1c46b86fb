/** A place in the output, for sentences to people. */
export type Place = readonly string[];

/** A place that could not be learned: said with its path in the output, and never written. */
export class UnlearnedPlace extends Error {
  public constructor(public readonly place: Place, public readonly reason: string) {
    super(`${placeText(place)}: ${reason}`);
  }
}

/** As in `web/app (Deployment): spec.replicas`. */
export function placeText(place: Place): string {
  const [document = '(chart)', ...path] = place;
  return path.length === 0 ? document : `${document}: ${path.join('.').replace(/\.\[/g, '[')}`;
}

/** A place in the output, for sentences to people. */
export type Place = readonly string[];

/** A place that could not be learned: said with its path in the output, and never written. */
export class UnlearnedPlace extends Error {
  private readonly why: string | (() => string);

  public constructor(public readonly place: Place, why: string | (() => string)) {
    super();
    this.why = why;
    // Most attempts that fail are followed by one that does not, and finding out why takes its time.
    Object.defineProperty(this, 'message', { get: () => `${placeText(place)}: ${this.reason}` });
  }

  /** Why it could not be learned. */
  public get reason(): string {
    return typeof this.why === 'string' ? this.why : this.why();
  }

  /** Whether it is one of some reasons, without finding out what it is otherwise. */
  public isOneOf(reasons: ReadonlySet<string>): boolean {
    return typeof this.why === 'string' && reasons.has(this.why);
  }
}

/** As in `web/app (Deployment): spec.replicas`. */
export function placeText(place: Place): string {
  const [document = '(chart)', ...path] = place;
  // An element of a loop, and its part by number, are for people just an element of the list.
  const text = path.map((part) => (/^\[(each of .*|\d+)\]$/.test(part) ? '[]' : part)).join('.').replace(/\.\[/g, '[').replace(/(\[\])+/g, '[]');
  return path.length === 0 ? document : `${document}: ${text}`;
}

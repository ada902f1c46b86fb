/** How the templates of a chart were found and what was checked. Times are in milliseconds. */
export interface PackageReport {
  /** Values and elements of lists that the construct can branch on. */
  readonly switches: number;

  /** Situations that the templates were learned from. */
  readonly rows: number;

  /** How often the construct was run for them. */
  readonly replays: number;

  /** Time in the construct and in cdk8s. */
  readonly replayTime: number;

  /** Time for learning the templates. */
  readonly learnTime: number;

  /** Sets of values of which all combinations were checked to have been tried. */
  readonly certificateChecks: number;

  /** Time for the certificate, without the runs that it asked for. */
  readonly certificateTime: number;

  /** Combinations of choices that the certificate asked for and no values can reach. */
  readonly unreachable: number;

  /** Random values with which the templates and the construct were compared at the end, without a difference. */
  readonly huntCases: number;

  /** Differences that random values found and that then were learned. */
  readonly huntFound: number;

  /** Time for those comparisons. */
  readonly huntTime: number;

  /** Time for everything. */
  readonly totalTime: number;
}

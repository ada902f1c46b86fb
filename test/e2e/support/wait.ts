/** How long to wait, and what to say when it was not long enough. */
export interface WaitOptions {
  /** Seconds. */
  readonly within: number;
  /** What helps to see why: logs and events. */
  readonly explain?: () => Promise<string>;
}

/** Tries again and again until nothing is thrown, and gives what the last try gave. */
export async function eventually<T>(what: string, { within, explain }: WaitOptions, attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + within * 1000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`Not within ${Math.round(within)} seconds: ${what}. The last try: ${reason}\n${await explain?.() ?? ''}`);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

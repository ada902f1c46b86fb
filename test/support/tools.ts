import { build, isForWantOfLanguage, ToolName } from '../../tools/build';

/**
 * The path of a pinned command line tool, built when it is missing.
 * A test that calls this stands in `describeWithTools`, so that it is skipped where there is no Go or Python.
 */
export function tool(name: ToolName): string {
  return build(name);
}

/** A `describe` that needs tools. Without Go or Python it is skipped with a loud word on a laptop, and fails with CI=true. */
export function describeWithTools(names: readonly ToolName[], title: string, body: () => void): void {
  const run = names.every((name) => isAvailable(name, `"${title}" is skipped`)) ? describe : describe.skip;
  run(title, body);
}

/** Whether the tool can be had; says on stderr what follows when it cannot. */
export function isAvailable(name: ToolName, consequence: string, binaries?: string): boolean {
  try {
    build(name, binaries);
    return true;
  } catch (error) {
    if (!isForWantOfLanguage(error) || process.env.CI === 'true') {
      throw error;
    }
    process.stderr.write(`\n*** NOT TESTED: ${consequence}. ${error.message}\n\n`);
    return false;
  }
}

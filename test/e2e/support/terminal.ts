import { quote, Result } from './command';
import { Session, SessionOptions } from './session';

/** Starts a command line at a terminal of its own, large enough that nothing is paged. */
export function atTerminal(command: string, options: SessionOptions = {}): Session {
  const script = `stty rows 60 columns 220; ${command}`;
  return new Session(`script -qec ${quote(script)} /dev/null`, options);
}

/**
 * Runs a command line at a terminal, to its end, without typing anything. The input stays open, because its end would be typed as ^D.
 * A terminal has one output, in which lines end with a carriage return; here they do not.
 */
export async function runAtTerminal(command: string, options: SessionOptions = {}): Promise<Result> {
  const session = atTerminal(command, options);
  const status = await session.exit(120);
  return { command, status, stdout: session.stdout.replaceAll('\r\n', '\n'), stderr: session.stderr };
}

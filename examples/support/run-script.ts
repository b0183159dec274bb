import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './audit-options.ts';
import { wrapForTerminal } from './wrap.ts';

/** Reads a command line that has options only. What is wrong with it is a {@link UsageError}. */
export function parseOptions<const T extends NonNullable<ParseArgsConfig['options']>>(
  options: T,
): ReturnType<typeof parseArgs<{ options: T; allowPositionals: false }>>['values'] {
  try {
    return parseArgs({ options, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Prints for a person: on a terminal broken between words. A command to copy is printed as it is instead. */
export function say(text: string): void {
  console.log(wrapForTerminal(text));
}

/** Runs a script to its exit code: 64 for a wrong command line, 130 when Ctrl-C stopped it, 2 for what went wrong otherwise. */
export async function runScript(usage: string, main: (signal: AbortSignal) => Promise<number>): Promise<void> {
  const stop = new AbortController();
  // Not once: a runner in between may pass the same Ctrl-C on a second time, which would then end the process without a word.
  process.on('SIGINT', () => {
    stop.abort(new Error('Stopped by Ctrl-C.'));
  });
  try {
    process.exitCode = await main(stop.signal);
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(wrapForTerminal(`${error.message}\n\n${usage}`, process.stderr));
      process.exitCode = 64;
    } else if (stop.signal.aborted) {
      console.error('Stopped. What was changed until then stands in the journal, if there is one.');
      // At once: the SDK's back-off timers would keep the process for seconds.
      process.exit(130);
    } else {
      // Never the cause: the SDK's own errors may quote a signed request.
      console.error(error instanceof Error ? error.message : String(error));
      process.exitCode = 2;
    }
  }
}

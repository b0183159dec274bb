import { AwsCallError } from '../errors/aws-call-error.ts';
import { isRecord } from '../model/loose.ts';
import { sendWithSignal, type SendingClient } from './carry-signal.ts';
import { makeProblem, toProblem, type ProblemContext } from './to-problem.ts';
import { untilAborted } from './until-aborted.ts';

/** A command of the SDK, as far as its output is concerned. */
export interface CommandLike<Output> {
  readonly input: object;
  /** Never called: it ties the output's type to the command. */
  resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: Output }>;
}

/** Where and why the call is made, for the error message, and how it can be stopped. */
export interface CallAwsOptions extends ProblemContext {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes one call: every call of this library goes through here. An abort rejects at once with `signal.reason` (the SDK
 * drops it, and does not listen while it resolves credentials); everything else that goes wrong is an
 * {@link AwsCallError} with the problem as data.
 */
export async function callAws<Output extends object>(
  client: SendingClient,
  command: CommandLike<Output>,
  options: CallAwsOptions,
): Promise<Output> {
  const { signal } = options;
  signal?.throwIfAborted();
  try {
    const output = await untilAborted(sendWithSignal(client, command, signal), signal);
    if (!isRecord(output)) throw new AwsCallError(makeProblem('malformed-response', 'nothing came back', options));
    return output as Output;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof AwsCallError)
      throw new AwsCallError(toProblem(error, options), { cause: error.cause ?? error });
    throw new AwsCallError(toProblem(error, options), { cause: error });
  }
}

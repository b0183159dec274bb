import { GetAnalyzerCommand } from '@aws-sdk/client-accessanalyzer';
import { callAws } from '../clients/call-aws.ts';
import { regionOf, type AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { makeProblem } from '../clients/to-problem.ts';
import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { AwsCallError } from '../errors/aws-call-error.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import type { Analyzer, AnalyzerRef } from '../model/analyzer.ts';
import { parseAnalyzerArn } from '../model/arn.ts';
import { toAnalyzer } from '../model/to-analyzer.ts';

/** AWS's pattern, with the leading underscore of service-linked analyzers. */
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,254}$/;

/** Options of {@link resolveAnalyzer}. */
export interface ResolveAnalyzerOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes an {@link Analyzer} of a reference. An `Analyzer` comes back as it is, after a check of its Region; an ARN or a name
 * costs one GetAnalyzer.
 *
 * GetAnalyzer goes by *name*, so an ARN of another Region or account could meet a namesake. Another Region is refused before
 * any call; an analyzer of another ARN than asked for is `not-found`.
 *
 * @throws {@link InvalidInputError} for what is neither an analyzer nor its ARN nor a name; an error with code
 * `REGION_MISMATCH`; {@link AwsCallError}; `signal.reason` on an abort.
 */
export async function resolveAnalyzer(
  client: AccessAnalyzerClientLike,
  ref: AnalyzerRef,
  { signal }: ResolveAnalyzerOptions = {},
): Promise<Analyzer> {
  signal?.throwIfAborted();
  const { arn, name } = checkRef(ref);
  const region = await regionOf(client);
  if (arn !== undefined) refuseOtherRegion(arn, region);
  return typeof ref === 'string' ? fetchAnalyzer(client, { arn, name, region, signal }) : ref;
}

/** The parts of a reference: what can be known without a call. */
export function checkRef(ref: AnalyzerRef): { readonly arn: string | undefined; readonly name: string } {
  const given: unknown = typeof ref === 'object' && (ref as unknown) !== null ? ref.arn : ref;
  if (typeof given === 'string') {
    const parts = parseAnalyzerArn(given);
    if (parts !== undefined) return { arn: given, name: parts.name };
    if (typeof ref === 'string' && NAME.test(ref)) return { arn: undefined, name: ref };
  }
  const path = typeof ref === 'string' ? '' : 'arn';
  throw new InvalidInputError('analyzer', [
    { path, found: found(given), expected: "an analyzer, an analyzer's ARN or its name" },
  ]);
}

/** Throws `REGION_MISMATCH` when the ARN is not of the Region. */
export function refuseOtherRegion(arn: string, region: string): void {
  const of = parseAnalyzerArn(arn)?.region;
  if (of === undefined || of === region) return;
  throw new AccessAnalyzerKitError(
    'REGION_MISMATCH',
    `The analyzer ${arn} is of ${of}, and the client talks to ${region}, where another analyzer may have its name. Use a client of ${of}.`,
  );
}

interface Wanted extends ResolveAnalyzerOptions {
  /** What it must turn out to be, when the reference was an ARN. */
  readonly arn: string | undefined;
  readonly name: string;
  readonly region: string;
}

async function fetchAnalyzer(
  client: AccessAnalyzerClientLike,
  { arn, name, region, signal }: Wanted,
): Promise<Analyzer> {
  const context = { operation: 'GetAnalyzer', region };
  const output = await callAws(client, new GetAnalyzerCommand({ analyzerName: name }), { ...context, signal });
  const analyzer = parse(output.analyzer, context);
  if (arn === undefined || analyzer.arn === arn) return analyzer;
  const what = `there is no ${arn}; the analyzer of that name is ${analyzer.arn}`;
  throw new AwsCallError(makeProblem('not-found', what, context));
}

function parse(raw: unknown, context: { readonly operation: string; readonly region: string }): Analyzer {
  try {
    return toAnalyzer(raw);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new AwsCallError(makeProblem('malformed-response', what, context), { cause: error });
  }
}

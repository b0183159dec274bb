import type { AwsSecurityFinding, BatchImportFindingsCommand } from '@aws-sdk/client-securityhub';
import { callAws } from '../clients/call-aws.ts';
import { regionOf } from '../clients/client-like.ts';
import { loadPeer } from '../clients/load-peer.ts';
import { makeProblem, toProblem } from '../clients/to-problem.ts';
import { untilAborted } from '../clients/until-aborted.ts';
import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { AwsCallError } from '../errors/aws-call-error.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { isRecord } from '../model/loose.ts';
import { fanOut } from '../regions/fan-out.ts';
import type { AsffBatch } from '../report/asff/asff-finding.ts';
import type { FailedImport, ImportedBatch, SecurityHubImport } from './import-outcome.ts';
import type { SecurityHubClientLike, SecurityHubClientSource } from './security-hub-client-like.ts';

/** Options of {@link importToSecurityHub}. */
export interface ImportToSecurityHubOptions {
  /**
   * Calls at once at most. Security Hub takes ten a second for each account and Region.
   *
   * @defaultValue 4
   */
  readonly concurrency?: number | undefined;
  /** After an abort nothing tells what Security Hub has taken by then; importing all of it again does no harm. */
  readonly signal?: AbortSignal | undefined;
}

const OPERATION = 'securityhub:BatchImportFindings';
const PEER = '@aws-sdk/client-securityhub';

/**
 * Imports findings into Security Hub: one BatchImportFindings for each batch of `toAsff`. A finding that is refused, and a batch
 * that fails, are reported and stop nothing else. Safe to repeat: a finding is known by its id, and the same import
 * changes nothing. What people do with the findings in Security Hub (`Workflow`, notes) is never touched.
 *
 * Needs the package `@aws-sdk/client-securityhub`, an optional peer, and the IAM action `securityhub:BatchImportFindings`.
 * Security Hub takes an account's findings from that account alone, in their Region: for several of them give a function.
 *
 * @throws `InvalidInputError` for what is no batch; an error with code `REGION_MISMATCH` when a batch is of
 * another Region than the client, before it is sent (of a list: before any is sent), and `MISSING_PEER` without the package;
 * `signal.reason` on an abort.
 *
 * @example
 * ```ts
 * const hub = (region: string) => new SecurityHubClient(clients.clientConfig(region));
 * const { imported, failed } = await importToSecurityHub(hub, toAsff(verdict, { previous }));
 * ```
 */
export async function importToSecurityHub(
  client: SecurityHubClientSource,
  batches: Iterable<AsffBatch> | AsyncIterable<AsffBatch>,
  { concurrency = 4, signal }: ImportToSecurityHubOptions = {},
): Promise<SecurityHubImport> {
  signal?.throwIfAborted();
  checkSource(client);
  if (Array.isArray(batches)) {
    for (const [index, batch] of (batches as readonly AsffBatch[]).entries()) {
      checkBatch(batch, index);
      if (typeof client !== 'function') await refuseOtherRegion(client, batch);
    }
  }
  const { BatchImportFindingsCommand: Command } = await loadPeer(
    PEER,
    'importToSecurityHub',
    () => import('@aws-sdk/client-securityhub'),
  );
  const outcomes: { readonly batch: ImportedBatch; readonly failed: readonly FailedImport[] }[] = [];
  const settled = fanOut(
    batches,
    async (batch, { index, signal: stop }) => {
      checkBatch(batch, index);
      outcomes[index] = await importBatch(client, batch, Command, stop);
    },
    { concurrency, signal },
  );
  for await (const one of settled) if (one.status === 'rejected') throw one.reason;
  return {
    imported: outcomes.reduce((sum, { batch }) => sum + batch.imported, 0),
    failed: outcomes.flatMap(({ failed }) => failed),
    batches: outcomes.map(({ batch }) => batch),
  };
}

async function importBatch(
  source: SecurityHubClientSource,
  batch: AsffBatch,
  Command: typeof BatchImportFindingsCommand,
  signal: AbortSignal,
): Promise<{ readonly batch: ImportedBatch; readonly failed: readonly FailedImport[] }> {
  const { account, region, findings } = batch;
  const context = { operation: OPERATION, region, account };
  const whole = (problem: AwsCallError['problem']): ReturnType<typeof tell> =>
    tell(
      batch,
      findings.map(({ Id }) => ({ id: Id, account, region, code: problem.code, message: problem.message })),
      problem,
    );
  let client: SecurityHubClientLike;
  try {
    client = typeof source === 'function' ? await untilAborted(askSource(source, batch), signal) : source;
  } catch (error) {
    signal.throwIfAborted();
    // An account whose credentials cannot be had, say.
    return whole(toProblem(error, context));
  }
  await refuseOtherRegion(client, batch);
  let output: unknown;
  try {
    const input = { Findings: findings as unknown as AwsSecurityFinding[] };
    output = await callAws(client, new Command(input), { ...context, signal });
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    return whole(error.problem);
  }
  const answer = isRecord(output) ? output : {};
  const refused = Array.isArray(answer['FailedFindings'])
    ? (answer['FailedFindings'] as readonly unknown[]).filter(isRecord)
    : [];
  // By id: an answer may name a finding twice, and one that was not sent.
  const why = new Map<unknown, Pick<FailedImport, 'code' | 'message'>>();
  for (const { Id, ErrorCode, ErrorMessage } of refused) {
    if (why.has(Id)) continue;
    why.set(Id, {
      code: typeof ErrorCode === 'string' ? ErrorCode : 'unknown',
      message: typeof ErrorMessage === 'string' ? ErrorMessage : 'Security Hub did not say why.',
    });
  }
  const taken = findings.filter(({ Id }) => !why.has(Id)).length;
  const addsUp =
    answer['SuccessCount'] === taken &&
    answer['FailedCount'] === refused.length &&
    taken + refused.length === findings.length;
  // An answer that does not add up proves the success of none that it does not name.
  const problem = addsUp
    ? undefined
    : makeProblem('malformed-response', 'the counts of the answer are not those of the findings sent', context);
  const unconfirmed = problem === undefined ? undefined : { code: 'unconfirmed', message: problem.message };
  const failed = findings.flatMap(({ Id }) => {
    const told = why.get(Id) ?? unconfirmed;
    return told === undefined ? [] : [{ id: Id, account, region, ...told }];
  });
  return tell(batch, failed, problem);
}

/** Async, so that what the function throws is a rejection too. */
async function askSource(
  source: Exclude<SecurityHubClientSource, SecurityHubClientLike>,
  { region, account }: AsffBatch,
): Promise<SecurityHubClientLike> {
  return source(region, account);
}

function tell(
  { account, region, findings }: AsffBatch,
  failed: readonly FailedImport[],
  problem?: AwsCallError['problem'],
): { readonly batch: ImportedBatch; readonly failed: readonly FailedImport[] } {
  const batch = { account, region, imported: findings.length - failed.length, failed: failed.length };
  return { batch: problem === undefined ? batch : { ...batch, problem }, failed };
}

async function refuseOtherRegion(client: SecurityHubClientLike, { region }: AsffBatch): Promise<void> {
  const own = await regionOf(client);
  if (own === region) return;
  throw new AccessAnalyzerKitError(
    'REGION_MISMATCH',
    `The findings are of ${region} and the client is of ${own}: give a function that makes the client of a Region.`,
  );
}

function checkSource(client: unknown): void {
  if (typeof client === 'function') return;
  if (isRecord(client) && typeof client['send'] === 'function' && isRecord(client['config'])) return;
  throw new InvalidInputError('client', [
    {
      path: '',
      found: found(client),
      expected: 'a SecurityHubClient, or a function of a Region and account that gives one',
    },
  ]);
}

function checkBatch(batch: unknown, index: number): void {
  const path = `batches[${index}]`;
  if (!isRecord(batch)) {
    throw new InvalidInputError('batches', [{ path, found: found(batch), expected: 'a batch of toAsff' }]);
  }
  const { account, region, findings } = batch;
  const valid = (one: unknown): boolean =>
    isRecord(one) && typeof one['Id'] === 'string' && one['AwsAccountId'] === account;
  const issues = [
    ...(typeof account === 'string' && /^\d{12}$/.test(account)
      ? []
      : [{ path: `${path}.account`, found: found(account), expected: 'twelve digits' }]),
    ...(typeof region === 'string' && region !== ''
      ? []
      : [{ path: `${path}.region`, found: found(region), expected: 'a Region name' }]),
    ...(Array.isArray(findings) && findings.length > 0 && findings.length <= 100 && findings.every(valid)
      ? []
      : [
          {
            path: `${path}.findings`,
            found: found(findings),
            expected: '1 to 100 ASFF findings of the batch’s account',
          },
        ]),
  ];
  if (issues.length > 0) throw new InvalidInputError('batches', issues);
}

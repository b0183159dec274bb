import { UpdateFindingsCommand } from '@aws-sdk/client-accessanalyzer';
import { refuseServiceLinked } from '../../analyzers/refuse-service-linked.ts';
import { checkRef, resolveAnalyzer } from '../../analyzers/resolve-analyzer.ts';
import { callAws } from '../../clients/call-aws.ts';
import type { AccessAnalyzerClientLike } from '../../clients/client-like.ts';
import { sleep } from '../../clients/until-aborted.ts';
import { AwsCallError } from '../../errors/aws-call-error.ts';
import type { Problem } from '../../errors/problem.ts';
import { changeResult } from '../../journal/change-result.ts';
import { JournalError } from '../../journal/journal-error.ts';
import { journaled } from '../../journal/journaled.ts';
import type { AnalyzerRef } from '../../model/analyzer.ts';
import { sortedUnique } from '../../model/compare.ts';
import type { Finding } from '../../model/finding.ts';
import { IncompleteUpdateError, type BulkOutcome, type RefusedFinding } from './bulk-outcome.ts';
import { bulkSettings, checkBulkTarget, type BulkOptions, type BulkSettings, type BulkTarget } from './bulk-target.ts';
import { readOfResource, readSelected, type FindingPlace } from './read-selected.ts';

/** The change to make, and the check that may refuse all of it. */
export interface StatusChange {
  readonly to: 'ACTIVE' | 'ARCHIVED';
  /** Called with the findings that would be changed, before anything is. */
  readonly guard: (findings: readonly Finding[]) => void;
}

/** Sets the status of findings: reads them, decides, changes them in chunks, reads them again. */
export async function setStatus(
  client: AccessAnalyzerClientLike,
  { analyzer: ref, target }: { readonly analyzer: AnalyzerRef; readonly target: BulkTarget },
  { guard, to }: StatusChange,
  options: BulkOptions,
): Promise<BulkOutcome> {
  checkRef(ref);
  checkBulkTarget(target);
  const settings = bulkSettings(options);
  const { dryRun = false, signal } = settings.write;
  const analyzer = await resolveAnalyzer(client, ref, { signal });
  refuseServiceLinked(analyzer);
  const place: FindingPlace = { client, analyzer, signal };
  const byId = 'resourceArn' in target ? undefined : sortedUnique(target);
  const read =
    'resourceArn' in target ? await readOfResource(place, target.resourceArn) : await readSelected(place, byId ?? []);
  const ledger = createLedger(byId ?? sortedUnique(read.keys()), { read, to });
  guard(ledger.open().flatMap((id) => read.get(id) ?? []));
  if (dryRun) {
    ledger.open().forEach(ledger.changed);
    return ledger.outcome(true);
  }
  try {
    const sent = await sendAll(place, { ledger, settings, to });
    await confirm(place, { ledger, sent, settings, to });
  } catch (error) {
    // Whoever aborts waits for their own reason; the journal has what was done.
    signal?.throwIfAborted();
    if (ledger.touched() === 0) throw error;
    throw new IncompleteUpdateError(ledger.outcome(false), { cause: error });
  }
  return ledger.outcome(false);
}

/** Keeps each id in exactly one state, in the order of the ids, which are sorted. */
interface Ledger {
  /** Ids that nothing has been decided about. */
  readonly open: () => string[];
  /** How many AWS took, or may have taken. */
  readonly touched: () => number;
  readonly sent: (id: string) => void;
  readonly changed: (id: string) => void;
  readonly notFound: (id: string) => void;
  readonly refused: (id: string, reason: RefusedFinding['reason'], problem?: Problem) => void;
  readonly outcome: (dryRun: boolean) => BulkOutcome;
}

type State = 'open' | 'sent' | 'changed' | 'already' | 'notFound' | Omit<RefusedFinding, 'id'>;

function createLedger(
  ids: readonly string[],
  { read, to }: { readonly read: ReadonlyMap<string, Finding>; readonly to: StatusChange['to'] },
): Ledger {
  const states = new Map<string, State>(ids.map((id) => [id, firstState(read.get(id), to)]));
  const withState = (wanted: State): string[] => [...states].filter(([, state]) => state === wanted).map(([id]) => id);
  let touched = 0;
  return {
    open: () => withState('open'),
    touched: () => touched,
    sent: (id) => {
      touched += 1;
      states.set(id, 'sent');
    },
    changed: (id) => void states.set(id, 'changed'),
    notFound: (id) => void states.set(id, 'notFound'),
    refused: (id, reason, problem) => void states.set(id, { reason, ...(problem === undefined ? {} : { problem }) }),
    outcome: (dryRun) => ({
      changed: withState('changed'),
      already: withState('already'),
      notFound: withState('notFound'),
      refused: [...states].flatMap(([id, state]): RefusedFinding[] => {
        if (typeof state === 'object') return [{ id, ...state }];
        if (state === 'sent') return [{ id, reason: 'unconfirmed' }];
        return state === 'open' ? [{ id, reason: 'not-attempted' }] : [];
      }),
      dryRun,
    }),
  };
}

function firstState(finding: Finding | undefined, to: StatusChange['to']): State {
  if (finding === undefined) return 'notFound';
  if (finding.status === to) return 'already';
  if (finding.status === 'RESOLVED') return { reason: 'resolved' };
  return finding.status === 'ACTIVE' || finding.status === 'ARCHIVED' ? 'open' : { reason: 'unknown-status' };
}

interface Work {
  readonly ledger: Ledger;
  readonly settings: BulkSettings;
  readonly to: StatusChange['to'];
}

/** Sends all that is open, in chunks; a chunk that AWS refuses for one of its ids, or for its length, is halved until it is known which. */
async function sendAll(place: FindingPlace, { ledger, settings, to }: Work): Promise<string[]> {
  const open = ledger.open();
  const chunks: string[][] = [];
  for (let start = 0; start < open.length; start += settings.chunkSize) {
    chunks.push(open.slice(start, start + settings.chunkSize));
  }
  const sent: string[] = [];
  for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) {
    const refusal = await send(place, { ids: chunk, settings, to }).catch((error: unknown) => {
      noteFailure(ledger, chunk, error);
      throw error;
    });
    if (refusal === undefined) {
      sent.push(...chunk);
      chunk.forEach(ledger.sent);
    } else if (chunk.length > 1) {
      const middle = Math.ceil(chunk.length / 2);
      chunks.unshift(chunk.slice(0, middle), chunk.slice(middle));
    } else {
      for (const id of chunk) {
        // What an earlier attempt, or whoever stood in between, may have let through is read.
        if (changeResult(refusal) === 'unknown') {
          sent.push(id);
          ledger.sent(id);
        } else if (refusal.problem.code === 'not-found') ledger.notFound(id);
        else ledger.refused(id, 'rejected', refusal.problem);
      }
    }
  }
  return sent;
}

/** Notes what became of the chunk whose call ends everything: without an answer AWS may have changed its findings all the same. */
function noteFailure(ledger: Ledger, ids: readonly string[], error: unknown): void {
  if (changeResult(error) !== 'failed') {
    ids.forEach(ledger.sent);
    return;
  }
  const problem = problemOf(error);
  // Nobody answered: it was not sent, for want of credentials or because the journal could not be written.
  if (problem?.awsError === undefined && problem?.httpStatus === undefined) return;
  for (const id of ids) ledger.refused(id, 'rejected', problem);
}

function problemOf(error: unknown): Problem | undefined {
  if (error instanceof AwsCallError) return error.problem;
  return error instanceof JournalError ? error.entry.problem : undefined;
}

interface Sending {
  readonly ids: readonly string[];
  readonly settings: BulkSettings;
  readonly to: StatusChange['to'];
}

/** Undefined when AWS took it; the error when the ids were refused. */
async function send(
  { analyzer, client }: FindingPlace,
  { ids, settings, to }: Sending,
): Promise<AwsCallError | undefined> {
  const { arn: analyzerArn, account, region } = analyzer;
  const { write } = settings;
  const place = { operation: 'UpdateFindings', region };
  const before = { status: to === 'ARCHIVED' ? 'ACTIVE' : 'ARCHIVED', ids };
  const change = { ...place, account, target: analyzerArn, before, after: { status: to, ids } };
  try {
    const command = new UpdateFindingsCommand({ analyzerArn, status: to, ids: [...ids] });
    const context = { ...place, analyzerAccount: account, signal: write.signal };
    await journaled(change, write, () => callAws(client, command, context));
    return undefined;
  } catch (error) {
    if (error instanceof AwsCallError && ['not-found', 'invalid-request'].includes(error.problem.code)) return error;
    throw error;
  }
}

/** AWS answers nothing for an id, so the findings are read until they show it. */
async function confirm(
  place: FindingPlace,
  { ledger, sent, settings, to }: Work & { readonly sent: readonly string[] },
): Promise<void> {
  let waiting = [...sent];
  for (let attempt = 1; waiting.length > 0 && attempt <= settings.confirmAttempts; attempt += 1) {
    if (attempt > 1) await sleep(settings.confirmDelayMs, place.signal);
    const read = await readSelected(place, waiting);
    waiting = waiting.filter((id) => {
      const finding = read.get(id);
      if (finding === undefined) ledger.notFound(id);
      else if (finding.status === to) ledger.changed(id);
      else if (finding.status === 'RESOLVED') ledger.refused(id, 'resolved');
      else return true;
      return false;
    });
  }
}

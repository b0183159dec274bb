import {
  createArchiveRule,
  deleteArchiveRule,
  syncArchiveRules,
  updateArchiveRule,
} from '../../src/archive-rules/index.ts';
import { createClients } from '../../src/clients/index.ts';
import type { ErrorCode } from '../../src/errors/index.ts';
import { createEvaluator, evaluate } from '../../src/evaluate/index.ts';
import { createFindingHandler, createSeenStore } from '../../src/events/index.ts';
import { collectEvidence, iterateEvidence } from '../../src/evidence/index.ts';
import { archiveFindings, countFindings, getFinding, iterateFindings } from '../../src/findings/index.ts';
import { assumeRoles, collectFleetEvidence, estimateAudit, planAudit, runAuditTask } from '../../src/fleet/index.ts';
import { rescanAll, rescanAndAwait } from '../../src/rescan/index.ts';
import { toAsff, toCsv, toHtml, toJson, toJUnit, toMarkdown, toOcsf, toSarif } from '../../src/report/index.ts';
import { blockPublicAccess, resolveFinding } from '../../src/s3/index.ts';
import { importToSecurityHub } from '../../src/securityhub/index.ts';
import { watchFindings } from '../../src/watch/index.ts';
import { buildEvidence, buildFinding } from '../helpers/build-evidence.ts';
import { richVerdict } from '../helpers/report-verdicts.ts';
import { FILTERS, type FuzzTarget } from './parser-targets.ts';

const ARN = 'arn:aws:access-analyzer:us-east-1:111122223333:analyzer/external';
const RESOURCE = 'arn:aws:s3:::bucket';
const EVIDENCE = buildEvidence({ regions: { 'us-east-1': 'clean' } });
const VERDICT = richVerdict();
const EXPOSED = buildFinding({ isPublic: true });

/** Refuses every call: what is right goes no further than the first. */
const client = {
  config: { region: async () => 'us-east-1', endpoint: undefined },
  send: async () => Promise.reject(Object.assign(new Error('no'), { name: 'AccessDeniedException' })),
};
const clients = createClients({
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret', accountId: '111122223333' },
  maxAttempts: 1,
  requestHandler: {
    handle: async () => Promise.reject(new Error('nothing is sent')),
    metadata: { handlerProtocol: 'http/1.1' },
  } as never,
});
const anyClient = client as never;

/** Whatever a call to AWS may end with. */
const CALL: readonly ErrorCode[] = [
  'INVALID_INPUT',
  'AWS_CALL_FAILED',
  'REGION_MISMATCH',
  'HIDES_PUBLIC_ACCESS',
  'UNSUPPORTED_SCHEMA',
];
/** No option of ours is a path that the test would then write to. */
const RULE = { analyzer: ARN, ruleName: 'partner', filter: FILTERS[0], applyToExisting: true, allowPublic: false };
const REASONABLE = { dryRun: true, actor: 'somebody', reason: 'agreed' };
const POLICY = {
  name: 'mine',
  missingAnalyzer: 'FAIL',
  warmUpHours: 5,
  minimumSeverity: 'high',
  exceptions: [
    {
      filter: { resource: { eq: [RESOURCE] } },
      owner: 'me',
      reason: 'agreed',
      expires: '2027-01-01',
      maxLevel: 'Read',
    },
  ],
  acceptedGaps: [
    {
      account: '111122223333',
      region: 'eu-west-1',
      code: 'access-denied',
      owner: 'me',
      reason: 'x',
      expires: '2027-01-01',
    },
  ],
  granularity: 'region',
};
const TASK = {
  schema: 'access-analyzer-kit/task@1',
  id: '111122223333',
  auditId: 'audit',
  partition: 'aws',
  account: '111122223333',
  regions: ['us-east-1'],
};

/** The first pull of a generator that was made. */
async function pull(generator: AsyncGenerator<unknown, unknown>): Promise<void> {
  await generator.next();
  await generator.return(undefined);
}

/** Option objects and typed inputs of public functions: what a script's configuration file may hold. */
export const OPTIONS: readonly FuzzTarget[] = [
  {
    name: 'createClients',
    run: (input) => createClients(input).destroy(),
    seeds: [
      {
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
        concurrency: 5,
        userAgent: ['a', '1'],
        maxAttempts: 2,
      },
      { endpoint: 'http://127.0.0.1:1', requestTimeoutMs: 5, maxRetryAfterMs: 0, profile: 'p', requestHandler: {} },
    ],
  },
  { name: 'evaluate, the policy', run: (input) => evaluate(EVIDENCE, input), seeds: [POLICY] },
  { name: 'createEvaluator, the policy', run: (input) => createEvaluator([], input).finish(), seeds: [POLICY] },
  {
    name: 'collectEvidence',
    run: async (input) => collectEvidence(clients, input),
    seeds: [{ regions: ['us-east-1'], analyzers: 'all', detail: 'counts', sample: 5, expectedAccount: '111122223333' }],
  },
  {
    name: 'iterateEvidence',
    run: async (input) => pull(iterateEvidence(clients, input)),
    seeds: [{ regions: ['us-east-1'], suppressed: false, crossCheck: true, partition: 'auto' }],
  },
  {
    name: 'watchFindings',
    run: (input) => void watchFindings(clients, input),
    seeds: [{ intervalMs: 5, policy: POLICY, baseline: VERDICT, regions: ['us-east-1'] }],
  },
  {
    name: 'iterateFindings, the options',
    run: async (input) => pull(iterateFindings(anyClient, ARN, input)),
    seeds: [{ filter: FILTERS[1], status: ['ACTIVE'], details: true, partition: 'auto', pageSize: 5 }],
    codes: CALL,
  },
  {
    name: 'iterateFindings, the analyzer',
    run: async (input) => pull(iterateFindings(anyClient, input)),
    seeds: [ARN],
    codes: CALL,
  },
  {
    name: 'countFindings, the analyzer',
    run: async (input) => countFindings(anyClient, input),
    seeds: [ARN],
    codes: CALL,
  },
  { name: 'getFinding, the id', run: async (input) => getFinding(anyClient, ARN, input), seeds: ['f-1'], codes: CALL },
  {
    name: 'archiveFindings, the target',
    run: async (input) => archiveFindings(anyClient, ARN, input),
    seeds: [['f-1'], { resourceArn: RESOURCE }],
    codes: CALL,
  },
  {
    name: 'archiveFindings, the options',
    run: async (input) => archiveFindings(anyClient, ARN, ['f-1'], input),
    seeds: [{ ...REASONABLE, chunkSize: 5, confirmAttempts: 2, confirmDelayMs: 1 }],
    codes: CALL,
  },
  ...[createArchiveRule, updateArchiveRule].map((write): FuzzTarget => ({
    name: write.name,
    run: async (input) => write(anyClient, input),
    seeds: [RULE],
    codes: CALL,
  })),
  { name: 'deleteArchiveRule', run: async (input) => deleteArchiveRule(anyClient, input), seeds: [RULE], codes: CALL },
  {
    name: 'createArchiveRule, the options',
    run: async (input) => createArchiveRule(anyClient, RULE as never, input),
    seeds: [{ ...REASONABLE, confirmAttempts: 2 }],
    codes: CALL,
  },
  {
    name: 'syncArchiveRules, the rules',
    run: async (input) => syncArchiveRules(anyClient, ARN, input, { dryRun: true }),
    seeds: [FILTERS.slice(1).map((filter, index) => ({ ruleName: `rule-${index}`, filter }))],
    codes: CALL,
  },
  {
    name: 'syncArchiveRules, the options',
    run: async (input) => syncArchiveRules(anyClient, ARN, [], input),
    seeds: [{ ...REASONABLE, prune: true, maxChanges: 5, applyToExisting: true, allowPublic: false }],
    codes: CALL,
  },
  {
    name: 'rescanAndAwait, the target',
    run: async (input) => rescanAndAwait(anyClient, input),
    seeds: [{ analyzer: ARN, resourceArn: RESOURCE, resourceOwnerAccount: '111122223333' }],
    codes: CALL,
  },
  {
    name: 'rescanAndAwait, the options',
    run: async (input) => rescanAndAwait(anyClient, { analyzer: ARN, resourceArn: RESOURCE }, input),
    seeds: [{ timeoutMs: 5, minDelayMs: 1, maxDelayMs: 2 }],
    codes: CALL,
  },
  {
    name: 'rescanAll, the targets',
    run: (input) => void rescanAll(input),
    seeds: [[{ client, analyzer: ARN, resourceArn: RESOURCE }]],
    codes: CALL,
  },
  {
    name: 'planAudit',
    run: (input) => planAudit(input),
    seeds: [{ accounts: ['111122223333'], regions: ['us-east-1'], detail: 'counts' }],
  },
  {
    name: 'estimateAudit, the options',
    run: (input) => estimateAudit([TASK as never], input),
    seeds: [{ concurrency: 5, latencyMs: 3, regionsPerAccount: 2, assumesRoles: false }],
  },
  {
    name: 'runAuditTask, the task',
    run: async (input) => runAuditTask(input, { clientsFor: () => clients }),
    seeds: [TASK],
    codes: CALL,
  },
  {
    name: 'assumeRoles',
    run: (input) => void assumeRoles(clients, input),
    seeds: [{ roleName: 'r', externalId: 'ex', sessionName: 'se', durationSeconds: 900, keep: 2 }],
  },
  {
    name: 'collectFleetEvidence',
    run: (input) => void collectFleetEvidence(input),
    seeds: [{ clients, accounts: ['111122223333'], roleName: 'r', regions: ['us-east-1'], concurrency: 2 }],
  },
  {
    name: 'createFindingHandler',
    run: (input) => void createFindingHandler(input),
    seeds: [{ onFinding: () => undefined }],
  },
  { name: 'createSeenStore', run: (input) => void createSeenStore(input), seeds: [{ maxEntries: 5 }] },
  ...[toJson, toMarkdown, toHtml, toSarif, toAsff, toOcsf].map((write): FuzzTarget => ({
    name: `${write.name}, the options`,
    run: (input) => write(VERDICT, input),
    seeds: [
      // A verdict within is looked at as far as its first members: whole ones are made by evaluate alone.
      { previous: [], at: '2026-11-23T10:00:00Z', plans: 5, maxBytes: 20_000, category: 'c' },
      { artifactUri: 'a.json' },
    ],
    codes: ['INVALID_INPUT', 'UNSUPPORTED_SCHEMA'],
  })),
  ...[toJson, toCsv, toMarkdown, toHtml, toSarif, toJUnit, toAsff, toOcsf].map((write): FuzzTarget => ({
    name: `${write.name}, something else than a verdict`,
    run: (input) => write(input),
    seeds: [],
    codes: ['INVALID_INPUT', 'UNSUPPORTED_SCHEMA'],
  })),
  {
    name: 'blockPublicAccess',
    run: async (input) => blockPublicAccess(anyClient, input),
    seeds: [{ bucket: 'a-bucket', expectedBucketOwner: '111122223333' }],
    codes: CALL,
  },
  {
    name: 'resolveFinding',
    run: async (input) => resolveFinding(clients, input, { dryRun: true }),
    seeds: [{ finding: EXPOSED, analyzer: ARN, region: 'us-east-1' }],
    codes: CALL,
  },
  {
    name: 'importToSecurityHub, the batches',
    run: async (input) => importToSecurityHub(anyClient, input),
    seeds: [toAsff(VERDICT)],
    codes: CALL,
  },
];

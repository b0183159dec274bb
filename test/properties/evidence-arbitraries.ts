import fc from 'fast-check';
import type { Problem, ProblemCode } from '../../src/errors/problem.ts';
import type { Analyzer } from '../../src/model/analyzer.ts';
import type { ArchiveRule } from '../../src/model/archive-rule.ts';
import { countEvidence, createArchivedCounter } from '../../src/model/evidence-counter.ts';
import {
  EVIDENCE_SCHEMA,
  type AnalyzerEvidence,
  type Evidence,
  type RegionEvidence,
  type Scope,
  type SuppressedEvidence,
} from '../../src/model/evidence.ts';
import type { Finding } from '../../src/model/finding.ts';
import { toAnalyzer } from '../../src/model/to-analyzer.ts';
import { toFinding } from '../../src/model/to-finding.ts';

/*
 * Fragments of one audit that overlap and contradict each other: everything is drawn from so small a world that two
 * fragments nearly always speak of the same Regions, analyzers and findings.
 */

const ACCOUNTS = ['111122223333', '444455556666'] as const;
const REGIONS = ['eu-west-1', 'us-east-1', 'us-west-2'] as const;

/** Drops members that are undefined, as JSON does. */
function solid<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

const time = fc.constantFrom(1, 2, 3).map((day) => `2026-11-0${day}T00:00:00.000Z`);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

const regionList = fc.uniqueArray(fc.constantFrom(...REGIONS)).map((regions) => regions.sort());

const problem: fc.Arbitrary<Problem> = fc.record({
  code: fc.constantFrom<ProblemCode>('access-denied', 'throttled', 'credentials'),
  operation: fc.constantFrom('ListFindings', 'ListAnalyzers'),
  message: fc.constantFrom('No.', 'Later.'),
  retryable: fc.boolean(),
});

const scope: fc.Arbitrary<Scope> = fc
  .record({
    partition: fc.constant('aws'),
    account: fc.constantFrom(...ACCOUNTS),
    source: fc.constantFrom('account' as const, 'static' as const, 'selected' as const),
    regions: regionList,
    disabled: regionList,
    enabled: maybe(regionList),
    problem: maybe(problem),
    organization: maybe(
      fc.record({
        id: maybe(fc.constantFrom('o-one', 'o-two')),
        accounts: fc.uniqueArray(fc.constantFrom(...ACCOUNTS, '777788889999')).map((accounts) => accounts.sort()),
        outOfScope: maybe(
          fc.array(
            fc.record({ account: fc.constant('777788889999'), reason: fc.constantFrom('SUSPENDED', 'CLOSING') }),
            { maxLength: 1 },
          ),
        ),
      }),
    ),
  })
  .map((drawn) => solid(drawn) as Scope);

/** Contradictory sightings of a few findings: any status, any time or none, error or not. */
export const finding: fc.Arbitrary<Finding> = fc
  .record({
    id: fc.constantFrom('f1', 'f2', 'f3'),
    status: fc.constantFrom('ACTIVE', 'ACTIVE', 'ARCHIVED', 'RESOLVED', 'QUARANTINED'),
    resourceType: fc.constantFrom('AWS::S3::Bucket', 'AWS::SQS::Queue'),
    isPublic: maybe(fc.boolean()),
    principal: fc.constant({ AWS: '*' }),
    action: fc.subarray(['s3:GetObject', 's3:PutObject', 's3:FutureAction']),
    condition: fc.constant({}),
    analyzedAt: maybe(time),
    error: maybe(fc.constant('INTERNAL_ERROR')),
  })
  .map((drawn) => toFinding({ findingType: 'ExternalAccess', ...drawn }, { api: 'v1' }));

const findings = fc
  .uniqueArray(finding, { selector: ({ id }) => id, maxLength: 3 })
  .map((drawn) => drawn.sort((left, right) => (left.id < right.id ? -1 : 1)));

function analyzer(region: string): fc.Arbitrary<Analyzer> {
  return fc
    .record({
      name: fc.constantFrom('one', 'two'),
      // An answer may lack the type.
      type: fc.constantFrom('ACCOUNT', 'ACCOUNT', 'ACCOUNT', undefined),
      status: fc.constantFrom('ACTIVE', 'ACTIVE', 'CREATING', 'DISABLED'),
      lastResourceAnalyzedAt: maybe(time),
    })
    .map(({ name, ...rest }) =>
      toAnalyzer({ arn: `arn:aws:access-analyzer:${region}:111122223333:analyzer/${name}`, ...rest }),
    );
}

function analyzerEvidence(region: string, detail: 'findings' | 'counts'): fc.Arbitrary<AnalyzerEvidence> {
  return fc
    .record({
      analyzer: analyzer(region),
      state: fc.constantFrom('read' as const, 'partial' as const, 'unreadable' as const, 'skipped' as const),
      problem,
      all: findings,
      // In a sample some of the findings that were counted are missing.
      sampled: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    })
    .map(({ analyzer, state, problem, all, sampled }) => ({
      analyzer,
      state,
      ...(state === 'partial' || state === 'unreadable' ? { problem } : {}),
      detail,
      counts: countEvidence(all),
      findings: detail === 'findings' ? all : all.filter((_, index) => sampled[index]),
    }));
}

const archiveRule: fc.Arbitrary<ArchiveRule> = fc
  .record({
    ruleName: fc.constantFrom('r1', 'r2'),
    filter: fc.constantFrom({ isPublic: { eq: ['false'] } }, { resourceType: { eq: ['AWS::S3::Bucket'] } }),
    updatedAt: maybe(time),
  })
  .map((drawn) => solid(drawn) as ArchiveRule);

function suppressed(region: string): fc.Arbitrary<SuppressedEvidence> {
  return fc
    .record({
      analyzer: fc
        .constantFrom('one', 'two')
        .map((name) => `arn:aws:access-analyzer:${region}:111122223333:analyzer/${name}`),
      state: fc.constantFrom('read' as const, 'partial' as const),
      problems: fc.array(problem, { maxLength: 2 }),
      findings: findings.map((drawn) => drawn.map((each) => ({ ...each, status: 'ARCHIVED' as const }))),
      archiveRules: maybe(
        fc
          .uniqueArray(archiveRule, { selector: ({ ruleName }) => ruleName })
          .map((rules) => rules.sort((left, right) => (left.ruleName < right.ruleName ? -1 : 1))),
      ),
    })
    .map((drawn) => {
      const counter = createArchivedCounter();
      drawn.findings.forEach((each) => {
        counter.add(each);
      });
      return solid({ ...drawn, archived: counter.counts() }) as SuppressedEvidence;
    });
}

function regionEvidence(detail: 'findings' | 'counts'): fc.Arbitrary<RegionEvidence> {
  return fc.constantFrom(...REGIONS).chain((region) =>
    fc
      .record({
        partition: fc.constant('aws'),
        account: fc.constantFrom(...ACCOUNTS),
        region: fc.constant(region),
        collectedAt: time,
        oldest: time,
        state: fc.constantFrom('read' as const, 'unreadable' as const, 'disabled' as const),
        problem,
        analyzers: fc.uniqueArray(analyzerEvidence(region, detail), {
          selector: (each) => each.analyzer.arn,
          maxLength: 2,
        }),
        suppressed: maybe(fc.uniqueArray(suppressed(region), { selector: (each) => each.analyzer, maxLength: 2 })),
      })
      .map(
        ({ oldest, problem, ...drawn }) =>
          solid({
            ...drawn,
            // In a Region that is disabled there is nothing to read.
            ...(drawn.state === 'disabled' ? { analyzers: [], suppressed: undefined } : {}),
            ...(oldest < drawn.collectedAt ? { oldestReadAt: oldest } : {}),
            ...(drawn.state === 'unreadable' ? { problem } : {}),
          }) as RegionEvidence,
      ),
  );
}

/** One part of the audit `audit-1`, not in canonical order. */
export function fragment(detail: 'findings' | 'counts' = 'findings'): fc.Arbitrary<Evidence> {
  return fc.record({
    schema: fc.constant(EVIDENCE_SCHEMA),
    auditId: fc.constant('audit-1'),
    scopes: fc.uniqueArray(scope, { selector: ({ partition, account }) => `${partition} ${account}`, maxLength: 2 }),
    regions: fc.uniqueArray(regionEvidence(detail), {
      selector: ({ account, region }) => `${account} ${region}`,
      maxLength: 4,
    }),
  });
}

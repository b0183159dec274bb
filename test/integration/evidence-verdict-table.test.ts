import { describe, expect, test } from 'vitest';
import type { CollectEvidenceOptions } from '../../src/evidence/collect-evidence-options.ts';
import { canonicalJson } from '../../src/model/canonical-json.ts';
import { mergeEvidence } from '../../src/model/merge-evidence.ts';
import { parseEvidence } from '../../src/model/parse-evidence.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { cleanScenario, externalAnalyzer, type FakeFault, type FakeScenario } from '../../src/testing/index.ts';
import {
  A,
  ACCOUNT,
  analyzerOf,
  B,
  finding,
  findings,
  judge,
  OTHER,
  reasonCodes,
  regionOf,
  start,
  twoRegions,
  type BedOptions,
} from './evidence-fixture.ts';

/** What holds for all evidence that was collected, whatever went wrong. */
function expectSound(evidence: Evidence): void {
  expect(JSON.stringify(mergeEvidence(evidence))).toBe(JSON.stringify(evidence));
  expect(canonicalJson(parseEvidence(JSON.parse(JSON.stringify(evidence))))).toBe(canonicalJson(evidence));
}

interface Row {
  readonly name: string;
  readonly scenario?: FakeScenario;
  readonly bed?: BedOptions;
  readonly options?: CollectEvidenceOptions;
  readonly status: 'PASS' | 'FAIL' | 'UNKNOWN';
  /** Of the reasons that make it UNKNOWN. */
  readonly codes?: readonly string[];
  readonly warnings?: readonly string[];
  readonly complete?: boolean;
}

const twoPages = { findings: findings(3), pageSize: 2 };
const always = { times: Number.POSITIVE_INFINITY };
const denied = (operation: string, more: Partial<FakeFault> = {}): FakeFault => ({
  kind: 'access-denied',
  operation,
  region: A,
  ...always,
  ...more,
});

/** A clean Region, and one that the account has not enabled. */
const OFF = 'af-south-1';
const oneDisabled = cleanScenario({
  regions: [B, OFF],
  region: (name, clean) => ({ ...clean, ...(name === OFF ? { optStatus: 'DISABLED' } : {}) }),
});

const table: readonly Row[] = [
  { name: 'no active finding and everything read', status: 'PASS', complete: true },
  {
    name: 'an active external finding',
    scenario: twoRegions({ analyzer: { findings: [finding(1)] } }),
    status: 'FAIL',
    complete: true,
  },
  {
    name: 'an active finding in one Region and the other denied',
    scenario: twoRegions({ analyzer: { findings: [finding(1)] } }),
    bed: { faults: [denied('ListAnalyzers', { region: B })] },
    status: 'FAIL',
    codes: ['access-denied'],
    complete: false,
  },
  {
    name: 'only archived and resolved findings',
    scenario: twoRegions({
      analyzer: { findings: [finding(1, { status: 'ARCHIVED' }), finding(2, { status: 'RESOLVED' })] },
    }),
    status: 'PASS',
    complete: true,
  },
  {
    name: 'a Region without an external analyzer',
    scenario: twoRegions({ region: { analyzers: [] } }),
    status: 'UNKNOWN',
    codes: ['no-analyzer'],
  },
  {
    name: 'only an unused-access analyzer',
    scenario: twoRegions({ region: { analyzers: [{ name: 'unused', type: 'ACCOUNT_UNUSED_ACCESS' }] } }),
    status: 'UNKNOWN',
    codes: ['no-analyzer'],
  },
  ...['CREATING', 'DISABLED', 'FAILED'].map((status): Row => ({
    name: `only an analyzer that is ${status}`,
    scenario: twoRegions({ analyzer: { status, statusReason: { code: 'ORGANIZATION_DELETED' } } }),
    status: 'UNKNOWN',
    codes: ['analyzer-not-active'],
  })),
  {
    name: 'an analyzer that is DISABLED beside a healthy one',
    scenario: twoRegions({
      region: { analyzers: [externalAnalyzer(), externalAnalyzer({ name: 'old', status: 'DISABLED' })] },
    }),
    status: 'PASS',
    warnings: ['analyzer-not-active'],
  },
  {
    name: 'an analyzer that has not looked yet',
    scenario: twoRegions({ analyzer: { createdAt: new Date().toISOString(), lastResourceAnalyzedAt: null } }),
    status: 'UNKNOWN',
    codes: ['analyzer-not-ready'],
  },
  {
    name: 'ListRegions denied: a static Region list',
    bed: { principal: { allow: ['access-analyzer:*'] } },
    status: 'UNKNOWN',
    // The account has not opted in to most of the Regions that are known.
    codes: ['unproven-regions', 'region-unusable'],
  },
  ...(['ListAnalyzers', 'ListFindings'] as const).flatMap((operation): Row[] =>
    (
      [
        ['denied', { kind: 'access-denied' }, 'access-denied'],
        ['denied by a service control policy', { kind: 'scp' }, 'access-denied'],
        ['throttled to the end', { kind: 'throttle', retryAfterSeconds: 9999 }, 'throttled'],
        ['a failure of the service', { kind: 'internal' }, 'service'],
        ['a reset connection', { kind: 'reset' }, 'network'],
        ['HTML', { kind: 'html' }, 'malformed-response'],
        ['half an answer', { kind: 'truncated' }, 'malformed-response'],
        ['JSON of another shape', { kind: 'wrong-json' }, 'malformed-response'],
        ['UnrecognizedClientException', { kind: 'unrecognized-client' }, 'region-unusable'],
        ['ExpiredTokenException', { kind: 'expired-token' }, 'credentials'],
        ['an empty page whose token is refused', { kind: 'empty-page' }, 'invalid-request'],
      ] as const
    ).map(([name, fault, code]) => ({
      name: `${operation}: ${name}`,
      bed: { faults: [{ ...fault, operation, region: A, ...always }] },
      options: { suppressed: false },
      status: 'UNKNOWN',
      codes: [code],
      complete: false,
    })),
  ),
  ...['ListAnalyzers', 'ListFindings'].map((operation): Row => ({
    name: `${operation}: no answer in time`,
    bed: { faults: [{ kind: 'stall', operation, region: A, ...always }], requestTimeoutMs: 150 },
    options: { suppressed: false },
    status: 'UNKNOWN',
    codes: ['timeout'],
  })),
  {
    name: 'a Region that ListRegions says is disabled',
    scenario: oneDisabled,
    status: 'PASS',
    complete: true,
  },
  {
    name: 'error findings alone',
    scenario: twoRegions({ analyzer: { findings: [finding(1, { error: 'ACCESS_DENIED', omit: ['isPublic'] })] } }),
    status: 'UNKNOWN',
    codes: ['error-findings'],
  },
  {
    name: 'a finding with a status never seen before',
    scenario: twoRegions({ analyzer: { findings: [finding(1)] } }),
    bed: {
      faults: [
        {
          kind: 'change',
          operation: 'ListFindings',
          region: A,
          ...always,
          change: (body) => ({
            ...body,
            findings: (body['findings'] as object[]).map((each) => ({ ...each, status: 'QUARANTINED' })),
          }),
        },
      ],
    },
    options: { suppressed: false },
    status: 'UNKNOWN',
    codes: ['unknown-status'],
  },
  {
    name: 'an archived public finding',
    scenario: twoRegions({ analyzer: { findings: [finding(1, { status: 'ARCHIVED', isPublic: true })] } }),
    status: 'PASS',
  },
  {
    name: 'what is hidden denied',
    bed: { faults: [denied('ListArchiveRules')] },
    status: 'PASS',
  },
  { name: 'one selected Region', options: { regions: [B] }, status: 'PASS' },
  {
    name: 'one selected Region, ListRegions denied',
    bed: { principal: { allow: ['access-analyzer:*'] } },
    options: { regions: [B] },
    status: 'PASS',
  },
];

describe('the verdict over what was collected', () => {
  test.each(table)('$name → $status', async ({ scenario, bed, options, status, codes, warnings, complete }) => {
    const { collect } = await start(scenario, bed);
    const evidence = await collect(options);
    expectSound(evidence);
    const verdict = judge(evidence);
    expect(verdict.status).toBe(status);
    expect(reasonCodes(verdict)).toEqual(codes ?? []);
    if (warnings !== undefined) expect(reasonCodes(verdict, 'warning')).toEqual(warnings);
    if (complete !== undefined) expect(verdict.complete).toBe(complete);
  });
});

describe('a later page fails', () => {
  test.each<[string, Partial<FakeFault> & Pick<FakeFault, 'kind'>, string]>([
    ['denied', { kind: 'access-denied' }, 'access-denied'],
    ['throttled', { kind: 'throttle', retryAfterSeconds: 9999 }, 'throttled'],
    ['malformed', { kind: 'html' }, 'malformed-response'],
    ['cut off', { kind: 'truncated' }, 'malformed-response'],
    ['with its token refused', { kind: 'expired-page-token', skip: 0 }, 'invalid-request'],
    ['with the token of the page before', { kind: 'repeat-token' }, 'repeated-token'],
  ])('of findings, %s: what was read is kept, FAIL', async (_, fault, code) => {
    const { collect } = await start(twoRegions({ analyzer: twoPages }), {
      faults: [{ operation: 'ListFindings', region: A, skip: 1, ...always, ...fault }],
    });
    const evidence = await collect({ suppressed: false });
    expectSound(evidence);
    const { state, problem, findings: kept } = analyzerOf(evidence);
    expect({ state, code: problem?.code }).toEqual({ state: 'partial', code });
    expect(kept.map(({ id }) => id).slice(0, 2)).toEqual(['f-000', 'f-001']);
    expect(judge(evidence)).toMatchObject({ status: 'FAIL', complete: false });
  });

  test('of findings that are none: UNKNOWN, although nothing was seen', async () => {
    const { collect } = await start(twoRegions({ analyzer: { emptyPages: 2, findings: [] } }), {
      faults: [{ kind: 'internal', operation: 'ListFindings', region: A, skip: 1, ...always }],
    });
    const evidence = await collect({ suppressed: false });
    expect(analyzerOf(evidence)).toMatchObject({ state: 'partial', findings: [] });
    expect(judge(evidence).status).toBe('UNKNOWN');
  });

  test('of analyzers: those listed before are kept and read, and a finding of theirs fails', async () => {
    const next = { kind: 'change', change: (body: object) => ({ ...body, nextToken: 'more' }) } as const;
    const { collect } = await start(twoRegions({ analyzer: { findings: [finding(1)] } }), {
      faults: [
        { ...next, operation: 'ListAnalyzers', region: A, times: 1 },
        { kind: 'access-denied', operation: 'ListAnalyzers', region: A, ...always },
      ],
    });
    const evidence = await collect();
    expectSound(evidence);
    expect(regionOf(evidence)).toMatchObject({ state: 'unreadable', problem: { code: 'access-denied' } });
    expect(analyzerOf(evidence)).toMatchObject({ state: 'read', counts: { activeExternal: { total: 1 } } });
    expect(judge(evidence)).toMatchObject({ status: 'FAIL', complete: false });
  });
});

test('empty pages with a token are followed to the finding behind them', async () => {
  const { collect } = await start(twoRegions({ analyzer: { emptyPages: 3, findings: [finding(1)] } }));
  expect(judge(await collect()).status).toBe('FAIL');
});

test('a Region that answers UnrecognizedClientException is UNKNOWN, and not applicable once ListRegions proves it off', async () => {
  const unproven = await start(oneDisabled, { principal: { allow: ['access-analyzer:*'] } });
  const without = await unproven.collect({ regions: [OFF, B] });
  expect(regionOf(without, OFF)).toMatchObject({ state: 'unreadable', problem: { code: 'region-unusable' } });
  expect(judge(without).status).toBe('UNKNOWN');

  const proven = await (await start(oneDisabled)).collect({ regions: [OFF, B] });
  expect(regionOf(proven, OFF)).toMatchObject({ state: 'disabled', analyzers: [] });
  expect(proven.scopes[0]).toMatchObject({ source: 'selected', regions: [B], disabled: [OFF], enabled: [B] });
  expect(judge(proven).status).toBe('PASS');
});

describe('organization analyzers', () => {
  const organization = (status = 'ACTIVE'): FakeScenario => {
    const [member] = cleanScenario({ regions: [A], region: () => ({ analyzers: [] }) }).accounts;
    const owned = externalAnalyzer({ name: 'org', type: 'ORGANIZATION', status });
    return {
      organization: { managementAccount: OTHER },
      accounts: [
        { ...member!, showsOrganizationAnalyzers: true },
        { id: OTHER, regions: { [A]: { analyzers: [owned] } } },
      ],
    };
  };

  test('of another account are denied as not ours and leave the account UNKNOWN, covered elsewhere', async () => {
    const evidence = await (await start(organization())).collect();
    expectSound(evidence);
    expect(analyzerOf(evidence, 'org')).toMatchObject({ state: 'unreadable', problem: { code: 'not-ours' } });
    const verdict = judge(evidence);
    expect(verdict.status).toBe('UNKNOWN');
    expect(reasonCodes(verdict)).toEqual(['covered-elsewhere']);
  });

  test('of the account itself cover it', async () => {
    const evidence = await (await start(organization(), { account: OTHER })).collect();
    expect(judge(evidence)).toMatchObject({ status: 'PASS', zoneOfTrust: { covered: ['organization'] } });
  });
});

test('two accounts’ evidence merged is judged apart', async () => {
  const scenario: FakeScenario = {
    accounts: [
      ...cleanScenario({ account: ACCOUNT, regions: [A] }).accounts,
      { id: OTHER, regions: { [A]: { analyzers: [externalAnalyzer({ findings: [finding(1)] })] } } },
    ],
  };
  const bed = await start(scenario);
  const other = bed.clients.with({ credentials: bed.fake.credentialsFor(OTHER) });
  const { collectEvidence } = await import('../../src/evidence/collect-evidence.ts');
  const merged = mergeEvidence(
    await bed.collect({ auditId: 'audit' }),
    await collectEvidence(other, { auditId: 'audit' }),
  );
  const verdict = judge(merged);
  expect(verdict.status).toBe('FAIL');
  expect(verdict.regions.map(({ account, status }) => [account, status])).toEqual([
    [ACCOUNT, 'PASS'],
    [OTHER, 'FAIL'],
  ]);
});

test('an active access in one of 17 Regions among archived ones fails', async () => {
  const role = { resource: 'arn:aws:iam::111122223333:role/partner', resourceType: 'AWS::IAM::Role' } as const;
  let number = 0;
  const scenario = cleanScenario({
    region: (_, clean) => {
      number += 1;
      const status = number === 9 ? 'ACTIVE' : 'ARCHIVED';
      return { ...clean, analyzers: [externalAnalyzer({ findings: [finding(number, { ...role, status })] })] };
    },
  });
  const { collect } = await start(scenario);
  const verdict = judge(await collect());
  expect(verdict.status).toBe('FAIL');
  expect(verdict.summary.exposed.accesses).toBe(1);
  expect(verdict.accesses[0]!.sightings.filter(({ status }) => status === 'ACTIVE')).toHaveLength(1);
});

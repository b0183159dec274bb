import { describe, expect, test, vi } from 'vitest';
import { InvalidInputError } from '../../src/errors/invalid-input-error.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { createEvaluator } from '../../src/evaluate/create-evaluator.ts';
import { collectEvidence } from '../../src/evidence/collect-evidence.ts';
import { iterateEvidence } from '../../src/evidence/iterate-evidence.ts';
import type { CollectEvidenceProgress } from '../../src/evidence/progress.ts';
import type { Scope } from '../../src/model/evidence.ts';
import { mergeEvidence } from '../../src/model/merge-evidence.ts';
import { requiredPermissions } from '../../src/model/required-permissions.ts';
import { parseEvidence } from '../../src/model/parse-evidence.ts';
import {
  cleanScenario,
  externalAnalyzer,
  manyFindings,
  type FakeAnalyzer,
  type FakeScenario,
} from '../../src/testing/index.ts';
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
} from './evidence-fixture.ts';

const always = { times: Number.POSITIVE_INFINITY };

describe('whose account it is', () => {
  test('an account that differs from the expected one is not read at all', async () => {
    const { collect, fake } = await start();
    const evidence = await collect({ expectedAccount: OTHER, regions: [A] });
    expect(evidence.regions).toEqual([]);
    expect(evidence.scopes).toMatchObject([
      { account: OTHER, source: 'selected', regions: [A], problem: { code: 'account-mismatch' } },
    ]);
    expect(evidence.scopes[0]!.problem!.message).toContain(ACCOUNT);
    expect(fake.requests.map(({ service }) => service)).toEqual(['sts']);
    expect(judge(evidence)).toMatchObject({ status: 'UNKNOWN', complete: false });
    const events: CollectEvidenceProgress[] = [];
    await collect({ expectedAccount: OTHER, regions: [A], onProgress: (event) => events.push(event) });
    expect(events).toEqual([{ type: 'regions', account: OTHER, scope: evidence.scopes[0], total: 0 }]);
  });

  test('the expected account is read', async () => {
    const { collect } = await start();
    expect(judge(await collect({ expectedAccount: ACCOUNT })).status).toBe('PASS');
  });

  test('one that cannot be told is read all the same, as unknown, and is UNKNOWN', async () => {
    const { collect } = await start(twoRegions({ analyzer: { findings: [finding(1)] } }), {
      faults: [{ kind: 'internal', service: 'sts', ...always }],
    });
    const evidence = await collect();
    expect(evidence.scopes).toMatchObject([
      {
        account: 'unknown',
        source: 'account',
        problem: { code: 'unknown-account', operation: 'sts:GetCallerIdentity' },
      },
    ]);
    expect(evidence.regions.map(({ account }) => account)).toEqual(['unknown', 'unknown']);
    expect(judge(evidence).status).toBe('FAIL');
    const clean = await (
      await start(undefined, { faults: [{ kind: 'internal', service: 'sts', ...always }] })
    ).collect();
    expect(judge(clean).status).toBe('UNKNOWN');
    expect(reasonCodes(judge(clean))).toEqual(['unknown-account']);
  });
});

describe('credentials', () => {
  const failing = () => {
    const provider = vi.fn(async () => Promise.reject(new Error('The SSO session has expired')));
    return provider as unknown as () => Promise<never> as typeof provider & (() => Promise<never>);
  };

  test('that cannot be had are one problem with its remedy, asked for once', async () => {
    const credentials = failing();
    const { collect, fake } = await start(undefined, { credentials });
    const evidence = await collect();
    expect(evidence.regions).toEqual([]);
    expect(evidence.scopes).toMatchObject([
      { account: 'unknown', source: 'static', regions: [], problem: { code: 'credentials', operation: 'credentials' } },
    ]);
    expect(evidence.scopes[0]!.problem!.remedy).toContain('credentials');
    expect(evidence.scopes[0]!.problem!.message).toContain('The SSO session has expired');
    expect(credentials).toHaveBeenCalledTimes(1);
    expect(fake.requests).toEqual([]);
    expect(judge(evidence).status).toBe('UNKNOWN');
  });

  test('of an expected account keep its name, so that it can be merged and judged', async () => {
    const { collect } = await start(undefined, { credentials: failing() });
    const evidence = await collect({ expectedAccount: OTHER, regions: [A, B] });
    expect(evidence.scopes[0]).toMatchObject({ account: OTHER, source: 'selected', regions: [A, B] });
    expect(evidence.regions).toMatchObject([
      { account: OTHER, region: A, state: 'unreadable', problem: evidence.scopes[0]!.problem },
      { account: OTHER, region: B, state: 'unreadable', problem: evidence.scopes[0]!.problem },
    ]);
    const verdict = judge(evidence);
    expect(verdict.status).toBe('UNKNOWN');
    expect(verdict.reasons.filter(({ effect }) => effect === 'UNKNOWN').map(({ code }) => code)).toEqual([
      'credentials',
    ]);
  });

  test('that end in the middle stop the asking: one problem for the account, and what was read is kept', async () => {
    let valid = true;
    // B has so many pages that it is still being read when A is complete.
    const scenario = cleanScenario({
      regions: [A, B],
      region: (name) => ({
        analyzers: [externalAnalyzer(name === A ? { findings: [finding(1)] } : { emptyPages: 40 })],
      }),
    });
    const bed = await start(scenario, {
      // What has expired is asked for anew with each request.
      credentials: async () => {
        if (!valid) throw new Error('The role can no longer be assumed');
        return { ...bed.fake.credentialsFor(ACCOUNT), expiration: new Date(Date.now() - 1) };
      },
    });
    const evidence = await bed.collect({
      suppressed: false,
      onProgress: (event) => {
        if (event.type === 'region' && event.region === A) valid = false;
      },
    });
    const { problem } = evidence.scopes[0]!;
    expect(problem).toMatchObject({ code: 'credentials', operation: 'credentials' });
    expect(problem!.region).toBeUndefined();
    expect(analyzerOf(evidence, 'external', B).state).toBe('partial');
    expect(analyzerOf(evidence, 'external', B).problem).toEqual(problem);
    expect(analyzerOf(evidence, 'external', A)).toMatchObject({ state: 'read' });
    const verdict = judge(evidence);
    expect(verdict.status).toBe('FAIL');
    expect(verdict.reasons.filter(({ code }) => code === 'credentials')).toHaveLength(1);
  });

  test('that AWS refuses everywhere are asked for twice, not once a Region', async () => {
    const { collect, fake } = await start(cleanScenario(), { principal: { expired: true } });
    const evidence = await collect();
    expect(fake.requests.map(({ service }) => service)).toEqual(['sts', 'account']);
    expect(evidence.scopes[0]!.problem).toMatchObject({ code: 'credentials', awsError: 'ExpiredToken' });
    expect(judge(evidence).status).toBe('UNKNOWN');
    fake.clearRequests();
    const selected = await collect({ regions: [A, B] });
    expect(fake.requests.map(({ service }) => service)).toEqual(['sts', 'account']);
    expect(selected.regions.map(({ problem, region, state }) => [region, state, problem?.operation])).toEqual([
      [A, 'unreadable', 'sts:GetCallerIdentity'],
      [B, 'unreadable', 'sts:GetCallerIdentity'],
    ]);
  });

  test('that only STS refuses are used: the account is unknown, what it shows is not', async () => {
    const { collect } = await start(twoRegions({ analyzer: { findings: [finding(1)] } }), {
      faults: [{ kind: 'expired-token', service: 'sts', ...always }],
    });
    expect(judge(await collect()).status).toBe('FAIL');
  });

  test('never show in the evidence', async () => {
    const bed = await start(undefined, { faults: [{ kind: 'access-denied', operation: 'ListFindings', ...always }] });
    const { accessKeyId, secretAccessKey } = bed.fake.credentialsFor(ACCOUNT);
    const text = JSON.stringify(await bed.collect());
    expect(text).not.toContain(secretAccessKey);
    expect(text).not.toContain(accessKeyId);
  });
});

describe('analyzers', () => {
  const analyzers: FakeAnalyzer[] = [
    externalAnalyzer(),
    { name: 'unused', type: 'ACCOUNT_UNUSED_ACCESS', findings: [{ id: 'u-1', resourceType: 'AWS::IAM::Role' }] },
    { name: 'internal', type: 'ACCOUNT_INTERNAL_ACCESS', findings: [{ id: 'i-1' }] },
    { name: 'later', type: 'QUANTUM_ACCESS', findings: [{ id: 'q-1', findingType: 'QuantumAccess' }] },
    {
      name: '_AccessAnalyzerForSecurityHub-1',
      type: 'ACCOUNT_UNUSED_ACCESS',
      managedBy: 'securityhubv2.amazonaws.com',
    },
  ];

  test('of unused and internal access are listed and skipped; one of an unknown type is read', async () => {
    const { collect, fake } = await start(twoRegions({ region: { analyzers } }));
    const evidence = await collect({ suppressed: false });
    expect(regionOf(evidence).analyzers.map(({ analyzer, state }) => [analyzer.name, state])).toEqual([
      ['_AccessAnalyzerForSecurityHub-1', 'skipped'],
      ['external', 'read'],
      ['internal', 'skipped'],
      ['later', 'read'],
      ['unused', 'skipped'],
    ]);
    expect(analyzerOf(evidence, '_AccessAnalyzerForSecurityHub-1').analyzer.serviceLinked).toBe(true);
    expect(analyzerOf(evidence, 'later').counts.activeUnknownType).toBe(1);
    expect(fake.requests.filter(({ operation }) => operation === 'ListFindingsV2')).toHaveLength(1);
    expect(reasonCodes(judge(evidence))).toContain('unknown-finding-type');
  });

  test('are all read when asked for', async () => {
    const { collect } = await start(twoRegions({ region: { analyzers } }));
    const evidence = await collect({ analyzers: 'all' });
    expect(regionOf(evidence).analyzers.map(({ state }) => state)).toEqual(Array(5).fill('read'));
    expect(analyzerOf(evidence, 'unused').counts).toMatchObject({ activeOther: 1, activeExternal: { total: 0 } });
  });

  test('that are DISABLED are tried: a finding they still show is kept', async () => {
    const { collect } = await start(twoRegions({ analyzer: { status: 'DISABLED', findings: [finding(1)] } }));
    const evidence = await collect();
    expect(analyzerOf(evidence)).toMatchObject({ state: 'read', counts: { activeExternal: { total: 1 } } });
    expect(judge(evidence).status).toBe('FAIL');
  });

  test('are filtered by the service: only ACTIVE findings are asked for', async () => {
    const { collect, fake } = await start();
    await collect({ suppressed: false });
    const filters = fake.requests
      .filter(({ operation }) => operation === 'ListFindings')
      .map(({ input }) => input['filter']);
    expect(filters).toEqual([{ status: { eq: ['ACTIVE'] } }, { status: { eq: ['ACTIVE'] } }]);
  });
});

describe('what is hidden', () => {
  const hidden = twoRegions({
    analyzer: {
      pageSize: 2,
      findings: [
        finding(1, { status: 'ARCHIVED' }),
        finding(2, { status: 'ARCHIVED', isPublic: true }),
        finding(3, { status: 'ARCHIVED', omit: ['isPublic'] }),
        finding(4, { status: 'ARCHIVED', action: ['s3:PutObject'] }),
        finding(5, { status: 'ARCHIVED', error: 'INTERNAL_ERROR' }),
        finding(6, { status: 'RESOLVED', isPublic: true }),
      ],
      archiveRules: [
        { ruleName: 'b', filter: { isPublic: { eq: ['false'] } } },
        { ruleName: 'a', filter: {} },
      ],
    },
  });

  test('is counted, named where somebody should look, with the rules that hide it', async () => {
    const evidence = await (await start(hidden)).collect();
    const [suppressed] = regionOf(evidence).suppressed!;
    expect(suppressed).toMatchObject({
      state: 'read',
      problems: [],
      archived: { total: 5, public: 1, publicUnknown: 1, errors: 1, exceedsRead: 1 },
    });
    expect(suppressed!.findings.map(({ id }) => id)).toEqual(['f-002', 'f-003', 'f-004', 'f-005']);
    expect(suppressed!.archiveRules!.map(({ ruleName }) => ruleName)).toEqual(['a', 'b']);
    const verdict = judge(evidence);
    expect(verdict.status).toBe('PASS');
    expect(verdict.suppressed.public.map(({ findingId }) => findingId)).toContain('f-002');
  });

  test.each(['findings', 'counts'] as const)(
    'is no place where an open finding can be lost: with detail %s one that the list shows as open counts',
    async (detail) => {
      const { collect, fake } = await start(hidden);
      fake.inject({
        kind: 'change',
        operation: 'ListFindings',
        region: A,
        times: Infinity,
        when: ({ input }) => JSON.stringify(input).includes('ARCHIVED'),
        change: (body) => ({
          ...body,
          findings: (body['findings'] as Record<string, unknown>[]).map((item) =>
            item['id'] === 'f-002' ? { ...item, status: 'ACTIVE' } : item,
          ),
        }),
      });
      const evidence = await collect({ detail });
      expect(regionOf(evidence).suppressed![0]!.archived.total).toBe(4);
      expect(judge(evidence)).toMatchObject({ status: 'FAIL', summary: { exposed: { accesses: 1, public: 1 } } });
    },
  );

  test('may be left out', async () => {
    const { collect, fake } = await start(hidden);
    const evidence = await collect({ suppressed: false });
    expect(regionOf(evidence).suppressed).toBeUndefined();
    expect(fake.requests.some(({ operation }) => operation === 'ListArchiveRules')).toBe(false);
  });

  test('that cannot be read is said, and is no reason for UNKNOWN', async () => {
    const { collect } = await start(hidden, {
      faults: [
        { kind: 'access-denied', operation: 'ListArchiveRules', region: A, ...always },
        {
          kind: 'internal',
          operation: 'ListFindings',
          region: A,
          when: ({ input }) =>
            JSON.stringify(input['filter'] ?? '').includes('ARCHIVED') && input['nextToken'] !== undefined,
          ...always,
        },
      ],
    });
    const evidence = await collect();
    const [suppressed] = regionOf(evidence).suppressed!;
    expect(suppressed!.state).toBe('partial');
    expect(suppressed!.archiveRules).toBeUndefined();
    expect(suppressed!.archived.total).toBe(2);
    expect(suppressed!.problems.map(({ code }) => code).sort()).toEqual(['access-denied', 'service']);
    expect(judge(evidence).status).toBe('PASS');
  });

  test('of analyzers that refuse archive-rule calls is no rules, when they look inside', async () => {
    const scenario = twoRegions({
      region: { analyzers: [externalAnalyzer(), { name: 'unused', type: 'ACCOUNT_UNUSED_ACCESS' }] },
    });
    const { collect } = await start({ ...scenario, behavior: { archiveRulesOnExternalOnly: true } });
    const suppressed = regionOf(await collect({ analyzers: 'all' })).suppressed!;
    expect(suppressed.map(({ state, archiveRules }) => [state, archiveRules])).toEqual([
      ['read', []],
      ['read', []],
    ]);
  });

  test('is not asked for where the analyzer could not be read', async () => {
    const { collect, fake } = await start(hidden, {
      faults: [{ kind: 'access-denied', operation: 'ListFindings', region: A, ...always }],
    });
    const [suppressed] = regionOf(await collect()).suppressed!;
    expect(suppressed).toMatchObject({ state: 'partial', problems: [{ code: 'access-denied' }] });
    expect(fake.requests.filter(({ operation, region }) => region === A && operation !== 'ListRegions').length).toBe(3);
  });
});

describe('counting', () => {
  const many: FakeScenario = twoRegions({ analyzer: { findings: manyFindings(1000), pageSize: 200 } });

  test('keeps counts of all and a bounded sample, and judges the same', async () => {
    const { collect } = await start(many);
    const [counted, listed] = [await collect({ detail: 'counts', sample: 7 }), await collect()];
    const [sampled, all] = [analyzerOf(counted), analyzerOf(listed)];
    expect(all.findings.length).toBe(all.counts.byStatus['ACTIVE']);
    expect(sampled.counts).toEqual(all.counts);
    expect(sampled).toMatchObject({ state: 'read', detail: 'counts' });
    expect(sampled.findings).toHaveLength(7);
    expect(regionOf(counted).suppressed![0]!.findings.length).toBeLessThanOrEqual(7);
    expect(regionOf(counted).suppressed![0]!.archived).toEqual(regionOf(listed).suppressed![0]!.archived);
    expect(judge(counted).status).toBe(judge(listed).status);
    expect(parseEvidence(JSON.parse(JSON.stringify(counted)))).toEqual(counted);
  });

  test('samples the worst', async () => {
    const mixed = [...findings(200), finding(900, { isPublic: true }), finding(901, { omit: ['isPublic'] })];
    const { collect } = await start(twoRegions({ analyzer: { findings: mixed, pageSize: 50 } }));
    const evidence = await collect({ detail: 'counts', sample: 3 });
    expect(analyzerOf(evidence).findings.map(({ id }) => id)).toEqual(['f-000', 'f-900', 'f-901']);
  });

  test('keeps no sample when asked for none, and fails all the same', async () => {
    const { collect } = await start(many);
    const evidence = await collect({ detail: 'counts', sample: 0 });
    expect(analyzerOf(evidence).findings).toEqual([]);
    expect(judge(evidence).status).toBe('FAIL');
  });

  test('counts what was read before a page failed', async () => {
    const { collect } = await start(many, {
      faults: [{ kind: 'internal', operation: 'ListFindings', region: A, skip: 1, ...always }],
    });
    const evidence = await collect({ detail: 'counts', suppressed: false });
    const { counts, state } = analyzerOf(evidence);
    expect(state).toBe('partial');
    expect(counts.byStatus['ACTIVE']).toBe(200);
  });
});

describe('cross-checking a clean analyzer', () => {
  const statistics = (active: number): FakeAnalyzer['statistics'] => ({
    findingsStatistics: [
      {
        externalAccessFindingsStatistics: {
          resourceTypeStatistics: {},
          totalActiveFindings: active,
          totalArchivedFindings: 0,
          totalResolvedFindings: 0,
        },
      },
    ],
  });
  const listings = (requests: readonly { operation: string; region: string }[]): number =>
    requests.filter(({ operation, region }) => operation === 'ListFindings' && region === A).length;

  test('is not done unless asked for', async () => {
    const { collect, fake } = await start(twoRegions({ analyzer: { statistics: statistics(2) } }));
    expect(analyzerOf(await collect()).state).toBe('read');
    expect(fake.requests.some(({ operation }) => operation === 'GetFindingsStatistics')).toBe(false);
  });

  test('doubts a list that is empty where the statistics count findings, after one more list', async () => {
    const { collect, fake } = await start(twoRegions({ analyzer: { statistics: statistics(2) } }));
    const evidence = await collect({ crossCheck: true, suppressed: false });
    expect(analyzerOf(evidence)).toMatchObject({ state: 'partial', problem: { code: 'counts-disagree' } });
    expect(analyzerOf(evidence).problem!.message).toContain('2 ACTIVE findings');
    expect(listings(fake.requests)).toBe(2);
    expect(judge(evidence).status).toBe('UNKNOWN');
  });

  test('finds what the filtered list lost', async () => {
    const { collect } = await start(
      twoRegions({ analyzer: { findings: [finding(1), finding(2, { status: 'ARCHIVED' })] } }),
      {
        faults: [
          {
            kind: 'change',
            operation: 'ListFindings',
            region: A,
            when: ({ input }) => input['filter'] !== undefined,
            ...always,
            change: (body) => ({ ...body, findings: [] }),
          },
        ],
      },
    );
    const evidence = await collect({ crossCheck: true, suppressed: false });
    expect(analyzerOf(evidence)).toMatchObject({ state: 'read', counts: { byStatus: { ACTIVE: 1 } } });
    expect(judge(evidence).status).toBe('FAIL');
  });

  test('is content with statistics that agree, were never computed, or may not be read', async () => {
    const agreeing = await start();
    expect(judge(await agreeing.collect({ crossCheck: true })).status).toBe('PASS');
    const absent = await start(twoRegions({ analyzer: { statistics: 'absent' } }));
    expect(judge(await absent.collect({ crossCheck: true })).status).toBe('PASS');
    const refused = await start(undefined, {
      faults: [{ kind: 'access-denied', operation: 'GetFindingsStatistics', ...always }],
    });
    expect(judge(await refused.collect({ crossCheck: true })).status).toBe('PASS');
    expect(listings(agreeing.fake.requests)).toBe(2);
  });

  test('keeps the reason when the second list fails', async () => {
    const { collect } = await start(twoRegions({ analyzer: { statistics: statistics(1) } }), {
      faults: [{ kind: 'access-denied', operation: 'ListFindings', region: A, skip: 1, ...always }],
    });
    const evidence = await collect({ crossCheck: true, suppressed: false });
    expect(analyzerOf(evidence)).toMatchObject({ state: 'partial', problem: { code: 'access-denied' } });
  });
});

describe('progress', () => {
  test('tells the Regions first, then each one as it completes', async () => {
    const { collect } = await start(
      twoRegions({ analyzer: { findings: [finding(1), finding(2, { status: 'ARCHIVED' })] } }),
      { faults: [{ kind: 'access-denied', operation: 'ListFindings', region: B, ...always }] },
    );
    const events: CollectEvidenceProgress[] = [];
    const evidence = await collect({ onProgress: (event) => events.push(event) });
    expect(events[0]).toEqual({ type: 'regions', account: ACCOUNT, scope: evidence.scopes[0], total: 2 });
    const regions = events.slice(1).map((event) => (event.type === 'region' ? event : undefined)!);
    expect(regions.map(({ done, total }) => [done, total])).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(regions.find(({ region }) => region === A)).toMatchObject({ state: 'read', findings: 1 });
    expect(regions.find(({ region }) => region === B)).toMatchObject({
      state: 'partial',
      findings: 0,
      problem: { code: 'access-denied' },
    });
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('a bug of the progress bar');
      },
    ],
    ['rejects', async () => Promise.reject(new Error('a bug of the progress bar'))],
  ])('that %s costs nothing', async (_, onProgress) => {
    const { collect } = await start();
    expect(judge(await collect({ onProgress })).status).toBe('PASS');
  });
});

describe('iterating', () => {
  test('yields each record, and the scope by the first event and at the end: the same verdict as collecting', async () => {
    const { clients, collect } = await start(twoRegions({ analyzer: { findings: findings(3) } }));
    let first: Scope | undefined;
    const reading = iterateEvidence(clients, {
      onProgress: (event) => {
        if (event.type === 'regions') first = event.scope;
      },
    });
    const records = [];
    let step = await reading.next();
    for (; step.done !== true; step = await reading.next()) records.push(step.value);
    expect(step.value).toEqual(first);
    const evaluator = createEvaluator([step.value]);
    for (const record of records) evaluator.add(record);
    const whole = evaluate(await collect());
    expect(evaluator.finish()).toMatchObject({ status: whole.status, summary: whole.summary });
  });

  test('asks nothing before the first pull and nothing after the consumer stopped', async () => {
    const { clients, fake } = await start(cleanScenario());
    const reading = iterateEvidence(clients);
    expect(fake.requests).toEqual([]);
    for await (const _ of reading) break;
    const asked = fake.requests.length;
    await clients.identity();
    expect(fake.requests.length).toBe(asked);
  });

  test('a Region that never answers keeps no other back', async () => {
    const { clients } = await start(cleanScenario(), {
      faults: [{ kind: 'stall', operation: 'ListAnalyzers', region: A, ...always }],
      concurrency: 2,
    });
    const read: string[] = [];
    for await (const { region } of iterateEvidence(clients, { suppressed: false })) {
      read.push(region);
      if (read.length === 16) break;
    }
    expect(read).not.toContain(A);
    expect(new Set(read).size).toBe(16);
  });
});

describe('an abort', () => {
  const reason = new Error('the user pressed Ctrl-C');

  test('before it begins asks nothing', async () => {
    const { clients, fake } = await start();
    await expect(collectEvidence(clients, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(fake.requests).toEqual([]);
  });

  test.each(['sts', 'account', 'access-analyzer'] as const)(
    'while %s is asked rejects with its reason',
    async (service) => {
      const { clients, fake } = await start(cleanScenario());
      const controller = new AbortController();
      fake.inject({
        kind: 'stall',
        service,
        ...always,
        when: () => {
          queueMicrotask(() => {
            controller.abort(reason);
          });
          return true;
        },
      });
      await expect(collectEvidence(clients, { signal: controller.signal })).rejects.toBe(reason);
    },
  );

  test('while what is hidden is read rejects too', async () => {
    const { clients, fake } = await start();
    const controller = new AbortController();
    fake.inject({
      kind: 'stall',
      operation: 'ListArchiveRules',
      ...always,
      when: () => {
        queueMicrotask(() => {
          controller.abort(reason);
        });
        return true;
      },
    });
    await expect(collectEvidence(clients, { signal: controller.signal })).rejects.toBe(reason);
  });

  test('leaves no listener on the signal', async () => {
    const { clients } = await start(cleanScenario());
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    await collectEvidence(clients, { signal });
    expect(added.mock.calls.length).toBe(removed.mock.calls.length);
  });
});

test('needs no more than the permissions that are documented, and no GetAnalyzer', async () => {
  const allow = requiredPermissions['collectEvidence']!.filter((action) => action !== 'access-analyzer:GetAnalyzer');
  const { collect, fake } = await start(undefined, { principal: { allow } });
  const evidence = await collect({ analyzers: 'all', crossCheck: true });
  expect(fake.requests.filter(({ status }) => status !== 200)).toEqual([]);
  expect(judge(evidence)).toMatchObject({ status: 'PASS', complete: true, summary: { hidden: { complete: true } } });
});

describe('a wrong option is refused before anything is asked, and named', () => {
  test.each<[string, object, RegExp]>([
    ['regions', { regions: [] }, /regions/],
    ['regions', { regions: ['us east 1'] }, /regions/],
    ['regions', { regions: 'all' }, /regions: found "all", expected the word "enabled"/],
    ['analyzers', { analyzers: 'unused' }, /analyzers: found "unused", expected one of "external", "all"/],
    ['detail', { detail: 'none' }, /detail: found "none"/],
    ['sample', { detail: 'counts', sample: -1 }, /sample: found -1/],
    ['sample without counts', { sample: 10 }, /sample: found 10, expected nothing/],
    ['suppressed', { suppressed: 'no' }, /suppressed: found "no"/],
    ['expectedAccount', { expectedAccount: '42' }, /expectedAccount: found "42", expected an account of twelve digits/],
    ['auditId', { auditId: '' }, /auditId: found ""/],
    ['onProgress', { onProgress: true }, /onProgress: found true, expected a function/],
    ['signal', { signal: {} }, /signal: found an object, expected an AbortSignal/],
    ['a misspelt one', { region: ['us-east-1'] }, /region: found .*, expected no member of this name/],
  ])('%s', async (_, options, message) => {
    const { clients, fake } = await start();
    const attempt = collectEvidence(clients, options);
    await expect(attempt).rejects.toBeInstanceOf(InvalidInputError);
    await expect(attempt).rejects.toThrow(message);
    expect(() => iterateEvidence(clients, options)).toThrow(InvalidInputError);
    expect(fake.requests).toEqual([]);
  });
});

test('parts of one audit, one for each Region, merge to what is read at once', async () => {
  const { collect } = await start(twoRegions({ analyzer: { findings: findings(3) } }));
  const whole = await collect({ auditId: 'audit', regions: [A, B] });
  const parts = [await collect({ auditId: 'audit', regions: [B] }), await collect({ auditId: 'audit', regions: [A] })];
  const merged = mergeEvidence(...parts);
  const timeless = (evidence: typeof whole): unknown =>
    JSON.parse(JSON.stringify(evidence).replace(/"collectedAt":"[^"]*"/g, '"collectedAt":""'));
  expect(timeless(merged)).toEqual(timeless(whole));
});

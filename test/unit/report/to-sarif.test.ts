import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { InvalidInputError } from '../../../src/errors/index.ts';
import { diffVerdicts } from '../../../src/evaluate/diff-verdicts.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { policies } from '../../../src/evaluate/policies.ts';
import type { Verdict } from '../../../src/evaluate/verdict.ts';
import { mergeEvidence } from '../../../src/model/merge-evidence.ts';
import { toSarif, type ToSarifOptions } from '../../../src/report/index.ts';
import { buildEvidence, type AnalyzerDraft, type RegionDraft } from '../../helpers/build-evidence.ts';
import {
  hostileVerdict,
  judge,
  LOST_ACCOUNT,
  lostAccountVerdict,
  richDiff,
  richVerdict,
  seen,
} from '../../helpers/report-verdicts.ts';

interface Result {
  readonly ruleId: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
    readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[];
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly baselineState?: string;
  readonly suppressions?: readonly { readonly justification: string }[];
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Run {
  readonly tool: {
    readonly driver: {
      readonly rules: readonly { readonly id: string }[];
      readonly notifications: readonly { readonly id: string }[];
    };
  };
  readonly automationDetails: { readonly id: string };
  readonly invocations: readonly {
    readonly executionSuccessful: boolean;
    readonly toolExecutionNotifications: readonly {
      readonly descriptor: { readonly id: string };
      readonly level: string;
      readonly message: { readonly text: string };
    }[];
  }[];
  readonly results: readonly Result[];
}

function run(verdict: Verdict, options?: ToSarifOptions): Run {
  return (JSON.parse(toSarif(verdict, options)) as { runs: [Run] }).runs[0];
}

/** The open results of an access, by the resource's name. */
function open(verdict: Verdict, options?: ToSarifOptions): string[] {
  return run(verdict, options)
    .results.filter(({ ruleId, suppressions }) => ruleId === 'AccessAnalyzer-001' && suppressions === undefined)
    .map(({ locations }) => locations[0]!.logicalLocations[0]!.fullyQualifiedName)
    .sort();
}

const path = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
/** The OASIS schema is of draft 4; nothing in it but the two members taken away differs from draft 7. */
const { $schema: _, id: __, ...official } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(official);

const { before, after } = richDiff();
const logs: readonly (readonly [string, string])[] = [
  ['some of everything', toSarif(richVerdict())],
  ['hostile names', toSarif(hostileVerdict())],
  ['nothing read', toSarif(judge({ 'us-east-1': 'lost' }))],
  ['no Regions', toSarif(judge({}))],
  ['clean', toSarif(judge({ 'us-east-1': 'clean' }))],
  ['carried forward', toSarif(after, { previous: before, artifactUri: 'infra/main.tf', category: 'nightly' })],
  [
    'a policy that fails what is missing',
    toSarif(evaluate(buildEvidence({ regions: { 'us-east-1': 'none' } }), policies.prowler)),
  ],
];

describe('toSarif', () => {
  test.each(logs)('is what the official schema says: %s', (_, text) => {
    validate(JSON.parse(text));
    expect(validate.errors).toBeNull();
  });

  test('the official schema refuses what is none', () => {
    const log = JSON.parse(toSarif(richVerdict())) as { runs: [{ results: [{ level: string }] }] };
    log.runs[0].results[0].level = 'catastrophe';
    expect(validate(log)).toBe(false);
  });

  test('one result for each access, with what GitHub needs to show it', () => {
    const { results, tool } = run(richVerdict());
    const role = results.filter(({ properties }) => properties['resourceType'] === 'AWS::IAM::Role');
    expect(role).toHaveLength(1);
    expect(role[0]).toMatchObject({
      ruleId: tool.driver.rules[0]!.id,
      level: 'error',
      properties: {
        severity: 'high',
        levels: ['Write'],
        regions: ['us-east-1', 'us-west-2'],
        firstSeen: '2026-10-01T00:00:00.000Z',
        ageDays: 53,
      },
    });
    expect(role[0]!.locations[0]!.physicalLocation.artifactLocation.uri).toBe(
      'aws/arn:aws:iam::111122223333:role%2Fshared',
    );
    expect(role[0]!.message.text).toMatch(
      /^AWS account 444455556666 → Write → AWS::IAM::Role arn:aws:iam::111122223333:role\/shared\. Severity high: /,
    );
    expect(role[0]!.message.text).toContain('Actions: sts:AssumeRole. Conditions: none. Seen in us-east-1, us-west-2;');
  });

  test('what is excused or archived is suppressed, with the reason; what is resolved is no result', () => {
    const { results } = run(richVerdict());
    const suppressed = Object.fromEntries(
      results.flatMap(({ suppressions, locations }) =>
        suppressions === undefined
          ? []
          : [[locations[0]!.logicalLocations[0]!.fullyQualifiedName, suppressions[0]!.justification]],
      ),
    );
    expect(suppressed).toEqual({
      'arn:aws:s3:::partner': 'Excused by team =1+1 until 2027-06-01: a partner, in writing',
      'arn:aws:s3:::archived': 'Archived in AWS.',
      'arn:aws:s3:::hidden': 'Archived in AWS.',
    });
    expect(open(richVerdict())).not.toContain('arn:aws:s3:::resolved');
  });

  test('a fingerprint tells the access, not the run', () => {
    const fingerprints = (verdict: Verdict): unknown[] =>
      run(verdict).results.map((result) => result.partialFingerprints);
    const first = judge({ 'us-east-1': seen({ id: 'a' }) }, '2026-11-22T12:00:00.000Z');
    const later = judge({ 'us-east-1': seen({ id: 'b', action: ['s3:PutObject'], isPublic: true }) });
    expect(fingerprints(later)).toEqual(fingerprints(first));
    expect(fingerprints(later)).not.toEqual(
      fingerprints(judge({ 'us-east-1': seen({ resource: 'arn:aws:s3:::other' }) })),
    );
    const all = fingerprints(richVerdict()).map((fingerprint) => JSON.stringify(fingerprint));
    expect(new Set(all).size).toBe(all.length);
    const hashes = run(richVerdict()).results.map(
      ({ partialFingerprints }) => partialFingerprints['primaryLocationLineHash'],
    );
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test('an incomplete run was not successful, and says why', () => {
    const { invocations, tool } = run(richVerdict());
    expect(invocations[0]!.executionSuccessful).toBe(false);
    expect(
      invocations[0]!.toolExecutionNotifications.map(({ descriptor, level }) => `${level} ${descriptor.id}`),
    ).toEqual(['error access-denied', 'error no-analyzer', 'error error-findings', 'error unknown-status']);
    expect(tool.driver.notifications.map(({ id }) => id)).toEqual([
      'access-denied',
      'no-analyzer',
      'error-findings',
      'unknown-status',
    ]);
    expect(run(judge({ 'us-east-1': 'clean' })).invocations[0]).toMatchObject({
      executionSuccessful: true,
      toolExecutionNotifications: [],
    });
  });

  test('a lax policy does not make an incomplete run successful', () => {
    const verdict = evaluate(buildEvidence({ regions: { 'us-east-1': 'none' } }), {
      ...policies.strict,
      name: 'lax',
      missingAnalyzer: 'ignore',
    });
    const [invocation] = run(verdict).invocations;
    expect(invocation).toMatchObject({ executionSuccessful: false });
    expect(invocation!.toolExecutionNotifications.some(({ level }) => level === 'error')).toBe(true);
  });

  test('a FAIL without a listed access has results', () => {
    const counted = judge({ 'us-east-1': { analyzers: [{ detail: 'counts', kept: 0, findings: [{ id: 'a' }] }] } });
    expect(run(counted).results).toMatchObject([
      { ruleId: 'AccessAnalyzer-001/policy', level: 'error', properties: { code: 'active-findings' } },
    ]);
    const missing = evaluate(buildEvidence({ regions: { 'us-east-1': 'none' } }), { missingAnalyzer: 'FAIL' });
    expect(run(missing).results).toMatchObject([
      { ruleId: 'AccessAnalyzer-001/policy', properties: { code: 'no-analyzer', region: 'us-east-1' } },
    ]);
    const hides = evaluate(
      buildEvidence({
        regions: {
          'us-east-1': { analyzers: [{}], suppressed: [{ findings: [{ status: 'ARCHIVED', isPublic: true }] }] },
        },
      }),
      { archivedPublic: 'fail' },
    );
    expect(
      run(hides)
        .results.filter(({ suppressions }) => suppressions === undefined)
        .map(({ ruleId }) => ruleId),
    ).toEqual(['AccessAnalyzer-001/policy', 'AccessAnalyzer-001/archived']);
  });

  test('the category depends on the accounts alone', () => {
    expect(run(judge({ 'us-east-1': 'clean' })).automationDetails.id).toBe('access-analyzer-kit/111122223333/');
    expect(run(judge({ 'us-west-2': 'lost' })).automationDetails.id).toBe('access-analyzer-kit/111122223333/');
    expect(run(judge({}), { category: 'nightly' }).automationDetails.id).toBe('nightly/');
  });

  test('no name leads out of its folder or is a placeholder or a link', () => {
    for (const { locations, message } of run(hostileVerdict()).results) {
      const { uri } = locations[0]!.physicalLocation.artifactLocation;
      expect(uri).toMatch(/^aws\/[^/]+$/);
      expect(new URL(uri, 'https://example.com/base/').pathname).toMatch(/^\/base\/aws\/./);
      expect(message.text.replaceAll('{{', '').replaceAll('}}', '')).not.toMatch(/[{}]/);
      expect(message.text).not.toMatch(/(?<!\\)(?:\\\\)*\[/);
      expect(message.text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }
  });
});

describe('toSarif with an earlier log', () => {
  const DAY_1 = '2026-11-21T12:00:00.000Z';
  const DAY_2 = '2026-11-22T12:00:00.000Z';
  const bucket = (name: string, more = {}): { id: string; resource: string } => ({
    id: name,
    resource: `arn:aws:s3:::${name}`,
    ...more,
  });
  const east = seen(bucket('east'), bucket('stays'));
  const first = judge({ 'us-east-1': east, 'eu-west-1': seen(bucket('west')) }, DAY_1);

  test.each([
    ['the verdict', first],
    ['the log', JSON.parse(toSarif(first)) as ToSarifOptions['previous']],
    ['the text of the log', toSarif(first)],
  ])('given as %s: drops what a complete later read no longer has, and carries on what was not read', (_, previous) => {
    const later = judge({ 'us-east-1': seen(bucket('stays')), 'eu-west-1': { problem: 'throttled' } }, DAY_2);
    expect(open(later)).toEqual(['arn:aws:s3:::stays']);
    expect(open(later, { previous })).toEqual(['arn:aws:s3:::stays', 'arn:aws:s3:::west']);
    const carried = run(later, { previous }).results.find(({ properties }) => properties['notSeen'] !== undefined);
    expect(carried).toMatchObject({
      baselineState: 'unchanged',
      properties: { notSeen: [{ account: '111122223333', region: 'eu-west-1', reason: 'not-read' }] },
    });
  });

  test('what was carried on is carried on again, and dropped when its Region is read', () => {
    const second = toSarif(judge({ 'us-east-1': east, 'eu-west-1': { problem: 'throttled' } }, DAY_2), {
      previous: first,
    });
    expect(open(judge({ 'us-east-1': east, 'eu-west-1': 'lost' }), { previous: second })).toContain(
      'arn:aws:s3:::west',
    );
    expect(open(judge({ 'us-east-1': east }), { previous: second })).toContain('arn:aws:s3:::west');
    expect(open(judge({ 'us-east-1': east, 'eu-west-1': 'clean' }), { previous: second })).not.toContain(
      'arn:aws:s3:::west',
    );
  });

  test.each([
    ['an older read', judge({ 'us-east-1': 'clean', 'eu-west-1': 'clean' }, '2026-11-20T12:00:00.000Z')],
    [
      'another zone of trust',
      judge({
        'us-east-1': { analyzers: [{ type: 'ORGANIZATION' }] },
        'eu-west-1': { analyzers: [{ type: 'ORGANIZATION' }] },
      }),
    ],
    [
      'an analyzer made anew',
      judge({
        'us-east-1': { analyzers: [{ createdAt: '2026-11-20T00:00:00.000Z' }] },
        'eu-west-1': { analyzers: [{ createdAt: '2026-11-20T00:00:00.000Z' }] },
      }),
    ],
    ['no analyzer', judge({ 'us-east-1': 'none', 'eu-west-1': 'none' })],
    ['Regions that are disabled now', judge({ 'us-east-1': 'disabled', 'eu-west-1': 'disabled' })],
    [
      'a sample',
      judge({ 'us-east-1': { analyzers: [{ detail: 'counts', kept: 0, findings: [{}] }] }, 'eu-west-1': 'clean' }),
    ],
  ])('%s proves nothing', (_, later) => {
    expect(open(later, { previous: toSarif(first) })).toEqual([
      'arn:aws:s3:::east',
      'arn:aws:s3:::stays',
      'arn:aws:s3:::west',
    ]);
  });

  test('one Region that resolves a role does not speak for another that was not read', () => {
    const role = {
      resource: 'arn:aws:iam::111122223333:role/r',
      resourceType: 'AWS::IAM::Role',
      action: ['sts:AssumeRole'],
    };
    const both = judge({ 'us-east-1': seen({ id: 'e', ...role }), 'eu-west-1': seen({ id: 'w', ...role }) }, DAY_1);
    const half = judge({
      'us-east-1': seen({ id: 'e', status: 'RESOLVED', ...role }),
      'eu-west-1': { problem: 'timeout' },
    });
    const whole = judge({ 'us-east-1': seen({ id: 'e', status: 'RESOLVED', ...role }), 'eu-west-1': 'clean' });
    const archived = judge({
      'us-east-1': seen({ id: 'e', status: 'ARCHIVED', ...role }),
      'eu-west-1': { problem: 'timeout' },
    });
    expect(open(half, { previous: both })).toEqual([role.resource]);
    expect(open(archived, { previous: both })).toEqual([role.resource]);
    expect(
      run(archived, { previous: both }).results.filter(({ ruleId }) => ruleId === 'AccessAnalyzer-001'),
    ).toHaveLength(1);
    expect(open(whole, { previous: both })).toEqual([]);
  });

  test('what is seen again is new, unchanged or updated', () => {
    const later = judge({
      'us-east-1': seen(bucket('stays'), bucket('east', { action: ['s3:PutObject'] }), bucket('fresh')),
      'eu-west-1': 'clean',
    });
    const states = Object.fromEntries(
      run(later, { previous: first }).results.map(({ locations, baselineState }) => [
        locations[0]!.logicalLocations[0]!.fullyQualifiedName,
        baselineState,
      ]),
    );
    expect(states).toEqual({
      'arn:aws:s3:::stays': 'unchanged',
      'arn:aws:s3:::east': 'updated',
      'arn:aws:s3:::fresh': 'new',
    });
  });

  test('a failure that is no access is carried on while its Region is not read', () => {
    const policy = { missingAnalyzer: 'FAIL' } as const;
    const missing = evaluate(buildEvidence({ regions: { 'us-east-1': 'none' }, collectedAt: DAY_1 }), policy);
    const codes = (verdict: Verdict, previous: Verdict | string): unknown[] =>
      run(verdict, { previous }).results.map(({ properties }) => properties['code']);
    const unread = evaluate(buildEvidence({ regions: { 'us-east-1': { problem: 'timeout' } } }), policy);
    const read = evaluate(buildEvidence({ regions: { 'us-east-1': 'clean' } }), policy);
    expect(codes(unread, missing)).toEqual(['no-analyzer']);
    expect(codes(unread, toSarif(missing))).toEqual(['no-analyzer']);
    expect(codes(missing, missing)).toEqual(['no-analyzer']);
    expect(codes(read, missing)).toEqual([]);
  });

  const counted = judge(
    { 'us-east-1': { analyzers: [{ detail: 'counts', kept: 0, findings: [{ id: 'a' }] }] } },
    DAY_1,
  );
  const hiding = { analyzers: [{}], suppressed: [{ findings: [{ status: 'ARCHIVED', isPublic: true }] }] };
  const failsHidden = (region: RegionDraft, collectedAt = DAY_2): Verdict =>
    evaluate(buildEvidence({ regions: { 'us-east-1': region }, collectedAt }), { archivedPublic: 'fail' });

  test.each<[string, RegionDraft, string]>([
    ['that nobody could read', { problem: 'timeout' }, DAY_2],
    ['without an analyzer', 'none', DAY_2],
    ['that is disabled now', 'disabled', DAY_2],
    ['whose analyzer is DISABLED', { analyzers: [{ status: 'DISABLED' }] }, DAY_2],
    ['whose analyzer has not looked yet', { analyzers: [{ fresh: true, lastResourceAnalyzedAt: null }] }, DAY_2],
    ['with another zone of trust', { analyzers: [{ type: 'ORGANIZATION' }] }, DAY_2],
    ['that was read before', { analyzers: [{}], suppressed: [{}] }, '2026-11-20T12:00:00.000Z'],
  ])('what was only counted, and what fails for being archived, is not gone from a Region %s', (_, region, at) => {
    const rules = (verdict: Verdict, previous: ToSarifOptions['previous']): unknown[] =>
      run(verdict, { previous })
        .results.filter(({ properties }) => properties['code'] !== 'no-analyzer')
        .map(({ ruleId, suppressions, properties }) => [ruleId, suppressions, properties['code']]);
    const later = judge({ 'us-east-1': region }, at);
    for (const previous of [counted, toSarif(counted)]) {
      expect(rules(later, previous)).toEqual([['AccessAnalyzer-001/policy', undefined, 'active-findings']]);
    }
    const hides = failsHidden(hiding, DAY_1);
    for (const previous of [hides, toSarif(hides)]) {
      expect(rules(failsHidden(region, at), previous)).toEqual([
        ['AccessAnalyzer-001/policy', undefined, 'archived-public'],
        ['AccessAnalyzer-001/archived', undefined, undefined],
      ]);
    }
  });

  test('what was only counted, and what failed for being archived, goes when its Region is covered and read', () => {
    expect(run(judge({ 'us-east-1': 'clean' }, DAY_2), { previous: toSarif(counted) }).results).toEqual([]);
    const previous = toSarif(failsHidden(hiding, DAY_1));
    expect(run(failsHidden({ analyzers: [{}], suppressed: [{}] }), { previous }).results).toEqual([]);
    const partly = { analyzers: [{}], suppressed: [{ state: 'partial', problem: 'throttled' }] } as const;
    for (const region of [partly, 'clean'] as const) {
      expect(run(failsHidden(region), { previous }).results.map(({ ruleId }) => ruleId)).toEqual([
        'AccessAnalyzer-001/policy',
        'AccessAnalyzer-001/archived',
      ]);
    }
    // Said again, under a policy that lets it be: then it is not open any more.
    const reported = run(judge({ 'us-east-1': hiding }, DAY_2), { previous }).results;
    expect(reported.map(({ ruleId, suppressions }) => [ruleId, suppressions?.length])).toEqual([
      ['AccessAnalyzer-001/archived', 1],
    ]);
  });

  const broken = { principal: null, action: null, condition: null, isPublic: null, error: 'ACCESS_DENIED' };
  const anew = { createdAt: '2026-11-23T10:00:00.000Z', lastResourceAnalyzedAt: '2026-11-23T11:00:00.000Z' };

  test.each<[string, AnalyzerDraft]>([
    ['was made anew and may not have looked at everything', anew],
    ['took the place of the other under a new name', { ...anew, name: 'other' }],
    ['could not analyse the resource', { findings: [{ id: 'error', ...broken }] }],
  ])('what was only counted, and what fails for being archived, is not gone where an analyzer %s', (_, analyzer) => {
    const rules = (verdict: Verdict, previous: ToSarifOptions['previous']): unknown[] =>
      run(verdict, { previous }).results.map(({ ruleId }) => ruleId);
    const region = { analyzers: [analyzer], suppressed: [{}] };
    const hides = failsHidden(hiding, DAY_1);
    for (const previous of [counted, toSarif(counted)]) {
      expect(rules(judge({ 'us-east-1': region }, DAY_2), previous)).toEqual(['AccessAnalyzer-001/policy']);
    }
    for (const previous of [hides, toSarif(hides)]) {
      expect(rules(failsHidden(region), previous)).toEqual([
        'AccessAnalyzer-001/policy',
        'AccessAnalyzer-001/archived',
      ]);
    }
  });

  test('archived access that failed goes although AWS could not analyse another resource', () => {
    const previous = toSarif(failsHidden(hiding, DAY_1));
    const other = { analyzers: [{ findings: [{ id: 'error', resource: 'arn:aws:s3:::other', ...broken }] }] };
    const { results } = run(failsHidden({ ...other, suppressed: [{}] }), { previous });
    // How many there were is of no resource, and may have been of that one too.
    expect(results.map(({ ruleId }) => ruleId)).toEqual(['AccessAnalyzer-001/policy']);
  });

  test('a failure of a whole account is carried on by a verdict that does not speak of it', () => {
    const lost = lostAccountVerdict({ ...policies.strict, unreadable: 'FAIL' });
    const of = (verdict: Verdict): unknown[] =>
      run(verdict, { previous: toSarif(lost), category: 'nightly' }).results.map(({ properties }) => [
        properties['account'],
        properties['code'],
      ]);
    expect(of(judge({ 'eu-west-1': 'clean' }))).toEqual([[LOST_ACCOUNT, 'credentials']]);
    expect(
      of(
        evaluate(
          mergeEvidence(
            buildEvidence({ regions: { 'eu-west-1': 'clean' } }),
            buildEvidence({ account: LOST_ACCOUNT, regions: { 'eu-west-1': 'clean' } }),
          ),
        ),
      ),
    ).toEqual([]);
  });

  test('what AWS could not analyse this time is not gone, be it named or not', () => {
    const nameless = { id: 'nameless', resource: null };
    const one = judge({ 'us-east-1': seen(bucket('east'), bucket('other'), nameless) }, DAY_1);
    const two = judge({ 'us-east-1': seen({ ...bucket('east'), id: 'error', ...broken }) });
    for (const previous of [one, toSarif(one)]) {
      expect(run(two, { previous }).results.map(({ properties }) => properties['resource'])).toEqual(
        diffVerdicts(one, two).notSeen.map(({ before: { resource } }) => resource),
      );
      expect(open(two, { previous })).toHaveLength(2);
    }
  });

  test.each(['we\u200bird', 'lone \ud800'])('nor is it when a log cannot hold its name as it is: %j', (name) => {
    const resource = `arn:aws:s3:::${name}`;
    const one = judge({ 'us-east-1': seen({ id: name, resource }) }, DAY_1);
    for (const error of [
      { id: 'error', resource },
      { id: name, resource: 'arn:aws:s3:::other' },
    ]) {
      expect(open(judge({ 'us-east-1': seen({ ...error, ...broken }) }), { previous: toSarif(one) })).toHaveLength(1);
    }
  });

  test('of a place that two runs saw, a read between them proves nothing', () => {
    const organization = { name: 'organization', type: 'ORGANIZATION' };
    const own = { name: 'own' };
    const one = judge({ 'us-east-1': { analyzers: [{ ...organization, findings: [{ id: 'o' }] }, own] } }, DAY_1);
    const two = judge({ 'us-east-1': { analyzers: [{ ...own, findings: [{ id: 'a' }] }] } }, DAY_2);
    const log = toSarif(two, { previous: one });
    const both = { 'us-east-1': { analyzers: [organization, own] } };
    expect(open(judge(both, '2026-11-21T18:00:00.000Z'), { previous: log })).toEqual(['arn:aws:s3:::bucket']);
    expect(open(judge(both), { previous: log })).toEqual([]);
  });

  test.each([
    ['no JSON', '{'],
    ['another tool', { version: '2.1.0', runs: [{ tool: { driver: { name: 'eslint' } }, results: [] }] }],
    [
      'a result that is none',
      { version: '2.1.0', runs: [{ tool: { driver: { name: 'access-analyzer-kit' } }, results: [{}] }] },
    ],
    [
      'sightings that are none',
      {
        version: '2.1.0',
        runs: [
          {
            tool: { driver: { name: 'access-analyzer-kit' } },
            results: [{ ruleId: 'AccessAnalyzer-001', properties: { accessId: 'v1:x', sightings: [{ account: 1 }] } }],
          },
        ],
      },
    ],
    ['something else', { findings: [] }],
    ['nothing', null],
  ])('refuses a previous that is %s', (_, previous) => {
    expect(() => toSarif(first, { previous: previous as unknown as string })).toThrow(InvalidInputError);
  });
});

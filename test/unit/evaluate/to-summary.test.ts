import { describe, expect, test } from 'vitest';
import { diffVerdicts } from '../../../src/evaluate/diff-verdicts.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { policies } from '../../../src/evaluate/policies.ts';
import { toSummary } from '../../../src/evaluate/to-summary.ts';
import { buildEvidence, COLLECTED_AT, type FindingDraft, type RegionDraft } from '../../helpers/build-evidence.ts';

const clean = (): ReturnType<typeof evaluate> => evaluate(buildEvidence({ regions: { 'us-east-1': 'clean' } }));
const judge = (regions: Record<string, RegionDraft>): ReturnType<typeof evaluate> =>
  evaluate(buildEvidence({ regions }));

describe('toSummary', () => {
  test('a PASS never stands without scope, zone and as-of', () => {
    const text = toSummary(clean());
    expect(text).toMatch(/^PASS {2}AccessAnalyzer-001/);
    expect(text).toContain('Scope     account 111122223333: 1 of 1 enabled Regions read');
    expect(text).toContain('Zone      account (sharing with anybody outside the account is reported)');
    expect(text).toContain(`As of     ${COLLECTED_AT}`);
  });

  test('selected Regions are said to be some of all', () => {
    const evidence = buildEvidence({
      source: 'selected',
      enabled: ['eu-west-1', 'us-east-1', 'us-west-2'],
      regions: { 'us-east-1': 'clean' },
    });
    expect(toSummary(evaluate(evidence))).toContain('1 of 3 Regions read (1 selected)');
  });

  test('a policy other than strict says so, with what strict says', () => {
    const verdict = evaluate(buildEvidence({ regions: { 'us-east-1': 'none' } }), policies.cloudsploit);
    expect(toSummary(verdict)).toContain('Policy    cloudsploit; strict says UNKNOWN');
  });

  test('an open access tells who, what, level, condition and age', () => {
    const finding = { condition: { 'aws:SourceIp': '203.0.113.0/24' } };
    expect(toSummary(judge({ 'us-east-1': { analyzers: [{ findings: [finding] }] } }))).toMatch(
      /AWS account 444455556666 → arn:aws:s3:::bucket → Read → aws:SourceIp → 22 days → /,
    );
  });

  test('the unread is told by cause, with what to do', () => {
    const text = toSummary(
      judge({
        'us-east-1': 'clean',
        'eu-west-1': { problem: 'access-denied' },
        'eu-west-2': { problem: 'access-denied' },
      }),
    );
    expect(text).toMatch(/^UNKNOWN/);
    expect(text).toContain('access-denied in eu-west-1, eu-west-2: Repair access-denied.');
  });

  test('hidden public resources are named', () => {
    const hidden = { status: 'ARCHIVED', isPublic: true, resource: 'arn:aws:s3:::website' };
    const text = toSummary(judge({ 'us-east-1': { analyzers: [{}], suppressed: [{ findings: [hidden] }] } }));
    expect(text).toMatch(/^PASS/);
    expect(text).toContain('1 archived: 1 public (arn:aws:s3:::website)');
  });

  test('two hidden public resources are named, and that there are more', () => {
    const hidden = (count: number): RegionDraft => ({
      analyzers: [{}],
      suppressed: [
        {
          findings: Array.from({ length: count }, (_, index) => ({
            id: `${index}`,
            status: 'ARCHIVED',
            isPublic: true,
            resource: `arn:aws:s3:::website-${index}`,
          })),
        },
      ],
    });
    expect(toSummary(judge({ 'us-east-1': hidden(2) }))).toContain(
      '2 archived: 2 public (arn:aws:s3:::website-0, arn:aws:s3:::website-1), ',
    );
    expect(toSummary(judge({ 'us-east-1': hidden(3) }))).toContain(
      '3 archived: 3 public (arn:aws:s3:::website-0, arn:aws:s3:::website-1, …), ',
    );
  });

  test('resources that AWS could not analyse are counted, one or more', () => {
    const errors = (count: number): RegionDraft => ({
      analyzers: [
        { findings: Array.from({ length: count }, (_, index) => ({ id: `${index}`, error: 'ACCESS_DENIED' })) },
      ],
    });
    expect(toSummary(judge({ 'us-east-1': errors(1) }))).toContain('; 1 resource that AWS could not analyse');
    expect(toSummary(judge({ 'us-east-1': errors(2) }))).toContain('; 2 resources that AWS could not analyse');
  });

  test.each(['RESOLVED', 'ARCHIVED'])('what is %s since is counted among the changes', (status) => {
    const before = judge({ 'us-east-1': { analyzers: [{ findings: [{}] }] } });
    const after = judge({ 'us-east-1': { analyzers: [{ findings: [{ status }] }] } });
    expect(toSummary(after, { diff: diffVerdicts(before, after) })).toContain(
      `Changes   1 ${status.toLowerCase()}; 0 unchanged`,
    );
  });

  test('changes are counted when an earlier verdict is given', () => {
    const after = judge({ 'us-east-1': { analyzers: [{ findings: [{}] }] } });
    expect(toSummary(after, { diff: diffVerdicts(clean(), after) })).toContain('Changes   1 new; 0 unchanged');
  });

  test('has at most 30 lines, however much there is', () => {
    const findings = Array.from({ length: 40 }, (_, index): FindingDraft => ({
      id: `f-${index}`,
      resource: `arn:aws:s3:::b-${index}`,
      isPublic: true,
    }));
    const problems = [
      'access-denied',
      'throttled',
      'timeout',
      'network',
      'service',
      'malformed-response',
      'region-unusable',
      'opt-in-required',
      'not-found',
    ] as const;
    const regions: Record<string, RegionDraft> = { 'us-east-1': { analyzers: [{ findings }] } };
    for (const [index, problem] of problems.entries()) regions[`eu-west-${index + 1}`] = { problem };
    const verdict = judge(regions);
    const lines = toSummary(verdict, { diff: diffVerdicts(verdict, verdict) }).split('\n');
    expect(lines.length).toBeLessThanOrEqual(30);
    expect(lines.join('\n')).toContain('and 3 more causes');
  });

  test('nothing from AWS steers a terminal or adds a line', () => {
    const hostile = 'arn:aws:s3:::\u001b[2Jbucket\nPASS\u202e';
    const text = toSummary(judge({ 'us-east-1': { analyzers: [{ findings: [{ resource: hostile }] }] } }));
    // eslint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(text.split('\n').some((line) => line.startsWith('PASS'))).toBe(false);
  });
});

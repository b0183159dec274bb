import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { mergeAudit, planAudit, withOrganization } from '../../../src/fleet/index.ts';
import { buildEvidence, type AccountDraft } from '../../helpers/build-evidence.ts';

const ONE = '111122223333';
const TWO = '444455556666';
const clean = (account: string, ...regions: string[]): AccountDraft => ({
  account,
  regions: Object.fromEntries(
    regions.map((region) => [region, { analyzers: [{ name: 'external', type: 'ACCOUNT' }] }]),
  ),
});
const part = (draft: AccountDraft) => ({ ...buildEvidence(draft), auditId: 'a' });

describe('mergeAudit', () => {
  const tasks = planAudit({ accounts: [ONE, TWO], auditId: 'a' });

  it('joins what the tasks left', () => {
    const evidence = mergeAudit(tasks, [part(clean(TWO, 'us-east-1')), part(clean(ONE, 'us-east-1'))]);
    expect(evidence.scopes.map(({ account }) => account)).toStrictEqual([ONE, TWO]);
    expect(evaluate(evidence).status).toBe('PASS');
  });

  it.each([
    ['one of two', [part(clean(ONE, 'us-east-1'))], [TWO]],
    ['all', [], [ONE, TWO]],
  ])('says which accounts left nothing (%s), so that nothing passes', (_name, parts, lost) => {
    const evidence = mergeAudit(tasks, parts);
    expect(evidence.scopes.filter(({ problem }) => problem !== undefined).map(({ account }) => account)).toStrictEqual(
      lost,
    );
    const verdict = evaluate(evidence);
    expect(verdict.status).toBe('UNKNOWN');
    expect(
      verdict.reasons.map(({ account, message }) => [account, message.includes('left no evidence')]),
    ).toStrictEqual(lost.map((account) => [account, true]));
  });

  it('says which Region left nothing', () => {
    const evidence = mergeAudit(planAudit({ accounts: [ONE], regions: ['eu-west-1', 'us-east-1'], auditId: 'a' }), [
      part({ ...clean(ONE, 'us-east-1'), source: 'selected' }),
    ]);
    expect(evidence.scopes[0]!.regions).toStrictEqual(['eu-west-1', 'us-east-1']);
    const verdict = evaluate(evidence);
    expect(verdict.status).toBe('UNKNOWN');
    expect(verdict.reasons).toContainEqual(expect.objectContaining({ code: 'not-collected', region: 'eu-west-1' }));
  });

  it('joins more parts than a call takes arguments', () => {
    const one = part(clean(ONE, 'us-east-1'));
    const evidence = mergeAudit(tasks, [...Array<typeof one>(140_000).fill(one), part(clean(TWO, 'us-east-1'))]);
    expect(evidence).toStrictEqual(mergeAudit(tasks, [one, part(clean(TWO, 'us-east-1'))]));
  });

  it('refuses the evidence of another audit, and a plan of nothing', () => {
    expect(() => mergeAudit(tasks, [{ ...part(clean(ONE, 'us-east-1')), auditId: 'b' }])).toThrow(
      expect.objectContaining({ code: 'EVIDENCE_CONFLICT' }) as Error,
    );
    expect(() => mergeAudit([], [])).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }) as Error);
  });
});

describe('withOrganization', () => {
  const organization = { id: 'o-x', accounts: [ONE, TWO], outOfScope: [{ account: '777788889999', reason: 'closed' }] };
  const evidence = mergeAudit(planAudit({ accounts: [ONE, TWO], auditId: 'a' }), [
    part({ account: ONE, regions: { 'us-east-1': 'none' } }),
    part({ account: TWO, regions: { 'us-east-1': { analyzers: [{ name: 'org', type: 'ORGANIZATION' }] } } }),
  ]);
  const told = (managementAccount?: string) =>
    withOrganization(evidence, { ...organization, managementAccount }).scopes.map((scope) => scope.organization);

  it('tells it where organization analyzers are, and in one more account', () => {
    expect(told()).toStrictEqual([organization, organization]);
    expect(told(TWO)).toStrictEqual([undefined, organization]);
    expect(told('123412341234')).toStrictEqual([organization, organization]);
  });

  it('lets the members be credited', () => {
    expect(evaluate(evidence).status).toBe('UNKNOWN');
    expect(evaluate(withOrganization(evidence, organization)).status).toBe('PASS');
  });
});

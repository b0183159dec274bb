import { describe, expect, it } from 'vitest';
import { createEvaluator } from '../../../src/evaluate/create-evaluator.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { mergeEvidence } from '../../../src/model/merge-evidence.ts';
import { buildEvidence } from '../../helpers/build-evidence.ts';

describe('addScope', () => {
  const part = (region: string) =>
    buildEvidence({
      regions: { [region]: { analyzers: [{ name: 'external', type: 'ACCOUNT' }] } },
      source: 'selected',
    });

  it('joins the scopes of one account as a merge of the evidence does', () => {
    const parts = ['eu-west-1', 'us-east-1'].map(part);
    const whole = mergeEvidence(...parts);
    const evaluator = createEvaluator([], undefined, { auditId: whole.auditId });
    for (const { regions, scopes } of parts) {
      for (const scope of scopes) evaluator.addScope(scope);
      for (const record of regions) evaluator.add(record);
    }
    expect(evaluator.finish()).toStrictEqual(evaluate(whole));
  });

  it('lets a scope whose record never comes count as not collected', () => {
    const evaluator = createEvaluator([]);
    for (const scope of part('eu-west-1').scopes) evaluator.addScope(scope);
    const verdict = evaluator.finish();
    expect(verdict.status).toBe('UNKNOWN');
    expect(verdict.reasons.map(({ code }) => code)).toContain('not-collected');
  });
});

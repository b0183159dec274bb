import { expect, it } from 'vitest';
import { refuseServiceLinked } from '../../../src/analyzers/refuse-service-linked.ts';
import { toAnalyzer } from '../../../src/model/to-analyzer.ts';

const raw = {
  arn: 'arn:aws:access-analyzer:eu-central-1:111122223333:analyzer/external',
  name: 'external',
  type: 'ACCOUNT',
  status: 'ACTIVE',
};

it('lets an analyzer of one’s own be changed', () => {
  expect(() => {
    refuseServiceLinked(toAnalyzer(raw));
  }).not.toThrow();
});

it('refuses a service’s analyzer, by owner or by name, and names the owner', () => {
  expect(() => {
    refuseServiceLinked(toAnalyzer({ ...raw, managedBy: 'securityhubv2.amazonaws.com' }));
  }).toThrow(
    expect.objectContaining({
      code: 'READ_ONLY_ANALYZER',
      message: expect.stringContaining('securityhubv2') as string,
    }) as Error,
  );
  const named = { ...raw, arn: raw.arn.replace('external', '_AccessAnalyzerForX-1'), name: '_AccessAnalyzerForX-1' };
  expect(() => {
    refuseServiceLinked(toAnalyzer(named));
  }).toThrow(/belongs to an AWS service/);
});

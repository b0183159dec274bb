import { describe, expect, it } from 'vitest';
import { accessLevelsByAction } from '../../../src/access-levels/index.ts';
import { iamAction, requiredPermissions } from '../../../src/model/required-permissions.ts';

describe('requiredPermissions', () => {
  it.each(Object.entries(requiredPermissions))('%s: actions that AWS has, sorted', (_name, actions) => {
    expect(actions.length).toBeGreaterThan(0);
    expect(actions).toStrictEqual([...new Set(actions)].sort());
    for (const [action, levels] of accessLevelsByAction(actions))
      expect([action, levels]).not.toStrictEqual([action, []]);
  });

  it('reading needs nothing that writes', () => {
    const reading = [
      'listRegions',
      'listAnalyzers',
      'getAnalyzer',
      'iterateFindings',
      'countFindings',
      'collectEvidence',
    ];
    for (const name of reading) {
      for (const levels of accessLevelsByAction(requiredPermissions[name]!).values()) {
        expect(levels.filter((level) => level !== 'List' && level !== 'Read')).toStrictEqual([]);
      }
    }
  });
});

describe('iamAction', () => {
  it.each([
    ['ListFindings', 'access-analyzer:ListFindings'],
    ['ListFindingsV2', 'access-analyzer:ListFindings'],
    ['GetFindingV2', 'access-analyzer:GetFinding'],
    ['account:ListRegions', 'account:ListRegions'],
    ['s3:PutPublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
    ['constructor', 'access-analyzer:constructor'],
  ])('%s needs %s', (operation, action) => {
    expect(iamAction(operation)).toBe(action);
  });
});

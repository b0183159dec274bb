import { expect, it } from 'vitest';
import { previewArchiveRule } from '../../../src/filters/index.ts';
import { externalFinding, unknownFinding, unusedRoleFinding } from './findings.ts';

it('puts every finding in one place and names the public ones', () => {
  const closed = externalFinding({ id: 'closed' });
  const open = externalFinding({ id: 'open', isPublic: true });
  const { isPublic: _isPublic, ...unsaid } = externalFinding({ id: 'unsaid' });
  const other = externalFinding({ id: 'other', resource: 'arn:aws:s3:::other' });
  const unknown = unknownFinding();
  const role = unusedRoleFinding();
  const all = [closed, open, unsaid, other, unknown, role];

  expect(previewArchiveRule({ resource: { eq: 'arn:aws:s3:::example-bucket' } }, all)).toEqual({
    matched: [closed, open, unsaid, unknown],
    publicMatched: [open, unsaid, unknown],
    uncertain: [],
    publicUncertain: [],
    unmatched: [other, role],
  });
  expect(previewArchiveRule({ isPublic: { eq: false } }, all)).toEqual({
    matched: [closed, other],
    publicMatched: [],
    uncertain: [unsaid, unknown],
    publicUncertain: [unsaid, unknown],
    unmatched: [open, role],
  });
});

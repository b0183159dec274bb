import { expect, it } from 'vitest';
import { toArchivedFinding } from '../../../src/archive-rules/archived-finding.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { externalFinding, internalFinding, unknownFinding, unusedRoleFinding } from '../filters/findings.ts';

const { isPublic: _left, ...absent } = externalFinding();

it.each<[string, Finding, object]>([
  ['a private read', externalFinding(), { isPublic: false, levels: ['Read'], exceedsRead: false }],
  ['a public one', externalFinding({ isPublic: true }), { isPublic: true }],
  ['one that AWS does not call public or private', absent, { isPublic: null }],
  [
    'a write',
    externalFinding({ action: ['s3:GetObject', 's3:PutObject'] }),
    { levels: ['Read', 'Write'], exceedsRead: true },
  ],
  ['an unknown action', externalFinding({ action: ['s3:FutureAction'] }), { levels: [], exceedsRead: true }],
  ['no actions', externalFinding({ action: [] }), { levels: [], exceedsRead: true }],
  ['internal access', internalFinding(), { isPublic: false, levels: ['Read'], exceedsRead: false }],
  ['unused access', unusedRoleFinding(), { isPublic: false, levels: [], exceedsRead: false }],
  ['a kind that is not known', unknownFinding(), { isPublic: null, levels: [], exceedsRead: true }],
])('says of %s what somebody should know before it is hidden', (_name, finding, expected) => {
  expect(toArchivedFinding(finding, 'yes')).toMatchObject({ id: finding.id, finding, match: 'yes', ...expected });
});

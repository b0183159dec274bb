import { describe, expect, test } from 'vitest';
import { ACCESS_LEVELS, type AccessLevel } from '../../../src/access-levels/access-level.ts';
import { compareLevels, exceedsLevel, exceedsRead, LEVEL_ORDER } from '../../../src/access-levels/level-order.ts';

const EXAMPLES: Record<AccessLevel, string> = {
  List: 's3:ListBucket',
  Tagging: 's3:PutObjectTagging',
  Read: 's3:GetObject',
  Write: 's3:PutObject',
  Permissions: 's3:PutBucketPolicy',
};

test('orders all levels: List < Tagging < Read < Write < Permissions', () => {
  expect([...ACCESS_LEVELS].sort(compareLevels)).toEqual(['List', 'Tagging', 'Read', 'Write', 'Permissions']);
});

describe.each(LEVEL_ORDER)('maxLevel %s', (maxLevel) => {
  test.each(LEVEL_ORDER)('%s', (level) => {
    const above = LEVEL_ORDER.indexOf(level) > LEVEL_ORDER.indexOf(maxLevel);
    expect(exceedsLevel([EXAMPLES[level]], maxLevel)).toBe(above);
    expect(exceedsLevel([EXAMPLES.List, EXAMPLES[level]], maxLevel)).toBe(above);
  });

  test.each([[[]], [['s3:NoSuchAction']], [['s3:ListBucket', 'x:Y']], [['s3:NoSuch*']]])('%j exceeds it', (actions) => {
    expect(exceedsLevel(actions, maxLevel)).toBe(true);
  });
});

test.each([
  [['s3:ListBucket', 's3:GetObject'], false],
  [['s3:PutObjectTagging'], true],
  [['s3:GetObject', 's3:PutObject'], true],
  [['s3:PutBucketPolicy'], true],
  [['s3:NoSuchAction'], true],
  [[], true],
])('%j can change something: %s', (actions, changes) => {
  expect(exceedsRead(actions)).toBe(changes);
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { accessLevelsByAction } from '../../../src/access-levels/access-levels-by-action.ts';
import { classifyAccessLevel } from '../../../src/access-levels/classify-access-level.ts';
import { removedActions } from '../../../src/access-levels/removed-actions.ts';
import { InvalidInputError } from '../../../src/errors/invalid-input-error.ts';

const ALL = ['List', 'Read', 'Write', 'Permissions', 'Tagging'];

test.each([
  ['s3:GetObject', ['Read']],
  ['S3:gEtObJeCt', ['Read']],
  ['s3:ListBucket', ['List']],
  ['s3:PutObject', ['Write']],
  ['s3:PutBucketPolicy', ['Permissions']],
  ['s3:PutObjectTagging', ['Tagging']],
  ['sqs:SendMessage', ['Write']],
  ['sts:AssumeRole', ['Write']],
  ['*', ALL],
  ['*:*', ALL],
  ['s3:*', ALL],
  ['s?:*', ALL],
  ['?3:GetObject', ['Read']],
  ['*3:getobjec?', ['Read']],
  ['s3:Get*Acl', ['Read']],
  ['s3:*BucketPolicy', ['Read', 'Permissions']],
  ['s3:**bucketpolicy', ['Read', 'Permissions']],
  ['sqs:*Batch', ['Write']],
  ['vpc-lattice:AssociateViaAWSService-EventsAndStates', ['Permissions']],
])('%s → %j', (action, levels) => {
  expect(classifyAccessLevel(action)).toEqual({ levels, unknown: [] });
  expect(classifyAccessLevel([action])).toEqual({ levels, unknown: [] });
});

test.each([
  's3:constructor',
  's3:__proto__',
  's3:toString',
  '__proto__:x',
  'constructor:name',
  'S3:NoSuchAction',
  'nosuchservice:GetObject',
  's3:NoSuch*',
  'nosuch*:*',
  's3:',
  ':',
  ':GetObject',
  '',
  's3',
  'GetObject',
  's3*',
  '?',
  '**',
  's3:GetObject:x',
  's3:Get*:x',
  ' s3:GetObject',
  's3:GetObject\n',
  // The Kelvin sign, which toLowerCase makes a k.
  '\u212Ams:Decrypt',
  '\u212Ams:*',
])('%j is unknown, as given', (action) => {
  expect(classifyAccessLevel(action)).toEqual({ levels: [], unknown: [action] });
  expect(accessLevelsByAction(action)).toEqual(new Map([[action, []]]));
});

test('a list has the levels of all its actions in order, and the unknown ones as given, each once', () => {
  const actions = ['s3:PutObjectTagging', 'X:y', 's3:ListBucket', 'x:Y', 'X:y', 's3:GetObject', 's3:listbucket'];
  expect(classifyAccessLevel(Object.freeze(actions))).toEqual({
    levels: ['List', 'Read', 'Tagging'],
    unknown: ['X:y', 'x:Y'],
  });
  expect([...accessLevelsByAction(actions).keys()]).toEqual([...new Set(actions)]);
});

test('no actions have no levels', () => {
  expect(classifyAccessLevel([])).toEqual({ levels: [], unknown: [] });
});

test('the rule page’s sample has nothing unknown', () => {
  const url = new URL('../../fixtures/rule-page-findings.json', import.meta.url);
  const findings = JSON.parse(readFileSync(url, 'utf8')) as { action: string[] }[];
  expect(findings.map(({ action }) => classifyAccessLevel(action))).toEqual([
    { levels: ['List', 'Read', 'Write'], unknown: [] },
    { levels: ['Read', 'Write'], unknown: [] },
    { levels: ['Read', 'Write'], unknown: [] },
  ]);
});

test.each(removedActions)(
  '$action, which AWS removed, is still $level, with its source',
  ({ action, level, source }) => {
    expect(classifyAccessLevel(action)).toEqual({ levels: [level], unknown: [] });
    expect(source.length).toBeGreaterThan(20);
  },
);

test('the caller may change what it got', () => {
  accessLevelsByAction('s3:GetObject').get('s3:GetObject')!.push('Write');
  classifyAccessLevel('s3:GetObject').levels.push('Write');
  expect(classifyAccessLevel('s3:GetObject').levels).toEqual(['Read']);
});

describe('refuses anything but strings', () => {
  test.each([
    [undefined, 'actions: found nothing, expected an IAM action or an array of them'],
    [{}, 'actions: found an object, expected an IAM action or an array of them'],
    [['s3:GetObject', 42], 'actions[1]: found 42, expected an IAM action: "s3:GetObject"'],
  ])('%j', (actions, message) => {
    expect(() => classifyAccessLevel(actions as string[])).toThrow(InvalidInputError);
    expect(() => accessLevelsByAction(actions as string[])).toThrow(message);
  });
});

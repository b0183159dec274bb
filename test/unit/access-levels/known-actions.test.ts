import { afterEach, describe, expect, test, vi } from 'vitest';
import { findActions } from '../../../src/access-levels/find-actions.ts';
import type * as Module from '../../../src/access-levels/known-actions.ts';

type KnownActions = typeof Module;

/** As when the package is first imported, before any service was looked up; with another table if one is given. */
async function freshly(lines?: string): Promise<KnownActions> {
  vi.resetModules();
  if (lines !== undefined) {
    vi.doMock('../../../src/access-levels/access-level-data.ts', () => ({ ACCESS_LEVEL_LINES: lines }));
  }
  return import('../../../src/access-levels/known-actions.ts');
}

afterEach(() => {
  vi.doUnmock('../../../src/access-levels/access-level-data.ts');
  vi.resetModules();
});

/** A service's actions as `name → action level`. */
const decoded = ({ serviceActions }: KnownActions, prefix: string): Record<string, string> | undefined => {
  const actions = serviceActions(prefix);
  return actions && Object.fromEntries([...actions].map(([name, { action, level }]) => [name, `${action} ${level}`]));
};

describe('the table', () => {
  test('is decoded service by service, each name found in lower case', async () => {
    const known = await freshly('\nx L:List(Things) W:(Publish)Put(A,B1)\ny-z P:Add(Permission) R:Get(It) T:Tag(It)\n');
    expect([...known.servicePrefixes()]).toEqual(['x', 'y-z']);
    const x = {
      listthings: 'x:ListThings List',
      publish: 'x:Publish Write',
      puta: 'x:PutA Write',
      putb1: 'x:PutB1 Write',
    };
    // The second look-up finds what the first one decoded.
    expect(decoded(known, 'x')).toEqual(x);
    expect(decoded(known, 'x')).toEqual(x);
    expect(decoded(known, 'y-z')).toEqual({
      addpermission: 'y-z:AddPermission Permissions',
      getit: 'y-z:GetIt Read',
      tagit: 'y-z:TagIt Tagging',
    });
    expect(decoded(known, 'y')).toBeUndefined();
    expect([...known.servicePrefixes()]).toEqual(['x', 'y-z']);
  });

  test('is completed by what AWS removed from it, until AWS lists it again', async () => {
    const known = await freshly('s3 R:Get(Object)\nsqs P:Send(MessageBatch)');
    expect(decoded(known, 's3')).toEqual({
      getobject: 's3:GetObject Read',
      headbucket: 's3:HeadBucket List',
      listbucketbytags: 's3:ListBucketByTags Read',
    });
    expect(decoded(known, 'sqs')).toEqual({
      changemessagevisibilitybatch: 'sqs:ChangeMessageVisibilityBatch Write',
      deletemessagebatch: 'sqs:DeleteMessageBatch Write',
      sendmessagebatch: 'sqs:SendMessageBatch Permissions',
    });
  });

  test('that is damaged is an error, and no service without actions', async () => {
    const { serviceActions } = await freshly('s3 R:Get(Object) Q:Put(Object)\nsqs R:Get(It)');
    expect(() => serviceActions('s3')).toThrow('The access level table is damaged at s3');
  });
});

test.each([
  ['s3:getobj?ct', ['s3:GetObject']],
  ['S3:GetObjectA?l', ['s3:GetObjectAcl']],
  ['s3:GetObject', ['s3:GetObject']],
  ['?3:headbuck*', ['s3:HeadBucket']],
  ['*', 'all'],
  ['*:*', 'all'],
  ['s3*', []],
  ['', []],
  [':*', []],
  ['nosuch:*', []],
  ['nosuch*:*', []],
  ['s3:getobject\u212A*', []],
])('the pattern %s stands for %j', (pattern, actions) => {
  const found = [...findActions(pattern)].map(({ action }) => action);
  if (actions === 'all') expect(found.length).toBeGreaterThan(20_000);
  else expect(found).toEqual(actions);
});

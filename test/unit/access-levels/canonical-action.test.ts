import { expect, test } from 'vitest';
import { actionKey, canonicalAction } from '../../../src/access-levels/canonical-action.ts';

test.each([
  ['s3:GetObject', 's3:GetObject'],
  ['S3:getobject', 's3:GetObject'],
  ['SQS:sendmessagebatch', 'sqs:SendMessageBatch'],
  ['NewService:DoThing', 'newservice:DoThing'],
  ['S3:Get*', 's3:Get*'],
  ['*', '*'],
  ['Nonsense', 'Nonsense'],
])('canonicalAction %s → %s', (action, canonical) => {
  expect(canonicalAction(action)).toBe(canonical);
});

test.each([
  ['S3:GetObject', 's3:getobject'],
  ['NewService:DoThing', 'newservice:dothing'],
])('actionKey %s → %s, known or not', (action, key) => {
  expect(actionKey(action)).toBe(key);
});

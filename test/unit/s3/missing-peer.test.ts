import { expect, test, vi } from 'vitest';
import { blockPublicAccess, resolveFinding } from '../../../src/s3/index.ts';
import { exposed, notToBeCalled, stub } from './bed.ts';

vi.mock('@aws-sdk/client-s3', () => {
  throw Object.assign(new Error("Cannot find package '@aws-sdk/client-s3'"), { code: 'ERR_MODULE_NOT_FOUND' });
});

const expected = {
  code: 'MISSING_PEER',
  message: expect.stringContaining('npm install @aws-sdk/client-s3') as string,
};

test('blockPublicAccess names the package that is not installed, and calls nothing', async () => {
  const s3 = stub([]);
  await expect(blockPublicAccess(s3, { bucket: 'reports' })).rejects.toMatchObject(expected);
  expect(s3.sent).toEqual([]);
});

test('so does resolveFinding, before anything is rescanned', async () => {
  await expect(resolveFinding(notToBeCalled, { access: exposed })).rejects.toMatchObject(expected);
});

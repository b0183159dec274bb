import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { describe, expect, it, vi } from 'vitest';
import { shareCredentials } from '../../../src/clients/share-credentials.ts';

const MINUTE = 60_000;
const credentials = (name: string, expiration?: number): AwsCredentialIdentity => ({
  accessKeyId: name,
  secretAccessKey: 'secret',
  ...(expiration === undefined ? {} : { expiration: new Date(expiration) }),
});

describe('shareCredentials', () => {
  it('asks once for all who wait', async () => {
    const source = vi.fn(async () => credentials('a'));
    const provider = shareCredentials(source);
    await Promise.all(Array.from({ length: 34 }, () => provider()));
    await provider();
    expect(source).toHaveBeenCalledOnce();
  });

  it('renews five minutes before they expire', async () => {
    let now = 0;
    const source = vi.fn(async () => credentials(`at ${now}`, now + 60 * MINUTE));
    const provider = shareCredentials(source, { now: () => now });
    expect((await provider()).accessKeyId).toBe('at 0');
    now = 54 * MINUTE;
    expect((await provider()).accessKeyId).toBe('at 0');
    now = 56 * MINUTE;
    expect((await provider()).accessKeyId).toBe(`at ${56 * MINUTE}`);
    expect(source).toHaveBeenCalledTimes(2);
  });

  it('keeps valid credentials when a renewal fails, and fails when they are over', async () => {
    let now = 0;
    const source = vi
      .fn<() => Promise<AwsCredentialIdentity>>()
      .mockResolvedValueOnce(credentials('first', 10 * MINUTE))
      .mockRejectedValue(new Error('the vault is closed'));
    const provider = shareCredentials(source, { now: () => now });
    await provider();
    now = 8 * MINUTE;
    expect((await provider()).accessKeyId).toBe('first');
    now = 11 * MINUTE;
    await expect(provider()).rejects.toMatchObject({ problem: { code: 'credentials' } });
  });

  it('asks anew after a failure, and says what was thrown', async () => {
    const source = vi
      .fn<() => Promise<AwsCredentialIdentity>>()
      .mockRejectedValueOnce(new RangeError('no such profile'))
      .mockResolvedValueOnce(credentials('later'));
    const provider = shareCredentials(source);
    await expect(provider()).rejects.toMatchObject({
      code: 'AWS_CALL_FAILED',
      problem: { code: 'credentials', retryable: false, message: expect.stringContaining('no such profile') as string },
      cause: expect.any(RangeError) as RangeError,
    });
    expect((await provider()).accessKeyId).toBe('later');
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['no keys', {}],
    ['a key alone', { accessKeyId: 'key-of-the-caller' }],
    ['a date as a text', { ...credentials('key-of-the-caller'), expiration: '2030-01-01T00:00:00Z' }],
  ])('says that credentials are the trouble when the source gives %s', async (_name, given) => {
    const unusable = given as AwsCredentialIdentity;
    for (const source of [async () => unusable, unusable]) {
      const failure: unknown = await shareCredentials(source)().catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'AWS_CALL_FAILED', problem: { code: 'credentials', retryable: false } });
      expect(String(failure)).not.toContain('key-of-the-caller');
    }
  });

  it('keeps valid credentials when a renewal gives nothing', async () => {
    let now = 0;
    const source = vi
      .fn<() => Promise<AwsCredentialIdentity>>()
      .mockResolvedValueOnce(credentials('first', 10 * MINUTE))
      .mockResolvedValue(undefined as never);
    const provider = shareCredentials(source, { now: () => now });
    await provider();
    now = 8 * MINUTE;
    expect((await provider()).accessKeyId).toBe('first');
  });

  it('obeys a forced refresh', async () => {
    const source = vi.fn(async () => credentials('a'));
    const provider = shareCredentials(source);
    await provider();
    await provider({ forceRefresh: true });
    expect(source).toHaveBeenCalledTimes(2);
  });

  it('passes static credentials through', async () => {
    const fixed = credentials('fixed');
    expect(await shareCredentials(fixed)()).toBe(fixed);
  });
});

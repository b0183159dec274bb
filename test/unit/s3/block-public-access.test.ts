import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockPublicAccess } from '../../../src/s3/index.ts';
import { ALL, FLAGS, flags, noBlock, REGION, s3Error, stub, writesOf, type S3Answer } from './bed.ts';

const target = { bucket: 'reports' };
const block = fc.option(
  fc.subarray([...FLAGS]).map((set) => flags(...set)),
  { nil: undefined },
);

describe('blockPublicAccess', () => {
  it('never loosens a flag, whatever was set: what it writes is all four', async () => {
    await fc.assert(
      fc.asyncProperty(block, async (held) => {
        const s3 = stub([], held);
        const { after, before } = await blockPublicAccess(s3, target);
        expect(before).toEqual(held);
        expect(after).toEqual(ALL);
        for (const { input, operation } of s3.sent) {
          expect(operation).not.toBe('DeletePublicAccessBlock');
          if (operation === 'PutPublicAccessBlock') expect(input.PublicAccessBlockConfiguration).toEqual(ALL);
        }
      }),
    );
  });

  it('and undo puts back just what was there, once', async () => {
    await fc.assert(
      fc.asyncProperty(block, async (held) => {
        const s3 = stub([], held);
        const { undo } = await blockPublicAccess(s3, target);
        await undo();
        const written = writesOf(s3).length;
        await undo();
        expect(writesOf(s3)).toHaveLength(written);
        expect((await blockPublicAccess(s3, target, { dryRun: true })).before).toEqual(held);
      }),
    );
  });

  it('undo refuses whatever state is neither that after the change nor that before it', async () => {
    await fc.assert(
      fc.asyncProperty(block, block, async (held, theirs) => {
        const s3 = stub([], held);
        const { changed, undo } = await blockPublicAccess(s3, target);
        // Somebody else writes in between.
        if (theirs === undefined) await s3.send(command('DeletePublicAccessBlock'));
        else await s3.send(command('PutPublicAccessBlock', theirs));
        const before = s3.sent.length;
        const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);
        const refused = changed && !same(theirs, ALL) && !same(theirs, held);
        if (refused) await expect(undo()).rejects.toMatchObject({ code: 'STATE_CHANGED' });
        else await undo();
        const wrote = s3.sent.slice(before).some(({ operation }) => operation !== 'GetPublicAccessBlock');
        expect(wrote).toBe(changed && same(theirs, ALL));
      }),
    );
  });

  it.each<[string, S3Answer, string]>([
    ['is denied', s3Error('AccessDenied', 403), 'access-denied'],
    ['is throttled', s3Error('SlowDown', 503), 'throttled'],
    ['fails', s3Error('InternalError', 500), 'service'],
    ['finds no such bucket', s3Error('NoSuchBucket', 404), 'not-found'],
    ['loses the connection', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), 'network'],
    ['answers without a configuration', { odd: {} }, 'malformed-response'],
    ['answers an empty configuration', { odd: { PublicAccessBlockConfiguration: {} } }, 'malformed-response'],
    ['answers nothing', { odd: undefined }, 'malformed-response'],
  ])('writes nothing when reading the state before %s', async (_name, answer, code) => {
    const s3 = stub([answer]);
    await expect(blockPublicAccess(s3, target)).rejects.toMatchObject({ problem: { code } });
    expect(writesOf(s3)).toEqual([]);
  });

  it('does not claim a block that does not read back', async () => {
    const s3 = stub([noBlock(), flags('BlockPublicAcls')]);
    await expect(blockPublicAccess(s3, target)).rejects.toMatchObject({
      code: 'STATE_CHANGED',
      message: expect.stringContaining('It was absent before') as string,
    });
  });

  it('says what was before when the change cannot be read back', async () => {
    const s3 = stub([flags('BlockPublicAcls'), s3Error('SlowDown', 503)]);
    await expect(blockPublicAccess(s3, target)).rejects.toMatchObject({
      problem: { code: 'throttled', operation: 's3:GetPublicAccessBlock' },
      message: expect.stringMatching(
        /could not be read back\. It was \{"BlockPublicAcls":true,.*"RestrictPublicBuckets":false\} before\.$/u,
      ) as string,
      cause: { name: 'SlowDown' },
    });
    expect(writesOf(s3)).toHaveLength(1);
  });

  /** A bucket with one flag set, whose writes fail. */
  const failing = (error: Error) => {
    const s3 = stub([flags('BlockPublicAcls')]);
    const send = async (sent: { readonly constructor: { readonly name: string } }): Promise<unknown> => {
      if (sent.constructor.name === 'PutPublicAccessBlockCommand') throw error;
      return s3.send(sent as never);
    };
    return { ...s3, send };
  };

  it.each([
    ['loses the connection', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), 'network'],
    ['fails', s3Error('InternalError', 500), 'service'],
    ['is refused by a proxy', s3Error('Unknown', 403), 'access-denied'],
  ])('says what was before when the change %s: it may have been made', async (_name, error, code) => {
    await expect(blockPublicAccess(failing(error), target)).rejects.toMatchObject({
      problem: { code, operation: 's3:PutPublicAccessBlock' },
      message: expect.stringMatching(
        /may have been set to .* all the same\. It was \{"BlockPublicAcls":true,.*"RestrictPublicBuckets":false\} before\.$/u,
      ) as string,
      cause: error,
    });
  });

  it('and does not say so of one that was refused', async () => {
    const failed = blockPublicAccess(failing(s3Error('AccessDenied', 403)), target);
    await expect(failed).rejects.toMatchObject({
      problem: { code: 'access-denied' },
      message: expect.not.stringContaining('may have been') as string,
    });
  });

  it('a flag that S3 leaves out is not set', async () => {
    const s3 = stub([{ odd: { PublicAccessBlockConfiguration: { BlockPublicAcls: true } } }]);
    expect((await blockPublicAccess(s3, target, { dryRun: true })).before).toEqual(flags('BlockPublicAcls'));
  });

  it('tells AWS whose bucket it must be, in every call, the undoing too', async () => {
    const s3 = stub([]);
    const { undo } = await blockPublicAccess(s3, { bucket: 'reports', expectedBucketOwner: '111122223333' });
    await undo();
    expect(s3.sent.length).toBeGreaterThan(4);
    for (const { input } of s3.sent) expect(input).toMatchObject({ ExpectedBucketOwner: '111122223333' });
  });

  it('asks in the bucket’s own Region when another one says where that is', async () => {
    const elsewhere = Object.assign(s3Error('PermanentRedirect', 301), {
      $response: { headers: { 'x-amz-bucket-region': 'ap-south-1' } },
    });
    const first = stub([elsewhere]);
    const home = { ...stub([]), config: { region: 'ap-south-1' } };
    const asked: string[] = [];
    const blocked = await blockPublicAccess((region) => {
      asked.push(region);
      return region === 'ap-south-1' ? home : first;
    }, target);
    expect(asked).toEqual(['us-east-1', 'ap-south-1']);
    expect(blocked).toMatchObject({ region: 'ap-south-1', changed: true });
    expect(writesOf(first)).toEqual([]);
  });

  it.each([
    ['arn:aws:s3:::reports', 'us-east-1'],
    ['arn:aws-cn:s3:::reports', 'cn-northwest-1'],
    ['arn:aws-us-gov:s3:::reports', 'us-gov-west-1'],
    ['arn:aws-eusc:s3:::reports', 'eusc-de-east-1'],
    // A bare name does not tell, nor does a partition that this release has not heard of.
    ['reports', 'us-east-1'],
    ['arn:aws-new:s3:::reports', 'us-east-1'],
  ])('looks for %s in its own partition, from %s on', async (bucket, region) => {
    const asked: string[] = [];
    const source = (at: string) => {
      asked.push(at);
      return { ...stub([]), config: { region: at } };
    };
    expect(await blockPublicAccess(source, { bucket })).toMatchObject({ bucket: 'reports', region, changed: true });
    expect(asked).toEqual([region]);
  });

  it('a refusal that names the Region it was asked in is a refusal, not a redirection', async () => {
    const denied = Object.assign(s3Error('AccessDenied', 403), {
      $response: { headers: { 'x-amz-bucket-region': REGION } },
    });
    const s3 = stub([denied]);
    await expect(blockPublicAccess(s3, target)).rejects.toMatchObject({ problem: { code: 'access-denied' } });
    expect(s3.sent).toHaveLength(1);
  });

  it('does not run in circles when the Region it is sent to sends it on', async () => {
    const elsewhere = (region: string) =>
      Object.assign(s3Error('PermanentRedirect', 301), { $response: { headers: { 'x-amz-bucket-region': region } } });
    const clients = { 'us-east-1': stub([elsewhere('ap-south-1')]), 'ap-south-1': stub([elsewhere('us-east-1')]) };
    const failed = blockPublicAccess((region) => clients[region as keyof typeof clients], target);
    await expect(failed).rejects.toMatchObject({ code: 'AWS_CALL_FAILED' });
    expect(clients['us-east-1'].sent.length + clients['ap-south-1'].sent.length).toBe(2);
  });
});

function command(name: string, configuration?: object): never {
  const input = configuration === undefined ? {} : { PublicAccessBlockConfiguration: configuration };
  return { constructor: { name: `${name}Command` }, input } as never;
}

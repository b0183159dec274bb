import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../src/errors/index.ts';
import { toAnalyzer } from '../../../src/model/to-analyzer.ts';
import { resolveFinding, type ResolveTarget } from '../../../src/s3/index.ts';
import { buildFinding } from '../../helpers/build-evidence.ts';
import { exposed, notToBeCalled, REGION, stub } from './bed.ts';

const arnIn = (region: string): string => `arn:aws:access-analyzer:${region}:111122223333:analyzer/external`;
const finding = buildFinding({ resource: 'arn:aws:s3:::reports', isPublic: true });

/** A finding of an analyzer, which may be anything. */
const of = (analyzer: unknown): ResolveTarget => ({ finding, analyzer, region: REGION }) as ResolveTarget;
/** An access that was seen in REGION by an analyzer, which may be anything. */
const seenBy = (analyzer: unknown, resource = exposed.resource): ResolveTarget =>
  ({
    access: { ...exposed, resource, sightings: [{ analyzer, region: REGION, zoneOfTrust: 'account' }] },
  }) as unknown as ResolveTarget;

describe('resolveFinding', () => {
  it.each<[string, ResolveTarget, object]>([
    ['no analyzer', of(undefined), {}],
    ['an analyzer of no known form', of('arn:aws:s3:::reports'), {}],
    ['a sighting whose analyzer has no known form', seenBy('not an analyzer'), {}],
    ['a concurrency of 0', of('external'), { concurrency: 0 }],
    ['a time of 0', of('external'), { timeoutMs: 0 }],
    ['an onBlocked that is no function', of('external'), { onBlocked: 'told' }],
    ['a signal that is none', of('external'), { signal: 'stop' }],
    ['a journal that is none', of('external'), { journal: 1 }],
    ['a bucket’s bare name, by which no finding is found', seenBy(arnIn(REGION), 'reports'), {}],
  ])('refuses %s before any call', async (_, target, options) => {
    const s3 = stub([]);
    const failed = resolveFinding(notToBeCalled, target, { ...options, s3 });
    await expect(failed).rejects.toBeInstanceOf(InvalidInputError);
    expect(s3.sent).toEqual([]);
  });

  it.each([
    ['the analyzer of a finding', of(arnIn('us-east-1'))],
    ['the analyzer of a sighting', seenBy(arnIn('us-east-1'))],
  ])('refuses %s that is of another Region before any call', async (_, target) => {
    const s3 = stub([]);
    await expect(resolveFinding(notToBeCalled, target, { s3 })).rejects.toMatchObject({ code: 'REGION_MISMATCH' });
    expect(s3.sent).toEqual([]);
  });

  it.each([
    ['of unused access', { type: 'ACCOUNT_UNUSED_ACCESS' }],
    ['that is disabled', { status: 'DISABLED' }],
  ])('refuses an analyzer %s before any call', async (_, change) => {
    const s3 = stub([]);
    const analyzer = toAnalyzer({ arn: arnIn(REGION), name: 'external', type: 'ACCOUNT', status: 'ACTIVE', ...change });
    await expect(resolveFinding(notToBeCalled, of(analyzer), { s3 })).rejects.toMatchObject({
      code: 'WRONG_ANALYZER_TYPE',
    });
    expect(s3.sent).toEqual([]);
  });

  it('takes a finding beside an access that is undefined', async () => {
    const target = { access: undefined, ...of(arnIn(REGION)) } as ResolveTarget;
    const { blocked } = await resolveFinding(notToBeCalled, target, { dryRun: true, s3: stub([]) });
    expect(blocked.bucket).toBe('reports');
  });

  it('looks for the bucket in the partition of its ARN', async () => {
    const asked: string[] = [];
    const s3 = (region: string) => {
      asked.push(region);
      return { ...stub([]), config: { region } };
    };
    const access = { ...exposed, resource: 'arn:aws-cn:s3:::reports' };
    const { blocked } = await resolveFinding(notToBeCalled, { access }, { dryRun: true, s3 });
    expect([blocked.region, asked]).toEqual(['cn-northwest-1', ['cn-northwest-1']]);
  });
});

import { AccessAnalyzerClient, ListFindingsCommand, StartResourceScanCommand } from '@aws-sdk/client-accessanalyzer';
import { PutPublicAccessBlockCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { RESOURCE_TYPES } from '../../../../src/model/finding.ts';
import { createFakeAws } from '../../../../src/testing/create-fake-aws.ts';
import { DEFAULT_REGIONS, DEMO_ACCOUNT, demoScenario } from '../../../../src/testing/scenarios/index.ts';
import type { FakeAws, FakeFinding } from '../../../../src/testing/types.ts';

const now = new Date('2026-11-24T12:00:00.000Z');

function demo(): FakeAws {
  return createFakeAws(demoScenario({ now }), { now: () => now });
}

interface Seen {
  readonly region: string;
  readonly analyzer: string;
  readonly finding: FakeFinding;
}

/** The findings that an auditor can read: not those of denied, disabled or unusable places. */
function readable(fake: FakeAws): Seen[] {
  const account = fake.account(DEMO_ACCOUNT);
  return account.regions
    .filter((region) => region !== 'sa-east-1' && region !== 'ap-south-1')
    .flatMap((region) =>
      account
        .region(region)
        .analyzers.flatMap(({ name, findings }) => findings().map((finding) => ({ region, analyzer: name, finding }))),
    );
}

describe('demoScenario', () => {
  it('is the same for the same now, and moves with it', () => {
    expect(demoScenario({ now })).toEqual(demoScenario({ now }));
    const later = demoScenario({ now: new Date(now.getTime() + 86_400_000) });
    expect(later).not.toEqual(demoScenario({ now }));
  });

  it('has every default Region, three that are opted in to and one that is not', () => {
    const account = demo().account(DEMO_ACCOUNT);
    const status = account.regions.map((name) => account.region(name).optStatus);
    expect(account.regions).toEqual(expect.arrayContaining([...DEFAULT_REGIONS]));
    expect(status.filter((one) => one === 'ENABLED_BY_DEFAULT')).toHaveLength(17);
    expect(status.filter((one) => one === 'ENABLED')).toHaveLength(3);
    expect(account.region('af-south-1').optStatus).toBe('DISABLED');
  });

  it('shows findings of all seventeen resource types', () => {
    const types = new Set(readable(demo()).map(({ finding }) => finding.resourceType));
    expect([...types].sort()).toEqual([...RESOURCE_TYPES].sort());
  });

  it('shows one role in seventeen Regions, archived in two of them', () => {
    const sightings = readable(demo()).filter(({ finding }) => finding.resource?.endsWith('role/vendor-audit'));
    expect(new Set(sightings.map(({ region }) => region)).size).toBe(17);
    expect(sightings).toHaveLength(17);
    const archived = sightings.filter(({ finding }) => finding.status === 'ARCHIVED');
    expect(archived.map(({ region }) => region).sort()).toEqual(['ap-southeast-1', 'ap-southeast-2']);
  });

  it.each<[string, (finding: FakeFinding) => boolean]>([
    ['an active public one', ({ isPublic, status }) => isPublic === true && status === 'ACTIVE'],
    ['an archived public one', ({ isPublic, status }) => isPublic === true && status === 'ARCHIVED'],
    ['a resolved one', ({ status }) => status === 'RESOLVED'],
    ['an error', ({ error }) => error === 'ACCESS_DENIED'],
    ['a federated one', ({ principal }) => principal?.['Federated'] !== undefined],
    [
      'everybody narrowed to an organization',
      ({ condition, isPublic }) => condition?.['aws:PrincipalOrgID'] !== undefined && isPublic === false,
    ],
    ['everybody narrowed to a VPC endpoint', ({ condition }) => condition?.['aws:SourceVpce'] !== undefined],
    ['one through an ACL', ({ sources }) => sources?.[0]?.type === 'BUCKET_ACL'],
    ['one through an access point', ({ sources }) => sources?.[0]?.type === 'S3_ACCESS_POINT'],
    ['one at the level Permissions', ({ action }) => action?.includes('kms:PutKeyPolicy') === true],
    ['an unused permission', ({ findingType }) => findingType === 'UnusedPermission'],
  ])('has %s', (_title, matches) => {
    expect(readable(demo()).some(({ finding }) => matches(finding))).toBe(true);
  });

  it('has the gaps that a verdict must not pass over', () => {
    const account = demo().account(DEMO_ACCOUNT);
    expect(account.region('ap-northeast-3').analyzers).toEqual([]);
    expect(account.region('ap-south-1').analyzers.map(({ status }) => status)).toEqual(['DISABLED']);
    const statuses = account
      .region('ap-south-1')
      .analyzers.flatMap(({ findings }) => findings().map(({ status }) => status));
    expect(new Set(statuses)).toEqual(new Set(['RESOLVED']));
  });

  it('gives each finding an id of its own', () => {
    const ids = readable(demo()).map(({ finding }) => finding.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('dates nothing in the future, nor before its analyzer', () => {
    for (const { finding } of readable(demo())) {
      for (const time of [finding.createdAt, finding.updatedAt, finding.analyzedAt]) {
        expect(Date.parse(time ?? '')).toBeLessThanOrEqual(now.getTime());
      }
      expect(Date.parse(finding.createdAt ?? '')).toBeGreaterThanOrEqual(now.getTime() - 700 * 86_400_000);
    }
  });

  it('resolves the public bucket’s finding once the bucket is blocked and scanned', async () => {
    const fake = demo();
    const { arn: analyzerArn } = fake.account(DEMO_ACCOUNT).region('us-east-1').analyzer('external-access');
    const resourceArn = 'arn:aws:s3:::cc-project5-log-data';
    const config = {
      region: 'us-east-1',
      credentials: fake.credentialsFor(DEMO_ACCOUNT),
      requestHandler: fake.requestHandler,
    };
    const accessAnalyzer = new AccessAnalyzerClient(config);
    const statuses = async (): Promise<unknown> => {
      const filter = { resource: { eq: [resourceArn] } };
      const { findings } = await accessAnalyzer.send(new ListFindingsCommand({ analyzerArn, filter }));
      return findings?.map(({ status }) => status);
    };
    expect(await statuses()).toEqual(['ACTIVE']);

    await new S3Client(config).send(
      new PutPublicAccessBlockCommand({
        Bucket: 'cc-project5-log-data',
        PublicAccessBlockConfiguration: { RestrictPublicBuckets: true },
      }),
    );
    expect(await statuses()).toEqual(['ACTIVE']);
    await accessAnalyzer.send(new StartResourceScanCommand({ analyzerArn, resourceArn }));
    expect(await statuses()).toEqual(['RESOLVED']);
  });

  it('finds on a periodic scan just what it started with', () => {
    const fake = demo();
    const before = readable(fake).map(({ region, finding }) => [region, finding.id, finding.status]);
    const account = fake.account(DEMO_ACCOUNT);
    for (const { region, analyzer } of readable(fake)) {
      if (analyzer === 'external-access') account.region(region).analyzer(analyzer).scan();
    }
    expect(readable(fake).map(({ region, finding }) => [region, finding.id, finding.status])).toEqual(before);
  });
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RESOURCE_TYPES } from '../../../../src/model/finding.ts';
import { createFakeAws } from '../../../../src/testing/create-fake-aws.ts';
import {
  cleanScenario,
  DEFAULT_REGIONS,
  errorFinding,
  externalFinding,
  manyFindings,
  OPT_IN_REGIONS,
  publicFinding,
  resourceSample,
  rulePageScenario,
} from '../../../../src/testing/scenarios/index.ts';

describe('cleanScenario', () => {
  it('has an ACTIVE analyzer that has looked, without findings, in every default Region', () => {
    const account = createFakeAws(cleanScenario()).account('111122223333');
    expect(account.regions).toEqual(DEFAULT_REGIONS);
    for (const name of account.regions) {
      expect(account.region(name).optStatus).toBe('ENABLED_BY_DEFAULT');
      expect(account.region(name).analyzers).toMatchObject([{ name: 'external', type: 'ACCOUNT', status: 'ACTIVE' }]);
      expect(account.region(name).analyzer('external').findings()).toEqual([]);
    }
  });

  it('takes Regions by number, opt-in ones last', () => {
    const [account] = cleanScenario({ regions: 18 }).accounts;
    const names = Object.keys(account?.regions ?? {});
    expect(names).toEqual([...DEFAULT_REGIONS, OPT_IN_REGIONS[0]]);
    expect(account?.regions[OPT_IN_REGIONS[0] ?? '']?.optStatus).toBe('ENABLED');
    expect(() => cleanScenario({ regions: 35 })).toThrow(RangeError);
  });

  it('takes names, an account and a partition', () => {
    const [account] = cleanScenario({ regions: ['cn-north-1'], account: '123456789012', partition: 'aws-cn' }).accounts;
    expect(account).toMatchObject({ id: '123456789012', partition: 'aws-cn' });
    expect(Object.keys(account?.regions ?? {})).toEqual(['cn-north-1']);
  });

  it('lets one Region be spoilt or left out', () => {
    const [account] = cleanScenario({
      regions: ['eu-west-1', 'us-east-1', 'us-west-2'],
      region(name, clean) {
        if (name === 'eu-west-1') return undefined;
        return name === 'us-east-1' ? { ...clean, deny: 'scp' } : clean;
      },
    }).accounts;
    expect(Object.keys(account?.regions ?? {})).toEqual(['us-east-1', 'us-west-2']);
    expect(account?.regions['us-east-1']?.deny).toBe('scp');
    expect(account?.regions['us-west-2']?.deny).toBeUndefined();
  });
});

describe('single findings', () => {
  it('are what their names say', () => {
    expect(externalFinding()).toMatchObject({ isPublic: false, status: 'ACTIVE', sources: [{ type: 'POLICY' }] });
    expect(publicFinding()).toMatchObject({ isPublic: true, principal: { AWS: '*' } });
    expect(errorFinding()).toMatchObject({ error: 'ACCESS_DENIED' });
    expect(errorFinding()).not.toHaveProperty('principal');
  });

  it('take what is named, and have sources only where S3 has them', () => {
    expect(externalFinding({ status: 'ARCHIVED' }).status).toBe('ARCHIVED');
    expect(externalFinding({ resourceType: 'AWS::SQS::Queue' })).not.toHaveProperty('sources');
  });
});

describe('manyFindings', () => {
  const count = 1_000_000;

  it('tells the index by the id, and the id by the index', () => {
    const source = manyFindings(count, { idPrefix: 'ab', owners: ['111122223333', '222233334444'] });
    fc.assert(
      fc.property(fc.nat({ max: count - 1 }), (index) => {
        const finding = source.at(index);
        expect(source.at(index)).toEqual(finding);
        expect(finding.id).toMatch(/^000000ab-0000-4000-8000-[0-9a-f]{12}$/);
        expect(source.indexOf?.(finding.id ?? '')).toBe(index);
      }),
    );
    expect(source.indexOf?.(manyFindings(count).at(1).id ?? '')).toBeUndefined();
    const head = (source.at(5).id ?? '').slice(0, -12);
    // Nearly the id of the sixth: AWS would know none of them.
    for (const end of ['5', '-00000000005', '00000000005x', '00000000000F', '0000000000055']) {
      expect(source.indexOf?.(head + end)).toBeUndefined();
    }
    expect(source.indexOf?.('nonsense')).toBeUndefined();
    expect(manyFindings(1).indexOf?.(manyFindings(2).at(1).id ?? '')).toBeUndefined();
  });

  it('spreads owners, types, publicness and status', () => {
    const types = ['AWS::S3::Bucket', 'AWS::SQS::Queue'];
    const source = manyFindings(8, {
      owners: ['111122223333', '222233334444'],
      resourceTypes: types,
      publicEvery: 4,
      archivedEvery: 8,
    });
    const findings = Array.from({ length: source.count }, (_, index) => source.at(index));
    for (const owner of ['111122223333', '222233334444']) {
      expect(findings.filter(({ resourceOwnerAccount }) => resourceOwnerAccount === owner)).toHaveLength(4);
      for (const type of types) {
        const both = findings.filter(
          (finding) => finding.resourceOwnerAccount === owner && finding.resourceType === type,
        );
        expect(both).toHaveLength(2);
      }
    }
    expect(findings.filter(({ isPublic }) => isPublic)).toHaveLength(2);
    expect(findings.filter(({ status }) => status === 'ARCHIVED')).toHaveLength(1);
    expect(manyFindings(3).at(0)).toMatchObject({ isPublic: false, status: 'ACTIVE' });
  });

  it('refuses to spread over nothing', () => {
    expect(() => manyFindings(1, { owners: [] })).toThrow(RangeError);
  });
});

describe('resourceSample', () => {
  it.each(RESOURCE_TYPES)('knows %s', (type) => {
    const { resource } = resourceSample(type, {
      name: 'n',
      account: '111122223333',
      region: 'eu-west-1',
      partition: 'aws-cn',
    });
    expect(resource).toMatch(/^arn:aws-cn:[a-z0-9]+:/);
    expect(resource).not.toMatch(/[{}]/);
  });

  it.each(['AWS::New::Thing', 'constructor'])('refuses %s', (type) => {
    expect(() => resourceSample(type, { name: 'n', account: '1', region: 'r' })).toThrow(RangeError);
  });
});

describe('rulePageScenario', () => {
  const analyzer = createFakeAws(rulePageScenario())
    .account('123456789012')
    .region('us-east-1')
    .analyzer('cc-access-analyzer');

  it('has the findings that the rule page prints', () => {
    const page = JSON.parse(
      readFileSync(new URL('../../../fixtures/rule-page-findings.json', import.meta.url), 'utf8'),
    ) as object[];
    expect(analyzer.findings()).toHaveLength(page.length);
    expect(analyzer.findings()).toEqual(page.map((finding) => expect.objectContaining(finding) as object));
  });

  it('has a bucket that really is as public as its finding says', () => {
    const before = analyzer.findings();
    analyzer.scan('arn:aws:s3:::cc-project5-log-data');
    expect(analyzer.findings().map(({ id, status }) => [id, status])).toEqual(
      before.map(({ id, status }) => [id, status]),
    );
  });
});

import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { PARTITIONS } from '../../../src/model/partitions.ts';
import { listRegions } from '../../../src/regions/list-regions.ts';

const account = mockClient(AccountClient);
const clients = (home = 'us-east-1'): Parameters<typeof listRegions>[0] => ({
  account: () => new AccountClient({ region: home }),
  homeRegion: async () => home,
});
const denied = Object.assign(new Error('User is not authorized'), {
  name: 'AccessDeniedException',
  $fault: 'client',
  $metadata: { httpStatusCode: 403 },
});
const commercial = PARTITIONS[0]!.regions;

beforeEach(() => {
  account.reset();
});

describe('listRegions', () => {
  it('tells Regions to read from disabled ones, over all pages', async () => {
    account
      .on(ListRegionsCommand)
      .resolvesOnce({
        Regions: [
          { RegionName: 'us-east-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' },
          { RegionName: 'af-south-1', RegionOptStatus: 'DISABLED' },
        ],
        NextToken: 'more',
      })
      .resolvesOnce({ Regions: [], NextToken: 'still more' })
      .resolvesOnce({ Regions: [{ RegionName: 'ap-east-1', RegionOptStatus: 'ENABLED' }] });
    expect(await listRegions(clients())).toStrictEqual({
      regions: ['ap-east-1', 'us-east-1'],
      disabled: ['af-south-1'],
      source: 'account',
    });
    expect(account.commandCalls(ListRegionsCommand).map(({ args }) => args[0].input)).toStrictEqual([
      { MaxResults: 50 },
      { MaxResults: 50, NextToken: 'more' },
      { MaxResults: 50, NextToken: 'still more' },
    ]);
  });

  it.each([['ENABLING'], ['DISABLING'], ['SOMETHING_NEW'], [undefined]])(
    'reads a Region of status %s rather than calling it disabled',
    async (status) => {
      const region = { RegionName: 'me-south-1', RegionOptStatus: status as 'ENABLING' };
      account.on(ListRegionsCommand).resolves({ Regions: [region] });
      expect(await listRegions(clients())).toMatchObject({ regions: ['me-south-1'], disabled: [], source: 'account' });
    },
  );

  it('takes a Region for enabled of which it is told both: what may hold findings is read', async () => {
    const both = [
      { RegionName: 'af-south-1', RegionOptStatus: 'DISABLED' as const },
      { RegionName: 'af-south-1', RegionOptStatus: 'ENABLING' as const },
    ];
    account.on(ListRegionsCommand).resolves({ Regions: both });
    expect(await listRegions(clients())).toStrictEqual({ regions: ['af-south-1'], disabled: [], source: 'account' });
    account.on(ListRegionsCommand).resolves({ Regions: [...both, {}] });
    const { disabled, regions, source } = await listRegions(clients());
    expect({ disabled, source }).toStrictEqual({ disabled: [], source: 'static' });
    expect(regions).toContain('af-south-1');
  });

  it('falls back to the known Regions when denied, and says which action is missing', async () => {
    account.on(ListRegionsCommand).rejects(denied);
    expect(await listRegions(clients())).toMatchObject({
      regions: commercial,
      disabled: [],
      source: 'static',
      problem: { code: 'access-denied', operation: 'account:ListRegions', missingAction: 'account:ListRegions' },
    });
  });

  it.each([
    ['cn-north-1', ['cn-north-1', 'cn-northwest-1']],
    ['us-gov-east-1', ['us-gov-east-1', 'us-gov-west-1']],
    ['eusc-de-east-1', ['eusc-de-east-1']],
    ['eu-west-99', [...commercial, 'eu-west-99'].sort()],
  ])('falls back to the partition of %s', async (home, regions) => {
    account.on(ListRegionsCommand).rejects(denied);
    expect((await listRegions(clients(home))).regions).toStrictEqual(regions);
  });

  it('keeps what was proven before a later page failed', async () => {
    account
      .on(ListRegionsCommand)
      .resolvesOnce({
        Regions: [
          { RegionName: 'brand-new-1', RegionOptStatus: 'ENABLED' },
          { RegionName: 'me-south-1', RegionOptStatus: 'DISABLED' },
        ],
        NextToken: 'more',
      })
      .rejectsOnce(denied);
    const { regions, disabled, source } = await listRegions(clients());
    expect(source).toBe('static');
    expect(disabled).toStrictEqual(['me-south-1']);
    expect(regions).toStrictEqual(['brand-new-1', ...commercial].filter((name) => name !== 'me-south-1').sort());
  });

  it.each<[string, object]>([
    ['an answer without a list', {}],
    ['no Region at all', { Regions: [] }],
    ['only disabled Regions', { Regions: [{ RegionName: 'us-east-1', RegionOptStatus: 'DISABLED' }] }],
    ['a Region without a name', { Regions: [{ RegionName: 'us-east-1', RegionOptStatus: 'ENABLED' }, {}] }],
  ])('does not believe %s', async (_name, answer) => {
    account.on(ListRegionsCommand).resolves(answer);
    expect(await listRegions(clients())).toMatchObject({ source: 'static', problem: { code: 'malformed-response' } });
  });

  it('rejects with the reason of an abort instead of falling back', async () => {
    const controller = new AbortController();
    account.on(ListRegionsCommand).callsFake(() => {
      controller.abort('enough');
      return Promise.reject(denied);
    });
    await expect(listRegions(clients(), { signal: controller.signal })).rejects.toBe('enough');
    await expect(listRegions(clients(), { signal: AbortSignal.abort('early') })).rejects.toBe('early');
  });
});

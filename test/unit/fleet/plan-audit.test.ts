import { describe, expect, it } from 'vitest';
import { parseAuditTask, planAudit, runAuditTask, type AuditTask } from '../../../src/fleet/index.ts';
import { parseEvidence } from '../../../src/model/parse-evidence.ts';

const ONE = '111122223333';
const TWO = '444455556666';

describe('planAudit', () => {
  it('makes one task an account, in order, each account once', () => {
    expect(planAudit({ accounts: [TWO, ONE, TWO], auditId: 'a' })).toStrictEqual(
      [ONE, TWO].map((account) => ({
        schema: 'access-analyzer-kit/task@1',
        id: account,
        auditId: 'a',
        partition: 'aws',
        account,
        regions: 'enabled',
      })),
    );
  });

  it('makes one task for each account and Region when the Regions are listed', () => {
    const tasks = planAudit({ accounts: [TWO, ONE], regions: ['us-east-1', 'eu-west-1'], partition: 'aws-cn' });
    expect(tasks.map(({ id, account, regions, partition }) => [id, account, regions, partition])).toStrictEqual(
      [ONE, TWO].flatMap((account) =>
        ['eu-west-1', 'us-east-1'].map((region) => [`${account}.${region}`, account, [region], 'aws-cn']),
      ),
    );
    expect(new Set(tasks.map(({ auditId }) => auditId)).size).toBe(1);
  });

  it('hands on what to read, and is plain JSON that can be read back', () => {
    const reading = { analyzers: 'all', detail: 'counts', sample: 5, suppressed: false, crossCheck: true } as const;
    for (const task of planAudit({ accounts: [ONE], regions: ['eu-west-1'], ...reading })) {
      expect(task).toMatchObject(reading);
      expect(parseAuditTask(JSON.parse(JSON.stringify(task)))).toStrictEqual(task);
    }
  });

  it.each<[string, object, string]>([
    ['no account', { accounts: [] }, 'accounts'],
    ['what is no account', { accounts: [ONE, 'x'] }, 'accounts[1]'],
    ['no Region', { accounts: [ONE], regions: [] }, 'regions'],
    ['a sample of what is kept whole', { accounts: [ONE], sample: 3 }, 'sample'],
    ['a partition that is none', { accounts: [ONE], partition: 'AWS' }, 'partition'],
    ['a misspelt option', { accounts: [ONE], region: 'eu-west-1' }, 'region'],
  ])('refuses %s', (_name, options, path) => {
    expect(() => planAudit(options as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', issues: [expect.objectContaining({ path })] }) as Error,
    );
  });
});

describe('parseAuditTask', () => {
  const [task] = planAudit({ accounts: [ONE], auditId: 'a' }) as [AuditTask];

  it.each<[string, object, string]>([
    ['another schema', { schema: 'other@1' }, 'schema'],
    ['an id that could leave a directory', { id: '../x' }, 'id'],
    ['no account', { account: undefined }, 'account'],
    ['an empty audit id', { auditId: '' }, 'auditId'],
    ['a Region that is none', { regions: ['a/b'] }, 'regions[0]'],
    ['a member that tasks do not have', { role: 'x' }, 'role'],
    ['an option of collectEvidence that tasks do not have', { expectedAccount: ONE }, 'expectedAccount'],
    ['a member that every object inherits', { constructor: 'x' }, 'constructor'],
  ])('refuses %s', (_name, change, path) => {
    expect(() => parseAuditTask({ ...task, ...change })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', issues: [expect.objectContaining({ path })] }) as Error,
    );
  });

  it('says that a later version is too new', () => {
    expect(() => parseAuditTask({ ...task, schema: 'access-analyzer-kit/task@2' })).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_SCHEMA' }) as Error,
    );
  });

  it('lets a task name a Region twice, and has one record of it even when nothing could be read', async () => {
    const evidence = await runAuditTask(
      { ...task, regions: ['us-east-1', 'eu-west-1', 'us-east-1'] },
      {
        clientsFor: () => {
          throw new Error('no clients');
        },
      },
    );
    expect(evidence.regions.map(({ region }) => region)).toStrictEqual(['eu-west-1', 'us-east-1']);
    expect(parseEvidence(JSON.parse(JSON.stringify(evidence)))).toStrictEqual(evidence);
  });
});

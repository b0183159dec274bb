import { AccessAnalyzerClient, ListArchiveRulesCommand, ListFindingsCommand } from '@aws-sdk/client-accessanalyzer';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { watchCredentials } from '../../../src/evidence/audit-context.ts';
import { collectSettings } from '../../../src/evidence/collect-evidence-options.ts';
import { readRegion } from '../../../src/evidence/read-region.ts';
import { toAnalyzer } from '../../../src/model/to-analyzer.ts';

const ACCOUNT = '111122223333';
const client = new AccessAnalyzerClient({ region: 'us-east-1' });
const mock = mockClient(client);

const analyzerOf = (name: string, type = 'ACCOUNT'): ReturnType<typeof toAnalyzer> =>
  toAnalyzer({ arn: `arn:aws:access-analyzer:us-east-1:${ACCOUNT}:analyzer/${name}`, name, type, status: 'ACTIVE' });

test.each([true, false])(
  'the record of a Region is in the order of ARNs, and has what is hidden (%s) on the analyzers that were read',
  async (suppressed) => {
    mock.reset();
    // The analyzer that stands first answers last.
    mock.on(ListFindingsCommand).callsFake(async ({ analyzerArn }: { analyzerArn: string }) => {
      for (let turn = 0; analyzerArn.endsWith('/a') && turn < 20; turn += 1) await Promise.resolve();
      return { findings: [] };
    });
    mock.on(ListArchiveRulesCommand).resolves({ archiveRules: [] });
    const analyzers = [analyzerOf('c'), analyzerOf('b', 'ACCOUNT_UNUSED_ACCESS'), analyzerOf('a')];
    const record = await readRegion({ client, analyzers, problem: undefined }, 'us-east-1', {
      settings: collectSettings({ suppressed }),
      partition: 'aws',
      account: ACCOUNT,
      knownAccount: ACCOUNT,
      credentials: watchCredentials(),
      signal: undefined,
    });
    expect(record.analyzers.map(({ analyzer, state }) => [analyzer.name, state])).toEqual([
      ['a', 'read'],
      ['b', 'skipped'],
      ['c', 'read'],
    ]);
    const read = [analyzerOf('a').arn, analyzerOf('c').arn];
    expect(record.suppressed?.map(({ analyzer }) => analyzer)).toEqual(suppressed ? read : undefined);
    expect('suppressed' in record).toBe(suppressed);
    expect(mock.commandCalls(ListArchiveRulesCommand)).toHaveLength(suppressed ? 2 : 0);
  },
);

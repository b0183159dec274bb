import { expect, test, vi } from 'vitest';
import { importToSecurityHub } from '../../../src/securityhub/index.ts';
import { toAsff } from '../../../src/report/index.ts';
import { judge } from '../../helpers/report-verdicts.ts';

vi.mock('@aws-sdk/client-securityhub', () => {
  throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
});

test('without the package the error names it, and nothing is sent', async () => {
  const send = vi.fn<() => Promise<never>>();
  const client = { config: { region: 'us-east-1' }, send };
  await expect(importToSecurityHub(client, toAsff(judge({ 'us-east-1': 'clean' })))).rejects.toMatchObject({
    code: 'MISSING_PEER',
    message: expect.stringContaining('npm install @aws-sdk/client-securityhub') as string,
  });
  expect(send).not.toHaveBeenCalled();
});

import { expect, test, vi } from 'vitest';

test('the named policies are these, word for word', async () => {
  // They are made once, when they are first needed: here for this test alone.
  vi.resetModules();
  const { policies } = await import('../../../src/evaluate/policies.ts');
  await expect(`${JSON.stringify(policies, undefined, 1)}\n`).toMatchFileSnapshot('golden/named-policies.json');
});

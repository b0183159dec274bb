import { expect, it } from 'vitest';
import { readBlockModules } from './block-modules.ts';
import { typeErrors } from './type-check.ts';

it('every block of TypeScript in the documents and in TSDoc is type-checked', async () => {
  const modules = await readBlockModules();
  expect(modules.length).toBeGreaterThan(60);
  expect(typeErrors(modules)).toEqual([]);
});

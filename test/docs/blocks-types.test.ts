import { expect, it } from 'vitest';
import { readBlockModules } from './block-modules.ts';
import { PRELUDE_NAMES } from './prelude-names.ts';
import { prelude } from './prelude.ts';
import { typeErrors } from './type-check.ts';

it('every block of TypeScript in the documents and in TSDoc is type-checked', async () => {
  const modules = await readBlockModules();
  expect(modules.length).toBeGreaterThan(60);
  expect(typeErrors(modules)).toEqual([]);
});

it('what a TSDoc example may take for given is made', () => {
  expect(Object.keys(prelude).sort()).toEqual([...PRELUDE_NAMES]);
});

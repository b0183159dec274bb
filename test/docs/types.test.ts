import { join } from 'node:path';
import { requiredPermissions } from 'access-analyzer-kit';
import { beforeAll, expect, it } from 'vitest';
import type ts from 'typescript';
import { entriesOf, readManifest } from '../../scripts/lib/entries.ts';
import { readBlockModules } from './block-modules.ts';
import { PRELUDE_NAMES } from './prelude-names.ts';
import { prelude } from './prelude.ts';
import { tsdocGaps } from './tsdoc-gaps.ts';
import { compile, typeErrors } from './type-check.ts';

const repository = join(import.meta.dirname, '..', '..');
const modules = await readBlockModules();
const entries = entriesOf(await readManifest(repository)).map(({ source }) => join(repository, source));

let program: ts.Program;
beforeAll(() => {
  program = compile(modules, entries);
});

it('every block of TypeScript in the documents and in TSDoc has the types that it claims', () => {
  expect(modules.length).toBeGreaterThan(60);
  expect(typeErrors(program, modules)).toEqual([]);
});

it('every public symbol says what it is, what it throws, in which unit, and which IAM actions it needs', () => {
  expect(tsdocGaps(program, entries, { actions: requiredPermissions })).toEqual([]);
});

it('what a TSDoc example may take for given is made', () => {
  expect(Object.keys(prelude).sort()).toEqual([...PRELUDE_NAMES]);
});

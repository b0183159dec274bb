import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PACKAGE_NAME, VERSION } from '../../../src/clients/version.ts';

it('is the version and name of package.json', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as unknown;
  expect(manifest).toMatchObject({ name: PACKAGE_NAME, version: VERSION });
});

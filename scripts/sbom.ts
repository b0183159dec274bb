/** Prints the bill of materials of what is published, as CycloneDX: `npm run --silent sbom > access-analyzer-kit.cdx.json`. */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { publishedMaterials, type BillOfMaterials } from './lib/bill-of-materials.ts';
import { bundledPackages } from './lib/bundled.ts';
import { readManifest } from './lib/entries.ts';

const root = resolve(import.meta.dirname, '..');
const everything = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 100_000_000,
});
const { dependencies } = await readManifest(root);
const bundled = bundledPackages(await readFile(join(root, 'NOTICE'), 'utf8'));
const published = publishedMaterials(JSON.parse(everything) as BillOfMaterials, Object.keys(dependencies), bundled);
console.log(JSON.stringify(published, null, 2));

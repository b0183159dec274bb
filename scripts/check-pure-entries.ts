/**
 * The pure entry points never reach the SDK: neither their code, so that they load where it is not installed, nor their
 * declarations, so that they type-check there. Checked over the built files, since that is what a consumer loads.
 */
import { relative, resolve } from 'node:path';
import { PURE_ENTRIES, entriesOf, readManifest } from './lib/entries.ts';
import { reachOf } from './lib/modules.ts';

const root = resolve(import.meta.dirname, '..');
const entries = entriesOf(await readManifest(root)).filter(({ name }) => PURE_ENTRIES.includes(name));
const wrong: string[] = [];

for (const { specifier, js, dts } of entries) {
  for (const file of [js, dts]) {
    const { files, modules } = await reachOf(resolve(root, file));
    for (const [module, by] of modules) {
      if (/^@(aws-sdk|smithy|aws-crypto)\//.test(module))
        wrong.push(`${specifier}: ${relative(root, by)} reaches ${module}`);
    }
    console.log(`${file}: ${files.length} files, ${[...modules.keys()].sort().join(' ') || 'no module'}`);
  }
}

if (entries.length === 0) wrong.push('package.json exports no pure entry point');
if (wrong.length > 0) {
  console.error(wrong.join('\n'));
  process.exitCode = 1;
}

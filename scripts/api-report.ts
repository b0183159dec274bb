/**
 * The public surface as text, one report for each entry point, in docs/api/. Without arguments it fails when the built
 * declarations no longer say what the report says; `--update` writes the reports.
 */
import { resolve } from 'node:path';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { entriesOf, readManifest } from './lib/entries.ts';

const root = resolve(import.meta.dirname, '..');
const update = process.argv.includes('--update');
const template = ExtractorConfig.loadFile(resolve(root, 'api-extractor.json'));
let failed = false;

for (const { name, specifier, dts } of entriesOf(await readManifest(root))) {
  const config = ExtractorConfig.prepare({
    configObject: {
      ...template,
      projectFolder: root,
      mainEntryPointFilePath: resolve(root, dts),
      apiReport: { ...template.apiReport, enabled: true, reportFileName: `${name.replaceAll('/', '-')}.api.md` },
    },
    configObjectFullPath: resolve(root, 'api-extractor.json'),
    packageJsonFullPath: resolve(root, 'package.json'),
  });
  const result = Extractor.invoke(config, { localBuild: update, showVerboseMessages: false });
  if (result.apiReportChanged) console.error(`${specifier}: the public surface changed; \`npm run api\` shows how`);
  if (!result.succeeded || (result.apiReportChanged && !update)) failed = true;
}

if (failed) process.exitCode = 1;

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ratio } from './median.ts';
import { alternate } from './support/alternate.ts';

const ROUNDS = 15;

/**
 * Loading the built package (`npm run build` first) against loading `@aws-sdk/client-accessanalyzer` alone, each in a fresh
 * process and in turns; what Node itself needs to start is in neither.
 */
export async function importBenchmark(): Promise<string> {
  const results = [];
  for (const name of ['index', 'pure']) {
    const built = new URL(`../dist/${name}.js`, import.meta.url).href;
    results.push(
      await alternate(
        async () => importMs(built),
        async () => importMs('@aws-sdk/client-accessanalyzer'),
        ROUNDS,
      ),
    );
  }
  const [root, pure] = results.map(({ quotient }) => ratio(quotient));
  return `import, fresh process: the root ${root} × @aws-sdk/client-accessanalyzer alone, /evaluate ${pure} ×`;
}

function importMs(specifier: string): number {
  const script = [
    'const started = performance.now();',
    `await import(${JSON.stringify(specifier)});`,
    'console.log(performance.now() - started);',
  ].join('\n');
  const { status, stderr, stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
    // Not the loader of TypeScript that runs this file.
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (status !== 0) throw new Error(`Importing ${specifier} failed: ${stderr}`);
  return Number(stdout);
}

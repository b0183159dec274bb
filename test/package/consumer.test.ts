import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Entry, PURE_ENTRIES, entriesOf, readManifest } from '../../scripts/lib/entries.ts';
import { Consumer } from './consumer.ts';

const manifest = await readManifest(process.cwd());
const allEntries = entriesOf(manifest);
const peers = Object.keys(manifest.peerDependencies ?? {});
const pureEntries = allEntries.filter(({ name }) => PURE_ENTRIES.includes(name));
/** Entry points whose code and declarations need no optional peer. */
let entries: Entry[];

const made: Consumer[] = [];
let consumer: Consumer;
let withoutSdk: Consumer;

beforeAll(async () => {
  consumer = await Consumer.create();
  made.push(consumer);
  entries = await consumer.entriesWithout(allEntries, peers);
  await consumer.write({ 'import.mjs': importing(entries), 'require.cjs': requiring(entries) });
  withoutSdk = await consumer.withoutSdk();
  made.push(withoutSdk);
  await withoutSdk.write({ 'import.mjs': importing(pureEntries), 'require.cjs': requiring(pureEntries) });
});

afterAll(async () => {
  for (const project of made) await project.remove();
});

describe('in an empty project', () => {
  it('brings no optional peer along', async () => {
    const installed = await consumer.installed();
    expect(peers.filter((peer) => installed.includes(peer))).toEqual([]);
  });

  it('needs no optional peer for the root and what is pure', () => {
    expect(entries).toEqual(expect.arrayContaining(allEntries.filter(({ name }) => name === 'index')));
    expect(entries).toEqual(expect.arrayContaining(pureEntries));
  });

  it.each([
    ['nodenext', { module: 'nodenext' }],
    ['bundler', { module: 'esnext', moduleResolution: 'bundler' }],
  ])('type-checks without skipLibCheck under %s', async (_, resolution) => {
    await consumer.write({ 'consumer.ts': typed(entries) });
    expect(await consumer.typeCheck({ ...strict, ...resolution }, ['consumer.ts'])).toEqual({ code: 0, output: '' });
  });

  it('type-checks from CommonJS', async () => {
    await consumer.write({
      'consumer.cts': entries
        .map(({ specifier }, index) => `import m${index} = require('${specifier}');\nvoid m${index};`)
        .join('\n'),
    });
    expect(await consumer.typeCheck({ ...strict, module: 'nodenext' }, ['consumer.cts'])).toEqual({
      code: 0,
      output: '',
    });
  });

  it('tells a consumer a wrong use of it', async () => {
    await consumer.write({ 'wrong.ts': `import { noSuchThing } from '${manifest.name}';\nvoid noSuchThing;` });
    const { code, output } = await consumer.typeCheck({ ...strict, module: 'nodenext' }, ['wrong.ts']);
    expect(code).toBe(1);
    expect(output).toContain('noSuchThing');
  });

  it.each(['import.mjs', 'require.cjs'])('loads every entry point by %s on this Node', async (script) => {
    const { code, output } = await consumer.run(process.execPath, [script]);
    expect(output).toContain(`loaded ${entries.length} entry points on v${process.versions.node}`);
    expect(code).toBe(0);
  });
});

describe('where the SDK is not installed', () => {
  it.each(['import.mjs', 'require.cjs'])('loads the pure entry points by %s', async (script) => {
    const { code, output } = await withoutSdk.run(process.execPath, [script]);
    expect(output).toContain(`loaded ${pureEntries.length} entry points`);
    expect(code).toBe(0);
  });

  it('type-checks the pure entry points', async () => {
    await withoutSdk.write({ 'consumer.ts': typed(pureEntries) });
    expect(await withoutSdk.typeCheck({ ...strict, module: 'nodenext' }, ['consumer.ts'])).toEqual({
      code: 0,
      output: '',
    });
  });
});

describe('with the optional peers installed', () => {
  it('loads and type-checks every entry point', async () => {
    const project = await consumer.copy();
    made.push(project);
    if (peers.length > 0) {
      const ranges = peers.map((peer) => `${peer}@${manifest.peerDependencies?.[peer] ?? ''}`);
      const { code, output } = await project.install(ranges);
      expect(code, output).toBe(0);
    }
    await project.write({ 'all.mjs': importing(allEntries), 'all.ts': typed(allEntries) });
    const { code, output } = await project.run(process.execPath, ['all.mjs']);
    expect(output).toContain(`loaded ${allEntries.length} entry points`);
    expect(code).toBe(0);
    expect(await project.typeCheck({ ...strict, module: 'nodenext' }, ['all.ts'])).toEqual({ code: 0, output: '' });
  });
});

const strict = {
  target: 'es2022',
  strict: true,
  exactOptionalPropertyTypes: true,
  types: ['node'],
  skipLibCheck: false,
};

/** Says how many entry points loaded, and fails when two of them do not share the classes of the package. */
const SAY = `
if (modules.some((module) => Object.keys(module).length === 0)) throw new Error('an entry point exports nothing');
const classes = new Set(modules.map((module) => module.AccessAnalyzerKitError).filter((found) => found !== undefined));
if (classes.size > 1) throw new Error('the base class of the errors exists ' + classes.size + ' times');
console.log('loaded ' + modules.length + ' entry points on ' + process.version);
`;

function importing(which: readonly Entry[]): string {
  const list = which.map(({ specifier }) => `await import('${specifier}')`).join(', ');
  return `const modules = [${list}];${SAY}`;
}

function requiring(which: readonly Entry[]): string {
  return `const modules = [${which.map(({ specifier }) => `require('${specifier}')`).join(', ')}];${SAY}`;
}

function typed(which: readonly Entry[]): string {
  return which
    .map(
      ({ specifier }, index) =>
        `import * as m${index} from '${specifier}';\nexport const keys${index}: string[] = Object.keys(m${index});`,
    )
    .join('\n');
}

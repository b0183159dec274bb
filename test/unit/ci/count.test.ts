import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPT = resolve(import.meta.dirname, '../../../.ci/count.mjs');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'count-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

interface Result {
  readonly title: string;
  readonly status: string;
  readonly ancestorTitles?: readonly string[];
  readonly failureMessages?: readonly string[];
}

/** Writes a report as the runner does, of one file of tests. */
function report(name: string, results: readonly Result[], file: object = {}): string {
  const of = (status: string): number => results.filter((result) => result.status === status).length;
  const path = join(folder, name);
  writeFileSync(
    path,
    JSON.stringify({
      numPassedTests: of('passed'),
      numFailedTests: of('failed'),
      testResults: [
        {
          name: '/a/copy/test/unit/some.test.ts',
          status: of('failed') === 0 ? 'passed' : 'failed',
          message: '',
          assertionResults: results.map((result) => ({ ancestorTitles: [], failureMessages: [], ...result })),
          ...file,
        },
      ],
    }),
  );
  return path;
}

function count(...args: readonly string[]): { readonly lines: readonly string[]; readonly code: number | null } {
  const { status, stdout } = spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8' });
  return { lines: stdout.trimEnd().split('\n'), code: status };
}

const passed: Result = { title: 'holds', status: 'passed' };
const failed: Result = {
  title: 'adds up',
  status: 'failed',
  ancestorTitles: ['sums'],
  failureMessages: ['AssertionError: expected 1 to be 2\n    at some.test.ts:1:1'],
};

describe('the closing line of the continuous checks', () => {
  it('adds up the reports of a file and of a folder', () => {
    report('one.json', [passed, passed]);
    const other = report('two.json', [passed]);
    expect(count('--report', `versions=${folder}`, '--report', `test=${other}`)).toStrictEqual({
      lines: ['4 passed, 0 failed'],
      code: 0,
    });
  });

  it('names what failed, by its first line, and counts the part that ran it once', () => {
    const file = report('one.json', [passed, failed]);
    expect(count('--report', `test=${file}`, 'test')).toStrictEqual({
      lines: [
        `failed in ${file}: test/unit/some.test.ts: sums › adds up: AssertionError: expected 1 to be 2`,
        '1 passed, 1 failed',
      ],
      code: 1,
    });
  });

  it('names a file whose set-up failed, and counts its part', () => {
    const file = report('one.json', [passed], { status: 'failed', message: 'Hook timed out in 1ms.\nIf this is …' });
    expect(count('--report', `test=${file}`, 'test')).toStrictEqual({
      lines: [`failed in ${file}: test/unit/some.test.ts: Hook timed out in 1ms.`, '1 passed, 1 failed'],
      code: 1,
    });
  });

  it('counts a part that failed for another reason', () => {
    const file = report('one.json', [passed]);
    expect(count('--report', `test=${file}`, 'check', 'demo')).toStrictEqual({
      lines: ['1 passed, 2 failed'],
      code: 1,
    });
  });

  it('has a skipped group say so once, with its reason', () => {
    const skipped = { status: 'skipped', ancestorTitles: ['a queue (skipped: redis-server is not installed)'] };
    const file = report('one.json', [passed, { title: 'one', ...skipped }, { title: 'two', ...skipped }]);
    expect(count('--report', `test=${file}`)).toStrictEqual({
      lines: ['skipped 2: a queue (skipped: redis-server is not installed)', '1 passed, 0 failed'],
      code: 0,
    });
  });

  it.each([
    ['a report that is not there', () => join(folder, 'none')],
    ['a report of no test', () => report('none.json', [])],
  ])('takes %s for no success', (_name, place) => {
    expect(count('--report', `test=${place()}`)).toStrictEqual({ lines: ['0 passed, 1 failed'], code: 1 });
  });
});

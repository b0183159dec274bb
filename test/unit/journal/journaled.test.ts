import { chmod, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeProblem } from '../../../src/clients/to-problem.ts';
import { AwsCallError, InvalidInputError, type Problem } from '../../../src/errors/index.ts';
import { JournalError, type JournalEntry } from '../../../src/journal/index.ts';
import { journaled, type Change } from '../../../src/journal/journaled.ts';

const change: Change = {
  operation: 'CreateArchiveRule',
  region: 'eu-central-1',
  account: '111122223333',
  target: 'arn:aws:access-analyzer:eu-central-1:111122223333:analyzer/external/archive-rule/intended',
  after: { filter: { isPublic: { eq: ['false'] } } },
};
const output = { $metadata: { requestId: 'request-1' } };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
});
afterEach(() => rm(folder, { recursive: true }));

const failing = (members: Partial<Problem>) => () =>
  Promise.reject(
    new AwsCallError({ ...makeProblem('service', 'it failed', change), ...members }, { cause: new Error('SECRET') }),
  );

/** Journals a call that fails and returns what the journal and the caller were told. */
async function fail(call: () => Promise<object>): Promise<{ entries: JournalEntry[]; error: unknown }> {
  const entries: JournalEntry[] = [];
  const error: unknown = await journaled(change, { journal: (entry) => entries.push(entry) }, call).catch(
    (reason: unknown) => reason,
  );
  return { entries, error };
}

describe('the entries', () => {
  it('say who, what, before, after, why and the request id, once before the call and once after', async () => {
    const order: unknown[] = [];
    const result = await journaled(
      { ...change, before: null },
      { journal: (entry) => order.push(entry), actor: 'alice', reason: 'TICKET-1' },
      async () => {
        order.push('call');
        return output;
      },
    );
    expect(result).toBe(output);
    const shared = {
      schema: 'access-analyzer-kit/journal@1',
      change: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      at: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
      operation: change.operation,
      region: change.region,
      account: change.account,
      target: change.target,
      who: 'alice',
      reason: 'TICKET-1',
      before: null,
      after: change.after,
    };
    expect(order).toStrictEqual([
      { ...shared, phase: 'before' },
      'call',
      { ...shared, phase: 'after', result: 'done', requestId: 'request-1' },
    ]);
    expect((order[0] as JournalEntry).change).toBe((order[2] as JournalEntry).change);
  });

  it('name the local user by default', async () => {
    const entries: JournalEntry[] = [];
    await journaled(change, { journal: (entry) => entries.push(entry) }, async () => output);
    expect(entries.map(({ who }) => who)).toStrictEqual([userInfo().username, userInfo().username]);
  });

  it.each<[string, Partial<Problem>, 'failed' | 'unknown']>([
    ['a refusal', { code: 'access-denied', awsError: 'AccessDeniedException', httpStatus: 403 }, 'failed'],
    ['an invalid request', { code: 'invalid-request', awsError: 'ValidationException', httpStatus: 400 }, 'failed'],
    ['a conflict', { code: 'service', awsError: 'ConflictException', httpStatus: 409 }, 'failed'],
    ['a throttle at the only attempt', { code: 'throttled', attempts: 1 }, 'failed'],
    ['a refusal after an attempt that may have got through', { code: 'access-denied', attempts: 2 }, 'unknown'],
    ['a refusal that AWS did not name', { code: 'access-denied', awsError: 'Unknown', httpStatus: 403 }, 'unknown'],
    ['one of S3 without a body', { code: 'invalid-request', awsError: 'NotFound', httpStatus: 404 }, 'unknown'],
    ['a throttle of a proxy', { code: 'throttled', httpStatus: 429, attempts: 1 }, 'unknown'],
    ['an error of the service', { code: 'service', httpStatus: 500 }, 'unknown'],
    ['an error of the service without a status', { code: 'service' }, 'unknown'],
    ['a time-out', { code: 'timeout' }, 'unknown'],
    ['a lost connection', { code: 'network' }, 'unknown'],
    ['an answer that is not the API’s', { code: 'malformed-response', httpStatus: 200 }, 'unknown'],
  ])('after %s', async (_name, problem, result) => {
    const { entries, error } = await fail(failing({ ...problem, requestId: 'request-2' }));
    expect(error).toBeInstanceOf(AwsCallError);
    expect(entries).toMatchObject([{ phase: 'before' }, { phase: 'after', result, requestId: 'request-2', problem }]);
    expect(JSON.stringify(entries)).not.toContain('SECRET');
  });

  it('after an error that is no call’s: nobody knows', async () => {
    const { entries, error } = await fail(() => Promise.reject(new RangeError('odd')));
    expect(error).toBeInstanceOf(RangeError);
    expect(entries[1]).toMatchObject({ result: 'unknown', problem: { code: 'unexpected' } });
  });

  it('after an abort while the call was out: nobody knows, and the caller gets the reason', async () => {
    const entries: JournalEntry[] = [];
    const controller = new AbortController();
    const reason = new Error('enough');
    const call = journaled(
      change,
      { journal: (entry) => entries.push(entry), signal: controller.signal },
      () =>
        new Promise<object>((_resolve, reject) => {
          controller.signal.addEventListener('abort', () => {
            reject(reason);
          });
          controller.abort(reason);
        }),
    );
    await expect(call).rejects.toBe(reason);
    expect(entries).toMatchObject([{ phase: 'before' }, { phase: 'after', result: 'unknown' }]);
    expect(entries[1]).not.toHaveProperty('problem');
  });

  it('after an abort while the journal was written: not sent', async () => {
    const entries: JournalEntry[] = [];
    const controller = new AbortController();
    const call = vi.fn(async () => output);
    const journal = (entry: JournalEntry): void => {
      entries.push(entry);
      controller.abort('enough');
    };
    await expect(journaled(change, { journal, signal: controller.signal }, call)).rejects.toBe('enough');
    expect(call).not.toHaveBeenCalled();
    expect(entries).toMatchObject([{ phase: 'before' }, { phase: 'after', result: 'failed' }]);
  });

  it('are none when the signal is aborted already, nor is there a call', async () => {
    const journal = vi.fn();
    const call = vi.fn(async () => output);
    await expect(journaled(change, { journal, signal: AbortSignal.abort('early') }, call)).rejects.toBe('early');
    expect(journal).not.toHaveBeenCalled();
    expect(call).not.toHaveBeenCalled();
  });
});

describe('a journal that cannot be written', () => {
  it('stops the change before the call', async () => {
    const call = vi.fn(async () => output);
    const cause = new Error('disk full');
    const journal = (): never => {
      throw cause;
    };
    const error: unknown = await journaled(change, { journal }, call).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(JournalError);
    expect(error).toMatchObject({ code: 'JOURNAL_FAILED', cause, entry: { phase: 'before' } });
    expect(String(error)).toContain('nothing was changed');
    expect(call).not.toHaveBeenCalled();
  });

  it.each<[string, () => Promise<object>, RegExp, object]>([
    ['done', async () => output, /was made/, { result: 'done' }],
    ['failed', failing({ code: 'access-denied' }), /changed nothing/, { problem: { code: 'access-denied' } }],
    ['unknown', failing({ code: 'timeout' }), /not known/, { problem: { code: 'timeout' } }],
  ])('after the call says that the change is %s', async (result, call, message, facts) => {
    const journal = ({ phase }: JournalEntry): Promise<void> =>
      phase === 'after' ? Promise.reject(new Error('disk full')) : Promise.resolve();
    const error: unknown = await journaled(change, { journal }, call).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'JOURNAL_FAILED', entry: { phase: 'after', result, ...facts } });
    expect(String(error)).toMatch(message);
  });

  it('after an abort does not take the place of its reason', async () => {
    const controller = new AbortController();
    const journal = ({ phase }: JournalEntry): void => {
      if (phase === 'after') throw new Error('disk full');
    };
    const call = (): Promise<never> => {
      controller.abort('enough');
      return Promise.reject(new Error('aborted'));
    };
    await expect(journaled(change, { journal, signal: controller.signal }, call)).rejects.toBe('enough');
  });
});

describe('a file', () => {
  const linesOf = async (path: string): Promise<string[]> => (await readFile(path, 'utf8')).split('\n');

  it('is made for its owner alone and only grows, one object a line', async () => {
    const journal = join(folder, 'changes.jsonl');
    await journaled(change, { journal }, async () => output);
    await journaled(change, { journal }, async () => output);
    expect((await stat(journal)).mode & 0o777).toBe(0o600);
    const lines = await linesOf(journal);
    expect(lines).toHaveLength(5);
    expect(lines.pop()).toBe('');
    const entries = lines.map((line) => JSON.parse(line) as JournalEntry);
    expect(entries.map(({ phase }) => phase)).toStrictEqual(['before', 'after', 'before', 'after']);
    expect(new Set(entries.map((entry) => entry.change)).size).toBe(2);
  });

  it('keeps what was in it', async () => {
    const journal = join(folder, 'changes.jsonl');
    await writeFile(journal, '{"older":true}\n', { mode: 0o640 });
    await chmod(journal, 0o640);
    await journaled(change, { journal }, async () => output);
    expect((await linesOf(journal))[0]).toBe('{"older":true}');
    expect((await stat(journal)).mode & 0o777).toBe(0o640);
  });

  it('holds whole lines when many changes write at once', async () => {
    const journal = join(folder, 'changes.jsonl');
    await Promise.all(Array.from({ length: 20 }, () => journaled(change, { journal }, async () => output)));
    const lines = (await linesOf(journal)).filter((line) => line !== '');
    expect(lines).toHaveLength(40);
    expect(() => lines.map((line) => JSON.parse(line) as unknown)).not.toThrow();
  });

  it('shows no control character and no invisible one, and reads back as it was', async () => {
    const journal = join(folder, 'changes.jsonl');
    const reason = 'one\ntwo\u001b[31m \u2028 \u202e \u009b \u{e0041} ü';
    await journaled(change, { journal, reason }, async () => output);
    const text = await readFile(journal, 'utf8');
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
    expect(text.split('\n').filter((line) => line !== '')).toHaveLength(2);
    expect(
      text
        .split('\n')
        .slice(0, 2)
        .map((line) => (JSON.parse(line) as JournalEntry).reason),
    ).toStrictEqual([reason, reason]);
  });

  it.each([
    ['a symbolic link', async (path: string) => symlink(join(path, '..', 'elsewhere'), path), 'ELOOP'],
    ['a path without its folder', async () => undefined, 'ENOENT'],
  ])('is refused as %s, before the call', async (name, prepare, code) => {
    const journal = name === 'a symbolic link' ? join(folder, 'link') : join(folder, 'none', 'changes.jsonl');
    await prepare(journal);
    const call = vi.fn(async () => output);
    await expect(journaled(change, { journal }, call)).rejects.toMatchObject({
      code: 'JOURNAL_FAILED',
      cause: { code },
    });
    expect(call).not.toHaveBeenCalled();
    await expect(stat(join(folder, 'elsewhere'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is refused for what JSON cannot hold, before the call', async () => {
    const call = vi.fn(async () => output);
    const journal = join(folder, 'changes.jsonl');
    await expect(journaled({ ...change, before: 1n }, { journal }, call)).rejects.toMatchObject({
      code: 'JOURNAL_FAILED',
    });
    expect(call).not.toHaveBeenCalled();
  });
});

describe('the options', () => {
  it.each<[object, string]>([
    [{ journal: '' }, 'journal'],
    [{ journal: 42 }, 'journal'],
    [{ journal: 'a\0b' }, 'journal'],
    [{ actor: 1 }, 'actor'],
    [{ actor: ' ' }, 'actor'],
    [{ reason: {} }, 'reason'],
    [{ dryRun: 'yes' }, 'dryRun'],
    [{ signal: {} }, 'signal'],
    [{ dryRun: true }, 'dryRun'],
    // Passed over, what was meant as a question would be a change.
    [{ dryrun: true }, 'dryrun'],
    [{ dry_run: true }, 'dry_run'],
  ])('%j is refused by name', async (options, path) => {
    const call = vi.fn(async () => output);
    const error: unknown = await journaled(change, options, call).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect((error as InvalidInputError).issues.map((issue) => issue.path)).toStrictEqual([path]);
    expect(call).not.toHaveBeenCalled();
  });

  it('may all be left out: the call is made and nothing else', async () => {
    expect(await journaled(change, {}, async () => output)).toBe(output);
  });
});

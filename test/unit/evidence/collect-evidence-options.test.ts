import { afterEach, describe, expect, test, vi } from 'vitest';
import type { CollectEvidenceOptions, CollectSettings } from '../../../src/evidence/collect-evidence-options.ts';
import type { InputIssue } from '../../../src/errors/invalid-input-error.ts';

/** The schema is made once and kept; each of these tests has it made anew. */
async function settingsOf(options: unknown, subject?: string): Promise<CollectSettings> {
  vi.resetModules();
  const { collectSettings } = await import('../../../src/evidence/collect-evidence-options.ts');
  return collectSettings(options as CollectEvidenceOptions, subject);
}

async function refusal(
  options: unknown,
  subject?: string,
): Promise<{ issues: readonly InputIssue[]; message: string }> {
  const refused: unknown = await settingsOf(options, subject).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'INVALID_INPUT' });
  return refused as { issues: readonly InputIssue[]; message: string };
}

afterEach(() => {
  vi.resetModules();
});

describe('the settings of an audit', () => {
  const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  test('are these unless said otherwise', async () => {
    const settings = await settingsOf({});
    expect(settings).toStrictEqual({
      regions: 'enabled',
      analyzers: 'external',
      detail: 'findings',
      sample: Number.POSITIVE_INFINITY,
      suppressed: true,
      crossCheck: 'slices',
      partition: false,
      expectedAccount: undefined,
      auditId: expect.stringMatching(UUID) as unknown,
      onProgress: undefined,
      signal: undefined,
      listRegions: expect.any(Function) as unknown,
    });
    expect((await settingsOf({})).auditId).not.toBe(settings.auditId);
  });

  test('are what was said', async () => {
    const options: CollectEvidenceOptions = {
      regions: ['us-east-1', 'a', `a${'-'.repeat(61)}1`],
      analyzers: 'all',
      detail: 'counts',
      sample: 0,
      suppressed: false,
      crossCheck: true,
      partition: 'auto',
      expectedAccount: '012345678901',
      auditId: 'x',
      onProgress: () => undefined,
      signal: new AbortController().signal,
    };
    const { listRegions: _, ...settings } = await settingsOf(options);
    expect(settings).toStrictEqual(options);
    const others: CollectEvidenceOptions = { regions: 'enabled', crossCheck: false, partition: false };
    expect(await settingsOf(others)).toMatchObject(others);
  });

  test('keep a sample of 100 findings where they are counted', async () => {
    expect((await settingsOf({ detail: 'counts' })).sample).toBe(100);
    expect((await settingsOf({ detail: 'counts', sample: 7 })).sample).toBe(7);
  });
});

describe('an option is refused', () => {
  const REGIONS = 'the word "enabled" or a list of at least one Region name';
  const WHOLE = 'a whole number, 0 or more';
  const ACCOUNT = 'an account of twelve digits';

  test.each<[string, unknown, InputIssue]>([
    ['options that are none', null, { path: '', found: 'null', expected: 'object' }],
    [
      'a misspelt one',
      { region: 'us-east-1' },
      { path: 'region', found: '"us-east-1"', expected: 'no member of this name' },
    ],
    ['Regions that are neither', { regions: 'all' }, { path: 'regions', found: '"all"', expected: REGIONS }],
    ['no Region', { regions: [] }, { path: 'regions', found: 'an array of 0', expected: 'at least one Region' }],
    [
      'analyzers',
      { analyzers: 'unused' },
      { path: 'analyzers', found: '"unused"', expected: 'one of "external", "all"' },
    ],
    ['detail', { detail: 'none' }, { path: 'detail', found: '"none"', expected: 'one of "findings", "counts"' }],
    [
      'half a sample',
      { detail: 'counts', sample: 0.5 },
      { path: 'sample', found: '0.5', expected: 'a whole number, 0 or more' },
    ],
    [
      'a sample that no count reaches',
      { detail: 'counts', sample: 2 ** 53 },
      { path: 'sample', found: '9007199254740992', expected: WHOLE },
    ],
    ['a negative sample', { detail: 'counts', sample: -1 }, { path: 'sample', found: '-1', expected: WHOLE }],
    [
      'a sample of what is kept as a whole',
      { sample: 10 },
      { path: 'sample', found: '10', expected: "nothing, since without detail: 'counts' every finding is kept" },
    ],
    ['suppressed', { suppressed: 'no' }, { path: 'suppressed', found: '"no"', expected: 'boolean' }],
    ['crossCheck', { crossCheck: 'slices' }, { path: 'crossCheck', found: '"slices"', expected: 'boolean' }],
    ['partition', { partition: true }, { path: 'partition', found: 'true', expected: '"auto" or false' }],
    [
      '11 digits',
      { expectedAccount: '12345678901' },
      { path: 'expectedAccount', found: '"12345678901"', expected: ACCOUNT },
    ],
    [
      '13 digits',
      { expectedAccount: '1234567890123' },
      { path: 'expectedAccount', found: '"1234567890123"', expected: ACCOUNT },
    ],
    ['an empty id', { auditId: '' }, { path: 'auditId', found: '""', expected: 'a text that is not empty' }],
    ['onProgress', { onProgress: true }, { path: 'onProgress', found: 'true', expected: 'a function' }],
    ['signal', { signal: {} }, { path: 'signal', found: 'an object', expected: 'an AbortSignal' }],
  ])('%s, with what was expected', async (_name, options, issue) => {
    const { issues, message } = await refusal(options);
    expect(issues).toStrictEqual([issue]);
    expect(message).toContain('options of collectEvidence');
    expect((await refusal(options, 'options of somebody')).message).toContain('options of somebody');
  });

  test.each(['', 'EU-WEST-1', 'eu west 1', '-eu', 'eu-', 'eu.west', 'eu/west', `a${'b'.repeat(63)}`, '1\n'])(
    'a Region named %j, which would become part of a host name',
    async (region) => {
      expect((await refusal({ regions: ['us-east-1', region] })).issues).toStrictEqual([
        { path: 'regions[1]', found: JSON.stringify(region), expected: 'a Region name such as "eu-central-1"' },
      ]);
    },
  );
});

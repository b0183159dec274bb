import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { planRemediation } from '../../../src/remediation/index.ts';
import { isSafeArgument, shellQuote } from '../../../src/remediation/shell-quote.ts';
import { ANALYZER, publicSample } from './samples.ts';

describe('shellQuote', () => {
  const hostile = [
    '',
    ' ',
    "'",
    "''",
    '"',
    '$(id)',
    '`id`',
    '\\',
    "\\'",
    'a\nb',
    '!!',
    '*',
    '~',
    '#',
    '-n',
    'ä',
    '\u0001',
    "'; id #",
  ];
  it.each(['bash', 'sh'])('is one word to a real %s, whatever it holds', (shell) => {
    const { stdout } = spawnSync(shell, ['-c', `printf '%s\\0' ${hostile.map(shellQuote).join(' ')}`], {
      encoding: 'utf8',
    });
    expect(stdout.split('\0').slice(0, -1)).toEqual(hostile);
  });
});

describe('isSafeArgument', () => {
  it.each(['a', 'arn:aws:s3:::x', "it's", '$(id)', '*', '{"a":1}', 'a -b', 'ä'])(
    'takes %j, which quoting makes safe',
    (text) => {
      expect(isSafeArgument(text)).toBe(true);
    },
  );

  it.each([
    '',
    '-a',
    '--profile',
    'file:///etc/passwd',
    'FILEB://x',
    'https://evil',
    'http://evil',
    'a\nb',
    '\u001b[201~',
    '\u202e',
    '\u200b',
    '\u2028',
    '\ud800',
  ])('refuses %j, which no quoting makes safe', (text) => {
    expect(isSafeArgument(text)).toBe(false);
  });
});

describe('names that no command line should hold', () => {
  it.each([
    ['arn:aws:s3:::file:///etc/passwd', 'a file to read'],
    ['arn:aws:s3:::--endpoint-url', 'an option'],
    ['arn:aws:s3:::a\nid', 'a line break'],
    ['arn:aws:s3:::a\u001b[201~id', 'the end of a paste'],
  ])('%j (%s): no line, a warning, and the SDK input still', (resource) => {
    const { unintended, warnings } = planRemediation(publicSample('AWS::S3::Bucket', { resource }), {
      analyzer: ANALYZER,
    });
    expect(unintended.steps.every(({ cli }) => cli === undefined)).toBe(true);
    expect(unintended.steps.at(-1)?.sdk?.input['Bucket']).toBe(resource.slice('arn:aws:s3:::'.length));
    expect(warnings.join()).toContain('no command line');
  });

  it.each([
    publicSample('AWS::KMS::Key', {
      resource: 'arn:aws:kms:eu-west-1:123456789012:key/a\u001b[31m',
      principal: { AWS: 'x\u0007\u202e' },
      condition: { 'k\n': 'v\r' },
    }),
    publicSample('AWS::S3::Bucket', {
      resource: 'arn:aws:s3:::key/a\u001b[31m',
      sources: [{ type: 'S3_ACCESS_POINT_ACCOUNT', detail: { accessPointAccount: '1\u001b[2J\u202e' } }],
    }),
  ])('keeps control characters out of every sentence: $resourceType', (finding) => {
    const { exposure, warnings, unintended, rescan, intended } = planRemediation(finding, { analyzer: ANALYZER });
    const sentences = [
      exposure,
      ...warnings,
      ...[...unintended.steps, ...unintended.undo, ...intended.steps].map(({ description }) => description),
      ...(rescan?.notes ?? []),
    ];
    for (const sentence of sentences) expect(sentence).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(exposure).toContain('key/a\\u{1b}[31m');
  });
});

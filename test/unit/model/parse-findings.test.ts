import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classifyAccessLevel } from '../../../src/access-levels/classify-access-level.ts';
import { InvalidInputError } from '../../../src/errors/index.ts';
import type { ExternalAccessFinding } from '../../../src/model/finding.ts';
import { parseFindings } from '../../../src/model/parse-findings.ts';

const SAMPLE = readFileSync(new URL('../../fixtures/rule-page-findings.json', import.meta.url), 'utf8');

const V1 = { id: 'a', status: 'ACTIVE', resource: 'arn:aws:s3:::b', isPublic: true, condition: {} };
const V2 = {
  id: 'b',
  status: 'ACTIVE',
  findingType: 'ExternalAccess',
  findingDetails: [{ externalAccessDetails: { isPublic: true, principal: { AWS: '*' }, condition: {} } }],
};

describe('parseFindings', () => {
  it('reads the sample of the rule page, with every action known', () => {
    const findings = parseFindings(SAMPLE) as ExternalAccessFinding[];
    expect(findings.map(({ findingType, status, isPublic }) => [findingType, status, isPublic])).toEqual([
      ['ExternalAccess', 'ACTIVE', true],
      ['ExternalAccess', 'ACTIVE', true],
      ['ExternalAccess', 'ACTIVE', false],
    ]);
    expect(findings.flatMap(({ action }) => classifyAccessLevel(action).unknown)).toEqual([]);
    expect(parseFindings(JSON.parse(SAMPLE))).toEqual(findings);
    expect(parseFindings(JSON.stringify(findings))).toEqual(findings);
  });

  it.each([
    ['a bare list', [V1, V2], ['a', 'b']],
    ['list-findings', { findings: [V1], nextToken: 'more' }, ['a']],
    ['get-finding', { finding: V1 }, ['a']],
    ['get-finding-v2', V2, ['b']],
    ['a flat finding', V1, ['a']],
    ['text', JSON.stringify({ findings: [V1] }), ['a']],
    ['text with a byte order mark', `\uFEFF${JSON.stringify([V1])}`, ['a']],
    ['dates of the SDK', [{ ...V1, createdAt: new Date(0) }], ['a']],
    ['nothing', [], []],
    ['null members', [{ ...V1, error: null, action: null, createdAt: null, condition: null }], ['a']],
    ['members not known yet', [{ ...V1, future: { deep: [1] } }], ['a']],
    ['details not known yet', [{ ...V2, findingDetails: [{ $unknown: ['x', {}] }] }], ['b']],
    ['a finding that lacks all but its status', [{ status: 'ACTIVE' }], [expect.stringMatching(/^unidentified:/)]],
  ])('reads %s', (_, json, ids) => {
    expect(parseFindings(json).map(({ id }) => id)).toEqual(ids);
  });

  it('takes a finding without a type for external access, and keeps an unknown one', () => {
    const types = parseFindings([V1, { id: 'c', status: 'ACTIVE' }, { id: 'd', findingType: 'FutureAccess' }]);
    expect(types.map(({ findingType }) => findingType)).toEqual(['ExternalAccess', 'ExternalAccess', 'Unknown']);
  });

  it.each<[unknown, string, string, unknown]>([
    [{ findings: [V1, V1, V1, { ...V1, isPublic: 'yes' }] }, 'findings[3].isPublic', '"yes"', 'boolean'],
    [[{ ...V1, action: 's3:GetObject' }], '[0].action', '"s3:GetObject"', 'array'],
    [[{ ...V1, action: [1] }], '[0].action[0]', '1', 'string'],
    [[{ ...V1, principal: '*' }], '[0].principal', '"*"', 'record'],
    [[{ ...V1, condition: { 'aws:SourceIp': ['1'] } }], '[0].condition.aws:SourceIp', 'an array of 1', 'string'],
    [[{ ...V1, createdAt: 'soon' }], '[0].createdAt', '"soon"', 'an ISO 8601 time stamp'],
    [[{ ...V1, status: 7 }], '[0].status', '7', 'string'],
    [[{ ...V1, sources: ['POLICY'] }], '[0].sources[0]', '"POLICY"', 'object'],
    [{ finding: { ...V1, id: {} } }, 'finding.id', 'an object', 'string'],
    [
      { ...V2, findingDetails: [{ externalAccessDetails: { isPublic: 'no' } }] },
      'findingDetails[0].externalAccessDetails.isPublic',
      '"no"',
      'boolean',
    ],
    [{ findings: V1 }, 'findings', 'an object', 'array'],
    [[[V1]], '[0]', 'an array of 1', 'object'],
    [[null], '[0]', 'null', 'object'],
    [[{ findings: [V1] }], '[0]', 'an object', expect.stringContaining('a finding: an object with at least one of id')],
    [{ finding: V1, findings: [V1] }, '', 'an object with both findings and finding', expect.anything()],
    [{ analyzers: [] }, '', 'an object with the members analyzers', expect.stringContaining('what the AWS CLI prints')],
    [{}, '', 'an empty object', expect.anything()],
    [null, '', 'null', expect.anything()],
    [42, '', '42', expect.anything()],
    ['{"findings":', '', 'text that is not JSON ("{\\"findings\\":")', expect.anything()],
    ['', '', 'text that is not JSON ("")', expect.anything()],
    ['"text in text"', '', '"text in text"', expect.anything()],
  ])('refuses %j', (json: unknown, path: string, found: string, expected: unknown) => {
    expect(() => parseFindings(json)).toThrow(InvalidInputError);
    try {
      parseFindings(json);
    } catch (error) {
      expect((error as InvalidInputError).issues[0]).toEqual({ path, found, expected });
      expect(error).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining(found) as string });
    }
  });

  it('is not hurt by hostile input', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(() => parseFindings(deep)).toThrow(InvalidInputError);
    expect(parseFindings(`[{"id":"a","future":${deep}}]`)).toHaveLength(1);
    const [finding] = parseFindings('[{"id":"a","__proto__":{"isPublic":true},"principal":{"__proto__":"*"}}]');
    expect(finding).not.toHaveProperty('isPublic');
    expect(JSON.stringify(finding)).toContain('"principal":{"__proto__":"*"}');
    expect(({} as { isPublic?: boolean }).isPublic).toBeUndefined();
    expect(() => parseFindings(Array.from({ length: 50_000 }, () => 1))).toThrow(/and 49995 more/);
    expect(parseFindings(Array.from({ length: 50_000 }, () => V1))).toHaveLength(50_000);
  });

  it('leaves its input as it was', () => {
    const json = Object.freeze({ findings: Object.freeze([Object.freeze({ ...V1 }), Object.freeze({ ...V2 })]) });
    const before = structuredClone(json);
    parseFindings(json);
    expect(json).toEqual(before);
  });
});

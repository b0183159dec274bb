import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { isAccessAnalyzerKitError } from '../../../src/errors/index.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { policies } from '../../../src/evaluate/policies.ts';
import type { Verdict } from '../../../src/evaluate/verdict.ts';
import { toJson, type JsonReport } from '../../../src/report/index.ts';
import { createFakeAws, demoScenario } from '../../../src/testing/index.ts';
import { collectEvidence } from '../../../src/evidence/index.ts';
import { createClients } from '../../../src/clients/index.ts';
import { buildEvidence, deepFreeze } from '../../helpers/build-evidence.ts';
import { hostileVerdict, judge, richDiff, richVerdict } from '../../helpers/report-verdicts.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../../schemas/report-1.schema.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;

/** The schema with no room for members that it does not name: one that is not documented fails. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const members = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  const isEvidence = typeof members['description'] === 'string' && members['description'].startsWith('The evidence');
  return members['type'] === 'object' && 'properties' in members && !isEvidence
    ? { additionalProperties: false, ...members }
    : members;
}

function check(schemaOf: unknown, text: string): unknown {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schemaOf as object);
  validate(JSON.parse(text));
  return validate.errors;
}

const { diff, after } = richDiff();
const texts: readonly (readonly [string, string])[] = [
  ['some of everything', toJson(richVerdict())],
  ['hostile names', toJson(hostileVerdict())],
  ['nothing read', toJson(judge({ 'us-east-1': 'lost' }))],
  ['no Regions', toJson(judge({}))],
  [
    'with changes and evidence',
    toJson(after, { diff, evidence: buildEvidence({ regions: { 'us-east-1': 'clean' } }) }),
  ],
  ...Object.values(policies).map(
    (policy) =>
      [`policy ${policy.name}`, toJson(evaluate(buildEvidence({ regions: { 'us-east-1': 'none' } }), policy))] as const,
  ),
  [
    'exceptions and accepted gaps',
    toJson(
      evaluate(
        buildEvidence({
          regions: { 'us-east-1': { problem: 'access-denied' }, 'us-west-2': { analyzers: [{ findings: [{}] }] } },
        }),
        {
          minimumSeverity: 'low',
          exceptions: [
            {
              filter: { isPublic: { eq: ['false'] } },
              owner: 'a',
              reason: 'b',
              expires: '2027-01-01',
              maxLevel: 'Write',
              allowPublic: false,
            },
          ],
          acceptedGaps: [
            {
              account: '111122223333',
              region: 'us-east-1',
              code: 'access-denied',
              owner: 'a',
              reason: 'b',
              expires: '2027-01-01',
            },
          ],
        },
      ),
    ),
  ],
];

describe('toJson', () => {
  test.each(texts)('is what its JSON Schema says, and has no member that it does not name: %s', (_, text) => {
    expect(check(schema, text)).toBeNull();
    expect(check(closed(schema), text)).toBeNull();
  });

  test('the demo account, read over HTTP, is what the schema says', async () => {
    const fake = createFakeAws(demoScenario());
    await using clients = createClients({
      requestHandler: fake.requestHandler,
      credentials: fake.credentialsFor('111122223333'),
    });
    const evidence = await collectEvidence(clients);
    expect(check(closed(schema), toJson(evaluate(evidence), { evidence }))).toBeNull();
  });

  test('the schema refuses what is none', () => {
    const report = JSON.parse(toJson(richVerdict())) as Record<string, Record<string, unknown>>;
    report['verdict']!['status'] = 'MAYBE';
    expect(check(schema, JSON.stringify(report))).not.toBeNull();
  });

  test.each([
    ['rich', richVerdict()],
    ['hostile', hostileVerdict()],
  ] as const)('holds the verdict to the last sign: %s', (_, verdict) => {
    expect((JSON.parse(toJson(verdict)) as JsonReport).verdict).toEqual(verdict);
  });

  test('is the same text whatever the order of the members', () => {
    const verdict = richVerdict();
    const shuffled = Object.fromEntries(Object.entries(verdict).reverse()) as unknown as Verdict;
    expect(toJson(shuffled)).toBe(toJson(verdict));
  });

  test('has one access a line', () => {
    const verdict = richVerdict();
    const lines = toJson(verdict).split('\n');
    const at = lines.indexOf('"accesses": [');
    expect(
      lines
        .slice(at + 1, at + 1 + verdict.accesses.length)
        .map((line) => (JSON.parse(line.replace(/,$/, '')) as { accessId: string }).accessId),
    ).toEqual(verdict.accesses.map(({ accessId }) => accessId));
  });

  test('changes nothing that it is given', () => {
    expect(() => toJson(deepFreeze(richVerdict()))).not.toThrow();
  });

  test.each([
    ['nothing', undefined, 'INVALID_INPUT', 'verdict: found nothing, expected a verdict'],
    ['evidence', buildEvidence({ regions: {} }), 'INVALID_INPUT', 'schema: found "access-analyzer-kit/evidence@1"'],
    [
      'half a verdict',
      { ...richVerdict(), accesses: undefined },
      'INVALID_INPUT',
      'accesses: found nothing, expected a list',
    ],
    [
      'a later verdict',
      { ...richVerdict(), schema: 'access-analyzer-kit/verdict@2' },
      'UNSUPPORTED_SCHEMA',
      'verdict@2',
    ],
  ])('refuses %s', (_, input, code, message) => {
    let thrown: unknown;
    try {
      toJson(input as unknown as Verdict);
    } catch (error) {
      thrown = error;
    }
    expect(isAccessAnalyzerKitError(thrown) && thrown.code).toBe(code);
    expect((thrown as Error).message).toContain(message);
  });
});

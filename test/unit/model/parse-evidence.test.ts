import { describe, expect, test } from 'vitest';
import { InvalidInputError } from '../../../src/errors/invalid-input-error.ts';
import { countEvidence } from '../../../src/model/evidence-counter.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import { mergeEvidence } from '../../../src/model/merge-evidence.ts';
import { parseEvidence } from '../../../src/model/parse-evidence.ts';
import { toFinding } from '../../../src/model/to-finding.ts';

const ARN = 'arn:aws:access-analyzer:us-east-1:111122223333:analyzer/one';
const PROBLEM = { code: 'throttled', operation: 'ListFindings', message: 'Later.', retryable: true };

const active = toFinding(
  {
    id: 'f1',
    status: 'ACTIVE',
    resource: 'arn:aws:s3:::b',
    resourceType: 'AWS::S3::Bucket',
    isPublic: true,
    principal: { AWS: '*' },
    action: ['s3:GetObject'],
    condition: { 'aws:SourceIp': '198.51.100.0/24' },
    analyzedAt: '2026-11-01T00:00:00Z',
  },
  { api: 'v1' },
);

type Loose = Record<string, unknown>;

/** Just so much type that a test can reach what it spoils. */
interface Json {
  scopes: [Loose, ...Loose[]];
  regions: [JsonRegion, ...JsonRegion[]];
  [member: string]: unknown;
}
interface JsonRegion {
  analyzers: [JsonAnalyzer, ...JsonAnalyzer[]] | [];
  suppressed: [Loose, ...Loose[]] | [];
  [member: string]: unknown;
}
interface JsonAnalyzer {
  analyzer: Loose;
  findings: Loose[];
  counts: Loose;
  [member: string]: unknown;
}

/** Evidence as JSON.parse gives it, to be spoiled. */
function document(): Json {
  const evidence = {
    schema: 'access-analyzer-kit/evidence@1',
    auditId: 'audit-1',
    scopes: [{ partition: 'aws', account: '111122223333', source: 'account', regions: ['us-east-1'], disabled: [] }],
    regions: [
      {
        partition: 'aws',
        account: '111122223333',
        region: 'us-east-1',
        collectedAt: '2026-11-02T00:00:00.000Z',
        state: 'read',
        analyzers: [
          {
            analyzer: { arn: ARN, name: 'one', type: 'ACCOUNT', status: 'ACTIVE' },
            state: 'read',
            detail: 'findings',
            counts: countEvidence([active]),
            findings: [active],
          },
        ],
        suppressed: [
          {
            analyzer: ARN,
            state: 'partial',
            problems: [PROBLEM],
            archived: { total: 1, public: 0, publicUnknown: 0, errors: 0, exceedsRead: 0 },
            findings: [],
            archiveRules: [{ ruleName: 'r', filter: { isPublic: { eq: ['false'] } } }],
          },
        ],
      },
    ],
  };
  return JSON.parse(JSON.stringify(evidence)) as Json;
}

function spoiled(spoil: (document: Json) => unknown): unknown {
  const json = document();
  spoil(json);
  return json;
}

const analyzerOf = (json: Json): JsonAnalyzer => json.regions[0].analyzers[0]!;
const findingOf = (json: Json): Loose => analyzerOf(json).findings[0]!;

test('reads what was written, to the byte', () => {
  const evidence = parseEvidence(document());
  expect(JSON.stringify(parseEvidence(JSON.parse(JSON.stringify(evidence))))).toBe(JSON.stringify(evidence));
});

test('puts regions, analyzers and findings into canonical order', () => {
  const json = document();
  json.regions.push({ ...json.regions[0], region: 'eu-west-1', analyzers: [], suppressed: [] });
  json.scopes[0]['regions'] = ['us-east-1', 'eu-west-1', 'us-east-1'];
  const evidence = parseEvidence(json);
  expect(evidence.regions.map(({ region }) => region)).toEqual(['eu-west-1', 'us-east-1']);
  expect(evidence.scopes[0]!.regions).toEqual(['eu-west-1', 'us-east-1']);
});

describe('versions', () => {
  test.each(['access-analyzer-kit/evidence@2', 'access-analyzer-kit/evidence@10'])('refuses %s clearly', (schema) => {
    expect(() => parseEvidence({ schema })).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_SCHEMA', message: expect.stringContaining('Update') as string }),
    );
  });

  test.each(['access-analyzer-kit/verdict@2', 'access-analyzer-kit/evidence@', 'access-analyzer-kit/evidence@0', ''])(
    'takes %s for no evidence',
    (schema) => {
      expect(() => parseEvidence({ ...document(), schema })).toThrow(/schema: found .*, expected one of "access/);
    },
  );
});

test.each([
  ['null', null],
  ['a text', '{}'],
  ['a list', []],
  ['an empty object', {}],
])('refuses %s', (_, json) => {
  expect(() => parseEvidence(json)).toThrow(InvalidInputError);
});

test.each<[string, (json: Json) => unknown, RegExp]>([
  ['an account that is none', (json) => (json.scopes[0]['account'] = '1'), /scopes\[0\]\.account: found "1"/],
  [
    'an unknown source',
    (json) => (json.scopes[0]['source'] = 'guess'),
    /scopes\[0\]\.source: found "guess", expected one of "account"/,
  ],
  ['an unknown state', (json) => (json.regions[0]['state'] = 'ok'), /regions\[0\]\.state: found "ok"/],
  [
    'a time that is none',
    (json) => (json.regions[0]['collectedAt'] = 'now'),
    /collectedAt: found "now", expected an ISO 8601 time/,
  ],
  [
    'an analyzer without an ARN',
    (json) => (analyzerOf(json).analyzer['arn'] = 'one'),
    /analyzer\.arn: found "one", expected an analyzer's ARN/,
  ],
  [
    'a finding without an id',
    (json) => delete findingOf(json)['id'],
    /findings\[0\]\.id: found nothing, expected string/,
  ],
  [
    'a finding whose isPublic is a text',
    (json) => (findingOf(json)['isPublic'] = 'no'),
    /findings\[0\]\.isPublic: found "no", expected boolean/,
  ],
  ['a negative count', (json) => (analyzerOf(json).counts['activeErrors'] = -1), /counts\.activeErrors: found -1/],
])('refuses %s and names it', (_, spoil, message) => {
  expect(() => parseEvidence(spoiled(spoil))).toThrow(message);
});

describe('a document that contradicts itself', () => {
  test.each<[string, (json: Json) => unknown, RegExp]>([
    [
      'an unreadable Region without a reason',
      (json) => (json.regions[0]['state'] = 'unreadable'),
      /regions\[0\]\.problem: found nothing, expected the reason/,
    ],
    [
      'an oldest read that is not older',
      (json) => (json.regions[0]['oldestReadAt'] = json.regions[0]['collectedAt']),
      /regions\[0\]\.oldestReadAt: found "[^"]+", expected a time before /,
    ],
    [
      'a read Region with a problem',
      (json) => (json.regions[0]['problem'] = PROBLEM),
      /regions\[0\]\.problem: found an object, expected no problem/,
    ],
    [
      'a partial analyzer without a reason',
      (json) => (analyzerOf(json)['state'] = 'partial'),
      /analyzers\[0\]\.problem: found nothing/,
    ],
    [
      'findings that were taken out',
      (json) => (analyzerOf(json).findings = []),
      /counts\.activeExternal\.total: found 1, expected 0/,
    ],
    [
      'counts that were taken down',
      (json) => Object.assign(analyzerOf(json).counts['activeExternal'] as Loose, { total: 0 }),
      /counts\.activeExternal\.total: found 0, expected 1/,
    ],
    ['two records of one Region', (json) => json.regions.push(json.regions[0]), /regions\[1\]: found a second/],
    ['two scopes of one account', (json) => json.scopes.push(json.scopes[0]), /scopes\[1\]: found a second/],
    [
      'one finding twice',
      (json) => analyzerOf(json).findings.push(findingOf(json)),
      /findings\[1\]: found a second f1/,
    ],
    [
      'a sample of what was counted as nothing',
      (json) => {
        analyzerOf(json)['detail'] = 'counts';
        analyzerOf(json).counts = { ...countEvidence([]) };
      },
      /counts\.activeExternal\.total: found 0, expected at least 1/,
    ],
    [
      'ACTIVE findings that are of no kind',
      (json) => {
        analyzerOf(json)['detail'] = 'counts';
        analyzerOf(json).counts['byStatus'] = { ACTIVE: 7 };
      },
      /byStatus\.ACTIVE: found 7, expected at most 1/,
    ],
  ])('is refused: %s', (_, spoil, message) => {
    expect(() => parseEvidence(spoiled(spoil))).toThrow(message);
  });
});

test('names what is wrong with a document however often it is', () => {
  const many = 150_000;
  const json = spoiled((json) => (json.scopes = Array(many).fill(json.scopes[0]) as Json['scopes']));
  expect(() => parseEvidence(json)).toThrow(/^Invalid evidence: scopes\[1\]: found a second .*; and 149994 more$/);
});

describe('what an analyzer’s ARN and type imply', () => {
  test.each([
    ['ACCOUNT_UNUSED_ACCESS', 'unused'],
    ['FUTURE_TYPE', 'unknown'],
  ])('is taken from them: %s cannot pass for external access', (type, access) => {
    const json = spoiled((json) =>
      Object.assign(analyzerOf(json).analyzer, { type, access: 'external', region: 'eu-west-1', account: '9' }),
    );
    expect(parseEvidence(json).regions[0]!.analyzers[0]!.analyzer).toMatchObject({
      access,
      region: 'us-east-1',
      account: '111122223333',
    });
  });
});

test('takes times as RFC 3339 has them and makes them comparable', () => {
  const json = spoiled((json) => {
    json.regions[0]['collectedAt'] = '2026-11-02T02:00:00.123456789+02:00';
    findingOf(json)['analyzedAt'] = '2026-11-01T00:00:00Z';
  });
  const record = parseEvidence(json).regions[0]!;
  expect(record.collectedAt).toBe('2026-11-02T00:00:00.123Z');
  expect(record.analyzers[0]!.findings[0]!.analyzedAt).toBe('2026-11-01T00:00:00.000Z');
});

test('keeps a finding type that this release does not know, as Unknown', () => {
  const json = spoiled((json) => {
    findingOf(json)['findingType'] = 'QuantumAccess';
    analyzerOf(json).counts = { ...countEvidence([{ ...active, findingType: 'Unknown' } as never]) };
  });
  expect(parseEvidence(json).regions[0]!.analyzers[0]!.findings[0]).toMatchObject({
    findingType: 'Unknown',
    awsFindingType: 'QuantumAccess',
  });
});

test('keeps a problem whose code this release does not know, as unexpected', () => {
  const json = spoiled((json) => {
    json.regions[0].suppressed[0]!['problems'] = [{ ...PROBLEM, code: 'quantum-flux' }];
  });
  expect(parseEvidence(json).regions[0]!.suppressed![0]!.problems[0]!.code).toBe('unexpected');
});

test('leaves out members that the schema does not name', () => {
  const json = spoiled((json) => {
    json['verdict'] = 'PASS';
    json.regions[0]['covered'] = true;
    analyzerOf(json)['trusted'] = true;
  });
  expect(JSON.stringify(parseEvidence(json))).toBe(JSON.stringify(parseEvidence(document())));
});

describe('hostile documents', () => {
  test('change no prototype, and borrow no member from one', () => {
    const text = JSON.stringify(document())
      .replaceAll('"isPublic":true', '"isPublic":true,"__proto__":{"error":"INTERNAL_ERROR","status":"RESOLVED"}')
      .replaceAll('"condition":{', '"condition":{"__proto__":{"polluted":"yes"},')
      .replaceAll(
        '"auditId"',
        '"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},"auditId"',
      );
    expect(text).toContain('__proto__');
    let evidence: Evidence | undefined;
    try {
      evidence = parseEvidence(JSON.parse(text));
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidInputError);
    }
    expect(({} as Json)['polluted']).toBeUndefined();
    for (const finding of evidence?.regions[0]!.analyzers[0]!.findings ?? []) {
      expect(finding).toMatchObject({ status: 'ACTIVE' });
      expect(finding.error).toBeUndefined();
    }
  });

  test('take no member from a prototype of the finding', () => {
    const text = JSON.stringify(document()).replace(
      '"isPublic":true',
      '"isPublic":true,"__proto__":{"error":"INTERNAL_ERROR"}',
    );
    const [finding] = parseEvidence(JSON.parse(text)).regions[0]!.analyzers[0]!.findings;
    expect(finding!.error).toBeUndefined();
    expect(finding!.status).toBe('ACTIVE');
  });

  test.each(['configuration', 'tags', 'statusReason'])('are refused when they nest without end: %s', (member) => {
    let deep: unknown = 'x';
    for (let depth = 0; depth < 100_000; depth += 1) deep = { deep };
    const json = spoiled((json) => (analyzerOf(json).analyzer[member] = deep));
    expect(() => parseEvidence(json)).toThrow(InvalidInputError);
  });

  test('may nest where nobody looks', () => {
    let deep: unknown = 'x';
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    expect(parseEvidence({ ...document(), extra: deep }).auditId).toBe('audit-1');
  });

  test('keep an analyzer’s configuration, which is AWS’s', () => {
    const configuration = {
      unusedAccess: { unusedAccessAge: 90, analysisRule: { exclusions: [{ accountIds: ['1'] }] } },
    };
    const json = spoiled((json) => (analyzerOf(json).analyzer['configuration'] = configuration));
    expect(parseEvidence(json).regions[0]!.analyzers[0]!.analyzer.configuration).toEqual(configuration);
  });
});

describe('merging', () => {
  const evidence = (): Evidence => parseEvidence(document());

  test('refuses parts of different audits', () => {
    expect(() => mergeEvidence(evidence(), { ...evidence(), auditId: 'audit-2' })).toThrow(
      expect.objectContaining({
        code: 'EVIDENCE_CONFLICT',
        message: expect.stringContaining('diffVerdicts') as string,
      }),
    );
  });

  test('refuses nothing at all', () => {
    expect(() => mergeEvidence()).toThrow(InvalidInputError);
  });

  test('refuses what was never parsed', () => {
    expect(() => mergeEvidence({ ...evidence(), schema: 'access-analyzer-kit/evidence@2' as never })).toThrow(
      InvalidInputError,
    );
  });

  test('refuses findings beside counts of one analyzer', () => {
    const counted = parseEvidence(spoiled((json) => (analyzerOf(json)['detail'] = 'counts')));
    expect(() => mergeEvidence(evidence(), counted)).toThrow(expect.objectContaining({ code: 'EVIDENCE_CONFLICT' }));
  });

  test('takes the type of an analyzer from whichever part was told it, among those that read it equally well', () => {
    const untold = (): Evidence => parseEvidence(spoiled((json) => (analyzerOf(json).analyzer['type'] = 'UNKNOWN')));
    const typeOf = (...parts: Evidence[]): string => mergeEvidence(...parts).regions[0]!.analyzers[0]!.analyzer.type;
    expect(typeOf(evidence(), untold())).toBe('ACCOUNT');
    expect(typeOf(untold(), evidence())).toBe('ACCOUNT');
    expect(typeOf(untold(), untold())).toBe('UNKNOWN');
    const lost = parseEvidence(
      spoiled((json) => Object.assign(analyzerOf(json), { state: 'partial', problem: PROBLEM })),
    );
    expect(typeOf(untold(), lost)).toBe('UNKNOWN');
    expect(typeOf(lost, untold())).toBe('UNKNOWN');
  });

  test('of an unknown account is refused beside anything else, wherever it is unknown', () => {
    const unknown = parseEvidence(spoiled((json) => (json.regions[0]['account'] = 'unknown')));
    expect(mergeEvidence(unknown, unknown)).toEqual(unknown);
    expect(() => mergeEvidence(unknown, evidence())).toThrow(expect.objectContaining({ code: 'EVIDENCE_CONFLICT' }));
  });

  test('keeps accounts apart', () => {
    const other = parseEvidence(
      spoiled((json) => {
        json.scopes[0]['account'] = '444455556666';
        json.regions[0]['account'] = '444455556666';
      }),
    );
    const merged = mergeEvidence(evidence(), other);
    expect(merged.regions.map(({ account }) => account)).toEqual(['111122223333', '444455556666']);
    expect(merged.scopes).toHaveLength(2);
  });
});

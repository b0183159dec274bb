import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { InvalidInputError } from '../../../src/errors/invalid-input-error.ts';
import { accessId } from '../../../src/evaluate/access-id.ts';
import { parseEvent, type AccessAnalyzerEvent } from '../../../src/events/index.ts';
import { parseFindings } from '../../../src/model/parse-findings.ts';
import { assessRisk } from '../../../src/risk/assess-risk.ts';

interface Case {
  readonly name: string;
  readonly event: Readonly<Record<string, unknown>> & { readonly detail: Readonly<Record<string, unknown>> };
  readonly expected: AccessAnalyzerEvent;
}

/** The shapes of AWS's own examples ("Monitoring AWS IAM Access Analyzer with Amazon EventBridge"), with other values. */
const cases = JSON.parse(
  await readFile(new URL('../../fixtures/events.json', import.meta.url), 'utf8'),
) as readonly Case[];
const [first] = cases;
if (first === undefined) throw new Error('no cases');
const external = first.event;

/** The first case with other members, of the envelope or, under `detail`, of the finding. */
function changed({ detail, ...envelope }: { readonly detail?: unknown } & Readonly<Record<string, unknown>>): unknown {
  const merged = typeof detail === 'object' ? { ...external.detail, ...detail } : (detail ?? external.detail);
  return { ...external, ...envelope, detail: merged };
}

function issuesOf(event: unknown): readonly { readonly path: string; readonly found: string }[] {
  try {
    parseEvent(event);
  } catch (error) {
    if (error instanceof InvalidInputError) return error.issues;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('parseEvent', () => {
  test.each(cases)('$name', ({ event, expected }) => {
    expect(parseEvent(event)).toEqual(expected);
    expect(parseEvent(JSON.stringify(event))).toEqual(expected);
  });

  test('leaves the event as it was', () => {
    const before = structuredClone(external);
    parseEvent(external);
    expect(external).toEqual(before);
  });

  test('null members count as missing', () => {
    const event = parseEvent(changed({ time: null, detail: { error: null, isDeleted: null, isPublic: null } }));
    expect(event).toMatchObject({ kind: 'finding' });
    expect(event).not.toHaveProperty('time');
    expect(event).not.toHaveProperty('finding.isPublic');
    expect(event).not.toHaveProperty('finding.error');
  });

  test('what an event does not say counts as the worst that it could be', () => {
    const event = parseEvent(changed({ detail: { isPublic: undefined, principal: undefined, action: undefined } }));
    expect(event.kind === 'finding' && assessRisk(event.finding).severity).toBe('critical');
  });

  test('an event is the access that an audit finds', () => {
    const event = parseEvent(external);
    if (event.kind !== 'finding') throw new Error(event.kind);
    const { accountId, isDeleted: _deleted, region: _region, version: _version, ...members } = external.detail;
    const listed = parseFindings({ findings: [{ ...members, resourceOwnerAccount: accountId }] })[0]!;
    expect(event.finding).toEqual(listed);
    expect(accessId(event.finding, event)).toBe(accessId(listed, { partition: 'aws', account: '111122223333' }));
  });

  test('a finding without an id is kept, by what it holds', () => {
    const one = parseEvent(changed({ detail: { id: undefined } }));
    const other = parseEvent(changed({ detail: { id: undefined, resource: 'arn:aws:s3:::another' } }));
    if (one.kind !== 'finding' || other.kind !== 'finding') throw new Error('no findings');
    expect(one.finding.id).toMatch(/^unidentified:[0-9a-f]{32}$/);
    expect(one.finding.id).not.toBe(other.finding.id);
  });

  test.each([
    ['2026-11-21T01:14:07Z', '2026-11-21T01:14:07.000000000Z'],
    ['2026-11-21T01:14:07.5Z', '2026-11-21T01:14:07.500000000Z'],
    ['2026-11-21T01:14:07.123456789Z', '2026-11-21T01:14:07.123456789Z'],
    ['2026-11-21T01:14:07.1234567891Z', '2026-11-21T01:14:07.123456789Z'],
    ['2026-11-21T03:14:07.1234+02:00', '2026-11-21T01:14:07.123400000Z'],
    [1_795_223_647, '2026-11-21T01:14:07.000000000Z'],
  ])('updatedAt %s is %s', (updatedAt, expected) => {
    expect(parseEvent(changed({ detail: { updatedAt } }))).toMatchObject({ updatedAt: expected });
  });

  test.each([
    ['nothing', undefined, ''],
    ['a number', 7, ''],
    ['text that is not JSON', 'Access Analyzer Finding', ''],
    ['JSON of something else', '[]', ''],
    ['the detail alone', external.detail, 'detail-type'],
    ['a batch of a queue', { Records: [{ body: JSON.stringify(external) }] }, 'Records'],
    ['an event of another source', changed({ source: 'aws.securityhub' }), 'source'],
    ['an event of a name that only begins like it', changed({ source: 'aws.access-analyzers' }), 'source'],
    ['an event without detail-type', changed({ 'detail-type': undefined }), 'detail-type'],
    ['an event without an account', changed({ account: '' }), 'account'],
    ['a time that is none', changed({ time: 'yesterday' }), 'time'],
    ['resources that are no list', changed({ resources: 'arn:aws:access-analyzer' }), 'resources'],
    ['an event that names no analyzer', changed({ resources: [] }), 'resources'],
    ['an event that names something else', changed({ resources: ['arn:aws:s3:::analyzer'] }), 'resources'],
    ['a detail that is a list', { ...external, detail: [] }, 'detail'],
    ['a detail that is no finding', { ...external, detail: { mood: 'blue' } }, 'detail'],
    ['a principal that is a text', changed({ detail: { principal: '*' } }), 'detail.principal'],
    ['actions that are numbers', changed({ detail: { action: [1] } }), 'detail.action[0]'],
    ['isPublic as text', changed({ detail: { isPublic: 'false' } }), 'detail.isPublic'],
    ['isDeleted as text', changed({ detail: { isDeleted: 'true' } }), 'detail.isDeleted'],
    ['an updatedAt that is none', changed({ detail: { updatedAt: 'soon' } }), 'detail.updatedAt'],
    [
      'a preview without id',
      { ...external, 'detail-type': 'Access Preview State Change', detail: { status: 'CREATING' } },
      'detail.accessPreviewId',
    ],
  ])('refuses %s', (_name, event, path) => {
    expect(issuesOf(event).map((issue) => issue.path)).toContain(path);
  });

  test('says all that is wrong at once, with what was found', () => {
    expect(issuesOf(changed({ detail: { isPublic: 'no', action: 'x', status: 1 } }))).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: 'detail.isPublic', found: '"no"' }),
        expect.objectContaining({ path: 'detail.status', found: '1' }),
      ]),
    );
  });

  test('members named __proto__ are ordinary members, and pollute nothing', () => {
    const text = JSON.stringify(external)
      .replace('"condition":{}', '"condition":{"__proto__":"x","constructor":"y"}')
      .replace('"isPublic"', '"__proto__":{"status":"RESOLVED","isDeleted":true},"isPublic"');
    expect(text).toContain('"__proto__":{"status"');
    const event = parseEvent(text);
    expect(event).toMatchObject({ kind: 'finding', finding: { status: 'ACTIVE' } });
    if (event.kind !== 'finding' || event.finding.findingType !== 'ExternalAccess') throw new Error(event.kind);
    expect(Object.entries(event.finding.condition)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(({} as Record<string, unknown>)['status']).toBeUndefined();
  });

  test.each(['detail', 'mood'])('takes nesting of any depth in %s without recursion', (member) => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const json = JSON.stringify(
      member === 'detail'
        ? changed({ 'detail-type': 'New Finding', detail: { x: 'DEEP' } })
        : changed({ detail: { mood: 'DEEP' } }),
    ).replace('"DEEP"', deep);
    expect(parseEvent(json).kind).toBe(member === 'detail' ? 'unknown' : 'finding');
  });
});

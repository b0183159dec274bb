import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { isAccessAnalyzerKitError } from '../../src/errors/access-analyzer-kit-error.ts';
import { evidenceFromFindings } from '../../src/model/evidence-from-findings.ts';
import { runsOf, seed } from './campaign.ts';
import { accountId, analyzerArn, HOME, STRANGER } from './places.ts';

/** What somebody saved of `aws accessanalyzer list-findings`, and what they say of it. */
interface CliDraw {
  readonly kinds: readonly ('open' | 'public' | 'archived' | 'resolved' | 'error' | 'future-status')[];
  /** Findings that made it into the output. */
  readonly kept: number;
  readonly token: 'none' | 'nextToken' | 'NextToken' | 'null';
  /** Share of the text that is left, of 100; less than all of it is no JSON. */
  readonly percent: number;
  readonly complete: boolean;
  readonly analyzer: 'active' | 'fresh' | 'disabled' | 'name' | 'arn';
  readonly isText: boolean;
}

const draws: fc.Arbitrary<CliDraw> = fc.record({
  kinds: fc.array(fc.constantFrom('archived', 'resolved', 'open', 'public', 'error', 'future-status'), {
    maxLength: 6,
  }),
  kept: fc.oneof(fc.constant(6), fc.integer({ min: 0, max: 6 })),
  token: fc.oneof(
    { weight: 3, arbitrary: fc.constant('none' as const) },
    fc.constantFrom('nextToken', 'NextToken', 'null'),
  ),
  percent: fc.oneof({ weight: 4, arbitrary: fc.constant(100) }, fc.integer({ min: 0, max: 99 })),
  complete: fc.boolean(),
  analyzer: fc.oneof(
    { weight: 3, arbitrary: fc.constant('active' as const) },
    fc.constantFrom('fresh', 'disabled', 'name', 'arn'),
  ),
  isText: fc.boolean(),
});

const COLLECTED = '2026-11-20T10:00:00Z';

test('what a CLI wrote, whole or cut off: no PASS of a part, and no open finding in it is lost', () => {
  const tally = new Map<string, number>();
  fc.assert(
    fc.property(draws, (draw) => {
      const all = draw.kinds.map(findingOf);
      const findings = all.slice(0, draw.kept);
      const document = { findings, ...tokenOf(draw) };
      const text = JSON.stringify(document, null, 2);
      const input = draw.isText ? text.slice(0, Math.floor((text.length * draw.percent) / 100)) : document;
      const isCut = draw.isText && draw.percent < 100;
      const status = statusOf(draw, input, isCut);
      tally.set(status, (tally.get(status) ?? 0) + 1);
      // Half a document may happen to be one, of nothing: then it says nothing, and is no list either.
      if (isCut) {
        expect(status).toBe('refused');
        return;
      }
      const isOpen = findings.some(({ error, status: of }) => of === 'ACTIVE' && error === undefined);
      const isAll = draw.complete && (draw.token === 'none' || draw.token === 'null');
      const isOdd = findings.some(
        ({ error, status: of }) => of === 'SNOOZED' || (of === 'ACTIVE' && error !== undefined),
      );
      expect(status).toBe(isOpen ? 'FAIL' : isAll && !isOdd && draw.analyzer === 'active' ? 'PASS' : 'UNKNOWN');
    }),
    { numRuns: runsOf({ usual: 20, full: 200 }), seed },
  );
  expect([...tally.keys()]).toContain('UNKNOWN');
});

interface CliFinding {
  readonly status: string;
  readonly error?: string;
}

function findingOf(kind: CliDraw['kinds'][number], index: number): CliFinding {
  const closed: Partial<Record<typeof kind, string>> = {
    archived: 'ARCHIVED',
    resolved: 'RESOLVED',
    'future-status': 'SNOOZED',
  };
  const finding = {
    ...{ id: `f-${index}`, resource: `arn:aws:s3:::bucket-${index}`, resourceType: 'AWS::S3::Bucket' },
    ...{ resourceOwnerAccount: accountId(0), status: closed[kind] ?? 'ACTIVE' },
    ...{ createdAt: COLLECTED, analyzedAt: COLLECTED, updatedAt: COLLECTED, condition: {} },
  };
  if (kind === 'error') return { ...finding, error: 'ACCESS_DENIED' };
  return {
    ...finding,
    principal: { AWS: kind === 'public' ? '*' : STRANGER },
    action: ['s3:GetObject'],
    isPublic: kind === 'public',
  } as CliFinding;
}

function tokenOf({ token }: CliDraw): object {
  if (token === 'none') return {};
  return token === 'null' ? { nextToken: null } : { [token]: 'AAAA' };
}

function statusOf({ analyzer, complete }: CliDraw, input: unknown, isCut: boolean): string {
  try {
    const evidence = evidenceFromFindings(input, {
      account: accountId(0),
      region: HOME,
      analyzer: analyzerOf(analyzer),
      complete,
      collectedAt: COLLECTED,
    });
    return evaluate(evidence).status;
  } catch (error) {
    if (isCut && isAccessAnalyzerKitError(error) && error.code === 'INVALID_INPUT') return 'refused';
    throw error;
  }
}

function analyzerOf(kind: CliDraw['analyzer']): unknown {
  const arn = analyzerArn(0, 0, 0);
  if (kind === 'name') return 'analyzer-0';
  if (kind === 'arn') return arn;
  return {
    ...{ arn, name: 'analyzer-0', type: 'ACCOUNT', status: kind === 'disabled' ? 'DISABLED' : 'ACTIVE' },
    createdAt: kind === 'fresh' ? '2026-11-20T09:00:00Z' : '2026-01-01T00:00:00Z',
    ...(kind === 'fresh' ? {} : { lastResourceAnalyzedAt: COLLECTED }),
  };
}

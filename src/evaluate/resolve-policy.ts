import { z } from 'zod';
import { ACCESS_LEVELS } from '../access-levels/access-level.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { found } from '../errors/found.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import { parseWith } from '../model/parse-with.ts';
import { SEVERITIES } from '../risk/severity.ts';
import { policies } from './policies.ts';
import type { Policy } from './policy.ts';

/** A policy as people write it: members left out are those of `strict`. */
export type PolicyInput = { readonly [Member in keyof Policy]?: Policy[Member] | undefined };

const effect = z.enum(['FAIL', 'UNKNOWN', 'ignore']);
const text = z.string().min(1, 'a text that is not empty');
const day = z.string().refine((value) => !Number.isNaN(Date.parse(value)), 'an ISO 8601 date or time');

const exception = z.strictObject({
  filter: z
    .record(z.string(), z.unknown())
    .refine((filter) => Object.keys(filter).length > 0, 'a filter with at least one property'),
  owner: text,
  reason: text,
  expires: day,
  maxLevel: z.enum(ACCESS_LEVELS as ['List', 'Read', 'Write', 'Permissions', 'Tagging']),
  allowPublic: z.boolean().optional(),
});

const gap = z.strictObject({
  account: z.string().regex(/^\d{12}$/, 'an account id of twelve digits'),
  region: text,
  code: text,
  owner: text,
  reason: text,
  expires: day,
});

const schema = z.strictObject({
  name: text.optional(),
  description: z.string().optional(),
  activeFindings: z.enum(['FAIL', 'ignore']).optional(),
  analyzers: z.enum(['external', 'all']).optional(),
  missingAnalyzer: effect.optional(),
  unreadable: effect.optional(),
  inactiveAnalyzer: effect.optional(),
  inactiveAnalyzerFindings: z.boolean().optional(),
  errorFindings: effect.optional(),
  unknownFindings: effect.optional(),
  coveredElsewhere: effect.optional(),
  unprovenRegions: effect.optional(),
  freshAnalyzer: effect.optional(),
  zoneOfTrust: z.enum(['either', 'account', 'organization']).optional(),
  warmUpHours: z.number().min(0, 'a number of hours, 0 or more').optional(),
  archivedPublic: z.enum(['report', 'fail']).optional(),
  minimumSeverity: z.enum(SEVERITIES as ['critical', 'high', 'medium', 'low', 'info']).optional(),
  exceptions: z.array(exception).optional(),
  acceptedGaps: z.array(gap).optional(),
  granularity: z.enum(['account', 'region', 'analyzer']).optional(),
});

/** What can never be accepted as a gap: it was read, and it is bad. */
const NOT_A_GAP = new Set(['active-findings', 'archived-public']);

/**
 * Checks a policy and fills what it leaves out from `strict`. A policy that differs from `strict` never carries its
 * name: it is called `custom`, or `strict (modified)` when it was made by spreading `policies.strict`.
 *
 * @throws {@link InvalidInputError} naming the member.
 */
export function resolvePolicy(input: PolicyInput = {}): Policy {
  parseWith(schema as z.ZodType, input, 'policy');
  for (const [index, accepted] of (input.acceptedGaps ?? []).entries()) {
    if (NOT_A_GAP.has(accepted.code)) {
      const path = `acceptedGaps[${index}].code`;
      throw new InvalidInputError('policy', [
        {
          path,
          found: found(accepted.code),
          expected: 'a code of something that could not be read; use exceptions for findings',
        },
      ]);
    }
  }
  const {
    name = 'custom',
    description,
    ...members
  } = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Partial<Policy>;
  const { name: _strict, description: _about, ...rest } = policies.strict;
  const judging = { ...rest, ...members };
  if (judgesLike({ name, ...judging }, policies.strict))
    return { ...policies.strict, granularity: judging.granularity };
  const honest = name === policies.strict.name ? 'strict (modified)' : name;
  const about = description === undefined || description === policies.strict.description ? {} : { description };
  return { name: honest, ...about, ...judging };
}

/** Whether two policies reach the same verdict on everything: their names and descriptions apart, they are equal. */
export function judgesLike(left: Policy, right: Policy): boolean {
  return canonicalJson(whatJudges(left)) === canonicalJson(whatJudges(right));
}

function whatJudges(policy: Policy): unknown {
  const {
    name: _name,
    description: _description,
    exceptions = [],
    acceptedGaps = [],
    granularity: _g,
    ...rest
  } = policy;
  return { ...rest, exceptions, acceptedGaps };
}

import * as z from 'zod/mini';
import { ACCESS_LEVELS } from '../access-levels/access-level.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { found } from '../errors/found.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import { isPlainJson } from '../model/plain-json.ts';
import { parseWith } from '../model/parse-with.ts';
import { schemaOf } from '../model/schema.ts';
import { SEVERITIES } from '../risk/severity.ts';
import { policies } from './policies.ts';
import type { Policy } from './policy.ts';

/** A policy as people write it: members left out are those of `strict`. */
export type PolicyInput = { readonly [Member in keyof Policy]?: Policy[Member] | undefined };

const schema = schemaOf(() => {
  const effect = z.optional(z.enum(['FAIL', 'UNKNOWN', 'ignore']));
  const text = z.string().check(z.minLength(1, 'a text that is not empty'));
  const day = z.string().check(z.refine((value) => !Number.isNaN(Date.parse(value)), 'an ISO 8601 date or time'));
  const exception = z.strictObject({
    filter: z.record(z.string(), z.unknown()).check(
      z.refine((filter) => Object.keys(filter).length > 0, 'a filter with at least one property'),
      z.refine(isPlainJson, 'plain JSON'),
    ),
    owner: text,
    reason: text,
    expires: day,
    maxLevel: z.enum(ACCESS_LEVELS as ['List', 'Read', 'Write', 'Permissions', 'Tagging']),
    allowPublic: z.optional(z.boolean()),
  });
  const gap = z.strictObject({
    account: z.string().check(z.regex(/^\d{12}$/, 'an account id of twelve digits')),
    region: text,
    code: text,
    owner: text,
    reason: text,
    expires: day,
  });
  return z.strictObject({
    name: z.optional(text),
    description: z.optional(z.string()),
    activeFindings: z.optional(z.enum(['FAIL', 'ignore'])),
    analyzers: z.optional(z.enum(['external', 'all'])),
    missingAnalyzer: effect,
    unreadable: effect,
    inactiveAnalyzer: effect,
    inactiveAnalyzerFindings: z.optional(z.boolean()),
    errorFindings: effect,
    unknownFindings: effect,
    coveredElsewhere: effect,
    unprovenRegions: effect,
    freshAnalyzer: effect,
    zoneOfTrust: z.optional(z.enum(['either', 'account', 'organization'])),
    warmUpHours: z.optional(z.number().check(z.minimum(0, 'a number of hours, 0 or more'))),
    archivedPublic: z.optional(z.enum(['report', 'fail'])),
    minimumSeverity: z.optional(z.enum(SEVERITIES as ['critical', 'high', 'medium', 'low', 'info'])),
    exceptions: z.optional(z.array(exception)),
    acceptedGaps: z.optional(z.array(gap)),
    granularity: z.optional(z.enum(['account', 'region', 'analyzer'])),
  });
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
  parseWith(schema, input, 'policy');
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

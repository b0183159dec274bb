import * as v from 'valibot';
import { ACCESS_LEVELS } from '../access-levels/access-level.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { found } from '../errors/found.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import { isPlainJson } from '../model/plain-json.ts';
import { parseWith } from '../model/parse-with.ts';
import { schemaOf } from '../model/schema.ts';
import { recordOf, strictObjectOf } from '../model/object-schema.ts';
import { accountId, nonEmptyText } from '../model/value-schemas.ts';
import { SEVERITIES } from '../risk/severity.ts';
import { expiryOf } from './expiry.ts';
import { policies } from './policies.ts';
import type { Policy } from './policy.ts';

/** A policy as people write it: members left out are those of `strict`. */
export type PolicyInput = { readonly [Member in keyof Policy]?: Policy[Member] | undefined };

const schema = /* @__PURE__ */ schemaOf(() => {
  const effect = v.optional(v.picklist(['FAIL', 'UNKNOWN', 'ignore']));
  const text = nonEmptyText();
  const day = v.pipe(
    v.string(),
    v.check((value) => expiryOf(value) !== undefined, 'an ISO 8601 date or time'),
  );
  const exception = strictObjectOf({
    filter: v.pipe(
      recordOf(v.unknown()),
      v.check((filter) => Object.keys(filter).length > 0, 'a filter with at least one property'),
      v.check((filter) => isPlainJson(filter), 'plain JSON'),
    ),
    owner: text,
    reason: text,
    expires: day,
    maxLevel: v.picklist(ACCESS_LEVELS),
    allowPublic: v.optional(v.boolean()),
  });
  const gap = strictObjectOf({
    account: accountId(),
    region: text,
    code: text,
    owner: text,
    reason: text,
    expires: day,
  });
  return strictObjectOf({
    name: v.optional(text),
    description: v.optional(v.string()),
    activeFindings: v.optional(v.picklist(['FAIL', 'ignore'])),
    analyzers: v.optional(v.picklist(['external', 'all'])),
    missingAnalyzer: effect,
    unreadable: effect,
    inactiveAnalyzer: effect,
    inactiveAnalyzerFindings: v.optional(v.boolean()),
    errorFindings: effect,
    unknownFindings: effect,
    coveredElsewhere: effect,
    unprovenRegions: effect,
    freshAnalyzer: effect,
    zoneOfTrust: v.optional(v.picklist(['either', 'account', 'organization'])),
    warmUpHours: v.optional(
      v.pipe(
        v.number(),
        v.check((hours) => hours >= 0 && hours < Number.POSITIVE_INFINITY, 'a number of hours, 0 or more'),
      ),
    ),
    archivedPublic: v.optional(v.picklist(['report', 'fail'])),
    minimumSeverity: v.optional(v.picklist(SEVERITIES)),
    exceptions: v.optional(v.array(exception)),
    acceptedGaps: v.optional(v.array(gap)),
    granularity: v.optional(v.picklist(['account', 'region', 'analyzer'])),
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

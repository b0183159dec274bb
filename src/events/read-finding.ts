import * as z from 'zod/mini';
import { parseArn } from '../model/arn.ts';
import type { AnalyzerAccess } from '../model/analyzer.ts';
import type { Finding } from '../model/finding.ts';
import { findingWireSchema } from '../model/finding-wire-schema.ts';
import { textOf } from '../model/loose.ts';
import { parseWith } from '../model/parse-with.ts';
import { schemaOf } from '../model/schema.ts';
import { toFinding } from '../model/to-finding.ts';

type Detail = Readonly<Record<string, unknown>>;

/** What is present must be of AWS's type; anything may be missing, and unknown members are let through. */
const eventSchema = schemaOf(() => {
  const text = z.nullish(z.string());
  const count = z.nullish(z.int('a whole number').check(z.minimum(0, 'a number of 0 or more')));
  const ofEvents = z.object({
    findingId: text,
    accountId: text,
    resourceControlPolicyRestrictionType: text,
    serviceControlPolicyRestrictionType: text,
    isDeleted: z.nullish(z.boolean()),
    previousStatus: text,
    numberOfUnusedServices: count,
    numberOfUnusedActions: count,
  });
  return z.object({ detail: z.intersection(findingWireSchema(), ofEvents) });
});

/**
 * The finding of an event's `detail`, whose member names differ from the API's: `findingId` (unused access) is `id`,
 * `accountId` is `resourceOwnerAccount`, `…RestrictionType` is `…Restriction`.
 *
 * @throws {@link InvalidInputError} naming the member.
 */
export function readFinding(detail: Detail, access: AnalyzerAccess): Finding {
  parseWith(eventSchema, { detail }, 'event');
  const renamed = {
    ...detail,
    id: textOf(detail['id']) ?? detail['findingId'],
    resourceOwnerAccount: textOf(detail['resourceOwnerAccount']) ?? ownerOf(detail, access),
    resourceControlPolicyRestriction: either(detail, 'resourceControlPolicyRestriction'),
    serviceControlPolicyRestriction: either(detail, 'serviceControlPolicyRestriction'),
  };
  return toFinding(renamed, { api: access === 'external' ? 'v1' : 'v2', analyzerAccess: access });
}

/**
 * Of internal access AWS's documentation says that `accountId` is the principal's account, and its example of an error
 * has the resource's owner there. Only the resource's ARN is certain, where it has an account.
 */
function ownerOf(detail: Detail, access: AnalyzerAccess): string | undefined {
  if (access !== 'internal') return textOf(detail['accountId']);
  return textOf(parseArn(textOf(detail['resource']) ?? '')?.account);
}

function either(detail: Detail, member: string): unknown {
  return textOf(detail[`${member}Type`]) ?? detail[member];
}

import * as v from 'valibot';
import { parseArn } from '../model/arn.ts';
import type { AnalyzerAccess } from '../model/analyzer.ts';
import type { Finding } from '../model/finding.ts';
import { aFinding, findingWireMembers } from '../model/finding-wire-schema.ts';
import { textOf } from '../model/loose.ts';
import { parseWith } from '../model/parse-with.ts';
import { schemaOf } from '../model/schema.ts';
import { objectOf } from '../model/object-schema.ts';
import { wholeNumber } from '../model/value-schemas.ts';
import { toFinding } from '../model/to-finding.ts';

type Detail = Readonly<Record<string, unknown>>;

/** What is present must be of AWS's type; anything may be missing, and unknown members are let through. */
const eventSchema = /* @__PURE__ */ schemaOf(() => {
  const text = v.nullish(v.string());
  const count = v.nullish(wholeNumber(0, 'a whole number, 0 or more'));
  const ofEvents = {
    findingId: text,
    accountId: text,
    resourceControlPolicyRestrictionType: text,
    serviceControlPolicyRestrictionType: text,
    isDeleted: v.nullish(v.boolean()),
    previousStatus: text,
    numberOfUnusedServices: count,
    numberOfUnusedActions: count,
  };
  return objectOf({ detail: aFinding({ ...findingWireMembers(), ...ofEvents }) });
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

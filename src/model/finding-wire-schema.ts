import * as z from 'zod/mini';
import { isRecord } from './loose.ts';
import { schemaOf, type Schema } from './schema.ts';
import { toTimestamp } from './timestamp.ts';

/** Members of which a finding has at least one: an object without them is something else, not a finding that lacks all. */
const TELLING = ['id', 'status', 'resource', 'resourceType', 'principal', 'action', 'findingType', 'findingDetails'];

/**
 * A finding as ListFindings, ListFindingsV2, GetFinding and GetFindingV2 print it: what is present must be of AWS's type,
 * anything may be missing, and members that this release does not know are let through.
 */
export const findingWireSchema: Schema = schemaOf(() => {
  const members = z.object(findingWireMembers());
  return members.check(
    z.refine((finding) => isRecord(finding) && TELLING.some((member) => Object.hasOwn(finding, member)), {
      error: `a finding: an object with at least one of ${TELLING.join(', ')}`,
    }),
  );
});

/** The members of a finding that AWS prints, for the schema of what has more than these. */
export function findingWireMembers(): Record<string, z.ZodMiniType> {
  // A text may be missing or null, since AWS's "required" is no promise.
  const text = z.nullish(z.string());
  const texts = z.nullish(z.array(z.string()));
  const textMap = z.nullish(z.record(z.string(), z.string()));
  const time = z.optional(
    z.custom((value) => value === undefined || value === null || toTimestamp(value) !== undefined, {
      error: 'an ISO 8601 time stamp',
    }),
  );
  const grant = {
    isPublic: z.nullish(z.boolean()),
    principal: textMap,
    action: texts,
    condition: textMap,
    sources: z.nullish(
      z.array(
        z.object({
          type: text,
          detail: z.nullish(z.object({ accessPointArn: text, accessPointAccount: text })),
        }),
      ),
    ),
    resourceControlPolicyRestriction: text,
    serviceControlPolicyRestriction: text,
    principalOwnerAccount: text,
    accessType: text,
    principalType: text,
  };
  const used = z.nullish(z.object({ lastAccessed: time }));
  // One member of AWS's union is set; one that this release does not know is tolerated.
  const details = z.object({
    externalAccessDetails: z.nullish(z.object(grant)),
    internalAccessDetails: z.nullish(z.object(grant)),
    unusedIamRoleDetails: used,
    unusedIamUserPasswordDetails: used,
    unusedIamUserAccessKeyDetails: z.nullish(z.object({ accessKeyId: text, lastAccessed: time })),
    unusedPermissionDetails: z.nullish(
      z.object({
        serviceNamespace: text,
        lastAccessed: time,
        actions: z.nullish(z.array(z.object({ action: text, lastAccessed: time }))),
      }),
    ),
  });
  return {
    id: text,
    findingType: text,
    awsFindingType: text,
    status: text,
    resource: text,
    resourceType: text,
    resourceOwnerAccount: text,
    createdAt: time,
    analyzedAt: time,
    updatedAt: time,
    error: text,
    ...grant,
    findingDetails: z.nullish(z.array(details)),
  };
}

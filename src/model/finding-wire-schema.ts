import { z } from 'zod';
import { isRecord } from './loose.ts';
import { toTimestamp } from './timestamp.ts';

/** A text that may be missing or null, since AWS's "required" is no promise. */
const text = z.string().nullish();
const texts = z.array(z.string()).nullish();
const textMap = z.record(z.string(), z.string()).nullish();
const time = z
  .custom<unknown>((value) => value === undefined || value === null || toTimestamp(value) !== undefined, {
    error: 'an ISO 8601 time stamp',
  })
  .optional();

const grant = {
  isPublic: z.boolean().nullish(),
  principal: textMap,
  action: texts,
  condition: textMap,
  sources: z
    .array(
      z.object({
        type: text,
        detail: z.object({ accessPointArn: text, accessPointAccount: text }).nullish(),
      }),
    )
    .nullish(),
  resourceControlPolicyRestriction: text,
  serviceControlPolicyRestriction: text,
  principalOwnerAccount: text,
  accessType: text,
  principalType: text,
};

const used = z.object({ lastAccessed: time });

/** One member of AWS's union is set; one that this release does not know is tolerated. */
const details = z.object({
  externalAccessDetails: z.object(grant).nullish(),
  internalAccessDetails: z.object(grant).nullish(),
  unusedIamRoleDetails: used.nullish(),
  unusedIamUserPasswordDetails: used.nullish(),
  unusedIamUserAccessKeyDetails: z.object({ accessKeyId: text, lastAccessed: time }).nullish(),
  unusedPermissionDetails: z
    .object({
      serviceNamespace: text,
      lastAccessed: time,
      actions: z.array(z.object({ action: text, lastAccessed: time })).nullish(),
    })
    .nullish(),
});

const members = {
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
  findingDetails: z.array(details).nullish(),
};

/** Members of which a finding has at least one: an object without them is something else, not a finding that lacks all. */
const TELLING = ['id', 'status', 'resource', 'resourceType', 'principal', 'action', 'findingType', 'findingDetails'];

/**
 * A finding as ListFindings, ListFindingsV2, GetFinding and GetFindingV2 print it: what is present must be of AWS's type,
 * anything may be missing, and members that this release does not know are let through.
 */
export const findingWireSchema: z.ZodType = z
  .object(members)
  .refine((finding) => isRecord(finding) && TELLING.some((member) => Object.hasOwn(finding, member)), {
    error: `a finding: an object with at least one of ${TELLING.join(', ')}`,
  });

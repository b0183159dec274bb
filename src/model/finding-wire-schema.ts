import * as v from 'valibot';
import { schemaOf, type Schema, type ValueSchema } from './schema.ts';
import { objectOf, recordOf } from './object-schema.ts';
import { timeOnWire } from './value-schemas.ts';

/** Members of which a finding has at least one: an object without them is something else, not a finding that lacks all. */
const TELLING = ['id', 'status', 'resource', 'resourceType', 'principal', 'action', 'findingType', 'findingDetails'];

/**
 * A finding as ListFindings, ListFindingsV2, GetFinding and GetFindingV2 print it: what is present must be of AWS's type,
 * anything may be missing, and members that this release does not know are let through.
 */
export const findingWireSchema: Schema = /* @__PURE__ */ schemaOf(() => aFinding(findingWireMembers()));

/** An object with these members that has at least one by which a finding is known. */
export function aFinding(members: Readonly<Record<string, ValueSchema>>): ValueSchema {
  return v.pipe(
    objectOf(members),
    v.check(
      (finding) => TELLING.some((member) => Object.hasOwn(finding, member)),
      `a finding: an object with at least one of ${TELLING.join(', ')}`,
    ),
  );
}

/** The members of a finding that AWS prints, for the schema of what has more than these. */
export function findingWireMembers(): Record<string, ValueSchema> {
  // A text may be missing or null, since AWS's "required" is no promise.
  const text = v.nullish(v.string());
  const texts = v.nullish(v.array(v.string()));
  const textMap = v.nullish(recordOf(v.string()));
  const time = timeOnWire();
  const grant = {
    isPublic: v.nullish(v.boolean()),
    principal: textMap,
    action: texts,
    condition: textMap,
    sources: v.nullish(
      v.array(
        objectOf({
          type: text,
          detail: v.nullish(objectOf({ accessPointArn: text, accessPointAccount: text })),
        }),
      ),
    ),
    resourceControlPolicyRestriction: text,
    serviceControlPolicyRestriction: text,
    principalOwnerAccount: text,
    accessType: text,
    principalType: text,
  };
  const used = v.nullish(objectOf({ lastAccessed: time }));
  // One member of AWS's union is set; one that this release does not know is tolerated.
  const details = objectOf({
    externalAccessDetails: v.nullish(objectOf(grant)),
    internalAccessDetails: v.nullish(objectOf(grant)),
    unusedIamRoleDetails: used,
    unusedIamUserPasswordDetails: used,
    unusedIamUserAccessKeyDetails: v.nullish(objectOf({ accessKeyId: text, lastAccessed: time })),
    unusedPermissionDetails: v.nullish(
      objectOf({
        serviceNamespace: text,
        lastAccessed: time,
        actions: v.nullish(v.array(objectOf({ action: text, lastAccessed: time }))),
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
    findingDetails: v.nullish(v.array(details)),
  };
}

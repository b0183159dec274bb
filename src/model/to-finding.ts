import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { foldGrants, readExternalGrant, readGrant, type GrantMembers } from './access-grant.ts';
import type { AnalyzerAccess } from './analyzer.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Finding, FindingCommon } from './finding.ts';
import { isRecord, textOf, type Present } from './loose.ts';
import { sha256 } from './sha256.ts';
import { toTimestamp } from './timestamp.ts';
import { detailsOf, readAccessKey, readLastAccessed, readPermission } from './unused-details.ts';

type Raw = Readonly<Record<string, unknown>>;

/** Options of {@link toFinding}. */
export interface ToFindingOptions {
  /** Which call the finding came from: `v1` for ListFindings and GetFinding, `v2` for ListFindingsV2 and GetFindingV2. */
  readonly api: 'v1' | 'v2';
  /** What the analyzer looks for: decides the type of a `v2` finding that names none. */
  readonly analyzerAccess?: AnalyzerAccess | undefined;
}

/**
 * Makes a {@link Finding} of what AWS, the SDK, the CLI or our own JSON holds, with the same members in the same order
 * whichever it was. Lenient, since AWS's "required" is no promise: whatever is missing or odd becomes absent or the
 * documented default, and the finding is kept.
 *
 * @throws {@link InvalidInputError} when `raw` is no object at all: then the page that held it is malformed.
 *
 * @example
 * ```ts
 * const { finding: raw } = await client.send(new GetFindingCommand({ analyzerArn: analyzer.arn, id: finding.id }));
 * const typed = toFinding(raw, { api: 'v1' });
 * if (typed.findingType === 'ExternalAccess') console.log(typed.action);
 * ```
 */
export function toFinding(raw: unknown, options: ToFindingOptions): Finding {
  if (!isRecord(raw)) {
    throw new InvalidInputError('finding', [{ path: '', found: found(raw), expected: 'an object' }]);
  }
  const finding = typedFinding(raw, options);
  return finding.id === ''
    ? { ...finding, id: `unidentified:${sha256(canonicalJson(finding)).slice(0, 32)}` }
    : finding;
}

/** The finding with an empty id when it came without one. */
function typedFinding(raw: Raw, options: ToFindingOptions): Finding {
  const findingType = findingTypeOf(raw, options);
  const findingDetails = raw['findingDetails'];
  switch (findingType) {
    case 'ExternalAccess': {
      const grant = hasDetails(findingDetails) ? grantOf(raw, 'externalAccessDetails') : readExternalGrant(raw);
      const { isPublic, principal, action, condition, sources, resourceControlPolicyRestriction } = grant;
      return assemble(raw, {
        findingType,
        isPublic,
        principal,
        action,
        condition,
        sources,
        resourceControlPolicyRestriction,
      });
    }
    case 'InternalAccess': {
      const { isPublic: _, ...grant } = grantOf(raw, 'internalAccessDetails');
      return assemble(raw, { findingType, ...grant });
    }
    case 'UnusedIAMRole': {
      const details = detailsOf(findingDetails, 'unusedIamRoleDetails')?.map((body) => ({
        unusedIamRoleDetails: readLastAccessed(body),
      }));
      return assemble(raw, { findingType, findingDetails: details });
    }
    case 'UnusedIAMUserAccessKey': {
      const details = detailsOf(findingDetails, 'unusedIamUserAccessKeyDetails')?.map((body) => ({
        unusedIamUserAccessKeyDetails: readAccessKey(body),
      }));
      return assemble(raw, { findingType, findingDetails: details });
    }
    case 'UnusedIAMUserPassword': {
      const details = detailsOf(findingDetails, 'unusedIamUserPasswordDetails')?.map((body) => ({
        unusedIamUserPasswordDetails: readLastAccessed(body),
      }));
      return assemble(raw, { findingType, findingDetails: details });
    }
    case 'UnusedPermission': {
      const details = detailsOf(findingDetails, 'unusedPermissionDetails')?.map((body) => ({
        unusedPermissionDetails: readPermission(body),
      }));
      return assemble(raw, { findingType, findingDetails: details });
    }
    default:
      return assemble(raw, { findingType: 'Unknown' as const, awsFindingType: findingType });
  }
}

/** AWS's name for the type; undefined when nothing tells it. */
function findingTypeOf(raw: Raw, { api, analyzerAccess }: ToFindingOptions): string | undefined {
  const named = textOf(raw['findingType']);
  // Our own JSON of a finding that was unknown before.
  if (named === 'Unknown' && (raw['awsFindingType'] === undefined || textOf(raw['awsFindingType']) !== undefined)) {
    return textOf(raw['awsFindingType']);
  }
  if (named !== undefined) return named;
  // ListFindings has no findingType: it answers for external analyzers only.
  if (api === 'v1') return 'ExternalAccess';
  for (const [member, findingType] of DETAIL_MEMBERS) {
    if ((detailsOf(raw['findingDetails'], member)?.length ?? 0) > 0) return findingType;
  }
  if (analyzerAccess === 'external') return 'ExternalAccess';
  return analyzerAccess === 'internal' ? 'InternalAccess' : undefined;
}

/** The members of the union `FindingDetails`, and the type that each stands for. */
const DETAIL_MEMBERS = [
  ['externalAccessDetails', 'ExternalAccess'],
  ['internalAccessDetails', 'InternalAccess'],
  ['unusedIamRoleDetails', 'UnusedIAMRole'],
  ['unusedIamUserAccessKeyDetails', 'UnusedIAMUserAccessKey'],
  ['unusedIamUserPasswordDetails', 'UnusedIAMUserPassword'],
  ['unusedPermissionDetails', 'UnusedPermission'],
] as const;

/** The grant: from the finding itself (`v1`), or from its details (`v2`), where an entry of another kind tells nothing. */
function grantOf(raw: Raw, member: string): GrantMembers {
  const details = raw['findingDetails'];
  if (!hasDetails(details)) return readGrant(raw);
  return foldGrants(
    details.map((entry: unknown) => {
      const body = isRecord(entry) ? entry[member] : undefined;
      return readGrant(isRecord(body) ? body : {});
    }),
  );
}

function hasDetails(details: unknown): details is readonly unknown[] {
  return Array.isArray(details) && details.length > 0;
}

/**
 * Puts the members into the order in which people read them: what and where, who may do what, when. Written out, and no
 * list of members walked through: this runs for each of a million findings.
 */
function assemble<Own extends { readonly findingType: string }>(raw: Raw, own: Own): FindingCommon & Present<Own> {
  const finding: Record<string, unknown> = {
    id: textOf(raw['id']) ?? '',
    findingType: own.findingType,
    status: textOf(raw['status']) ?? 'UNKNOWN',
  };
  const resource = textOf(raw['resource']);
  if (resource !== undefined) finding['resource'] = resource;
  finding['resourceType'] = textOf(raw['resourceType']) ?? 'UNKNOWN';
  const resourceOwnerAccount = textOf(raw['resourceOwnerAccount']);
  if (resourceOwnerAccount !== undefined) finding['resourceOwnerAccount'] = resourceOwnerAccount;
  for (const member in own) if (own[member] !== undefined) finding[member] = own[member];
  const createdAt = toTimestamp(raw['createdAt']);
  if (createdAt !== undefined) finding['createdAt'] = createdAt;
  const analyzedAt = toTimestamp(raw['analyzedAt']);
  if (analyzedAt !== undefined) finding['analyzedAt'] = analyzedAt;
  const updatedAt = toTimestamp(raw['updatedAt']);
  if (updatedAt !== undefined) finding['updatedAt'] = updatedAt;
  const error = textOf(raw['error']);
  if (error !== undefined) finding['error'] = error;
  return finding as unknown as FindingCommon & Present<Own>;
}

import type {
  UnusedIamRoleDetails,
  UnusedIamUserAccessKeyDetails,
  UnusedIamUserPasswordDetails,
  UnusedPermissionDetails,
} from './finding.ts';
import { isRecord, present, textOf } from './loose.ts';
import { toTimestamp } from './timestamp.ts';

/** The bodies of the details whose union member is `member`; undefined when there is no list of details. */
export function detailsOf(raw: unknown, member: string): Readonly<Record<string, unknown>>[] | undefined {
  if (!Array.isArray(raw)) return undefined;
  return raw.filter(isRecord).flatMap((entry) => (isRecord(entry[member]) ? [entry[member]] : []));
}

/** Reads the details of an unused role or password, which have the same members. */
export function readLastAccessed(
  raw: Readonly<Record<string, unknown>>,
): UnusedIamRoleDetails & UnusedIamUserPasswordDetails {
  return present({ lastAccessed: toTimestamp(raw['lastAccessed']) });
}

/** Reads the details of an unused access key. */
export function readAccessKey(raw: Readonly<Record<string, unknown>>): UnusedIamUserAccessKeyDetails {
  return present({ accessKeyId: textOf(raw['accessKeyId']) ?? '', lastAccessed: toTimestamp(raw['lastAccessed']) });
}

/** Reads the details of unused permissions of one service. */
export function readPermission(raw: Readonly<Record<string, unknown>>): UnusedPermissionDetails {
  return present({
    serviceNamespace: textOf(raw['serviceNamespace']) ?? '',
    actions: Array.isArray(raw['actions'])
      ? raw['actions']
          .filter(isRecord)
          .map((action) =>
            present({ action: textOf(action['action']) ?? '', lastAccessed: toTimestamp(action['lastAccessed']) }),
          )
      : undefined,
    lastAccessed: toTimestamp(raw['lastAccessed']),
  });
}

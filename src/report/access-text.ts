import { sortedUnique } from '../model/compare.ts';
import type { FindingSource } from '../model/finding.ts';
import type { Access } from '../evaluate/verdict.ts';
import { oneLine } from '../remediation/one-line.ts';

/** Who can do what to which resource, in one line without control characters: the title of an access in every format. */
export function accessTitle(access: Access): string {
  const { principal, levels, resourceType, resource, isPublic } = access;
  const open = isPublic === true ? ' (public)' : isPublic === null ? ' (public or not: AWS does not say)' : '';
  const what = `${resourceType} ${resource ?? 'of unknown name'}`;
  return oneLine(`${principal.text}${open} → ${levels.join('+') || 'unknown level'} → ${what}`);
}

/** The Regions where an access was seen, sorted. */
export function regionsOf({ sightings }: Access): string[] {
  return sortedUnique(sightings.map(({ region }) => region));
}

/** Its conditions as `key = value`. AWS returns no operators. */
export function conditionTexts({ conditions }: Access): string[] {
  return conditions.map(({ key, value }) => `${key} = ${value}`);
}

/** Through what a bucket is shared: `POLICY`, `S3_ACCESS_POINT arn:…`. */
export function sourceTexts({ sources }: Access): string[] {
  return sources.map(({ type, detail }: FindingSource) =>
    [type, detail?.accessPointArn, detail?.accessPointAccount].filter((part) => part !== undefined).join(' '),
  );
}

/** `true`, `false`, or `unknown` where AWS did not say. */
export function publicText({ isPublic }: Pick<Access, 'isPublic'>): 'true' | 'false' | 'unknown' {
  return isPublic === null ? 'unknown' : isPublic ? 'true' : 'false';
}

/** `23 days`, `1 day`, `age unknown`. */
export function ageText({ ageDays }: Access): string {
  return ageDays === undefined ? 'age unknown' : `${ageDays} ${ageDays === 1 ? 'day' : 'days'}`;
}

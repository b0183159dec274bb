import { isRecord } from '../model/loose.ts';
import { isUsualTimestamp } from '../model/timestamp.ts';

/** What a page of ListFindings or ListFindingsV2 is in JSON. */
export interface FindingsJson {
  readonly findings: readonly Readonly<Record<string, unknown>>[];
  readonly nextToken?: string | null;
}

/**
 * Members that we would read where the answer has them, and that the SDK drops, since its model has none of that name there.
 * `__type` makes the SDK keep what it does not know.
 */
const FOREIGN = {
  v1: ['__type', 'findingType', 'awsFindingType', 'findingDetails'],
  v2: [
    '__type',
    'awsFindingType',
    'findingDetails',
    'principal',
    'action',
    'condition',
    'isPublic',
    'sources',
    'resourceControlPolicyRestriction',
    'serviceControlPolicyRestriction',
    'principalOwnerAccount',
    'accessType',
    'principalType',
  ],
} as const;

const TIMES = ['createdAt', 'analyzedAt', 'updatedAt'] as const;

/**
 * Whether a page of findings certainly means the same to us, who read its JSON, as to the SDK, which reads it by its model.
 * What is odd in any way (a time stamp in a rare spelling, a member of another form) is left to the SDK, whose answer then
 * counts, be it an error.
 */
export function readsAlike(json: unknown, api: 'v1' | 'v2'): json is FindingsJson {
  if (!isRecord(json) || !Array.isArray(json['findings'])) return false;
  const { nextToken } = json;
  if (nextToken !== undefined && nextToken !== null && typeof nextToken !== 'string') return false;
  return json['findings'].every((finding: unknown) => isRecord(finding) && isUsual(finding, api));
}

function isUsual(finding: Readonly<Record<string, unknown>>, api: 'v1' | 'v2'): boolean {
  for (const member of FOREIGN[api]) if (finding[member] !== undefined) return false;
  for (const member of TIMES) {
    const time = finding[member];
    if (time !== undefined && time !== null && !(typeof time === 'string' && isUsualTimestamp(time))) return false;
  }
  const { sources } = finding;
  return !Array.isArray(sources) || sources.every(isUsualSource);
}

/** The SDK takes a list for an object without members. */
function isUsualSource(source: unknown): boolean {
  return isRecord(source) && !Array.isArray(source['detail']);
}

import type { AccessLevel } from '../access-levels/access-level.ts';
import { classifyAccessLevel } from '../access-levels/classify-access-level.ts';
import { exceedsRead } from '../access-levels/level-order.ts';
import { mayBePublic } from '../filters/may-be-public.ts';
import type { FilterMatch } from '../filters/three-valued.ts';
import type { Finding } from '../model/finding.ts';

/** A finding that a rule hides, or would hide, with what somebody should know before it is out of sight. */
export interface ArchivedFinding {
  /** The same as `finding.id`. */
  readonly id: string;
  /** As last read. */
  readonly finding: Finding;
  /** Whether the rule matches it, judged offline. `no` on an archived finding: somebody else archived it, or AWS judges otherwise. */
  readonly match: FilterMatch;
  /** Whether the access is public. `null` is not known, and may be. */
  readonly isPublic: boolean | null;
  /** What the access allows. Empty where AWS lists no actions: unused access, and internal access without its details. */
  readonly levels: readonly AccessLevel[];
  /** Whether the access can change anything. True when its actions are not known; false for unused access, which grants nothing. */
  readonly exceedsRead: boolean;
}

/** Says what a finding is about, beside the finding. */
export function toArchivedFinding(finding: Finding, match: FilterMatch): ArchivedFinding {
  const grants = 'action' in finding;
  const known = finding.findingType === 'ExternalAccess' ? finding.isPublic : undefined;
  return {
    id: finding.id,
    finding,
    match,
    isPublic: known ?? (mayBePublic(finding) ? null : false),
    levels: grants ? classifyAccessLevel(finding.action).levels : [],
    exceedsRead: grants ? exceedsRead(finding.action) : finding.findingType === 'Unknown',
  };
}

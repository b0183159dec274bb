import type { Finding, FindingStatus } from '../model/finding.ts';
import type { Open } from '../model/open.ts';

/** The detail-types that Access Analyzer sends to EventBridge, as its documentation names them. */
export const EVENT_DETAIL_TYPES = [
  'Access Analyzer Finding',
  'Internal Access Finding',
  'Unused Access Finding for IAM entities',
  'Access Preview State Change',
] as const;

/** What every event has: the envelope that EventBridge puts around it. */
export interface EventEnvelope {
  /** EventBridge's id of the event, the same when it is delivered again. */
  readonly eventId: string;
  /** `detail-type`: which family of events it belongs to. */
  readonly detailType: Open<(typeof EVENT_DETAIL_TYPES)[number]>;
  /** When AWS sent it. ISO 8601, UTC, milliseconds. */
  readonly time?: string;
  /** From the analyzer's ARN, without one from the Region: `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc` and so on. */
  readonly partition: string;
  /** The account that owns the analyzer. The resource's owner is the finding's `resourceOwnerAccount`. */
  readonly account: string;
  /** The analyzer's Region. */
  readonly region: string;
  /** The analyzer's ARN. */
  readonly analyzer: string;
}

/** What a finding's event tells, whether the finding is there or was deleted. */
interface EventOfFinding extends EventEnvelope {
  /**
   * The finding, with the member names of the API. Events carry less than the API: no `sources` and no details of unused
   * access.
   */
  readonly finding: Finding;
  /**
   * When the finding last changed, to the nanosecond where AWS sent that much: ISO 8601, UTC, nine decimals. It orders the
   * events of a finding. Absent when AWS sent none.
   */
  readonly updatedAt?: string;
  /** The status before, as events of unused access tell it. Absent when AWS sent none: the finding is new, or of another family. */
  readonly previousStatus?: FindingStatus;
  /** Of unused permissions: how many services. */
  readonly numberOfUnusedServices?: number;
  /** Of unused permissions: how many actions. */
  readonly numberOfUnusedActions?: number;
}

/** A finding is new, or changed. */
export interface FindingEvent extends EventOfFinding {
  readonly kind: 'finding';
}

/**
 * A finding is no longer kept. Its status is the one it had: a RESOLVED finding's time was up, or the analyzer was deleted, which
 * takes ACTIVE findings with it although the access still stands.
 */
export interface FindingDeletedEvent extends EventOfFinding {
  readonly kind: 'finding-deleted';
}

/** An access preview was made, or has ended. */
export interface AccessPreviewEvent extends EventEnvelope {
  readonly kind: 'access-preview';
  /** AWS's id, which GetAccessPreview takes. */
  readonly accessPreviewId: string;
  /** ARNs of the resources that the preview is of. */
  readonly configuredResources: readonly string[];
  /** When the preview was made: ISO 8601, UTC, milliseconds. Absent when AWS sent none that can be read. */
  readonly createdAt?: string;
  /** `UNKNOWN` when AWS sent none. */
  readonly status: Open<'CREATING' | 'COMPLETED' | 'FAILED' | 'UNKNOWN'>;
  /** Absent on a preview that was just made. */
  readonly previousStatus?: Open<'CREATING' | 'COMPLETED' | 'FAILED'>;
  /** Why it failed. */
  readonly statusReason?: { readonly code: Open<'INTERNAL_ERROR' | 'INVALID_CONFIGURATION'> };
}

/** An event of Access Analyzer of a family that this release does not know, or of a call to its API that CloudTrail reports. */
export interface UnknownEvent extends Omit<EventEnvelope, 'analyzer'> {
  readonly kind: 'unknown';
  /** Absent when the event names none. */
  readonly analyzer?: string;
  /** As it came, unchecked. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** An event of Access Analyzer, told apart by `kind`. */
export type AccessAnalyzerEvent = FindingEvent | FindingDeletedEvent | AccessPreviewEvent | UnknownEvent;

import type { KnownResourceType } from '../model/finding.ts';
import type { RemediationStep } from './remediation-plan.ts';
import type { Target } from './target.ts';

/** How the access to one type of resource is taken away. One file a type. */
export interface ResourceUnit {
  readonly resourceType: KnownResourceType;
  /** For sentences: `S3 bucket`. */
  readonly noun: string;
  /** The path of the resource's page in the console, after the host. */
  readonly consolePath: (target: Target) => string | undefined;
  readonly fix: (target: Target) => Fix;
}

/** The units' part of a plan. */
export interface Fix {
  readonly steps: readonly RemediationStep[];
  readonly undo: readonly RemediationStep[];
  readonly alternatives?: readonly RemediationStep[];
  readonly warnings?: readonly string[];
  /** What to know about rescanning this. */
  readonly rescanNotes?: readonly string[];
}

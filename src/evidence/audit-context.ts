import type { Problem } from '../errors/problem.ts';
import type { CollectSettings } from './collect-evidence-options.ts';

/** What every part of an audit needs to know, and the one thing that all share: whether credentials can still be had. */
export interface AuditContext {
  readonly settings: CollectSettings;
  readonly partition: string;
  /** As records name it: twelve digits or `unknown`. */
  readonly account: string;
  /** Undefined when unknown: then nobody's analyzer can be told from anybody else's. */
  readonly knownAccount: string | undefined;
  readonly credentials: CredentialWatch;
  readonly signal: AbortSignal | undefined;
}

/**
 * Remembers that the source of the credentials failed. Each Region asks it again, and it fails again: after the first time
 * nobody asks any more, and all report the same one problem.
 */
export interface CredentialWatch {
  /** The problem, without a Region, as it is not a Region's. */
  readonly failure: Problem | undefined;
  /** Takes notice of a problem, and returns what is to be recorded. */
  note(problem: Problem): Problem;
}

/** Makes a {@link CredentialWatch}. */
export function watchCredentials(): CredentialWatch {
  let failure: Problem | undefined;
  return {
    get failure() {
      return failure;
    },
    note: (problem) => {
      if (!isSourceFailure(problem)) return problem;
      const { region: _, ...shared } = problem;
      failure ??= shared;
      return failure;
    },
  };
}

/**
 * Whether no credentials could be had at all, as the clients' shared provider or one that assumes a role reports it.
 * Credentials that AWS refused are another thing: one Region, or a proxy before it, may refuse what the others take.
 */
export function isSourceFailure({ code, operation }: Problem): boolean {
  return code === 'credentials' && (operation === 'credentials' || operation === 'sts:AssumeRole');
}

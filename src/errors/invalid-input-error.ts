import { AccessAnalyzerKitError } from './access-analyzer-kit-error.ts';
import { printable } from './printable.ts';

/** One thing that is wrong with an input. */
export interface InputIssue {
  /** The member, as a path from the argument's root: `findings[3].principal`. Empty for the whole input. */
  readonly path: string;
  /** What was found, shortened: a type or a quoted value. */
  readonly found: string;
  /** What was expected there. */
  readonly expected: string;
}

/** An argument, option or document is not what the function takes. Nothing was sent to AWS. */
export class InvalidInputError extends AccessAnalyzerKitError {
  /** Everything that is wrong, in the order found; at least one. */
  readonly issues: readonly InputIssue[];

  constructor(subject: string, issues: readonly InputIssue[], options?: { readonly cause?: unknown }) {
    super('INVALID_INPUT', describe(subject, issues), options);
    this.issues = issues;
  }
}

const SHOWN = 5;
/** A member's name may be as long as its author likes. */
const LONGEST_PART = 300;

function describe(subject: string, issues: readonly InputIssue[]): string {
  const lines = issues.slice(0, SHOWN).map(({ path, found, expected }) => {
    const [where, what, wanted] = [path === '' ? subject : path, found, expected].map((part) =>
      printable(part, LONGEST_PART),
    );
    return `${where}: found ${what}, expected ${wanted}`;
  });
  const more = issues.length > SHOWN ? `; and ${issues.length - SHOWN} more` : '';
  return `Invalid ${subject}: ${lines.join('; ')}${more}`;
}

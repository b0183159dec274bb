import { manualStep } from './aws-call.ts';
import { oneLine } from './one-line.ts';
import type { Fix } from './resource-unit.ts';
import type { Finding } from '../model/finding.ts';

const CAUSES: ReadonlyMap<string, string> = new Map([
  [
    'ACCESS_DENIED',
    'Something denies Access Analyzer’s service-linked role AWSServiceRoleForAccessAnalyzer: look for a Deny in the resource’s policy, the key policy or a resource control policy, and except the role.',
  ],
  ['INTERNAL_ERROR', 'The analysis failed inside AWS: rescan, and open a support case if it keeps failing.'],
  ['PRINCIPAL_LIMIT_EXCEEDED', 'More than 3,000 principals have access: narrow the policy, then rescan.'],
  ['PRINCIPAL_ERRORS_LIMIT_EXCEEDED', 'Too many principals could not be analysed: look at their policies for errors.'],
]);

/** An error finding asks for its cause to be removed, not for access to be taken away. */
export function fixErrorFinding(finding: Finding): Fix {
  const error = finding.error ?? '';
  const cause = CAUSES.get(error) ?? `Find out what ${oneLine(error)} means for this resource.`;
  return {
    steps: [manualStep(cause)],
    undo: [],
    rescanNotes: ['When the cause is gone AWS removes an error finding; it is not RESOLVED.'],
  };
}

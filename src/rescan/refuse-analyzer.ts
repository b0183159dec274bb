import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import type { Analyzer } from '../model/analyzer.ts';

/**
 * Refuses an analyzer that cannot rescan a resource.
 *
 * @throws {@link AccessAnalyzerKitError} `WRONG_ANALYZER_TYPE`
 */
export function refuseAnalyzer({ access, arn, status, type }: Analyzer): void {
  if (access !== 'external') {
    throw new AccessAnalyzerKitError(
      'WRONG_ANALYZER_TYPE',
      `The analyzer ${arn} is of type ${type}. Only analyzers of external access (ACCOUNT, ORGANIZATION) can rescan a resource.`,
    );
  }
  if (status === 'ACTIVE') return;
  throw new AccessAnalyzerKitError(
    'WRONG_ANALYZER_TYPE',
    `The analyzer ${arn} is ${status}: it analyses nothing. Make it ACTIVE first.`,
  );
}

import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import type { Analyzer } from '../model/analyzer.ts';

/**
 * Refuses a write on an analyzer that an AWS service made: the service alone can change it, and its findings are read-only
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/unused-access-findings.html).
 *
 * @throws an error with code `READ_ONLY_ANALYZER`.
 */
export function refuseServiceLinked({ arn, managedBy, serviceLinked }: Analyzer): void {
  if (!serviceLinked) return;
  throw new AccessAnalyzerKitError(
    'READ_ONLY_ANALYZER',
    `The analyzer ${arn} belongs to ${managedBy ?? 'an AWS service'}, which alone can change it: its findings and rules are read-only.`,
  );
}

import { sortedUnique } from '../model/compare.ts';
import { writeStep } from './aws-call.ts';
import type { PlanRemediationContext, RescanAdvice } from './remediation-plan.ts';
import type { Target } from './target.ts';

/** What to rescan and where; undefined for findings that no rescan reaches. */
export function planRescan(
  target: Target,
  context: PlanRemediationContext,
  notes: readonly string[],
): RescanAdvice | undefined {
  const { finding, analyzer, account, resource, region } = target;
  if (finding.findingType !== 'ExternalAccess') return undefined;
  const isGlobal = finding.resourceType === 'AWS::IAM::Role';
  // An organization analyzer sees resources of many accounts, and an S3 ARN does not say whose.
  const foreign = analyzer.zoneOfTrust === 'organization' || (account !== undefined && analyzer.account !== account);
  const owner = analyzer.account !== undefined && foreign ? account : undefined;
  const known = [region, ...(isGlobal ? [analyzer.region, ...(context.regions ?? [])] : [])];
  return {
    resourceArn: resource,
    ...(owner === undefined ? {} : { resourceOwnerAccount: owner }),
    scope: isGlobal ? 'every' : 'one',
    regions: sortedUnique(known.filter((one) => one !== undefined)),
    steps:
      analyzer.arn === undefined
        ? []
        : [
            writeStep('Have AWS analyse the resource now.', {
              service: 'accessanalyzer',
              operation: 'StartResourceScan',
              region: analyzer.region,
              input: { analyzerArn: analyzer.arn, resourceArn: resource, resourceOwnerAccount: owner },
            }),
          ],
    notes: [...notes, 'Without a rescan AWS notices a changed policy within 30 minutes.'],
  };
}

import type { Finding } from '../model/finding.ts';
import { toAnalyzerFacts } from './analyzer-facts.ts';
import { manualStep } from './aws-call.ts';
import { consoleUrl } from './console-url.ts';
import { describeExposure } from './describe-exposure.ts';
import { fixErrorFinding } from './error-finding.ts';
import { oneLine } from './one-line.ts';
import { planIntended } from './plan-intended.ts';
import { planRescan } from './plan-rescan.ts';
import type { IntendedBranch, PlanRemediationContext, RemediationPlan, RemediationStep } from './remediation-plan.ts';
import type { Fix } from './resource-unit.ts';
import { RESOURCE_UNITS } from './resource-units.ts';
import { toTarget, type Target } from './target.ts';
import { fixUnusedAccess } from './unused/unused-access.ts';

/**
 * Plans what to do about a finding: the archive rule that accepts it, if the access is meant to be; or how to take the
 * access away, undo that, and have AWS look again. Pure: it calls nothing, and the same finding gives the same plan.
 *
 * Command lines are quoted for a POSIX shell. Where a name holds characters that no command line should, there is none.
 *
 * @example
 * ```ts
 * const plan = planRemediation(finding, { analyzer });
 * console.log(plan.exposure);
 * for (const { description, cli } of plan.unintended.steps) console.log(`# ${description}\n${cli?.line ?? ''}`);
 * ```
 */
export function planRemediation(finding: Finding, context: PlanRemediationContext = {}): RemediationPlan {
  const unit = RESOURCE_UNITS.find(({ resourceType }) => resourceType === finding.resourceType);
  const noun = unit?.noun ?? `resource of type ${oneLine(finding.resourceType)}`;
  const target = toTarget(finding, context);
  const intended = planIntended(finding, toAnalyzerFacts(context.analyzer));
  const fix = planFix(finding, target);
  const path = target === undefined ? undefined : unit?.consolePath(target);
  const url = target === undefined || path === undefined ? undefined : consoleUrl(target.arn.partition, path);
  const rescan = target === undefined ? undefined : planRescan(target, context, fix.rescanNotes ?? []);
  const unintended = {
    ...(url === undefined ? {} : { consoleUrl: url }),
    steps: fix.steps,
    alternatives: fix.alternatives ?? [],
    undo: fix.undo,
  };
  const steps = [
    ...intended.steps,
    ...intended.undo,
    ...unintended.steps,
    ...unintended.undo,
    ...unintended.alternatives,
  ];
  return {
    finding: finding.id,
    ...(finding.resource === undefined ? {} : { resource: finding.resource }),
    resourceType: finding.resourceType,
    exposure: describeExposure(finding, noun),
    intended,
    unintended,
    ...(rescan === undefined ? {} : { rescan }),
    warnings: [
      ...commonWarnings(finding, intended, context),
      ...(fix.warnings ?? []),
      ...unsafeNames([...steps, ...(rescan?.steps ?? [])]),
    ],
  };
}

function planFix(finding: Finding, target: Target | undefined): Fix {
  if (finding.error !== undefined) return fixErrorFinding(finding);
  const unit = RESOURCE_UNITS.find(({ resourceType }) => resourceType === finding.resourceType);
  const fix = target === undefined ? undefined : (fixUnusedAccess(target) ?? unit?.fix(target));
  return (
    fix ?? {
      steps: [manualStep('Look at the resource in the console: this release knows no steps for it.')],
      undo: [],
    }
  );
}

function commonWarnings(finding: Finding, intended: IntendedBranch, context: PlanRemediationContext): string[] {
  const warnings: string[] = [];
  if (finding.status === 'RESOLVED') warnings.push('The finding is RESOLVED: there is nothing left to do.');
  if (finding.status === 'ARCHIVED') warnings.push('The finding is ARCHIVED: somebody, or a rule, has accepted it.');
  if (intended.needsAllowPublic) {
    warnings.push('Archiving this hides public access, or access that may be public: it needs allowPublic: true.');
  }
  if (finding.findingType === 'InternalAccess') {
    warnings.push('Internal access can also come from the principal’s own policies: look at both sides.');
  }
  if (context.analyzer === undefined) {
    warnings.push('Pass the analyzer to have the commands that archive and rescan.');
  }
  return warnings;
}

/** A call without a command line, though it has an SDK input, names something that must not stand on one. */
function unsafeNames(steps: readonly RemediationStep[]): string[] {
  return steps.some(({ cli, sdk }) => cli === undefined && sdk !== undefined)
    ? [
        'A name here is empty, or holds characters or a beginning that a shell, a terminal or the AWS CLI would obey: such steps have no command line. Look at the name before you use it anywhere.',
      ]
    : [];
}

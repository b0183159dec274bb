import { canHidePublic } from '../filters/can-hide-public.ts';
import { lintArchiveRule } from '../filters/lint/lint-archive-rule.ts';
import { mayBePublic } from '../filters/may-be-public.ts';
import type { Finding } from '../model/finding.ts';
import type { AnalyzerAccess } from '../model/analyzer.ts';
import type { AnalyzerFacts } from './analyzer-facts.ts';
import { writeStep } from './aws-call.ts';
import { intendedRule, type IntendedRule } from './intended-rule.ts';
import type { IntendedBranch, RemediationStep } from './remediation-plan.ts';

/** How to accept a finding: by a rule, now and in future; or this one finding alone. */
export function planIntended(finding: Finding, analyzer: AnalyzerFacts): IntendedBranch {
  const rule = intendedRule(finding);
  if ('reason' in rule) {
    return {
      reason: rule.reason,
      diagnostics: [],
      needsAllowPublic: mayBePublic(finding),
      // Hiding that AWS is blind helps nobody.
      steps: finding.error === undefined ? archiveOne(finding, analyzer, 'ARCHIVED') : [],
      undo: finding.error === undefined ? archiveOne(finding, analyzer, 'ACTIVE') : [],
    };
  }
  const access = accessOf(finding);
  return {
    archiveRule: rule,
    diagnostics: lintArchiveRule(rule, { access }),
    needsAllowPublic: canHidePublic(rule.filter, { access }),
    steps: ruleSteps(rule, analyzer),
    undo: undoSteps(rule.ruleName, finding, analyzer),
  };
}

function accessOf({ findingType }: Finding): AnalyzerAccess {
  return findingType === 'ExternalAccess' ? 'external' : findingType === 'InternalAccess' ? 'internal' : 'unused';
}

function ruleSteps(
  { ruleName, filter }: Exclude<IntendedRule, { reason: string }>,
  analyzer: AnalyzerFacts,
): RemediationStep[] {
  const { arn, name, region } = analyzer;
  if (name === undefined) return [];
  const service = 'accessanalyzer';
  const create = writeStep('Create the rule: it archives such findings from now on.', {
    service,
    operation: 'CreateArchiveRule',
    region,
    input: { analyzerName: name, ruleName, filter },
  });
  if (arn === undefined) return [create];
  const apply = writeStep('Apply the rule once: a new rule leaves existing findings ACTIVE.', {
    service,
    operation: 'ApplyArchiveRule',
    region,
    input: { analyzerArn: arn, ruleName },
  });
  return [create, apply];
}

function undoSteps(ruleName: string, finding: Finding, analyzer: AnalyzerFacts): RemediationStep[] {
  const { name, region } = analyzer;
  if (name === undefined) return [];
  const remove = writeStep('Delete the rule. What it archived stays archived.', {
    service: 'accessanalyzer',
    operation: 'DeleteArchiveRule',
    region,
    input: { analyzerName: name, ruleName },
  });
  return [remove, ...archiveOne(finding, analyzer, 'ACTIVE')];
}

function archiveOne(
  finding: Finding,
  { arn, region }: AnalyzerFacts,
  status: 'ACTIVE' | 'ARCHIVED',
): RemediationStep[] {
  // An id that this library made is none of AWS's.
  if (arn === undefined || finding.id.startsWith('unidentified:')) return [];
  const description = status === 'ACTIVE' ? 'Make the finding ACTIVE again.' : 'Archive this one finding.';
  const input = { analyzerArn: arn, status, ids: [finding.id] };
  return [writeStep(description, { service: 'accessanalyzer', operation: 'UpdateFindings', region, input })];
}

import type { FakeHttpResponse } from '../../types.ts';
import { conflict, fieldError, notFound, quotaExceeded, validationError } from '../../service-error.ts';
import { analyzerKind, type AnalyzerState, type RuleState } from '../../state/analyzer-state.ts';
import { json, type Call } from '../service.ts';
import { once } from './client-token.ts';
import { matches, readFilter } from './filters.ts';
import { analyzerByArn, analyzerByName, refuseServiceLinked, requiredString } from './lookup.ts';
import { listPage } from './paging.ts';

const RULE_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,254}$/u;

/** Makes a rule for findings to come; those that are there stay as they are. */
export function createArchiveRule(call: Call): FakeHttpResponse {
  const { analyzer, ruleName } = ruleTarget(call, 'CreateArchiveRule');
  refuseServiceLinked(call, analyzer, 'CreateArchiveRule');
  const filter = readFilter(call.input['filter'], 'archive-rule');
  once(call, [analyzer.arn, ruleName, filter], () => {
    if (analyzer.rules.has(ruleName)) {
      throw conflict('ArchiveRule', ruleName, `An archive rule named ${ruleName} already exists`);
    }
    const { maxArchiveRules = 100 } = call.world.behavior;
    if (analyzer.rules.size >= maxArchiveRules) {
      throw quotaExceeded('ArchiveRule', ruleName, `An analyzer can have ${maxArchiveRules} archive rules`);
    }
    const now = call.world.now().toISOString();
    analyzer.rules.set(ruleName, { ruleName, filter, createdAt: now, updatedAt: now });
  });
  return json({});
}

/** Replaces the filter of a rule, again for findings to come. */
export function updateArchiveRule(call: Call): FakeHttpResponse {
  const { analyzer, ruleName } = ruleTarget(call, 'UpdateArchiveRule');
  refuseServiceLinked(call, analyzer, 'UpdateArchiveRule');
  const filter = readFilter(call.input['filter'], 'archive-rule');
  const rule = ruleByName(analyzer, ruleName);
  analyzer.rules.set(ruleName, { ...rule, filter, updatedAt: call.world.now().toISOString() });
  return json({});
}

/** Takes a rule away. What it archived stays archived. */
export function deleteArchiveRule(call: Call): FakeHttpResponse {
  const { analyzer, ruleName } = ruleTarget(call, 'DeleteArchiveRule');
  refuseServiceLinked(call, analyzer, 'DeleteArchiveRule');
  ruleByName(analyzer, ruleName);
  analyzer.rules.delete(ruleName);
  return json({});
}

/** GetArchiveRule. */
export function getArchiveRule(call: Call): FakeHttpResponse {
  const { analyzer, ruleName } = ruleTarget(call, 'GetArchiveRule');
  return json({ archiveRule: ruleByName(analyzer, ruleName) });
}

/** ListArchiveRules, in the order of creation. */
export function listArchiveRules(call: Call): FakeHttpResponse {
  const analyzer = analyzerByName(call, 'ListArchiveRules');
  refuseOtherAnalyzers(call, analyzer);
  const { page, ...next } = listPage(call, analyzer.arn, [...analyzer.rules.values()]);
  return json({ archiveRules: page, ...next });
}

/** Archives the ACTIVE findings that a rule matches, also those that were there before it. */
export function applyArchiveRule(call: Call): FakeHttpResponse {
  const analyzer = analyzerByArn(call, 'ApplyArchiveRule');
  refuseServiceLinked(call, analyzer, 'ApplyArchiveRule');
  refuseOtherAnalyzers(call, analyzer);
  const { filter } = ruleByName(analyzer, requiredString(call, 'ruleName'));
  const updatedAt = call.world.now().toISOString();
  for (const [, finding] of analyzer.findings.from(0)) {
    if (finding.status !== 'ACTIVE' || !matches(call.world, finding, filter)) continue;
    analyzer.findings.change(finding.id, { status: 'ARCHIVED', updatedAt });
  }
  return json({});
}

function ruleTarget(call: Call, action: string): { readonly analyzer: AnalyzerState; readonly ruleName: string } {
  const ruleName = requiredString(call, 'ruleName');
  if (!RULE_NAME.test(ruleName)) {
    throw fieldError('ruleName', 'must match [A-Za-z][A-Za-z0-9_.-]* and have 1 to 255 characters');
  }
  const analyzer = analyzerByName(call, action, `/archive-rule/${ruleName}`);
  refuseOtherAnalyzers(call, analyzer);
  return { analyzer, ruleName };
}

function refuseOtherAnalyzers(call: Call, analyzer: AnalyzerState): void {
  if (call.world.behavior.archiveRulesOnExternalOnly !== true || analyzerKind(analyzer.type) === 'external') return;
  throw validationError(`Archive rules are not supported for analyzers of type ${analyzer.type}`, 'notSupported');
}

function ruleByName(analyzer: AnalyzerState, ruleName: string): RuleState {
  const rule = analyzer.rules.get(ruleName);
  if (rule === undefined) throw notFound('ArchiveRule', ruleName);
  return rule;
}

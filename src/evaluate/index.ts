export { accessId } from './access-id.ts';
export { createEvaluator } from './create-evaluator.ts';
export type { CreateEvaluatorOptions, Evaluator } from './create-evaluator.ts';
export { diffVerdicts } from './diff-verdicts.ts';
export { evaluate } from './evaluate.ts';
export { fingerprint } from './fingerprint.ts';
export type { IdentityContext } from './identity.ts';
export { policies } from './policies.ts';
export type { AcceptedGap, Effect, Policy, PolicyException } from './policy.ts';
export type { Reason, ReasonCode } from './reason.ts';
export type { PolicyInput } from './resolve-policy.ts';
export { rule } from './rule.ts';
export type { Rule } from './rule.ts';
export { toSummary } from './to-summary.ts';
export type { ToSummaryOptions } from './to-summary.ts';
export { VERDICT_SCHEMA } from './verdict.ts';
export type {
  Access,
  AccountScope,
  ErrorFinding,
  ExposedSummary,
  HiddenFinding,
  HiddenRule,
  HiddenSummary,
  PolicyResult,
  RegionAnalyzer,
  RegionsSummary,
  RegionVerdict,
  Sighting,
  Verdict,
  VerdictScope,
  VerdictStatus,
  VerdictSummary,
  VerdictSuppressed,
  VerdictZone,
} from './verdict.ts';
export type {
  AccessChange,
  ArchivedAccess,
  ComparedVerdict,
  GoneAccess,
  NewAccess,
  NotSeenAccess,
  RegionChange,
  ResetAnalyzer,
  UnprovenSighting,
  VerdictDiff,
} from './verdict-diff.ts';

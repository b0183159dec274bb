export { planRemediation } from './plan-remediation.ts';
export type {
  CliCommand,
  IntendedBranch,
  PlanRemediationContext,
  RemediationPlan,
  RemediationStep,
  RescanAdvice,
  SdkCall,
  UnintendedBranch,
} from './remediation-plan.ts';

export { assessRisk } from './assess-risk.ts';
export type { RiskAudience } from './audience.ts';
export { narrowingConditions } from './narrowing-conditions.ts';
export type { ConditionValueShape, NarrowingCondition } from './narrowing-conditions.ts';
export { riskTable } from './risk-table.ts';
export { SEVERITIES } from './severity.ts';
export type { RiskAssessment, Severity } from './severity.ts';

/**
 * The IAM actions that each function of this library needs, by function name: the data behind the policy in the README,
 * the error messages and the least-privilege test. From AWS's Service Authorization Reference; the V2 operations have no
 * action of their own. `sts:GetCallerIdentity` is not listed: AWS allows it to everybody. An action of a function's option
 * is listed with the function. Of a fleet, `organizations:ListAccounts` and `sts:AssumeRole` are the caller's, the others those of
 * the role in each account.
 */
export const requiredPermissions: Readonly<Record<string, readonly string[]>> = {
  listRegions: ['account:ListRegions'],
  listAnalyzers: ['access-analyzer:ListAnalyzers'],
  getAnalyzer: ['access-analyzer:GetAnalyzer'],
  iterateFindings: ['access-analyzer:GetAnalyzer', 'access-analyzer:GetFinding', 'access-analyzer:ListFindings'],
  iterateActiveFindings: ['access-analyzer:GetAnalyzer', 'access-analyzer:GetFinding', 'access-analyzer:ListFindings'],
  getFinding: ['access-analyzer:GetAnalyzer', 'access-analyzer:GetFinding'],
  countFindings: ['access-analyzer:GetAnalyzer', 'access-analyzer:GetFindingsStatistics'],
  iterateEvidence: [
    'access-analyzer:GetFindingsStatistics',
    'access-analyzer:ListAnalyzers',
    'access-analyzer:ListArchiveRules',
    'access-analyzer:ListFindings',
    'account:ListRegions',
  ],
  collectEvidence: [
    'access-analyzer:GetFindingsStatistics',
    'access-analyzer:ListAnalyzers',
    'access-analyzer:ListArchiveRules',
    'access-analyzer:ListFindings',
    'account:ListRegions',
  ],
  watchFindings: [
    'access-analyzer:GetFindingsStatistics',
    'access-analyzer:ListAnalyzers',
    'access-analyzer:ListArchiveRules',
    'access-analyzer:ListFindings',
    'account:ListRegions',
  ],
  listAccounts: ['organizations:ListAccounts'],
  runAuditTask: [
    'access-analyzer:GetFindingsStatistics',
    'access-analyzer:ListAnalyzers',
    'access-analyzer:ListArchiveRules',
    'access-analyzer:ListFindings',
    'account:ListRegions',
  ],
  collectFleetEvidence: [
    'access-analyzer:GetFindingsStatistics',
    'access-analyzer:ListAnalyzers',
    'access-analyzer:ListArchiveRules',
    'access-analyzer:ListFindings',
    'account:ListRegions',
    'organizations:ListAccounts',
    'sts:AssumeRole',
  ],
  listArchiveRules: ['access-analyzer:GetAnalyzer', 'access-analyzer:ListArchiveRules'],
  getArchiveRule: ['access-analyzer:GetAnalyzer', 'access-analyzer:GetArchiveRule'],
  createArchiveRule: [
    'access-analyzer:ApplyArchiveRule',
    'access-analyzer:CreateArchiveRule',
    'access-analyzer:GetAnalyzer',
    'access-analyzer:GetArchiveRule',
    'access-analyzer:ListFindings',
  ],
  updateArchiveRule: [
    'access-analyzer:ApplyArchiveRule',
    'access-analyzer:GetAnalyzer',
    'access-analyzer:GetArchiveRule',
    'access-analyzer:ListFindings',
    'access-analyzer:UpdateArchiveRule',
  ],
  deleteArchiveRule: [
    'access-analyzer:DeleteArchiveRule',
    'access-analyzer:GetAnalyzer',
    'access-analyzer:GetArchiveRule',
  ],
  applyArchiveRule: [
    'access-analyzer:ApplyArchiveRule',
    'access-analyzer:GetAnalyzer',
    'access-analyzer:GetArchiveRule',
    'access-analyzer:ListFindings',
  ],
  syncArchiveRules: [
    'access-analyzer:ApplyArchiveRule',
    'access-analyzer:CreateArchiveRule',
    'access-analyzer:DeleteArchiveRule',
    'access-analyzer:GetAnalyzer',
    'access-analyzer:GetArchiveRule',
    'access-analyzer:ListArchiveRules',
    'access-analyzer:ListFindings',
    'access-analyzer:UpdateArchiveRule',
  ],
  archiveFindings: [
    'access-analyzer:GetAnalyzer',
    'access-analyzer:GetFinding',
    'access-analyzer:ListFindings',
    'access-analyzer:UpdateFindings',
  ],
  unarchiveFindings: [
    'access-analyzer:GetAnalyzer',
    'access-analyzer:GetFinding',
    'access-analyzer:ListFindings',
    'access-analyzer:UpdateFindings',
  ],
  rescanAndAwait: [
    'access-analyzer:GetAnalyzedResource',
    'access-analyzer:GetAnalyzer',
    'access-analyzer:ListFindings',
    'access-analyzer:StartResourceScan',
  ],
  rescanAll: [
    'access-analyzer:GetAnalyzedResource',
    'access-analyzer:GetAnalyzer',
    'access-analyzer:ListFindings',
    'access-analyzer:StartResourceScan',
  ],
  blockPublicAccess: ['s3:GetBucketPublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
  resolveFinding: [
    'access-analyzer:GetAnalyzedResource',
    'access-analyzer:GetAnalyzer',
    'access-analyzer:ListFindings',
    'access-analyzer:StartResourceScan',
    's3:GetBucketPublicAccessBlock',
    's3:PutBucketPublicAccessBlock',
  ],
  importToSecurityHub: ['securityhub:BatchImportFindings'],
};

/** Operations whose IAM action does not have their name. */
const ACTION_OF: Readonly<Record<string, string>> = {
  ListFindingsV2: 'access-analyzer:ListFindings',
  GetFindingV2: 'access-analyzer:GetFinding',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3:PutPublicAccessBlock': 's3:PutBucketPublicAccessBlock',
  's3:DeletePublicAccessBlock': 's3:PutBucketPublicAccessBlock',
};

/**
 * The IAM action that an operation needs. An operation without a service prefix is Access Analyzer's own, as in
 * {@link Problem.operation}: `ListFindingsV2` → `access-analyzer:ListFindings`, `account:ListRegions` → itself.
 */
export function iamAction(operation: string): string {
  if (Object.hasOwn(ACTION_OF, operation)) return ACTION_OF[operation] ?? operation;
  return operation.includes(':') ? operation : `access-analyzer:${operation}`;
}

/** The rule that a verdict speaks of. */
export interface Rule {
  readonly id: 'AccessAnalyzer-001';
  /** `IAM Access Analyzer Findings`. */
  readonly title: string;
  /** Of the rule, whatever was found; how bad one access is says `Access.risk`. */
  readonly riskLevel: 'High';
  /** `security`: OCSF output has it as the finding's type. */
  readonly category: string;
  /** `AccessAnalyzer`; the prefix of its IAM actions is another, `access-analyzer`. */
  readonly service: string;
  /** URLs of AWS's user guide: the service, its findings, how to remediate them, archive rules. */
  readonly references: readonly string[];
}

/** Rule AccessAnalyzer-001, "IAM Access Analyzer Findings": every external access is either intended and archived, or gone. */
export const rule: Rule = {
  id: 'AccessAnalyzer-001',
  title: 'IAM Access Analyzer Findings',
  riskLevel: 'High',
  category: 'security',
  service: 'AccessAnalyzer',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings-remediate.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-archive-rules.html',
  ],
};

/** The rule that a verdict speaks of. */
export interface Rule {
  readonly id: 'AccessAnalyzer-001';
  readonly title: string;
  readonly riskLevel: 'High';
  readonly category: string;
  readonly service: string;
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

/** A finding in the AWS Security Finding Format, as far as it is written: `Workflow` is the investigator's, and never is. */
export interface AsffFinding {
  readonly SchemaVersion: '2018-10-08';
  readonly Id: string;
  readonly ProductArn: string;
  readonly ProductName: string;
  readonly GeneratorId: string;
  readonly AwsAccountId: string;
  readonly Types: readonly string[];
  readonly FirstObservedAt?: string;
  readonly LastObservedAt?: string;
  readonly CreatedAt: string;
  readonly UpdatedAt: string;
  readonly Severity: AsffSeverity;
  readonly Title: string;
  readonly Description: string;
  readonly Remediation: { readonly Recommendation: { readonly Text: string; readonly Url: string } };
  readonly SourceUrl?: string;
  readonly ProductFields: Readonly<Record<string, string>>;
  readonly Resources: readonly AsffResource[];
  readonly Compliance: { readonly Status: 'PASSED' | 'WARNING' | 'FAILED' | 'NOT_AVAILABLE' };
  readonly RecordState: 'ACTIVE' | 'ARCHIVED';
  readonly RelatedFindings?: readonly AsffRelatedFinding[];
  readonly FindingProviderFields: {
    readonly Severity: AsffSeverity;
    readonly Types: readonly string[];
    readonly RelatedFindings?: readonly AsffRelatedFinding[];
  };
}

/** How bad it is; `Original` is our own word for it. */
export interface AsffSeverity {
  readonly Label: 'INFORMATIONAL' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
  readonly Original: string;
}

/** The resource that is exposed, or the account. */
export interface AsffResource {
  readonly Type: string;
  readonly Id: string;
  readonly Partition: string;
  readonly Region: string;
  readonly Details?: { readonly Other: Readonly<Record<string, string>> };
}

/** AWS's own record of the resource. */
export interface AsffRelatedFinding {
  readonly ProductArn: string;
  readonly Id: string;
}

/** What one call of BatchImportFindings takes: findings of one account and Region. */
export interface AsffBatch {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** At most 100, and at most 240 KB (240,000 bytes) of JSON together. */
  readonly findings: readonly AsffFinding[];
}

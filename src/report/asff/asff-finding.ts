/** A finding in the AWS Security Finding Format, as far as it is written: `Workflow` is the investigator's, and never is. */
export interface AsffFinding {
  readonly SchemaVersion: '2018-10-08';
  /**
   * `access-analyzer-kit/{account}/{region}/{accessId}`; of a Region with the id of the rule instead of the accessId.
   * The same from audit to audit.
   */
  readonly Id: string;
  /** The account's default product: `arn:{partition}:securityhub:{region}:{account}:product/{account}/default`. */
  readonly ProductArn: string;
  /** `access-analyzer-kit` */
  readonly ProductName: string;
  /** `access-analyzer-kit/AccessAnalyzer-001` */
  readonly GeneratorId: string;
  /** Twelve digits: the account whose credentials read, which need not own the resource. */
  readonly AwsAccountId: string;
  /**
   * One. Public access: `Effects/Data Exposure/External Access Granted`. Other access:
   * `Software and Configuration Checks/AWS Security Best Practices/External Access Granted`. A Region: the same without
   * its last part.
   */
  readonly Types: readonly string[];
  /** The earliest `createdAt` of AWS's findings of the access at this place. Absent on the finding of a Region. */
  readonly FirstObservedAt?: string;
  /**
   * When the Region was read, whether the access was seen then or proven gone; where nothing tells when, what the option
   * `at` says, else the newest read of the verdict.
   */
  readonly LastObservedAt?: string;
  /** As `FirstObservedAt`, but never after `UpdatedAt`; of a Region the same as `UpdatedAt`. */
  readonly CreatedAt: string;
  /** The same as `LastObservedAt`, and no time of the import: the same verdict gives the same finding. */
  readonly UpdatedAt: string;
  /** Of an access its risk. Of a Region: FAIL is `HIGH`, UNKNOWN `MEDIUM`, PASS `INFORMATIONAL`. */
  readonly Severity: AsffSeverity;
  /** At most 256 characters: who can do what to which resource; of a Region its status. */
  readonly Title: string;
  /**
   * At most 1,024 characters: the conditions, the reasons of the risk, age and Regions; of a Region the reasons of its
   * status, or those of its account.
   */
  readonly Description: string;
  /** `Text`: at most 512 characters; of a Region its first reason. `Url`: AWS's page on resolving findings. */
  readonly Remediation: { readonly Recommendation: { readonly Text: string; readonly Url: string } };
  /**
   * The first finding of the access at this place in the console. Absent on the finding of a Region, and in partitions
   * without a known console.
   */
  readonly SourceUrl?: string;
  /**
   * Names begin with `access-analyzer-kit/`. At most 2,048 characters each; lists are joined with commas, empty ones
   * left out. Of a Region they hold the numbers that every format shows, under `access-analyzer-kit/verdict/`.
   */
  readonly ProductFields: Readonly<Record<string, string>>;
  /** One: the resource that is exposed; of a Region the account. */
  readonly Resources: readonly AsffResource[];
  /**
   * Of an access: `FAILED` when it fails the verdict and is open here, `PASSED` when `RecordState` is `ARCHIVED`, else
   * `WARNING` (excused, say). Of a Region: PASS is `PASSED`, FAIL `FAILED`, UNKNOWN `NOT_AVAILABLE` when it was not
   * read (of an account that could not be read at all too), else `WARNING`.
   */
  readonly Compliance: { readonly Status: 'PASSED' | 'WARNING' | 'FAILED' | 'NOT_AVAILABLE' };
  /**
   * `ARCHIVED` only where a complete read proves that the access is archived, resolved or gone at this place. `ACTIVE`
   * on the finding of a Region.
   */
  readonly RecordState: 'ACTIVE' | 'ARCHIVED';
  /**
   * One for each analyzer that saw the access at this place, at most 10; those whose `Id` would be longer than 512
   * characters are left out. Absent on the finding of a Region, and when AWS did not name the resource.
   */
  readonly RelatedFindings?: readonly AsffRelatedFinding[];
  /** The same values as in the members of these names above. */
  readonly FindingProviderFields: {
    readonly Severity: AsffSeverity;
    readonly Types: readonly string[];
    readonly RelatedFindings?: readonly AsffRelatedFinding[];
  };
}

/** How bad it is; `Original` is our own word for it. */
export interface AsffSeverity {
  /** Of an access the severity of its risk, `info` being `INFORMATIONAL`. */
  readonly Label: 'INFORMATIONAL' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
  /** `critical`, `high`, `medium`, `low` or `info`; of a Region `PASS`, `FAIL` or `UNKNOWN`. */
  readonly Original: string;
}

/** The resource that is exposed, or the account. */
export interface AsffResource {
  /** ASFF's own name: `AwsS3Bucket`; `Other` where it has none; of an account `AwsAccount`. */
  readonly Type: string;
  /**
   * The ARN, cut to 512 characters, or the accessId when AWS did not name the resource; of an account
   * `AWS::::Account:{account}`.
   */
  readonly Id: string;
  readonly Partition: string;
  /** Where the access was seen: of an IAM role, which has no Region, each Region whose analyzer reports it. */
  readonly Region: string;
  /**
   * Absent on an account. Principal, condition, actions, resource type and owner, at most 1,024 characters each, under
   * the names that AWS's own findings have where they have one.
   */
  readonly Details?: { readonly Other: Readonly<Record<string, string>> };
}

/** AWS's own record of the resource. */
export interface AsffRelatedFinding {
  /** `arn:{partition}:securityhub:{region}::product/aws/access-analyzer` */
  readonly ProductArn: string;
  /** `{analyzer ARN}/{resource ARN}`: AWS keeps one for each resource and analyzer. */
  readonly Id: string;
}

/** What one call of BatchImportFindings takes: findings of one account and Region. */
export interface AsffBatch {
  readonly partition: string;
  /** Twelve digits: the account whose credentials read. Security Hub takes its findings from it alone. */
  readonly account: string;
  readonly region: string;
  /** At most 100, and at most 240 KB (240,000 bytes) of JSON together. */
  readonly findings: readonly AsffFinding[];
}

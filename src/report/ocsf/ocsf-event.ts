/** An event of OCSF 1.6.0: the members that every event here has. */
interface OcsfEventBase {
  readonly category_uid: 2;
  readonly category_name: 'Findings';
  /** 1 Create, 2 Update, 3 Close. */
  readonly activity_id: 1 | 2 | 3;
  readonly activity_name: 'Create' | 'Update' | 'Close';
  /**
   * 1 Informational to 5 Critical: the risk of an access. Of a verdict: PASS 1, UNKNOWN 0, FAIL 4, or 5 with a critical
   * access open.
   */
  readonly severity_id: 0 | 1 | 2 | 3 | 4 | 5;
  readonly severity: string;
  /** 1 New, 3 Suppressed, 4 Resolved, 5 Archived. */
  readonly status_id: 1 | 3 | 4 | 5;
  /**
   * Of an access: `Suppressed` when the policy excuses it. Of a verdict: `Resolved` when it is PASS and complete, else
   * `New`.
   */
  readonly status: string;
  /** Milliseconds since 1970: when the finding was made; of a verdict the newest read, so another in each run. */
  readonly time: number;
  /** One line: who can do what to which resource; of a verdict `Status: …` with the rule. */
  readonly message: string;
  readonly metadata: OcsfMetadata;
  readonly cloud: OcsfCloud;
  readonly finding_info: OcsfFindingInfo;
  /** The one resource that is exposed; of a verdict the accounts in scope. */
  readonly resources: readonly OcsfResource[];
  readonly remediation: { readonly desc: string; readonly references: readonly string[] };
  /** What OCSF has no member for. */
  readonly unmapped: Readonly<Record<string, unknown>>;
}

/** The verdict: class 2003, Compliance Finding. */
export interface OcsfComplianceFinding extends OcsfEventBase {
  readonly class_uid: 2003;
  readonly class_name: 'Compliance Finding';
  /** `class_uid` times 100, plus `activity_id`. */
  readonly type_uid: 200_301 | 200_302 | 200_303;
  readonly compliance: {
    /** `AccessAnalyzer-001` */
    readonly control: string;
    /** `access-analyzer-kit` */
    readonly standards: readonly string[];
    /** The rule's title: `IAM Access Analyzer Findings`. */
    readonly requirements: readonly string[];
    /** 1 Pass, 2 Warning (something is missing), 3 Fail. */
    readonly status_id: 1 | 2 | 3;
    readonly status: 'Pass' | 'Warning' | 'Fail';
    /** `PASS`, `FAIL` or `UNKNOWN`. */
    readonly status_code: string;
    /** The numbers that every format shows, in words, joined with semicolons. */
    readonly status_detail: string;
  };
}

/** An access: class 2008, IAM Analysis Finding. */
export interface OcsfIamAnalysisFinding extends OcsfEventBase {
  readonly class_uid: 2008;
  readonly class_name: 'IAM Analysis Finding';
  /** `class_uid` times 100, plus `activity_id`. */
  readonly type_uid: 200_801 | 200_802 | 200_803;
  readonly access_analysis_result: {
    /** One. Where a finding names several principals it is the widest, with the names of all. */
    readonly accessors: readonly OcsfUser[];
    /** `Public`, `Federated` (not public, to an identity provider or its users) or `Cross-Account`. */
    readonly access_type: string;
    /** The levels of the actions, joined with commas: `Read, Write`. `Unknown` when there is none. */
    readonly access_level: string;
    /** IAM actions, sorted. Empty when AWS sent none. */
    readonly granted_privileges: readonly string[];
    /** Absent without conditions. AWS returns no operators. */
    readonly condition_keys?: readonly { readonly name: string; readonly value: string }[];
    /** What AWS says of a resource control policy. Absent when it says nothing, or what OCSF has no state for. */
    readonly additional_restrictions?: readonly object[];
  };
}

/** What {@link toOcsf} makes. */
export type OcsfEvent = OcsfComplianceFinding | OcsfIamAnalysisFinding;

/** Who made the event. */
export interface OcsfMetadata {
  /** Of OCSF; that of this library is in `product`. */
  readonly version: '1.6.0';
  /** This library: the name of the package for both names, and its version. */
  readonly product: { readonly name: string; readonly vendor_name: string; readonly version: string };
  readonly profiles: readonly ['cloud'];
  /** The audit. */
  readonly correlation_uid?: string;
}

/** Where it is from. */
export interface OcsfCloud {
  readonly provider: 'AWS';
  /** The account whose credentials read. Absent when there are several. */
  readonly account?: OcsfAccount;
  /** Absent when there are several, and on a verdict. */
  readonly region?: string;
  /** Absent on a verdict over several accounts. */
  readonly cloud_partition?: string;
}

/** An AWS account. */
export interface OcsfAccount {
  /** Twelve digits; `unknown` when the account could not be established. */
  readonly uid: string;
  readonly type_id: 10;
  readonly type: 'AWS Account';
}

/** The finding itself. */
export interface OcsfFindingInfo {
  /**
   * The accessId; of a verdict the name of the package, the id of the rule and a hash of the accounts in scope, so that
   * it stays the same from audit to audit.
   */
  readonly uid: string;
  readonly title: string;
  /** The reasons of the risk; of a verdict the numbers that every format shows, in words, one line each. */
  readonly desc: string;
  /** One: `Public Access` or `External Access`; of a verdict the rule's category, `security`. */
  readonly types: readonly string[];
  /** Milliseconds since 1970: the same as the `time` of the event. */
  readonly created_time: number;
  /** Milliseconds since 1970: the earliest `createdAt` of AWS's findings. Absent on a verdict. */
  readonly first_seen_time?: number;
  /** Milliseconds since 1970: when AWS last analysed the resource; of a verdict the newest read. */
  readonly last_seen_time?: number;
  /** Milliseconds since 1970: the latest `updatedAt` of AWS's findings. Absent on a verdict. */
  readonly modified_time?: number;
  /** The first of its findings in the console. Absent on a verdict, and in partitions without a known console. */
  readonly src_url?: string;
  /** `AWS IAM Access Analyzer` */
  readonly data_sources: readonly string[];
  /** The rule: its id and its title. */
  readonly analytic: { readonly type_id: 1; readonly type: 'Rule'; readonly uid: string; readonly name: string };
}

/** The resource that is exposed, or an account. */
export interface OcsfResource {
  /** The ARN, or the accessId when AWS did not name the resource; of an account its id. */
  readonly uid: string;
  /** AWS's resource type: `AWS::S3::Bucket`; of an account `AWS Account`. */
  readonly type: string;
  readonly role_id: 1;
  readonly role: 'Target';
  /** From the ARN. Absent where that has none (S3, IAM), and on an account. */
  readonly region?: string;
  readonly cloud_partition?: string;
  /** Absent when AWS did not say whose the resource is. An account is its own. */
  readonly owner?: { readonly account: OcsfAccount };
}

/** Who has the access. */
export interface OcsfUser {
  /** For people: `AWS account 444455556666`; several principals are joined with `and`. */
  readonly name: string;
  /** AWS's value as it came: `*`, an account id, an ARN, a provider. Absent when AWS sent none. */
  readonly uid?: string;
  /** 0 Unknown, 1 User (an IAM user), 99 Other. */
  readonly type_id: 0 | 1 | 99;
  /** In the words of Access Analyzer's console: `AWS account`, `IAM role`. */
  readonly type: string;
  /** The AWS account that `uid` is or names. Absent when it names none. */
  readonly account?: OcsfAccount;
}

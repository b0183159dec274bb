/** An event of OCSF 1.6.0: the members that every event here has. */
interface OcsfEventBase {
  readonly category_uid: 2;
  readonly category_name: 'Findings';
  /** 1 Create, 2 Update, 3 Close. */
  readonly activity_id: 1 | 2 | 3;
  readonly activity_name: 'Create' | 'Update' | 'Close';
  readonly severity_id: 0 | 1 | 2 | 3 | 4 | 5;
  readonly severity: string;
  /** 1 New, 3 Suppressed, 4 Resolved, 5 Archived. */
  readonly status_id: 1 | 3 | 4 | 5;
  readonly status: string;
  /** Milliseconds since 1970: when the finding was made. */
  readonly time: number;
  readonly message: string;
  readonly metadata: OcsfMetadata;
  readonly cloud: OcsfCloud;
  readonly finding_info: OcsfFindingInfo;
  readonly resources: readonly OcsfResource[];
  readonly remediation: { readonly desc: string; readonly references: readonly string[] };
  /** What OCSF has no member for. */
  readonly unmapped: Readonly<Record<string, unknown>>;
}

/** The verdict: class 2003, Compliance Finding. */
export interface OcsfComplianceFinding extends OcsfEventBase {
  readonly class_uid: 2003;
  readonly class_name: 'Compliance Finding';
  readonly type_uid: 200_301 | 200_302 | 200_303;
  readonly compliance: {
    readonly control: string;
    readonly standards: readonly string[];
    readonly requirements: readonly string[];
    /** 1 Pass, 2 Warning (something is missing), 3 Fail. */
    readonly status_id: 1 | 2 | 3;
    readonly status: 'Pass' | 'Warning' | 'Fail';
    readonly status_code: string;
    readonly status_detail: string;
  };
}

/** An access: class 2008, IAM Analysis Finding. */
export interface OcsfIamAnalysisFinding extends OcsfEventBase {
  readonly class_uid: 2008;
  readonly class_name: 'IAM Analysis Finding';
  readonly type_uid: 200_801 | 200_802 | 200_803;
  readonly access_analysis_result: {
    readonly accessors: readonly OcsfUser[];
    readonly access_type: string;
    readonly access_level: string;
    readonly granted_privileges: readonly string[];
    readonly condition_keys?: readonly { readonly name: string; readonly value: string }[];
    readonly additional_restrictions?: readonly object[];
  };
}

/** What {@link toOcsf} makes. */
export type OcsfEvent = OcsfComplianceFinding | OcsfIamAnalysisFinding;

/** Who made the event. */
export interface OcsfMetadata {
  readonly version: '1.6.0';
  readonly product: { readonly name: string; readonly vendor_name: string; readonly version: string };
  readonly profiles: readonly ['cloud'];
  /** The audit. */
  readonly correlation_uid?: string;
}

/** Where it is from. */
export interface OcsfCloud {
  readonly provider: 'AWS';
  readonly account?: OcsfAccount;
  /** Absent when there are several. */
  readonly region?: string;
  readonly cloud_partition?: string;
}

/** An AWS account. */
export interface OcsfAccount {
  readonly uid: string;
  readonly type_id: 10;
  readonly type: 'AWS Account';
}

/** The finding itself. */
export interface OcsfFindingInfo {
  readonly uid: string;
  readonly title: string;
  readonly desc: string;
  readonly types: readonly string[];
  readonly created_time: number;
  readonly first_seen_time?: number;
  readonly last_seen_time?: number;
  readonly modified_time?: number;
  readonly src_url?: string;
  readonly data_sources: readonly string[];
  readonly analytic: { readonly type_id: 1; readonly type: 'Rule'; readonly uid: string; readonly name: string };
}

/** The resource that is exposed, or an account. */
export interface OcsfResource {
  readonly uid: string;
  readonly type: string;
  readonly role_id: 1;
  readonly role: 'Target';
  readonly region?: string;
  readonly cloud_partition?: string;
  readonly owner?: { readonly account: OcsfAccount };
}

/** Who has the access. */
export interface OcsfUser {
  readonly name: string;
  readonly uid?: string;
  readonly type_id: 0 | 1 | 99;
  readonly type: string;
  readonly account?: OcsfAccount;
}

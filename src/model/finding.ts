import type { Open } from './open.ts';
import type { Problem } from '../errors/problem.ts';

/** `ACTIVE`: open. `ARCHIVED`: accepted by somebody or by a rule. `RESOLVED`: the access is gone. `UNKNOWN`: AWS sent none. */
export type FindingStatus = Open<'ACTIVE' | 'ARCHIVED' | 'RESOLVED' | 'UNKNOWN'>;

/** The resource types that Access Analyzer names today. `AWS::IAM::User` occurs in unused-access findings only. */
export type ResourceType = Open<KnownResourceType>;

/** The seventeen resource types of the API model of 2026-11. */
export type KnownResourceType = (typeof RESOURCE_TYPES)[number];

/** The seventeen resource types of the API model of 2026-11. AWS adds to them. */
export const RESOURCE_TYPES = [
  'AWS::S3::Bucket',
  'AWS::IAM::Role',
  'AWS::SQS::Queue',
  'AWS::Lambda::Function',
  'AWS::Lambda::LayerVersion',
  'AWS::KMS::Key',
  'AWS::SecretsManager::Secret',
  'AWS::EFS::FileSystem',
  'AWS::EC2::Snapshot',
  'AWS::ECR::Repository',
  'AWS::RDS::DBSnapshot',
  'AWS::RDS::DBClusterSnapshot',
  'AWS::SNS::Topic',
  'AWS::S3Express::DirectoryBucket',
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::Stream',
  'AWS::IAM::User',
] as const;

/** How an S3 bucket is shared. */
export interface FindingSource {
  /** Bucket policy, bucket ACL, access point, cross-account access point. `UNKNOWN` when AWS sent none. */
  readonly type: Open<'POLICY' | 'BUCKET_ACL' | 'S3_ACCESS_POINT' | 'S3_ACCESS_POINT_ACCOUNT'>;
  /**
   * The access point or multi-Region access point, by ARN, and the account of a cross-account one. Absent when AWS
   * sent none.
   */
  readonly detail?: { readonly accessPointArn?: string; readonly accessPointAccount?: string };
}

/** Whether a resource control policy bears on the access. `APPLICABLE`: one exists and was not evaluated. */
export type ResourceControlPolicyRestriction = Open<
  'APPLICABLE' | 'FAILED_TO_EVALUATE_RCP' | 'NOT_APPLICABLE' | 'APPLIED'
>;

/** Whether a service control policy bears on the access (internal access only). */
export type ServiceControlPolicyRestriction = Open<
  'APPLICABLE' | 'FAILED_TO_EVALUATE_SCP' | 'NOT_APPLICABLE' | 'APPLIED'
>;

/**
 * What every finding has. Member names are those of the AWS API and CLI. Members that AWS's model calls required can be
 * missing on the wire; then they are absent here, or as their comment says. Time stamps are ISO 8601, UTC, milliseconds.
 */
export interface FindingCommon {
  /** AWS's id. A finding that came without one is kept under `unidentified:` and a hash of its content. */
  readonly id: string;
  /** The ARN. Absent in some error findings. */
  readonly resource?: string;
  /** `UNKNOWN` when AWS sent none. */
  readonly resourceType: ResourceType;
  /** Twelve digits. Absent in findings printed before AWS added it. */
  readonly resourceOwnerAccount?: string;
  /** `UNKNOWN` when AWS sent none; one that this release does not know stays as it came. */
  readonly status: FindingStatus;
  /** When AWS made the finding. Access that changes gets a new finding, with a new id. */
  readonly createdAt?: string;
  /** When AWS last analysed the resource; moves with every analysis. */
  readonly analyzedAt?: string;
  /** When the finding last changed. */
  readonly updatedAt?: string;
  /** Set on an error finding: the analysis failed, so the finding proves nothing about access. */
  readonly error?: Open<
    'INTERNAL_ERROR' | 'ACCESS_DENIED' | 'PRINCIPAL_LIMIT_EXCEEDED' | 'PRINCIPAL_ERRORS_LIMIT_EXCEEDED'
  >;
  /** Why the finding's details could not be read, when they were asked for. The finding itself is kept. */
  readonly detailsProblem?: Problem;
}

/** Who is granted what, on an external or internal access finding. */
export interface AccessGrant {
  /** Keys seen: `AWS` (account id, principal ARN or `*`), `Federated`, `CanonicalUser`. Empty when AWS sent none. */
  readonly principal: Readonly<Record<string, string>>;
  /** IAM actions. Empty when AWS sent none. */
  readonly action: readonly string[];
  /** Condition key to value; AWS does not return operators. Empty when AWS sent none. */
  readonly condition: Readonly<Record<string, string>>;
  /** Of S3 buckets. Absent when AWS sent none; of several details of one finding all, each once. */
  readonly sources?: readonly FindingSource[];
  /** Absent when AWS sent none, or when several details of one finding disagree. */
  readonly resourceControlPolicyRestriction?: ResourceControlPolicyRestriction;
}

/** Somebody outside the zone of trust has access. The only kind that the rule judges. */
export interface ExternalAccessFinding extends FindingCommon, AccessGrant {
  /** Also of every finding of ListFindings and GetFinding, where AWS sends no type. */
  readonly findingType: 'ExternalAccess';
  /** Absent is unknown, not false. */
  readonly isPublic?: boolean;
}

/** Somebody inside the organization or account has access to a monitored resource. */
export interface InternalAccessFinding extends FindingCommon, AccessGrant {
  readonly findingType: 'InternalAccess';
  /** 12 digits: the account that owns the principal. Absent when AWS sent none, as in a list without details. */
  readonly principalOwnerAccount?: string;
  /** Absent when AWS sent none, as in a list without details. */
  readonly accessType?: Open<'INTRA_ACCOUNT' | 'INTRA_ORG'>;
  /** Absent when AWS sent none, as in a list without details. */
  readonly principalType?: Open<'IAM_ROLE' | 'IAM_USER'>;
  /** Absent when AWS sent none, or when several details of one finding disagree. */
  readonly serviceControlPolicyRestriction?: ServiceControlPolicyRestriction;
}

/** `lastAccessed` is absent when the thing was never used in the tracking period. */
export interface UnusedIamRoleDetails {
  /** ISO 8601, UTC, milliseconds: when the role was last used. */
  readonly lastAccessed?: string;
}
/** One access key. `lastAccessed` is absent when it was never used in the tracking period. */
export interface UnusedIamUserAccessKeyDetails {
  /** Empty when AWS sent none. */
  readonly accessKeyId: string;
  /** ISO 8601, UTC, milliseconds: when the key was last used. */
  readonly lastAccessed?: string;
}
/** `lastAccessed` is absent when the password was never used in the tracking period. */
export interface UnusedIamUserPasswordDetails {
  /** ISO 8601, UTC, milliseconds: when the password was last used. */
  readonly lastAccessed?: string;
}
/** What a role or user was granted of one service and did not use. Without `actions` it is the whole service. */
export interface UnusedPermissionDetails {
  /** The service: `s3`. Empty when AWS sent none. */
  readonly serviceNamespace: string;
  /** The unused actions, each with its own `lastAccessed`. `action` is empty when AWS sent none. */
  readonly actions?: readonly { readonly action: string; readonly lastAccessed?: string }[];
  /** ISO 8601, UTC, milliseconds: when the permission was last used. Absent when AWS sent none. */
  readonly lastAccessed?: string;
}

/** A role nobody used. `findingDetails` is present when details were read. */
export interface UnusedIamRoleFinding extends FindingCommon {
  readonly findingType: 'UnusedIAMRole';
  /** Present when details were read, empty when AWS sent none. With `detailsProblem` it may lack some. */
  readonly findingDetails?: readonly { readonly unusedIamRoleDetails: UnusedIamRoleDetails }[];
}
/** An access key nobody used. */
export interface UnusedIamUserAccessKeyFinding extends FindingCommon {
  readonly findingType: 'UnusedIAMUserAccessKey';
  /** Present when details were read, empty when AWS sent none. With `detailsProblem` it may lack some. */
  readonly findingDetails?: readonly { readonly unusedIamUserAccessKeyDetails: UnusedIamUserAccessKeyDetails }[];
}
/** A password nobody used. */
export interface UnusedIamUserPasswordFinding extends FindingCommon {
  readonly findingType: 'UnusedIAMUserPassword';
  /** Present when details were read, empty when AWS sent none. With `detailsProblem` it may lack some. */
  readonly findingDetails?: readonly { readonly unusedIamUserPasswordDetails: UnusedIamUserPasswordDetails }[];
}
/** Permissions nobody used. */
export interface UnusedPermissionFinding extends FindingCommon {
  readonly findingType: 'UnusedPermission';
  /** Each entry is of one service. Present when details were read; with `detailsProblem` it may lack some. */
  readonly findingDetails?: readonly { readonly unusedPermissionDetails: UnusedPermissionDetails }[];
}

/** A kind of finding that this release does not know. Never dropped; an active one makes the verdict UNKNOWN. */
export interface UnknownFinding extends FindingCommon {
  /** This library's word: AWS has no such type. */
  readonly findingType: 'Unknown';
  /** What AWS calls it; absent when AWS sent no type. */
  readonly awsFindingType?: string;
}

/** A finding of any kind, told apart by `findingType`. */
export type Finding =
  | ExternalAccessFinding
  | InternalAccessFinding
  | UnusedIamRoleFinding
  | UnusedIamUserAccessKeyFinding
  | UnusedIamUserPasswordFinding
  | UnusedPermissionFinding
  | UnknownFinding;

/** The literals of `findingType`. */
export type FindingType = Finding['findingType'];

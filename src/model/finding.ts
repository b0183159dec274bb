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
  readonly type: Open<'POLICY' | 'BUCKET_ACL' | 'S3_ACCESS_POINT' | 'S3_ACCESS_POINT_ACCOUNT'>;
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
  readonly status: FindingStatus;
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
  readonly sources?: readonly FindingSource[];
  readonly resourceControlPolicyRestriction?: ResourceControlPolicyRestriction;
}

/** Somebody outside the zone of trust has access. The only kind that the rule judges. */
export interface ExternalAccessFinding extends FindingCommon, AccessGrant {
  readonly findingType: 'ExternalAccess';
  /** Absent is unknown, not false. */
  readonly isPublic?: boolean;
}

/** Somebody inside the organization or account has access to a monitored resource. */
export interface InternalAccessFinding extends FindingCommon, AccessGrant {
  readonly findingType: 'InternalAccess';
  readonly principalOwnerAccount?: string;
  readonly accessType?: Open<'INTRA_ACCOUNT' | 'INTRA_ORG'>;
  readonly principalType?: Open<'IAM_ROLE' | 'IAM_USER'>;
  readonly serviceControlPolicyRestriction?: ServiceControlPolicyRestriction;
}

/** `lastAccessed` is absent when the thing was never used in the tracking period. */
export interface UnusedIamRoleDetails {
  readonly lastAccessed?: string;
}
/** One access key. `lastAccessed` is absent when it was never used in the tracking period. */
export interface UnusedIamUserAccessKeyDetails {
  readonly accessKeyId: string;
  readonly lastAccessed?: string;
}
/** `lastAccessed` is absent when the password was never used in the tracking period. */
export interface UnusedIamUserPasswordDetails {
  readonly lastAccessed?: string;
}
/** What a role or user was granted of one service and did not use. Without `actions` it is the whole service. */
export interface UnusedPermissionDetails {
  readonly serviceNamespace: string;
  readonly actions?: readonly { readonly action: string; readonly lastAccessed?: string }[];
  readonly lastAccessed?: string;
}

/** A role nobody used. `findingDetails` is present when details were read. */
export interface UnusedIamRoleFinding extends FindingCommon {
  readonly findingType: 'UnusedIAMRole';
  readonly findingDetails?: readonly { readonly unusedIamRoleDetails: UnusedIamRoleDetails }[];
}
/** An access key nobody used. */
export interface UnusedIamUserAccessKeyFinding extends FindingCommon {
  readonly findingType: 'UnusedIAMUserAccessKey';
  readonly findingDetails?: readonly { readonly unusedIamUserAccessKeyDetails: UnusedIamUserAccessKeyDetails }[];
}
/** A password nobody used. */
export interface UnusedIamUserPasswordFinding extends FindingCommon {
  readonly findingType: 'UnusedIAMUserPassword';
  readonly findingDetails?: readonly { readonly unusedIamUserPasswordDetails: UnusedIamUserPasswordDetails }[];
}
/** Permissions nobody used. */
export interface UnusedPermissionFinding extends FindingCommon {
  readonly findingType: 'UnusedPermission';
  readonly findingDetails?: readonly { readonly unusedPermissionDetails: UnusedPermissionDetails }[];
}

/** A kind of finding that this release does not know. Never dropped; an active one makes the verdict UNKNOWN. */
export interface UnknownFinding extends FindingCommon {
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

import type { AnalyzerStatus, AnalyzerType } from '../model/analyzer.ts';
import type { Filter } from '../model/archive-rule.ts';
import type { FindingSource, FindingStatus, ResourceType } from '../model/finding.ts';
import type { Open } from '../model/open.ts';

/* ---------------------------------------------------------------------------------------------- the scenario */

/** The AWS accounts that a fake stands for, when it starts. Plain data, except for lazily made findings. */
export interface FakeScenario {
  /** Each id once. ListAccounts has this order too, unless the organization names its members. */
  readonly accounts: readonly FakeAccount[];
  /**
   * Absent: no account belongs to one. Organizations then answers AWSOrganizationsNotInUseException, CreateAnalyzer
   * refuses the ORGANIZATION types, and an analyzer of such a type in the scenario trusts its own account alone.
   */
  readonly organization?: FakeOrganization | undefined;
  /** What AWS does not document, set for all accounts. */
  readonly behavior?: FakeBehavior | undefined;
}

/** One AWS account. */
export interface FakeAccount {
  /** Twelve digits. */
  readonly id: string;
  /**
   * @defaultValue 'aws'
   */
  readonly partition?: string | undefined;
  /**
   * The Regions that the account service lists. One that is not named here exists for nobody: ListRegions does not list
   * it, and requests to it answer as in an opt-in Region that is disabled.
   */
  readonly regions: Readonly<Record<string, FakeRegion>>;
  /** IAM actions refused to every principal of the account. A plain string is refused by no policy allowing it. */
  readonly deniedActions?: readonly (string | FakeDeniedAction)[] | undefined;
  /** Access keys with fixed ids, for clients that take their credentials from the environment. */
  readonly accessKeys?: readonly FakeAccessKey[] | undefined;
  /** External analyzers see those of their own Region. Each name once. */
  readonly buckets?: readonly FakeBucket[] | undefined;
  /** Roles are global: the external analyzer of every Region sees them, and STS lets others assume them. */
  readonly roles?: readonly FakeRole[] | undefined;
  /** The account's own S3 public access block. */
  readonly publicAccessBlock?: FakePublicAccessBlock | undefined;
  /**
   * The id by which S3 ACLs name the account.
   *
   * @defaultValue 64 hexadecimal digits made from the account id
   */
  readonly canonicalUserId?: string | undefined;
  /**
   * Whether ListAnalyzers also returns the organization's analyzers that another account owns. AWS does not document it;
   * reading them is denied either way.
   *
   * @defaultValue false
   */
  readonly showsOrganizationAnalyzers?: boolean | undefined;
}

/** An organization over accounts of the scenario. */
export interface FakeOrganization {
  /**
   * @defaultValue 'o-exampleorgid'
   */
  readonly id?: string | undefined;
  /** Twelve digits. It may own organization analyzers, and ask Organizations and the account service about members. */
  readonly managementAccount: string;
  /** Accounts that may own organization analyzers beside the management account. */
  readonly delegatedAdministrators?: readonly string[] | undefined;
  /**
   * The members, the management account among them.
   *
   * @defaultValue every account of the scenario, ACTIVE
   */
  readonly accounts?: readonly FakeOrganizationAccount[] | undefined;
}

/** A member as `organizations:ListAccounts` tells it. It need not be an account of the scenario. */
export interface FakeOrganizationAccount {
  /** Twelve digits. */
  readonly id: string;
  /**
   * ListAccounts also makes the e-mail address of it.
   *
   * @defaultValue `account-` and the id
   */
  readonly name?: string | undefined;
  /**
   * What ListAccounts tells, and no more: a suspended account is still answered and still trusted.
   *
   * @defaultValue 'ACTIVE'
   */
  readonly status?: Open<'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE'> | undefined;
}

/** One Region of one account. */
export interface FakeRegion {
  /**
   * @defaultValue 'ENABLED_BY_DEFAULT'
   */
  readonly optStatus?: FakeRegionOptStatus | undefined;
  /** Refuses every Access Analyzer call here: by a service control policy, or since no identity policy allows it. */
  readonly deny?: FakeDeniedBy | undefined;
  /** In the order of ListAnalyzers, each name once. Default: none. */
  readonly analyzers?: readonly FakeAnalyzer[] | undefined;
}

/** Whether the account may use a Region, in the words of `account:ListRegions`. */
export type FakeRegionOptStatus = 'ENABLED' | 'ENABLING' | 'DISABLING' | 'DISABLED' | 'ENABLED_BY_DEFAULT';

/** An analyzer, by AWS's member names. */
export interface FakeAnalyzer {
  /** The end of its ARN: a letter or `_`, then up to 254 letters, digits, `_`, `.` and `-`. */
  readonly name: string;
  /** `ACCOUNT` and `ORGANIZATION` look at buckets and roles; the others have the findings that they are given. */
  readonly type: AnalyzerType;
  /**
   * @defaultValue 'ACTIVE'
   */
  readonly status?: AnalyzerStatus | undefined;
  /** `AWS_SERVICE_ACCESS_DISABLED` and the like; sent as given, whatever the status. */
  readonly statusReason?: { readonly code: string } | undefined;
  /**
   * @defaultValue 30 days before the fake was made
   */
  readonly createdAt?: string | undefined;
  /** An ARN; every scan of a resource sets it. Default: absent. */
  readonly lastResourceAnalyzed?: string | undefined;
  /**
   * `null` for an analyzer that has not looked yet.
   *
   * @defaultValue when the fake was made
   */
  readonly lastResourceAnalyzedAt?: string | null | undefined;
  /** The service that owns a service-linked analyzer; its findings and rules are read-only. */
  readonly managedBy?: string | undefined;
  /** Sent as given by GetAnalyzer, never by ListAnalyzers; it has no effect on the findings. */
  readonly configuration?: unknown;
  /** Default: none, which answers tell as `{}`. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /**
   * A list, or a source that makes them when they are read, for very many. What buckets and roles of the scenario show
   * comes on top, except for a resource that a *list* here has findings of already.
   */
  readonly findings?: readonly FakeFinding[] | FakeFindingSource | undefined;
  /** In the order of ListArchiveRules, each name once. They archive findings to come, not those of the scenario. */
  readonly archiveRules?: readonly FakeArchiveRule[] | undefined;
  /**
   * Page size when a request names none.
   *
   * @defaultValue the behavior's `pageSize`
   */
  readonly pageSize?: number | undefined;
  /**
   * Puts this many empty pages with a token before each page of findings.
   *
   * @defaultValue 0
   */
  readonly emptyPages?: number | undefined;
  /**
   * What GetFindingsStatistics says: `live`, `absent` (never computed), or counts of its own (a stale aggregate).
   *
   * @defaultValue 'live'
   */
  readonly statistics?: 'live' | 'absent' | FakeStatistics | undefined;
}

/** A fixed answer of GetFindingsStatistics. */
export interface FakeStatistics {
  /** Sent as given: AWS's union, `{ externalAccessFindingsStatistics: … }` and the like. */
  readonly findingsStatistics: readonly Readonly<Record<string, unknown>>[];
  /** ISO 8601. Absent: the answer leaves it out. */
  readonly lastUpdatedAt?: string | undefined;
}

/** Findings made when they are read. `at` must return the same finding for the same index every time. */
export interface FakeFindingSource {
  /** How many findings there are: `at` is asked for 0 to `count - 1`. */
  readonly count: number;
  /** The finding at a place in the list. */
  at(index: number): FakeFinding;
  /** The index of an id, so that GetFinding need not look through all. */
  indexOf?(id: string): number | undefined;
}

/**
 * A finding, by AWS's member names, of any type. What is absent gets a likely default; to leave a member out of AWS's
 * answer, name it in `omit`.
 */
export interface FakeFinding {
  /**
   * @defaultValue a UUID made from the analyzer and the content
   */
  readonly id?: string | undefined;
  /**
   * @defaultValue what the analyzer's type finds: 'ExternalAccess', 'UnusedIAMRole' or 'InternalAccess'
   */
  readonly findingType?: string | undefined;
  /** An ARN. No default: AWS leaves it out of some error findings. */
  readonly resource?: string | undefined;
  /**
   * @defaultValue 'AWS::S3::Bucket'
   */
  readonly resourceType?: ResourceType | undefined;
  /**
   * @defaultValue the analyzer's account
   */
  readonly resourceOwnerAccount?: string | undefined;
  /**
   * @defaultValue 'ACTIVE'
   */
  readonly status?: FindingStatus | undefined;
  /**
   * @defaultValue the analyzer's `createdAt`
   */
  readonly createdAt?: string | undefined;
  /**
   * @defaultValue when the fake was made
   */
  readonly analyzedAt?: string | undefined;
  /**
   * @defaultValue `createdAt`
   */
  readonly updatedAt?: string | undefined;
  /** Makes it an error finding. */
  readonly error?: string | undefined;
  /** One entry: `AWS` (account id, principal ARN or `*`), `Federated` or `CanonicalUser`. Absent or empty: not sent. */
  readonly principal?: Readonly<Record<string, string>> | undefined;
  /** IAM actions. Absent or empty: not sent. */
  readonly action?: readonly string[] | undefined;
  /**
   * Condition key to value, without operators. An error finding without any leaves it out of the answer.
   *
   * @defaultValue `{}`
   */
  readonly condition?: Readonly<Record<string, string>> | undefined;
  /** No default: what is absent here is not sent, and the reader must not take it for false. */
  readonly isPublic?: boolean | undefined;
  /** Of a bucket: how it is shared. No default. */
  readonly sources?: readonly FindingSource[] | undefined;
  /** `APPLICABLE`, `NOT_APPLICABLE` …, of external and internal access. No default. */
  readonly resourceControlPolicyRestriction?: string | undefined;
  /** Internal access only, like the next three. */
  readonly serviceControlPolicyRestriction?: string | undefined;
  /** Twelve digits. */
  readonly principalOwnerAccount?: string | undefined;
  /** `INTRA_ACCOUNT` or `INTRA_ORG`. */
  readonly accessType?: string | undefined;
  /** `IAM_ROLE` or `IAM_USER`. */
  readonly principalType?: string | undefined;
  /**
   * Of GetFindingV2.
   *
   * @defaultValue made from the members above; for unused access one empty detail of the type
   */
  readonly findingDetails?: readonly Readonly<Record<string, unknown>>[] | undefined;
  /**
   * Members to leave out wherever an answer shows the finding, but not out of `findingDetails` that are given: AWS leaves out some that its
   * model calls required.
   */
  readonly omit?: readonly string[] | undefined;
}

/** An archive rule that exists when the fake starts. It has touched no finding of the scenario. */
export interface FakeArchiveRule {
  /** A letter, then up to 254 letters, digits, `_`, `.` and `-`; not checked here. */
  readonly ruleName: string;
  /** As AWS takes it, values as lists of strings; not checked here. */
  readonly filter: Filter;
  /**
   * @defaultValue the analyzer's `createdAt`
   */
  readonly createdAt?: string | undefined;
  /**
   * @defaultValue the rule's `createdAt`
   */
  readonly updatedAt?: string | undefined;
}

/* ------------------------------------------------------------------------------------------ buckets and roles */

/** A policy document, as an object or as JSON text. */
export type FakePolicy = string | Readonly<Record<string, unknown>>;

/** An S3 bucket. */
export interface FakeBucket {
  /** Each once in all accounts, as in AWS: S3 looks a bucket up by it alone. */
  readonly name: string;
  /** Only this Region's analyzers see it; S3 redirects from elsewhere, but for GetBucketLocation in us-east-1. */
  readonly region: string;
  /** Default: none. One that is no policy makes analysing it throw: in `createFakeAws`, where an analyzer sees it. */
  readonly policy?: FakePolicy | undefined;
  /** Default: full control by the owner alone. */
  readonly acl?: FakeBucketAcl | undefined;
  /** Absent: the bucket has no configuration of its own, which blocks nothing. */
  readonly publicAccessBlock?: FakePublicAccessBlock | undefined;
  /** Access through them is a finding of the bucket. The fake's S3 does not answer for them. */
  readonly accessPoints?: readonly FakeAccessPoint[] | undefined;
}

/** A bucket's access control list. */
export interface FakeBucketAcl {
  /** All that GetBucketAcl lists: the owner's own grant is not added to them. */
  readonly grants: readonly FakeAclGrant[];
}

/** One grant of an access control list: who, and what. */
export interface FakeAclGrant {
  /**
   * `id` is the `canonicalUserId` of an account. Grants to groups other than AllUsers and AuthenticatedUsers (the log
   * delivery group) are no finding.
   */
  readonly grantee:
    | { readonly type: 'CanonicalUser'; readonly id: string }
    /** `http://acs.amazonaws.com/groups/global/AllUsers` and the like. */
    | { readonly type: 'Group'; readonly uri: string };
  /** `FULL_CONTROL` is the other four together. */
  readonly permission: Open<'READ' | 'WRITE' | 'READ_ACP' | 'WRITE_ACP' | 'FULL_CONTROL'>;
}

/** The four flags of an S3 public access block; one that is absent is false. */
export interface FakePublicAccessBlock {
  /** PutBucketAcl with a grant to everybody is refused; ACLs that stand count on. */
  readonly BlockPublicAcls?: boolean | undefined;
  /** Grants to everybody in ACLs are no access; grants to accounts still are. */
  readonly IgnorePublicAcls?: boolean | undefined;
  /** PutBucketPolicy with a policy that lets everybody in is refused; policies that stand count on. */
  readonly BlockPublicPolicy?: boolean | undefined;
  /** A policy that lets everybody in is no access at all, its grants to single accounts included. */
  readonly RestrictPublicBuckets?: boolean | undefined;
}

/** An access point of a bucket. */
export interface FakeAccessPoint {
  /** The end of its ARN, `arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME`, in the bucket's Region. */
  readonly name: string;
  /**
   * The account that made it.
   *
   * @defaultValue the bucket's owner
   */
  readonly account?: string | undefined;
  /** Access takes an Allow here and one in the bucket's policy. Default: none, so no access. */
  readonly policy?: FakePolicy | undefined;
  /** Beside the bucket's and the account's; of its flags only `RestrictPublicBuckets` has an effect. */
  readonly publicAccessBlock?: FakePublicAccessBlock | undefined;
  /** Set: only reachable from this VPC. */
  readonly vpcId?: string | undefined;
}

/** An IAM role. */
export interface FakeRole {
  /** Each once in an account, whatever the path. */
  readonly name: string;
  /**
   * @defaultValue '/'
   */
  readonly path?: string | undefined;
  /** Analyzers analyse it and STS goes by it, though of its conditions STS looks at `sts:ExternalId` alone. */
  readonly trustPolicy: FakePolicy;
  /**
   * IAM actions of whoever assumes the role through the fake's STS; `*` and `?` match.
   *
   * @defaultValue everything
   */
  readonly allow?: readonly string[] | undefined;
}

/** Who owns a resource that is analysed. */
export interface FakeOwner {
  /** Twelve digits. */
  readonly account: string;
  /** `aws`, `aws-cn` …: the second part of the resource's ARN. */
  readonly partition: string;
  /** The id by which S3 ACLs name the account. */
  readonly canonicalUserId: string;
  /** The account's own; absent, it blocks nothing. */
  readonly publicAccessBlock?: FakePublicAccessBlock | undefined;
}

/** From where access is no finding. */
export interface FakeZoneOfTrust {
  /** For the reader: the analysis goes by the other members. */
  readonly kind: 'account' | 'organization';
  /** The accounts inside: the owner of the resource alone, or every member of the organization. */
  readonly accounts: ReadonlySet<string>;
  /** The canonical user ids of those accounts. */
  readonly canonicalUserIds: ReadonlySet<string>;
  /** Set with `organization`. */
  readonly organizationId?: string | undefined;
}

/** One access from outside the zone of trust: what an analysis of a bucket or role finds, and a finding carries. */
export interface FakeAccess {
  /** One entry: `AWS` (account id, principal ARN or `*`), `Federated` or `CanonicalUser`. */
  readonly principal: Readonly<Record<string, string>>;
  /** Sorted. */
  readonly action: readonly string[];
  /** Condition key, as the policy spells it, to value, without operators. Empty: unconditional. */
  readonly condition: Readonly<Record<string, string>>;
  /** To `*` or a public ACL group, with no condition that picks out callers. */
  readonly isPublic: boolean;
  /** Of a bucket: policy, ACL or access point. Absent of a role. */
  readonly sources?: readonly FindingSource[] | undefined;
}

/* --------------------------------------------------------------------------------- principals and permissions */

/** An access key of an account. */
export interface FakeAccessKey extends FakeCredentialOptions {
  /**
   * Any, with any secret. With `sessionTokenVersion` the session token is `fake-session-v1-` or `fake-session-v2-` and
   * this id.
   */
  readonly accessKeyId: string;
}

/** Who the holder of credentials is, and what they may do. */
export interface FakeCredentialOptions {
  /**
   * IAM actions that the principal may perform; `*` and `?` match.
   *
   * @defaultValue everything
   */
  readonly allow?: readonly string[] | undefined;
  /**
   * The IAM user's name, as messages and GetCallerIdentity tell it.
   *
   * @defaultValue 'fake-user'
   */
  readonly userName?: string | undefined;
  /** Temporary credentials of a session token of this version: version 1 is refused in opt-in Regions. */
  readonly sessionTokenVersion?: 1 | 2 | undefined;
  /**
   * Every call answers ExpiredTokenException.
   *
   * @defaultValue false
   */
  readonly expired?: boolean | undefined;
}

/**
 * Static credentials. The fake does not check signatures: it only reads the access key id, the scope and the session
 * token.
 */
export interface FakeCredentials {
  /** `AKIA` or, of temporary credentials, `ASIA`, the account's id and a number. */
  readonly accessKeyId: string;
  /** Never looked at. */
  readonly secretAccessKey: string;
  /** Of temporary credentials alone; a request without it, or with another, is refused. */
  readonly sessionToken?: string;
}

/** What refuses a call; AWS's message says which. `scp`, `identity-explicit` … are explicit denies. */
export type FakeDeniedBy =
  'identity' | 'identity-explicit' | 'scp' | 'scp-implicit' | 'rcp' | 'permissions-boundary' | 'session-policy';

/** An IAM action that is refused. */
export interface FakeDeniedAction {
  /** `access-analyzer:ListFindings`; `*` and `?` match. */
  readonly action: string;
  /**
   * @defaultValue 'identity'
   */
  readonly by?: FakeDeniedBy | undefined;
  /**
   * @defaultValue every Region
   */
  readonly regions?: readonly string[] | undefined;
}

/* -------------------------------------------------------------------------------- what AWS leaves undocumented */

/** Behaviour that AWS does not document, with the likelier choice as default, so that a test can try the other. */
export interface FakeBehavior {
  /**
   * Page size when neither request nor analyzer names one.
   *
   * @defaultValue 100
   */
  readonly pageSize?: number | undefined;
  /**
   * A larger `maxResults` is a ValidationException.
   *
   * @defaultValue 1000
   */
  readonly maxPageSize?: number | undefined;
  /**
   * How long a page token is good for.
   *
   * @defaultValue for ever
   */
  readonly pageTokenLifetimeMs?: number | undefined;
  /**
   * From StartResourceScan to the new `analyzedAt`, by the fake's clock.
   *
   * @defaultValue 0: done with the next request
   */
  readonly scanLatencyMs?: number | undefined;
  /**
   * What `neq` says of a finding that lacks the member.
   *
   * @defaultValue 'match'
   */
  readonly absentMemberUnderNeq?: 'match' | 'no-match' | undefined;
  /**
   * UpdateFindings on an id that does not exist.
   *
   * @defaultValue 'not-found'
   */
  readonly unknownFindingId?: 'not-found' | 'ignore' | undefined;
  /**
   * StartResourceScan on a resource that does not exist.
   *
   * @defaultValue 'not-found'
   */
  readonly unknownResourceScan?: 'not-found' | 'accept' | undefined;
  /**
   * Whether an archived finding becomes RESOLVED when the access is gone.
   *
   * @defaultValue true
   */
  readonly resolvesArchived?: boolean | undefined;
  /**
   * Days after which RESOLVED findings are gone; AWS says 90.
   *
   * @defaultValue kept for ever
   */
  readonly resolvedRetentionDays?: number | undefined;
  /**
   * Whether a finding's `analyzedAt` moves when it turns RESOLVED.
   *
   * @defaultValue true
   */
  readonly resolvingMovesAnalyzedAt?: boolean | undefined;
  /**
   * Whether archive-rule calls on unused and internal analyzers are refused.
   *
   * @defaultValue false
   */
  readonly archiveRulesOnExternalOnly?: boolean | undefined;
  /**
   * Archive rules an analyzer may have.
   *
   * @defaultValue 100
   */
  readonly maxArchiveRules?: number | undefined;
}

/* ------------------------------------------------------------------------------------------------------ faults */

/**
 * What goes wrong.
 *
 * Answers of the service: `throttle`, `access-denied`, `scp`, `internal` (500), `unavailable` (503), `unrecognized-client`,
 * `expired-token`, `opt-in-required`, `not-found`, `conflict`, `validation`, `quota`, `error` (see `error`), `clock-skew` (the
 * signature is of another time), `expired-page-token` (a token in the request is refused).
 *
 * Answers spoiled: `truncated`, `html`, `not-json`, `wrong-json` (JSON of another shape), `empty` (no body), `repeat-token` (the page is
 * answered with the request's own token, or a fixed one on the first page), `empty-page` (no items, but a token for the same place),
 * `change` (see `change`).
 *
 * The connection: `dns` (nobody knows the host) and `refused` (nobody listens), which over HTTP, where somebody does listen,
 * come out as `reset`; `reset`, `stall` (nothing ever comes), `stall-body` and `reset-body` (headers and half of the
 * body come, then nothing, or a reset),
 * `delay` (the right answer after `delayMs`).
 */
export type FakeFaultKind =
  | 'throttle'
  | 'access-denied'
  | 'scp'
  | 'internal'
  | 'unavailable'
  | 'unrecognized-client'
  | 'expired-token'
  | 'opt-in-required'
  | 'not-found'
  | 'conflict'
  | 'validation'
  | 'quota'
  | 'error'
  | 'clock-skew'
  | 'expired-page-token'
  | 'truncated'
  | 'html'
  | 'not-json'
  | 'wrong-json'
  | 'empty'
  | 'repeat-token'
  | 'empty-page'
  | 'change'
  | 'dns'
  | 'refused'
  | 'reset'
  | 'stall'
  | 'stall-body'
  | 'reset-body'
  | 'delay';

/** Something that goes wrong with the requests that match. All matchers that are given must match. */
export interface FakeFault {
  readonly kind: FakeFaultKind;
  /** S3 Control is `s3` too. Default: any. */
  readonly service?: FakeService | undefined;
  /** AWS's name, `ListFindings`; `ListFindingsV2` is another operation. Default: any. */
  readonly operation?: string | undefined;
  /** The Region that the request is signed for. Default: any. */
  readonly region?: string | undefined;
  /** The caller's: twelve digits, or `unknown` for a key that the fake does not know. Default: any. */
  readonly account?: string | undefined;
  /** Whatever else decides: only requests for which it is true are spoilt. */
  readonly when?: ((request: FakeIncoming) => boolean) | undefined;
  /**
   * How many matching requests pass before the first fault: 1 spoils the second page.
   *
   * @defaultValue 0
   */
  readonly skip?: number | undefined;
  /**
   * How many requests it spoils; `Infinity` for all.
   *
   * @defaultValue 1
   */
  readonly times?: number | undefined;
  /** The `Retry-After` header of `throttle`, `internal`, `unavailable` and `error`. */
  readonly retryAfterSeconds?: number | undefined;
  /**
   * Before the answer, whatever the kind.
   *
   * @defaultValue 0
   */
  readonly delayMs?: number | undefined;
  /**
   * The status of an `html`, `not-json`, `wrong-json` or `empty` answer.
   *
   * @defaultValue 200
   */
  readonly status?: number | undefined;
  /** With `error`: what the service answers. */
  readonly error?: FakeErrorAnswer | undefined;
  /** With `change`: makes another JSON body of the right one (missing members, unknown enum values). */
  readonly change?: ((body: Record<string, unknown>) => unknown) | undefined;
}

/** An error as AWS sends it. */
export interface FakeErrorAnswer {
  /** `ThrottlingException` */
  readonly code: string;
  /** The HTTP status. */
  readonly status: number;
  /** Default: the code. */
  readonly message?: string | undefined;
  /** Members beside the message: `resourceId`, `reason` … */
  readonly members?: Readonly<Record<string, unknown>> | undefined;
  /** By lower-case name. `retry-after` here wins over `retryAfterSeconds`; `x-amzn-requestid` stays the fake's. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/* ---------------------------------------------------------------------------------------------- the fake itself */

/** The AWS services that the fake answers for. */
export type FakeService = 'access-analyzer' | 'account' | 'sts' | 'organizations' | 's3' | 'unknown';

/** A request as it arrived. */
export interface FakeIncoming {
  /** By the signature's scope, else by the host or the body; `unknown`: none that the fake has. */
  readonly service: FakeService;
  /** `ListFindings`; `Unknown` for a route that the fake does not have. */
  readonly operation: string;
  /** From the signature's scope. */
  readonly region: string;
  /** The caller's account, or `unknown`. */
  readonly account: string;
  /** Path, query and body members by AWS's names. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** A request that was answered, in the order of arrival. */
export interface FakeRequest extends FakeIncoming {
  /** The HTTP status; 0 when the connection was reset, the request stalled or was aborted, or the answer is not out yet. */
  readonly status: number;
  /** When it arrived, by the fake's clock. */
  readonly at: string;
  /** A UUID, which the answer carries as `x-amzn-requestid`. */
  readonly requestId: string;
  /** The SDK's id of the call that this is an attempt of: attempts of one call share it. Absent when not the SDK asked. */
  readonly invocationId?: string;
  /** The fault that answered it. */
  readonly fault?: FakeFaultKind;
}

/** The SDK's `requestHandler`, by shape, so that no SDK package is needed to type it. */
export interface FakeRequestHandler {
  /** Answers one request of an SDK client. */
  handle(request: FakeSdkRequest, options?: FakeHandlerOptions): Promise<{ response: FakeSdkResponse }>;
  /** Does nothing: there is nothing to configure. */
  updateHttpClientConfig(key: never, value: never): void;
  /** No settings. */
  httpHandlerConfigs(): Record<string, never>;
  /** Does nothing: there is no socket to close. */
  destroy(): void;
  /** `handlerProtocol` is `http/1.1`. */
  readonly metadata: { readonly handlerProtocol: string };
}

/** What the SDK hands to a request handler. */
export interface FakeSdkRequest {
  /** Upper case. */
  readonly method: string;
  /** Without port. An S3 bucket, and the service and Region of an unsigned request, are read from it. */
  readonly hostname: string;
  /** Still URL-encoded, without the query. */
  readonly path: string;
  /** Decoded. `null` is a key without a value. */
  readonly query?: Readonly<Record<string, string | string[] | null>> | undefined;
  /** Names in any case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Text, bytes, or an async iterable of either. */
  readonly body?: unknown;
}

/** What a request handler gives back. */
export interface FakeSdkResponse {
  /** The HTTP status. */
  statusCode: number;
  /** The fake sets none. */
  reason?: string;
  /** With `content-length`: that of the whole body, also where a fault cuts it off. */
  headers: Record<string, string>;
  /** A Node stream, also of an empty body. */
  body?: unknown;
}

/** What the SDK says about a request beside the request itself. */
export interface FakeHandlerOptions {
  /** Ignored unless it is an AbortSignal; an abort before the answer rejects with an `AbortError`. */
  readonly abortSignal?: unknown;
  /** In milliseconds. The fake has no time-out of its own. */
  readonly requestTimeout?: number | undefined;
}

/** A loopback server in front of the fake. */
export interface FakeServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, for `endpoint` or `AWS_ENDPOINT_URL`. */
  readonly url: string;
  /** Ends every connection, stalled ones too. */
  close(): Promise<void>;
}

/** The fake's clock and ears. */
export interface CreateFakeAwsOptions {
  /**
   * The fake's clock.
   *
   * @defaultValue the real one
   */
  readonly now?: (() => Date) | undefined;
  /**
   * Waits for `delayMs`; must reject when the signal aborts.
   *
   * @defaultValue a real timer
   */
  readonly delay?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  /**
   * Told of each answer that goes out whole, as it goes out, with what faults made of it: what a client was certainly
   * served. An answer whose body is cut off is none.
   */
  readonly onAnswer?: ((request: FakeRequest, response: FakeHttpResponse) => void) | undefined;
}

/** A fake of the AWS services that this library talks to, with a state of its own. */
export interface FakeAws {
  /** For SDK clients in this process, without a socket: `new AccessAnalyzerClient({ requestHandler: fake.requestHandler, … })`. */
  readonly requestHandler: FakeRequestHandler;
  /** Starts an HTTP server on 127.0.0.1; a free port unless one is given. */
  listen(options?: { readonly port?: number | undefined }): Promise<FakeServer>;
  /** Every request that arrived, oldest first. */
  readonly requests: readonly FakeRequest[];
  /** Forgets the requests so far. */
  clearRequests(): void;
  /** Credentials of an IAM user of an account of the scenario: the account's administrator unless `allow` is given. */
  credentialsFor(accountId: string, options?: FakeCredentialOptions): FakeCredentials;
  /**
   * Spoils requests to come; faults are tried in the order they were injected. Returns what removes it.
   *
   * @throws `InvalidInputError` for a kind or a member that no fault has: a test with it would prove nothing
   */
  inject(fault: FakeFault): () => void;
  /** The account's live state, to look at and to change in the middle of a test. */
  account(id: string): FakeAccountHandle;
}

/** The live state of an account. */
export interface FakeAccountHandle {
  /** Twelve digits. */
  readonly id: string;
  /** Names, in the order of ListRegions, also of Regions that are disabled. */
  readonly regions: readonly string[];
  /** Adds the Region, enabled by default, when the account does not have it. */
  region(name: string): FakeRegionHandle;
  /** As they are now, with what calls to S3 changed: a policy that was put there is text. */
  readonly buckets: readonly FakeBucket[];
  /** A bucket as it is now. */
  bucket(name: string): FakeBucket | undefined;
  /** Creates or replaces a bucket. Findings follow with the next scan, as in AWS. */
  putBucket(bucket: FakeBucket): void;
  /** Deletes a bucket; the next scan resolves its findings. */
  deleteBucket(name: string): void;
  /** As they are now. */
  readonly roles: readonly FakeRole[];
  /** A role as it is now. */
  role(name: string): FakeRole | undefined;
  /** Creates or replaces a role. Findings follow with the next scan. */
  putRole(role: FakeRole): void;
  /** Deletes a role; the next scan tells. */
  deleteRole(name: string): void;
  /** The account's own, as it is now; `undefined` when it has none. */
  readonly publicAccessBlock: FakePublicAccessBlock | undefined;
  /** Sets the account's own block; `undefined` takes it away. Findings follow with the next scan. */
  putPublicAccessBlock(block: FakePublicAccessBlock | undefined): void;
  /** Refuses an IAM action to every principal of the account from now on. */
  deny(action: string | FakeDeniedAction): void;
}

/** The live state of a Region of an account. */
export interface FakeRegionHandle {
  readonly name: string;
  /** As it is now; only `ENABLED` and `ENABLED_BY_DEFAULT` Regions are answered. */
  readonly optStatus: FakeRegionOptStatus;
  /** Enables or disables the Region. */
  setOptStatus(status: FakeRegionOptStatus): void;
  /** Refuses every Access Analyzer call here; `undefined` allows them again. */
  setDeny(by: FakeDeniedBy | undefined): void;
  /** Those there are now, in the order of ListAnalyzers. */
  readonly analyzers: readonly FakeAnalyzerHandle[];
  /**
   * An analyzer's live state.
   *
   * @throws Error when there is none of that name.
   */
  analyzer(name: string): FakeAnalyzerHandle;
  /** Creates an analyzer; it looks at the account's buckets and roles at once. */
  addAnalyzer(analyzer: FakeAnalyzer): FakeAnalyzerHandle;
  /** Deletes an analyzer with its findings and rules. */
  deleteAnalyzer(name: string): void;
}

/** The live state of an analyzer. */
export interface FakeAnalyzerHandle {
  /** `arn:aws:access-analyzer:REGION:ACCOUNT:analyzer/NAME`. */
  readonly arn: string;
  readonly name: string;
  readonly type: AnalyzerType;
  /** As it is now; an analyzer that is not `ACTIVE` does not scan. */
  readonly status: AnalyzerStatus;
  /** Changes the status; `reason` is the `statusReason.code`. */
  setStatus(status: AnalyzerStatus, reason?: string): void;
  /** `null`: it has not looked yet. */
  setLastResourceAnalyzedAt(time: string | null): void;
  /** As they are now, always with both times, in the order of ListArchiveRules. */
  readonly archiveRules: readonly FakeArchiveRule[];
  /** All findings as they are now. */
  findings(): FakeFinding[];
  /** One finding as it is now. */
  finding(id: string): FakeFinding | undefined;
  /** A finding as AWS would generate it: archive rules apply. Returns its id. */
  addFinding(finding: FakeFinding): string;
  /** Changes members of a finding, `updatedAt` only if given. */
  changeFinding(id: string, change: FakeFinding): void;
  /** Removes a finding without a trace, as AWS does with old resolved ones. */
  removeFinding(id: string): void;
  /**
   * What the next scans of a resource find that the fake cannot analyse itself: accesses (none: it is fixed), or an error.
   * `undefined` leaves its findings as they are again.
   */
  setScanResult(resourceArn: string, result: readonly FakeAccess[] | { readonly error: string } | undefined): void;
  /** What AWS's periodic scan does: analyses one resource, or every bucket and role, now. */
  scan(resourceArn?: string): void;
}

/* ------------------------------------------------------------------------- between the parts of the fake (S3) */

/** An HTTP request, however it came. Header names are lower case. */
export interface FakeHttpRequest {
  /** Upper case. */
  readonly method: string;
  /** Without port. */
  readonly host: string;
  /** Still URL-encoded, without the query. */
  readonly path: string;
  /** Decoded. A key without a value (`?publicAccessBlock`) has the value ''. */
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  /** '' when there is none. */
  readonly body: string;
}

/** An HTTP answer. `x-amzn-requestid` and content length are added for it. */
export interface FakeHttpResponse {
  /** The HTTP status. */
  readonly status: number;
  /** Names in lower case; those of a fault as the fault spells them. */
  readonly headers: Readonly<Record<string, string>>;
  /** '' when there is none. */
  readonly body: string;
}

/** What S3 needs to know about the caller and the accounts. */
export interface FakeS3State {
  /** Who calls, and the Region that the request is signed for. */
  readonly caller: { readonly account: string; readonly region: string };
  /** A bucket of any account of the scenario, by name, with its owner. */
  bucket(name: string): { readonly bucket: FakeBucket; readonly owner: FakeOwner } | undefined;
  /** Replaces a bucket. */
  putBucket(owner: string, bucket: FakeBucket): void;
  /** The caller's, of every Region: what ListBuckets tells. */
  readonly ownBuckets: readonly FakeBucket[];
  /** The account's own block (`s3control`). */
  accountPublicAccessBlock(account: string): FakePublicAccessBlock | undefined;
  /** Sets an account's block; `undefined` takes it away. */
  putAccountPublicAccessBlock(account: string, block: FakePublicAccessBlock | undefined): void;
  /** AWS's message when the caller may not, else undefined. */
  denial(action: string, resource: string): string | undefined;
}

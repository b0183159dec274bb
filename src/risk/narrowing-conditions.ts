/** What a condition's value must look like to name somebody or someplace. */
export type ConditionValueShape = 'account' | 'arn' | 'ip' | 'organization' | 'text' | 'vpc' | 'vpc-endpoint';

/** A condition key that can narrow who has access. */
export interface NarrowingCondition {
  /** In AWS's spelling; IAM ignores case. A key that starts with `*:` stands for any provider's key of that name. */
  readonly key: string;
  /** The form that every value must have; a wildcard or a policy variable in it narrows nothing. */
  readonly value: ConditionValueShape;
  /** What it narrows the access to, to go after "only". */
  readonly narrowsTo: string;
}

/**
 * The condition keys that lower a severity, by one step in all. In it: keys about who calls or from where, that the
 * caller does not choose. Left out, and so lowering nothing: what the caller chooses or brings along (`aws:UserAgent`,
 * `aws:Referer`, `aws:PrincipalTag/…`, `aws:username`, `aws:VpcSourceIp`), how or when the call is made
 * (`aws:SecureTransport`, `aws:CurrentTime`, `aws:MultiFactorAuthPresent`, `kms:ViaService`), what is asked for
 * (`s3:prefix`, `aws:RequestTag/…`), whose the resource is (`aws:ResourceAccount`), an audience that all users of a
 * provider share (`SAML:aud`, GitHub's `aud`), and every key that this release does not know.
 */
export const narrowingConditions: readonly NarrowingCondition[] = [
  { key: 'aws:PrincipalOrgID', value: 'organization', narrowsTo: 'principals of an organization' },
  { key: 'aws:PrincipalOrgPaths', value: 'organization', narrowsTo: 'principals of a part of an organization' },
  { key: 'aws:PrincipalAccount', value: 'account', narrowsTo: 'principals of an account' },
  { key: 'aws:PrincipalArn', value: 'arn', narrowsTo: 'a principal by ARN' },
  { key: 'aws:userid', value: 'text', narrowsTo: 'a principal by unique id' },
  { key: 'aws:SourceIp', value: 'ip', narrowsTo: 'a network' },
  { key: 'aws:SourceVpc', value: 'vpc', narrowsTo: 'a VPC' },
  { key: 'aws:SourceVpcArn', value: 'arn', narrowsTo: 'a VPC' },
  { key: 'aws:SourceVpce', value: 'vpc-endpoint', narrowsTo: 'a VPC endpoint' },
  { key: 'aws:VpceAccount', value: 'account', narrowsTo: 'VPC endpoints of an account' },
  { key: 'aws:VpceOrgID', value: 'organization', narrowsTo: 'VPC endpoints of an organization' },
  { key: 'aws:VpceOrgPaths', value: 'organization', narrowsTo: 'VPC endpoints of a part of an organization' },
  { key: 'aws:SourceAccount', value: 'account', narrowsTo: 'AWS services acting for an account' },
  { key: 'aws:SourceArn', value: 'arn', narrowsTo: 'AWS services acting for a resource' },
  { key: 'aws:SourceOrgID', value: 'organization', narrowsTo: 'AWS services acting for an organization' },
  { key: 'aws:SourceOrgPaths', value: 'organization', narrowsTo: 'AWS services acting for a part of an organization' },
  { key: 'aws:SourceOwner', value: 'account', narrowsTo: 'callers of an account' },
  { key: 'kms:CallerAccount', value: 'account', narrowsTo: 'callers of an account' },
  { key: 'sts:ExternalId', value: 'text', narrowsTo: 'callers who know an external id' },
  { key: 'lambda:EventSourceToken', value: 'text', narrowsTo: 'callers who know an event source token' },
  { key: 'cognito-identity.amazonaws.com:aud', value: 'text', narrowsTo: 'users of an identity pool' },
  { key: 'graph.facebook.com:app_id', value: 'text', narrowsTo: 'users of an app' },
  { key: 'accounts.google.com:aud', value: 'text', narrowsTo: 'users of an app' },
  { key: 'www.amazon.com:app_id', value: 'text', narrowsTo: 'users of an app' },
  { key: '*:sub', value: 'text', narrowsTo: 'a subject of the identity provider' },
];

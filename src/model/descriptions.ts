/** Who a finding lets in, in the words of Access Analyzer's console. */
export interface PrincipalDescription {
  /** `AWS account` also for an account's root ARN. `Unknown`: AWS sent none, or none that this release can tell. */
  readonly kind:
    'All principals' | 'AWS account' | 'Canonical user' | 'IAM role' | 'IAM user' | 'Federated' | 'Unknown';
  /** AWS's value as it came: `*`, an account id, an ARN, a provider. Empty when AWS sent none. */
  readonly value: string;
  /** For people: `AWS account 111122223333`. */
  readonly text: string;
}

/** One condition that narrows an access. AWS returns key and value but not the operator. */
export interface ConditionDescription {
  /** As AWS sent it: `aws:PrincipalOrgID`, `sts:ExternalId`. IAM ignores its case. */
  readonly key: string;
  /** As AWS sent it, with any wildcards; a number or boolean as text. */
  readonly value: string;
  /** `global` for keys that start with `aws:`, `service` for the rest. */
  readonly scope: 'global' | 'service';
}

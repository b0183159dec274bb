/** Who a finding lets in, in the words of Access Analyzer's console. */
export interface PrincipalDescription {
  readonly kind:
    'All principals' | 'AWS account' | 'Canonical user' | 'IAM role' | 'IAM user' | 'Federated' | 'Unknown';
  /** AWS's value as it came: `*`, an account id, an ARN, a provider. Empty when AWS sent none. */
  readonly value: string;
  /** For people: `AWS account 111122223333`. */
  readonly text: string;
}

/** One condition that narrows an access. AWS returns key and value but not the operator. */
export interface ConditionDescription {
  readonly key: string;
  readonly value: string;
  /** `global` for keys that start with `aws:`, `service` for the rest. */
  readonly scope: 'global' | 'service';
}

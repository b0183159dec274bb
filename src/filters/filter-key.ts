import type { AnalyzerAccess } from '../model/analyzer.ts';

/** What a filter is for: archive rules, the list calls (ListFindings, ListFindingsV2) or ListAccessPreviewFindings. */
export type FilterUse = 'archive-rule' | 'list' | 'preview';

/** One filter key and where AWS takes it. */
export interface FilterKey {
  /** As AWS spells it, prefix included: `isPublic`, `principal.AWS`, `condition.aws:SourceIp`. Case counts. */
  readonly key: string;
  /** What AWS takes it for, by its table; all three for an `undocumented` key. */
  readonly uses: readonly FilterUse[];
  /** The analyzers whose findings have the property. */
  readonly access: readonly Exclude<AnalyzerAccess, 'unknown'>[];
  /** The values are twelve-digit account ids, alone or among others. */
  readonly account?: boolean;
  /**
   * Absent from AWS's table: a `principal.` or `condition.` key of the kind that the console offers. Whether the service
   * takes it is unverified.
   */
  readonly undocumented?: boolean;
}

const EVERYWHERE = ['archive-rule', 'list', 'preview'] as const;
const LISTS = ['list', 'preview'] as const;
const ALL = ['external', 'internal', 'unused'] as const;
const EXTERNAL = ['external'] as const;
const NOT_UNUSED = ['external', 'internal'] as const;

const CONDITIONS = [
  'aws:PrincipalArn',
  'aws:PrincipalOrgID',
  'aws:PrincipalOrgPaths',
  'aws:SourceIp',
  'aws:SourceVpc',
  'aws:SourceVpcArn',
  'aws:UserId',
  'cognito-identity.amazonaws.com:aud',
  'graph.facebook.com:app_id',
  'accounts.google.com:aud',
  'www.amazon.com:app_id',
] as const;

/** Every key of AWS's table of filter keys (IAM User Guide, "access-analyzer-reference-filter-keys"), as data. */
export const FILTER_KEYS: readonly FilterKey[] = [
  { key: 'resource', uses: EVERYWHERE, access: ALL },
  { key: 'resourceType', uses: EVERYWHERE, access: ALL },
  { key: 'resourceOwnerAccount', uses: EVERYWHERE, access: ALL, account: true },
  { key: 'isPublic', uses: EVERYWHERE, access: EXTERNAL },
  { key: 'findingType', uses: EVERYWHERE, access: ALL },
  { key: 'resourceControlPolicyRestriction', uses: EVERYWHERE, access: NOT_UNUSED },
  { key: 'serviceControlPolicyRestriction', uses: EVERYWHERE, access: ['internal'] },
  { key: 'status', uses: LISTS, access: ALL },
  { key: 'error', uses: EVERYWHERE, access: NOT_UNUSED },
  { key: 'principal.AWS', uses: EVERYWHERE, access: EXTERNAL, account: true },
  { key: 'principal.Federated', uses: EVERYWHERE, access: EXTERNAL },
  ...CONDITIONS.map((name) => ({ key: `condition.${name}`, uses: EVERYWHERE, access: EXTERNAL })),
  { key: 'condition.aws:VpceAccount', uses: EVERYWHERE, access: NOT_UNUSED, account: true },
  { key: 'condition.aws:VpceOrgID', uses: EVERYWHERE, access: NOT_UNUSED },
  { key: 'condition.aws:VpceOrgPaths', uses: EVERYWHERE, access: NOT_UNUSED },
  { key: 'condition.kms:CallerAccount', uses: EVERYWHERE, access: EXTERNAL, account: true },
  { key: 'id', uses: LISTS, access: ALL },
  { key: 'changeType', uses: ['preview'], access: EXTERNAL },
  { key: 'existingFindingId', uses: ['preview'], access: EXTERNAL },
  { key: 'existingFindingStatus', uses: ['preview'], access: EXTERNAL },
];

const BY_KEY: ReadonlyMap<string, FilterKey> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ FILTER_KEYS.map((entry) => [entry.key, entry]),
);

/**
 * Looks a filter key up; undefined for one that AWS does not know. Keys are case-sensitive. A `principal.` or
 * `condition.` key beyond the table is returned as `undocumented`.
 *
 * @example
 * ```ts
 * filterKey('isPublic')?.uses; // [ 'archive-rule', 'list', 'preview' ]
 * filterKey('ispublic'); // undefined: case counts
 * ```
 */
export function filterKey(key: string): FilterKey | undefined {
  const known = BY_KEY.get(key);
  if (known !== undefined) return known;
  if (!/^(?:principal|condition)\../u.test(key)) return undefined;
  return {
    key,
    uses: EVERYWHERE,
    access: NOT_UNUSED,
    ...(/(?:^principal\.AWS|[:.]\w*Account)$/u.test(key) ? { account: true } : {}),
    undocumented: true,
  };
}

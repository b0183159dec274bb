import { checkRef } from '../analyzers/resolve-analyzer.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError, type InputIssue } from '../errors/invalid-input-error.ts';
import type { AnalyzerRef } from '../model/analyzer.ts';

/** What to have analysed again. */
export interface RescanTarget {
  /** The analyzer that reported the finding. ACCOUNT and ORGANIZATION analyzers only. */
  readonly analyzer: AnalyzerRef;
  /** Spelled as in the finding's `resource`: findings are looked up by it, character for character. */
  readonly resourceArn: string;
  /** Twelve digits. An organization analyzer needs it for another account's bucket, whose ARN names no account. */
  readonly resourceOwnerAccount?: string | undefined;
  /**
   * What was changed, where that is something that AWS looks at hours later only. An access that is still there after the scan is then
   * `inconclusive` and not `still-active`. A multi-Region access point is recognised by itself.
   */
  readonly changed?: SlowChange | undefined;
}

/** Changes that a scan does not see at once. */
export type SlowChange = 'account-public-access-block' | 'multi-region-access-point' | 'resource-control-policy';

const SLOW_CHANGES: readonly string[] = [
  'account-public-access-block',
  'multi-region-access-point',
  'resource-control-policy',
];

/** AWS's pattern. */
const RESOURCE_ARN = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:.+$/s;

/** @throws {@link InvalidInputError} before any call. */
export function checkRescanTarget(target: RescanTarget): void {
  const given: unknown = target;
  if (typeof given !== 'object' || given === null) {
    throw new InvalidInputError('target', [
      { path: '', found: found(given), expected: 'an object with analyzer and resourceArn' },
    ]);
  }
  checkRef(target.analyzer);
  const issues: InputIssue[] = [];
  if (typeof target.resourceArn !== 'string' || !RESOURCE_ARN.test(target.resourceArn)) {
    issues.push({ path: 'resourceArn', found: found(target.resourceArn), expected: "a resource's ARN" });
  }
  const { changed, resourceOwnerAccount } = target;
  if (
    resourceOwnerAccount !== undefined &&
    !(typeof resourceOwnerAccount === 'string' && /^\d{12}$/.test(resourceOwnerAccount))
  ) {
    issues.push({
      path: 'resourceOwnerAccount',
      found: found(resourceOwnerAccount),
      expected: 'an account of twelve digits',
    });
  }
  if (changed !== undefined && !SLOW_CHANGES.includes(changed)) {
    issues.push({ path: 'changed', found: found(changed), expected: `one of ${SLOW_CHANGES.join(', ')}` });
  }
  if (issues.length > 0) throw new InvalidInputError('target', issues);
}

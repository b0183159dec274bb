import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { found } from '../errors/found.ts';
import { refuseHidingPublicFilter } from '../filters/refuse-hiding-public.ts';
import type { ArchiveRule } from '../model/archive-rule.ts';
import { applyToExisting } from './apply-to-existing.ts';
import type { AppliedArchiveRule, ArchiveRuleChange, ArchiveRuleWriteOptions } from './archive-rule-change.ts';
import { previewEffect, readCandidates } from './candidates.ts';
import { confirmArchiveRule, readArchiveRule } from './find-archive-rule.ts';
import { openAnalyzer } from './open-analyzer.ts';
import { checkRuleInput, type ApplyArchiveRuleInput } from './rule-input.ts';

/**
 * Applies an archive rule to the findings that exist, which AWS otherwise leaves as they are, and says which it archived. The rule itself
 * is `unchanged`.
 *
 * The rule's own filter is held to the guard of {@link createArchiveRule}, whoever wrote it, and read again just before the call; AWS has no
 * way to apply it only if it is still the same.
 *
 * IAM actions: `access-analyzer:ApplyArchiveRule`, `access-analyzer:GetAnalyzer`, `access-analyzer:GetArchiveRule`,
 * `access-analyzer:ListFindings`.
 *
 * @throws {@link InvalidInputError} and an error with code `REGION_MISMATCH` before any call; errors with the codes
 * `READ_ONLY_ANALYZER`, `HIDES_PUBLIC_ACCESS` and `STATE_CHANGED` (the rule changed in between) before the write; {@link AwsCallError};
 * {@link JournalError}; {@link IncompleteChangeError} when it was applied and what that did could not be read; `signal.reason`
 * on an abort.
 *
 * @example
 * ```ts
 * const preview = await applyArchiveRule(client, { analyzer, ruleName: 'partner-reads-reports' }, { dryRun: true });
 * if (preview.archived.every(({ exceedsRead }) => !exceedsRead)) {
 *   await applyArchiveRule(client, { analyzer, ruleName: 'partner-reads-reports' });
 * }
 * ```
 */
export async function applyArchiveRule(
  client: AccessAnalyzerClientLike,
  input: ApplyArchiveRuleInput,
  options: ArchiveRuleWriteOptions = {},
): Promise<AppliedArchiveRule> {
  return applyChecked(client, input, options);
}

/** As {@link applyArchiveRule}, for whoever knows what the rule must be: `check` throws when the one that was read is another. */
export async function applyChecked(
  client: AccessAnalyzerClientLike,
  input: ApplyArchiveRuleInput,
  options: ArchiveRuleWriteOptions,
  check?: (rule: ArchiveRule) => void,
): Promise<AppliedArchiveRule> {
  checkRuleInput(input, options);
  const { allowPublic, clientToken, ruleName } = input;
  const { dryRun = false, signal } = options;
  const analyzer = await openAnalyzer(client, input.analyzer, signal);
  const place = { analyzer, ruleName, signal };
  const rule = await readArchiveRule(client, place);
  check?.(rule);
  const what = `The archive rule ${found(ruleName)}`;
  refuseHidingPublicFilter(rule.filter, { access: analyzer.access, allowPublic, what });
  const candidates = await readCandidates(client, analyzer, { filter: rule.filter, signal });
  const change: ArchiveRuleChange = { rule, change: 'unchanged', dryRun };
  if (dryRun) return { ...change, ...previewEffect(candidates) };
  await confirmArchiveRule(client, place, rule);
  return applyToExisting(client, { analyzer, candidates, change, clientToken }, options);
}

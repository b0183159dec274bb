import type { AnalyzerAccess } from '../model/analyzer.ts';
import { FILTER_KEYS, filterKey, type FilterUse } from './filter-key.ts';

const USE_TEXT: Readonly<Record<FilterUse, string>> = {
  'archive-rule': 'in an archive rule',
  list: 'in a list of findings',
  preview: 'in a list of preview findings',
};

/** What is wrong with a filter key, as the words after "expected"; undefined when nothing is. */
export function keyProblem(
  key: string,
  options: { readonly use?: FilterUse | undefined; readonly access?: AnalyzerAccess | undefined },
): string | undefined {
  const { use, access } = options;
  if (!/^[A-Za-z]\w*(?:\.\S.*)?$/u.test(key) || /\p{Cc}/u.test(key)) {
    return 'a filter key such as resource, isPublic, principal.AWS or condition.aws:SourceIp';
  }
  if (use === undefined) return undefined;
  const known = filterKey(key);
  if (known === undefined) {
    const near = FILTER_KEYS.find((entry) => entry.key.toLowerCase() === key.toLowerCase());
    return near === undefined ? `a filter key that AWS knows ${USE_TEXT[use]}` : `${near.key}: keys are case-sensitive`;
  }
  if (!known.uses.includes(use)) return `a key that AWS takes ${USE_TEXT[use]}`;
  if (access !== undefined && access !== 'unknown' && !known.access.includes(access)) {
    return `a key that findings of ${access} access have`;
  }
  return undefined;
}

import type { Criterion, Filter } from '../model/archive-rule.ts';

/** A filter as the SDK's types want it. */
export type SdkFilter = Record<string, { eq?: string[]; neq?: string[]; contains?: string[]; exists?: boolean }>;

/** The SDK's types want lists that can be written to. */
export function toSdkFilter(filter: Filter): SdkFilter {
  const criterion = ({ eq, neq, contains, exists }: Criterion): SdkFilter[string] => ({
    ...(eq === undefined ? {} : { eq: [...eq] }),
    ...(neq === undefined ? {} : { neq: [...neq] }),
    ...(contains === undefined ? {} : { contains: [...contains] }),
    ...(exists === undefined ? {} : { exists }),
  });
  return Object.fromEntries(Object.entries(filter).map(([key, value]) => [key, criterion(value)]));
}

import { canHidePublic } from '../can-hide-public.ts';
import type { Lint } from './diagnostic.ts';

/** The rule is made for public access, or nothing in it rules public access out. */
export const publicAccess: Lint = ({ filter, access }) => {
  if (!canHidePublic(filter, { access })) return [];
  const key = filter['isPublic']?.eq?.includes('true') === true ? 'isPublic' : 'principal.AWS';
  if (key === 'isPublic' || filter['principal.AWS']?.eq?.includes('*') === true) {
    const message = 'The rule hides public access. Creating or applying it needs allowPublic: true.';
    return [{ code: 'hides-public-access', severity: 'warning', key, message }];
  }
  const message =
    'Nothing keeps the rule from hiding public access, now or later. Add isPublic: { eq: false }, as AWS advises.';
  return [{ code: 'no-public-guard', severity: 'warning', message }];
};

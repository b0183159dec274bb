import type { Lint } from './diagnostic.ts';

/** What no filter can say. */
export const widerAccessLater: Lint = ({ access }) =>
  access === 'unused'
    ? []
    : [
        {
          code: 'hides-wider-access',
          severity: 'info',
          message:
            'Filter keys cannot name actions: when the same principal is later granted wider access, this rule hides that finding too.',
        },
      ];

import { groupByKey } from '../model/group-by-key.ts';
import type { Scope } from '../model/evidence.ts';
import { reasonMaker } from './coverage.ts';
import { accountIsKnown, accountKey, type Place } from './place.ts';
import type { Policy } from './policy.ts';
import type { Reason } from './reason.ts';

/** What is doubtful about the scope itself: who was read, and whether the Regions are all there are. */
export function scopeReasons(scopes: readonly Scope[], places: readonly Place[], policy: Policy): Reason[] {
  if (scopes.length === 0 && places.length === 0) return nothingToJudge('unknown');
  const known = new Set(scopes.map(accountKey));
  const byAccount = groupByKey(places, accountKey);
  const orphans = [...byAccount].filter(([key]) => !known.has(key)).flatMap(([, [place]]) => place ?? []);
  return [
    ...scopes.flatMap((scope) => {
      const own = byAccount.get(accountKey(scope)) ?? [];
      const empty = own.every((place) => place.disabled);
      if (empty && scope.problem === undefined) return nothingToJudge(scope.account);
      // What could not be read a policy may ignore, not that nothing was.
      const ignored = empty && policy.unreadable === 'ignore';
      return reasonsOfScope(scope, ignored ? { ...policy, unreadable: 'UNKNOWN' } : policy);
    }),
    ...orphans.flatMap(({ account }) => [
      ...unknownAccount(account, policy),
      ...reasonMaker({ account })(
        policy.unprovenRegions,
        'unproven-regions',
        'There is evidence of this account but no scope: nothing says which Regions were to be read.',
        { remedy: 'Keep the scopes of the evidence.' },
      ),
    ]),
  ];
}

/** Nothing is not a pass, under no policy. */
function nothingToJudge(account: string): Reason[] {
  return reasonMaker({ account })('UNKNOWN', 'no-regions', 'There is no Region to judge: nothing was read.', {
    remedy: 'Check the list of Regions and the credentials.',
  });
}

function reasonsOfScope(scope: Scope, policy: Policy): Reason[] {
  const reason = reasonMaker({ account: scope.account });
  const { problem } = scope;
  const unknown = unknownAccount(scope.account, policy);
  // Nothing was read for want of credentials or since they are another account's: that is the whole story.
  const whole = problem?.code === 'credentials' || problem?.code === 'account-mismatch' || scope.regions.length === 0;
  if (problem !== undefined && problem.code !== 'unknown-account' && (whole || scope.source !== 'static')) {
    return [
      ...reason(policy.unreadable, problem.code, problem.message, { remedy: problem.remedy }),
      ...(whole ? [] : unknown),
    ];
  }
  if (scope.source !== 'static') return unknown;
  const why = problem === undefined ? '' : ` ${problem.message}`;
  return [
    ...unknown,
    ...reason(
      policy.unprovenRegions,
      'unproven-regions',
      `ListRegions did not answer, so the ${scope.regions.length} Regions are those that this release knows; the account may have more.${why}`,
      { remedy: problem?.remedy ?? 'Grant account:ListRegions, or name the Regions.' },
    ),
  ];
}

function unknownAccount(account: string, policy: Policy): Reason[] {
  if (accountIsKnown({ account })) return [];
  return reasonMaker({ account })(
    policy.unreadable,
    'unknown-account',
    'Whose account this is could not be established, so its analyzers cannot be told from those of others.',
    { remedy: 'Name the account, or let sts:GetCallerIdentity answer.' },
  );
}

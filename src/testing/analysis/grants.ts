import {
  combinations,
  exceptionOf,
  narrow,
  narrowingOf,
  restricts,
  staysInZone,
  type Narrowing,
} from './conditions.ts';
import { coversAction, statementActions } from './grant-actions.ts';
import type { PolicyStatement } from './policy-document.ts';
import { coversPrincipal, externalPrincipals, statementPrincipals, type Principal } from './principals.ts';
import type { AnalyzedTarget } from './target.ts';
import type { FakeAccess, FakeZoneOfTrust } from '../types.ts';
import type { FindingSource } from '../../model/finding.ts';

/** What one Allow statement lets one principal do, after the Deny statements. */
export interface Grant {
  readonly principal: Principal;
  readonly actions: readonly string[];
  readonly narrowing: Narrowing;
}

/** What a policy grants to principals outside the zone of trust, statement by statement. */
export function externalGrants(
  statements: readonly PolicyStatement[],
  target: AnalyzedTarget,
  zone: FakeZoneOfTrust,
): Grant[] {
  const denies = statements.filter(({ effect }) => effect === 'Deny');
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => {
      const narrowing = narrowingOf(statement.conditions);
      const actions = statementActions(statement, target.actions);
      return externalPrincipals(statement, zone).flatMap((principal) => {
        const possible = actions.filter(
          (action) => target.canUse(principal, action) && target.reaches(statement, action),
        );
        return denies
          .reduce<Grant[]>(
            (grants, deny) => grants.flatMap((grant) => withDeny(grant, statement, deny, target)),
            [{ principal, actions: possible, narrowing }],
          )
          .filter((grant) => grant.actions.length > 0);
      });
    });
}

/** The accesses that grants amount to: one for each combination of condition values that leads out of the zone of trust. */
export function accessesOf(grants: readonly Grant[], zone: FakeZoneOfTrust, source?: FindingSource): FakeAccess[] {
  return grants.flatMap(({ principal, actions, narrowing }) =>
    combinations(narrowing)
      .filter((condition) => !staysInZone(condition, zone))
      .map((condition) => ({
        principal: { [principal.kind]: principal.value },
        action: actions,
        condition,
        isPublic: principal.value === '*' && !restricts(condition),
        ...(source === undefined ? {} : { sources: [source] }),
      })),
  );
}

/** A grant after one Deny: what it does not cover stays, what it covers goes, or is narrowed to what the Deny excepts. */
function withDeny(grant: Grant, allow: PolicyStatement, deny: PolicyStatement, target: AnalyzedTarget): Grant[] {
  const exception = exceptionOf(deny.conditions);
  if (exception === undefined || !coversGranted(deny, grant.principal)) return [grant];
  const covered = grant.actions.filter((action) => coversAction(deny, action) && target.covers(deny, allow, action));
  if (covered.length === 0) return [grant];
  const rest = { ...grant, actions: grant.actions.filter((action) => !covered.includes(action)) };
  const narrowing = exception === 'none' ? undefined : narrow(grant.narrowing, exception.key, exception.values);
  return narrowing === undefined ? [rest] : [rest, { ...grant, actions: covered, narrowing }];
}

function coversGranted(deny: PolicyStatement, granted: Principal): boolean {
  if (deny.notPrincipal !== undefined) {
    // Everybody but those listed: whoever is not listed, and holds none of the listed principals, is covered.
    const listed = statementPrincipals(deny.notPrincipal);
    return (
      granted.value !== '*' &&
      !listed.some((principal) => coversPrincipal(principal, granted) || coversPrincipal(granted, principal))
    );
  }
  return statementPrincipals(deny.principal).some((principal) => coversPrincipal(principal, granted));
}

import type { AccessLevel } from '../access-levels/access-level.ts';
import { classifyAccessLevel } from '../access-levels/classify-access-level.ts';
import { exceedsRead } from '../access-levels/level-order.ts';
import { sortedUnique } from '../model/compare.ts';
import { describeCondition } from '../model/describe-condition.ts';
import { describePrincipal } from '../model/describe-principal.ts';
import type { ConditionDescription, PrincipalDescription } from '../model/descriptions.ts';
import type { ExternalAccessFinding, FindingSource } from '../model/finding.ts';
import { assessGrant } from '../risk/assess-risk.ts';
import type { RiskAssessment } from '../risk/severity.ts';
import { grantIdentity, type GrantIdentity } from './identity.ts';

/** A list of actions, as a verdict shows it. */
export interface ActionsReading {
  /** Each spelling once, sorted. */
  readonly actions: readonly string[];
  readonly levels: readonly AccessLevel[];
  readonly unknown: readonly string[];
  readonly exceedsRead: boolean;
}

/** What the grant of an external access finding means. */
export interface GrantReading {
  readonly identity: GrantIdentity;
  readonly principal: PrincipalDescription;
  readonly conditions: readonly ConditionDescription[];
  readonly actions: ActionsReading;
  readonly sources: readonly FindingSource[];
  readonly risk: RiskAssessment;
}

/** Says what grants mean, working out each one once: an account has many findings and few different grants. */
export interface GrantReader {
  readGrant(finding: ExternalAccessFinding): GrantReading;
  readActions(actions: readonly string[]): ActionsReading;
}

/**
 * A place in the tree of all that was read. A grant is the path of its members: equal grants end at one place, without a
 * text being made of each.
 */
class Step {
  actions: ActionsReading | undefined;
  grant: GrantReading | undefined;
  readonly #next = new Map<unknown, Step>();

  to(member: unknown): Step {
    const known = this.#next.get(member);
    if (known !== undefined) return known;
    const step = new Step();
    this.#next.set(member, step);
    return step;
  }

  toAll(members: readonly unknown[]): Step {
    return members.reduce<Step>((step, member) => step.to(member), this).to(END);
  }

  toEntries(map: Readonly<Record<string, string>>): Step {
    return Object.keys(map)
      .reduce<Step>((step, key) => step.to(key).to(map[key]), this)
      .to(END);
  }
}

/** Ends a list, so that no member can pass for one of the next list. */
const END = Symbol('end');

/** Makes a reader for one judgement. It keeps what it has read: equal grants have one reading. */
export function createGrantReader(): GrantReader {
  const root = new Step();
  const actionsAt = (step: Step, list: readonly string[]): ActionsReading => {
    if (step.actions !== undefined) return step.actions;
    const actions = sortedUnique(list);
    return (step.actions = { actions, ...classifyAccessLevel(actions), exceedsRead: exceedsRead(actions) });
  };
  return {
    readActions: (actions) => actionsAt(root.toAll(actions), actions),
    readGrant(finding) {
      // Every member that a reading is made of, so that none can answer for another.
      const { isPublic, principal, action, condition, sources, resourceControlPolicyRestriction } = finding;
      const actions = root.toAll(action);
      const end = actions
        .to(isPublic)
        .to(resourceControlPolicyRestriction)
        .toEntries(principal)
        .toEntries(condition)
        .to(sources === undefined ? undefined : JSON.stringify(sources));
      return (end.grant ??= {
        identity: grantIdentity(finding),
        principal: describePrincipal(finding),
        conditions: describeCondition(finding),
        actions: actionsAt(actions, action),
        sources: sources ?? [],
        risk: assessGrant(finding),
      });
    },
  };
}

import { type ZoneOfTrust } from '../model/analyzer.ts';
import type { AnalyzerEvidence } from '../model/evidence.ts';
import { analyzerHealth, isLocal, isOwn, type AnalyzerHealth } from './analyzer-health.ts';
import type { Credit } from './credit.ts';
import { accountIsKnown, type Place } from './place.ts';
import type { Effect, Policy } from './policy.ts';
import type { Reason, ReasonCode } from './reason.ts';
import { looksOutside } from './tally.ts';

/** What watches a place, and what is wrong with it. */
export interface Coverage {
  readonly zones: readonly ZoneOfTrust[];
  readonly by: 'own' | 'owner' | 'none';
  /** Whether every part of the place that was to be read was read. */
  readonly read: boolean;
  readonly reasons: readonly Reason[];
}

const NOTHING: Coverage = { zones: [], by: 'none', read: false, reasons: [] };

/** Judges whether an analyzer of the wanted zone of trust covers a place, and says why not. */
export function coverPlace(place: Place, policy: Policy, credit: Credit): Coverage {
  if (place.disabled) return NOTHING;
  const reason = reasonMaker(place);
  const { record } = place;
  if (record === undefined || record.state === 'disabled') {
    return {
      ...NOTHING,
      reasons: reason(policy.unreadable, 'not-collected', NOT_COLLECTED, { remedy: NOT_COLLECTED_REMEDY }),
    };
  }
  const listing =
    record.state === 'read'
      ? []
      : reason(
          policy.unreadable,
          record.problem?.code ?? 'unexpected',
          record.problem?.message ?? 'The analyzers could not be listed.',
          {
            remedy: record.problem?.remedy,
          },
        );

  const judged = record.analyzers
    .filter(looksOutside)
    .map((evidence) => ({ evidence, health: analyzerHealth(evidence, place, policy.warmUpHours) }));
  const own = judged.filter(({ evidence }) => covers(evidence, place));
  const zones = sortedZones(
    own.filter(({ health }) => health === 'healthy').map(({ evidence }) => evidence.analyzer.zoneOfTrust),
  );

  const owner = isSatisfied(zones, policy) ? undefined : credit(place);
  const credited = owner !== undefined && policy.zoneOfTrust !== 'account';
  const allZones = credited ? sortedZones([...zones, 'organization']) : zones;
  const covered = isSatisfied(allZones, policy);

  const ownIsWorthNaming = own.some(({ evidence, health }) => health !== 'healthy' && isWanted(evidence, policy));
  const missing =
    covered || ownIsWorthNaming || record.state !== 'read' ? [] : missingReasons(place, policy, judged, reason);
  const unhealthy = judged.flatMap(({ evidence, health }) => {
    const matters = covers(evidence, place) && isWanted(evidence, policy) && !covered;
    return unhealthyReasons(evidence, health, policy, matters, reason);
  });
  const insiders = record.analyzers
    .filter((evidence) => evidence.analyzer.access === 'unused' || evidence.analyzer.access === 'internal')
    .filter((evidence) => evidence.state === 'partial' || evidence.state === 'unreadable')
    .flatMap((evidence) => unreadReasons(evidence, policy.analyzers === 'all' ? policy.unreadable : 'warning', reason));
  return {
    zones: allZones,
    by: covered ? (credited ? 'owner' : 'own') : 'none',
    read: record.state === 'read' && !record.analyzers.some((evidence) => isUnread(evidence, place)),
    reasons: [...listing, ...missing, ...unhealthy, ...insiders],
  };
}

const NOT_COLLECTED = 'The Region is in scope and there is no record of it: it was never read, or its record was lost.';
const NOT_COLLECTED_REMEDY = 'Run the audit of this Region again and merge its evidence.';

/** Only an analyzer of the account itself, in its own Region, is coverage by itself. */
function covers(evidence: AnalyzerEvidence, place: Place): boolean {
  return evidence.analyzer.access === 'external' && isOwn(evidence, place) && isLocal(evidence, place);
}

function isWanted({ analyzer }: AnalyzerEvidence, policy: Policy): boolean {
  return policy.zoneOfTrust === 'either' || analyzer.zoneOfTrust === policy.zoneOfTrust;
}

function isSatisfied(zones: readonly ZoneOfTrust[], policy: Policy): boolean {
  return policy.zoneOfTrust === 'either' ? zones.length > 0 : zones.includes(policy.zoneOfTrust);
}

function sortedZones(zones: readonly (ZoneOfTrust | undefined)[]): ZoneOfTrust[] {
  return (['account', 'organization'] as const).filter((zone) => zones.includes(zone));
}

/** An analyzer that looks outside and was not fully read, where somebody else's refusal is no loss. */
function isUnread(evidence: AnalyzerEvidence, place: Place): boolean {
  if (!looksOutside(evidence)) return false;
  return evidence.state !== 'read' && !(evidence.problem?.code === 'not-ours' && !isOwn(evidence, place));
}

type ReasonMaker = (
  effect: Effect | 'warning',
  code: ReasonCode,
  message: string,
  more?: { readonly analyzer?: string; readonly remedy?: string | undefined; readonly count?: number },
) => Reason[];

/** Makes the reasons of one place; an effect that the policy ignores becomes a warning, since it is still true. */
export function reasonMaker(place: { readonly account: string; readonly region?: string }): ReasonMaker {
  return (effect, code, message, { analyzer, remedy, count } = {}) => [
    {
      code,
      effect: effect === 'ignore' ? 'warning' : effect,
      account: place.account,
      ...(place.region === undefined ? {} : { region: place.region }),
      ...(analyzer === undefined ? {} : { analyzer }),
      ...(count === undefined ? {} : { count }),
      message,
      ...(remedy === undefined ? {} : { remedy }),
    },
  ];
}

interface Judged {
  readonly evidence: AnalyzerEvidence;
  readonly health: AnalyzerHealth;
}

function missingReasons(place: Place, policy: Policy, judged: readonly Judged[], reason: ReasonMaker): Reason[] {
  const foreign = judged.filter(({ evidence }) => evidence.analyzer.access === 'external' && !isOwn(evidence, place));
  // Whose they are cannot be told for an unknown account, and that is a reason of its own.
  if (foreign.length > 0 && !accountIsKnown(place)) return [];
  const owners = [...new Set(foreign.map(({ evidence }) => evidence.analyzer.account))].join(', ');
  if (foreign.length > 0) {
    return reason(
      policy.coveredElsewhere,
      'covered-elsewhere',
      `The only external access analyzer here belongs to account ${owners}; its findings were not credited to this account.`,
      {
        remedy: `Audit account ${owners} too and merge the evidence, with the organization's account list, or ${createAnalyzer(place, policy)}`,
      },
    );
  }
  const wanted = policy.zoneOfTrust === 'either' ? '' : ` with the ${policy.zoneOfTrust} as zone of trust`;
  return reason(
    policy.missingAnalyzer,
    'no-analyzer',
    `No external access analyzer${wanted} here: AWS looks at nothing, so nothing can be found.`,
    { remedy: createAnalyzer(place, policy) },
  );
}

/** The library never creates an analyzer (some kinds are billed); it says which command would. External ones are free. */
function createAnalyzer({ region }: Place, { zoneOfTrust }: Policy): string {
  const type = zoneOfTrust === 'organization' ? 'ORGANIZATION' : 'ACCOUNT';
  return `create one (free of charge): aws accessanalyzer create-analyzer --analyzer-name external-access --type ${type} --region ${region}`;
}

function unhealthyReasons(
  evidence: AnalyzerEvidence,
  health: AnalyzerHealth,
  policy: Policy,
  matters: boolean,
  reason: ReasonMaker,
): Reason[] {
  const { arn: analyzer, name, status, statusReason } = evidence.analyzer;
  const weigh = (effect: Effect): Effect | 'warning' => (matters ? effect : 'warning');
  switch (health) {
    case 'healthy':
    case 'not-ours':
      return [];
    case 'fresh':
      return reason(
        weigh(policy.freshAnalyzer),
        'analyzer-not-ready',
        `Analyzer ${name} has not analysed any resource yet and is less than ${policy.warmUpHours} hours old.`,
        { analyzer, remedy: 'Wait for its first analysis and audit again.' },
      );
    case 'inactive':
      return [
        ...reason(
          weigh(policy.inactiveAnalyzer),
          'analyzer-not-active',
          `Analyzer ${name} is ${status}${statusReason === undefined ? '' : ` (${statusReason.code})`}: its findings are absent or stale.`,
          { analyzer, remedy: inactiveRemedy(status) },
        ),
        ...(evidence.state === 'read' ? [] : unreadReasons(evidence, weigh(policy.unreadable), reason)),
      ];
    case 'unread':
      return unreadReasons(evidence, policy.unreadable, reason);
  }
}

function unreadReasons(evidence: AnalyzerEvidence, effect: Effect | 'warning', reason: ReasonMaker): Reason[] {
  const { arn: analyzer, name, access } = evidence.analyzer;
  if (evidence.state === 'skipped') {
    return reason(effect, 'not-read', `Analyzer ${name} (${access} access) was not asked for.`, {
      analyzer,
      remedy: "Audit with analyzers: 'all'.",
    });
  }
  const message = evidence.problem?.message ?? `The findings of analyzer ${name} could not be read.`;
  const kept = evidence.state === 'partial' ? ' What was seen is kept.' : '';
  return reason(effect, evidence.problem?.code ?? 'unexpected', `${message}${kept}`, {
    analyzer,
    remedy: evidence.problem?.remedy,
  });
}

function inactiveRemedy(status: string): string {
  if (status === 'CREATING') return 'Wait until it is ACTIVE and audit again.';
  if (status === 'UNKNOWN') {
    return 'Hand over the analyzer as `aws accessanalyzer get-analyzer` prints it, so that its status is known.';
  }
  return 'Repair or delete it, and create one that works.';
}

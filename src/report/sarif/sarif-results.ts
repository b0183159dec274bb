import { sha256 } from '../../model/sha256.ts';
import { toAnalyzer } from '../../model/to-analyzer.ts';
import type { Reason } from '../../evaluate/reason.ts';
import { stands } from '../../evaluate/stands.ts';
import type { Access, HiddenFinding, Verdict } from '../../evaluate/verdict.ts';
import { segment } from '../../remediation/console-url.ts';
import { oneLine } from '../../remediation/one-line.ts';
import type { Severity } from '../../risk/severity.ts';
import { accessTitle, ageText, conditionTexts, regionsOf, sourceTexts } from '../access-text.ts';
import { hiddenText } from '../hidden-text.ts';
import type { SarifProperties, SarifResult, StoredSighting } from './sarif-log.ts';
import { sarifMessage } from './sarif-message.ts';
import { RULE_IDS } from './sarif-rules.ts';

const LEVEL: Readonly<Record<Severity, SarifResult['level']>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

const RANK: Readonly<Record<Severity, number>> = { critical: 100, high: 80, medium: 50, low: 20, info: 5 };

/** Makes the results of one verdict. */
export interface SarifResults {
  readonly ofAccess: (access: Access) => SarifResult;
  readonly ofReason: (reason: Reason) => SarifResult;
  readonly ofHidden: (finding: HiddenFinding) => SarifResult;
}

/** What a verdict says beside its open accesses: what else fails, what fails and is only counted, and what is archived and public. */
export function resultsBesideAccesses({ reasons, summary, suppressed }: Verdict, make: SarifResults): SarifResult[] {
  const failing = reasons.filter(
    ({ effect, code }) => effect === 'FAIL' && (code !== 'active-findings' || summary.exposed.sampled),
  );
  return [...failing.map(make.ofReason), ...suppressed.public.map(make.ofHidden)];
}

/** Makes the maker of results; `artifactUri` is where GitHub shows them, when it is not the resource itself. */
export function sarifResults(verdict: Verdict, artifactUri: string | undefined): SarifResults {
  const readAt = new Map(
    verdict.regions.map(({ account, region, collectedAt }) => [place(account, region), collectedAt]),
  );
  const analyzers = new Map(
    verdict.regions.flatMap((region) => region.analyzers.map((analyzer) => [analyzer.arn, analyzer] as const)),
  );
  const locate = (uri: string, name: string, kind: string): readonly object[] => [
    {
      physicalLocation: { artifactLocation: { uri: artifactUri ?? uri }, region: { startLine: 1 } },
      logicalLocations: [{ fullyQualifiedName: oneLine(name), kind }],
    },
  ];
  const store = (sighting: Access['sightings'][number]): StoredSighting => {
    const at = readAt.get(place(sighting.account, sighting.region));
    const made = analyzers.get(sighting.analyzer)?.createdAt;
    return {
      ...sighting,
      findingId: oneLine(sighting.findingId),
      ...(at === undefined ? {} : { readAt: at }),
      ...(made === undefined ? {} : { analyzerCreatedAt: made }),
    };
  };
  /** What the proof that it is over needs of the verdict that said it. */
  const readOf = (
    account: string,
    region: string | undefined,
    arn: string | undefined,
  ): Pick<SarifProperties, 'readAt' | 'zoneOfTrust' | 'analyzerCreatedAt'> => {
    const at = region === undefined ? undefined : readAt.get(place(account, region));
    const analyzer = arn === undefined ? undefined : analyzers.get(arn);
    const zoneOfTrust = analyzer === undefined ? undefined : toAnalyzer(analyzer).zoneOfTrust;
    const made = analyzer?.createdAt;
    return {
      ...(at === undefined ? {} : { readAt: at }),
      ...(zoneOfTrust === undefined ? {} : { zoneOfTrust }),
      ...(made === undefined ? {} : { analyzerCreatedAt: made }),
    };
  };

  return {
    ofAccess: (access) => {
      const { risk, principal, resource, accessId } = access;
      const suppressions = suppressionsOf(access);
      return {
        ruleId: RULE_IDS[0],
        ruleIndex: 0,
        kind: 'fail',
        level: LEVEL[risk.severity],
        rank: RANK[risk.severity],
        message: sarifMessage(messageText(access)),
        locations: locate(resourceUri(resource ?? accessId), resource ?? accessId, 'resource'),
        partialFingerprints: fingerprints('accessId/v1', accessId),
        ...(suppressions.length === 0 ? {} : { suppressions }),
        properties: {
          accessId,
          fingerprint: access.fingerprint,
          status: access.status,
          fails: access.fails,
          severity: risk.severity,
          why: risk.reasons,
          principal: { kind: principal.kind, value: oneLine(principal.value), text: oneLine(principal.text) },
          ...(resource === undefined ? {} : { resource: oneLine(resource) }),
          resourceType: oneLine(access.resourceType),
          ...(access.resourceOwnerAccount === undefined
            ? {}
            : { resourceOwnerAccount: oneLine(access.resourceOwnerAccount) }),
          isPublic: access.isPublic,
          levels: access.levels,
          actions: access.actions.map(oneLine),
          conditions: conditionTexts(access).map(oneLine),
          sources: sourceTexts(access).map(oneLine),
          regions: regionsOf(access),
          ...(access.firstSeen === undefined ? {} : { firstSeen: access.firstSeen }),
          ...(access.updatedAt === undefined ? {} : { updatedAt: access.updatedAt }),
          ...(access.ageDays === undefined ? {} : { ageDays: access.ageDays }),
          sightings: access.sightings.map(store),
        },
      };
    },
    ofReason: ({ code, account, region, analyzer, count, message, remedy }) => {
      const at = [account, region, analyzer].filter((part) => part !== undefined).join(' ');
      return {
        ruleId: RULE_IDS[1],
        ruleIndex: 1,
        kind: 'fail',
        level: 'error',
        message: sarifMessage(`${at}: ${message}${remedy === undefined ? '' : ` ${remedy}`}`),
        locations: locate(resourceUri(at), at, 'account'),
        partialFingerprints: fingerprints('reason/v1', sha256(JSON.stringify([code, account, region, analyzer]))),
        properties: {
          code,
          account,
          ...(region === undefined ? {} : { region }),
          ...(analyzer === undefined ? {} : { analyzer }),
          ...(count === undefined ? {} : { count }),
          ...readOf(account, region, analyzer),
        },
      };
    },
    ofHidden: (finding) => {
      const { account, region, analyzer, findingId, resource, isPublic } = finding;
      const fails = verdict.policy.archivedPublic === 'fail';
      return {
        ruleId: RULE_IDS[2],
        ruleIndex: 2,
        kind: 'fail',
        level: fails ? 'error' : 'note',
        message: sarifMessage(`${account} ${region}: ${hiddenText(finding)}`),
        locations: locate(resourceUri(resource ?? findingId), resource ?? findingId, 'resource'),
        partialFingerprints: fingerprints('archived/v1', sha256(JSON.stringify([analyzer, findingId]))),
        ...(fails
          ? {}
          : { suppressions: [{ kind: 'external', status: 'accepted', justification: 'Archived in AWS.' }] }),
        properties: {
          account,
          region,
          analyzer,
          findingId: oneLine(findingId),
          ...(resource === undefined ? {} : { resource: oneLine(resource) }),
          isPublic,
          ...readOf(account, region, analyzer),
        },
      };
    },
  };
}

function messageText(access: Access): string {
  const { risk, levels: _, actions, firstSeen, updatedAt } = access;
  const conditions = conditionTexts(access);
  return [
    `${accessTitle(access)}.`,
    `Severity ${risk.severity}: ${risk.reasons.join(' ')}`,
    `Actions: ${actions.join(', ') || 'AWS names none'}.`,
    `Conditions: ${conditions.join(', ') || 'none'}.`,
    `Seen in ${regionsOf(access).join(', ')}; first ${firstSeen ?? 'unknown'}, updated ${updatedAt ?? 'unknown'}, ${ageText(access)}.`,
  ].join(' ');
}

function suppressionsOf(access: Access): object[] {
  const { status, sightings } = access;
  if (!stands(access) && status === 'ARCHIVED') {
    return [{ kind: 'external', status: 'accepted', justification: 'Archived in AWS.' }];
  }
  // A finding of a status that nobody knows stands, and no exception has looked at it.
  const excused = sightings.filter((sighting) => stands({ sightings: [sighting] }));
  if (status !== 'EXCUSED' || excused.some((sighting) => sighting.excused === undefined)) return [];
  const excuses = new Map(
    sightings.flatMap(({ excused }) => (excused === undefined ? [] : [[JSON.stringify(excused), excused] as const])),
  );
  return [...excuses.values()].map(({ owner, reason, expires }) => ({
    kind: 'external',
    status: 'accepted',
    justification: oneLine(`Excused by ${owner} until ${expires}: ${reason}`),
  }));
}

/** GitHub tells alerts apart by `primaryLocationLineHash` alone, other readers by any member. */
function fingerprints(name: string, value: string): Record<string, string> {
  return { [name]: value, primaryLocationLineHash: `${sha256(`${name}:${value}`).slice(0, 16)}:1` };
}

/**
 * A relative address that stands for a resource and never changes: GitHub takes a result only with one. One segment, so that
 * no name leads anywhere else.
 */
function resourceUri(name: string): string {
  const path = segment(name).replaceAll('%3A', ':');
  return `aws/${path.startsWith('arn:') ? '' : 'resource:'}${path}`;
}

function place(account: string, region: string): string {
  return JSON.stringify([account, region]);
}

import { found } from '../../errors/found.ts';
import { InvalidInputError } from '../../errors/invalid-input-error.ts';
import { sortedUnique } from '../../model/compare.ts';
import { parseAnalyzerArn } from '../../model/arn.ts';
import { present } from '../../model/loose.ts';
import { partitionOf } from '../../model/partitions.ts';
import { PACKAGE_NAME } from '../../model/version.ts';
import type { Reason } from '../../evaluate/reason.ts';
import { rule } from '../../evaluate/rule.ts';
import type { Access, RegionVerdict, Sighting, Verdict } from '../../evaluate/verdict.ts';
import { consoleUrl, segment } from '../../remediation/console-url.ts';
import { oneLine } from '../../remediation/one-line.ts';
import type { Severity } from '../../risk/severity.ts';
import { accessTitle, ageText, conditionTexts, publicText, regionsOf } from '../access-text.ts';
import { clip } from '../clip.ts';
import type { AccessPlace } from '../earlier-accesses.ts';
import { headlineText } from '../headline.ts';
import type { AsffFinding, AsffRelatedFinding, AsffSeverity } from './asff-finding.ts';
import { asffType } from './resource-types.ts';

const LABEL: Readonly<Record<Severity, AsffSeverity['Label']>> = {
  critical: 'CRITICAL',
  high: 'HIGH',
  medium: 'MEDIUM',
  low: 'LOW',
  info: 'INFORMATIONAL',
};

const PUBLIC = 'Effects/Data Exposure/External Access Granted';
const CROSS_ACCOUNT = 'Software and Configuration Checks/AWS Security Best Practices/External Access Granted';
const RULE = 'Software and Configuration Checks/AWS Security Best Practices';

/** ASFF's limits, in characters. */
const LIMITS = {
  title: 256,
  description: 1024,
  recommendation: 512,
  productField: 2048,
  other: 1024,
  id: 512,
} as const;
const RELATED = 10;

/** Makes the findings of one verdict. */
export interface AsffFindings {
  /** An access at one place. `ARCHIVED` is for what is proven not to stand there any more. */
  readonly ofAccess: (
    access: Access,
    place: AccessPlace,
    recordState: AsffFinding['RecordState'],
    fate?: string,
  ) => AsffFinding;
  /** The verdict on one Region. */
  readonly ofRegion: (region: AsffRegion) => AsffFinding;
}

/** What a finding of a Region says of it. */
export type AsffRegion = Pick<RegionVerdict, 'account' | 'region' | 'status' | 'coverage'>;

/** Makes the maker of findings; `at` is the time of a Region that nobody knows when it was read. */
export function asffFindings(verdict: Verdict, at: string): AsffFindings {
  const regions = new Map(verdict.regions.map((region) => [placeKey(region), region]));
  const readAt = (place: Place): string => regions.get(placeKey(place))?.collectedAt ?? at;
  return {
    ofAccess: (access, place, recordState, fate) => {
      const { risk, accessId, isPublic } = access;
      const { account, region, sightings } = place;
      const types = [isPublic === true ? PUBLIC : CROSS_ACCOUNT];
      const severity = { Label: LABEL[risk.severity], Original: risk.severity };
      const related = relatedFindings(access, sightings);
      const updated = readAt(place);
      const first = earliest(sightings) ?? access.firstSeen ?? updated;
      const url = sourceUrl(place);
      return {
        ...common(place, accessId, updated),
        Types: types,
        FirstObservedAt: first,
        LastObservedAt: updated,
        CreatedAt: first <= updated ? first : updated,
        Severity: severity,
        Title: clip(accessTitle(access), LIMITS.title),
        Description: clip(
          oneLine(
            `${accessTitle(access)}. Conditions: ${conditionTexts(access).join(', ') || 'none'}. ${risk.reasons.join(' ')} Seen for ${ageText(access)} in ${regionsOf(access).join(', ')}.`,
          ),
          LIMITS.description,
        ),
        Remediation: remediation(
          'If the access is intended, archive the finding or make an archive rule as narrow as possible. Else take the access away and rescan the resource.',
        ),
        ...(url === undefined ? {} : { SourceUrl: url }),
        ProductFields: productFields(
          present({
            accessId,
            fingerprint: access.fingerprint,
            status: access.status,
            fate,
            severity: risk.severity,
            why: risk.reasons.join(' '),
            isPublic: publicText(access),
            principal: access.principal.text,
            principalKind: access.principal.kind,
            levels: access.levels.join(', '),
            actions: access.actions.join(', '),
            unknownActions: access.unknownActions.join(', '),
            conditions: conditionTexts(access).join(', '),
            resourceOwnerAccount: access.resourceOwnerAccount,
            resourceControlPolicyRestriction: access.resourceControlPolicyRestriction,
            regions: regionsOf(access).join(', '),
            firstSeen: access.firstSeen,
            updatedAt: access.updatedAt,
            ageDays: access.ageDays?.toString(),
            findingIds: sightings.map(({ findingId }) => findingId).join(', '),
            analyzers: sortedUnique(sightings.map(({ analyzer }) => analyzer)).join(', '),
            zonesOfTrust: sortedUnique(sightings.flatMap(({ zoneOfTrust }) => zoneOfTrust ?? [])).join(', '),
          }),
        ),
        Resources: [
          {
            Type: asffType(access.resourceType),
            Id: clip(oneLine(access.resource ?? accessId), LIMITS.id),
            Partition: partition(place),
            Region: region,
            Details: {
              Other: bounded(
                {
                  'External Principal Type': access.principal.kind,
                  'External Principal': access.principal.text,
                  Condition: conditionTexts(access).join(', ') || 'none',
                  'Action Granted': access.actions.join(','),
                  'Resource Type': access.resourceType,
                  'Resource Owner Account': access.resourceOwnerAccount ?? account,
                },
                LIMITS.other,
              ),
            },
          },
        ],
        Compliance: { Status: recordState === 'ARCHIVED' ? 'PASSED' : fails(access, sightings) ? 'FAILED' : 'WARNING' },
        RecordState: recordState,
        ...(related.length === 0 ? {} : { RelatedFindings: related }),
        FindingProviderFields: {
          Severity: severity,
          Types: types,
          ...(related.length === 0 ? {} : { RelatedFindings: related }),
        },
      };
    },
    ofRegion: (place) => {
      const { account, region, status, coverage } = place;
      const updated = readAt(place);
      const severity = {
        Label: status === 'FAIL' ? LABEL.high : status === 'PASS' ? LABEL.info : LABEL.medium,
        Original: status,
      } as const;
      const told = reasonsOf(place, verdict).map(
        ({ code, message, remedy }) => `${code}: ${message}${remedy === undefined ? '' : ` ${remedy}`}`,
      );
      return {
        ...common(place, rule.id, updated),
        Types: [RULE],
        LastObservedAt: updated,
        CreatedAt: updated,
        Severity: severity,
        Title: clip(`${rule.id} ${rule.title}: ${status} in ${region}`, LIMITS.title),
        Description: clip(
          oneLine(
            `Region ${region} of account ${account} is ${status} (${coverage}). ${told.join(' ') || (status === 'PASS' ? 'Nothing is open.' : 'Nothing tells why.')}`,
          ),
          LIMITS.description,
        ),
        Remediation: remediation(told[0] ?? (status === 'PASS' ? 'Nothing is to be done.' : 'Read the Region again.')),
        ProductFields: productFields({
          status,
          coverage,
          reasons: told.join(' '),
          ...Object.fromEntries(headlineText(verdict).map(({ label, text }) => [`verdict/${label}`, text])),
        }),
        Resources: [
          { Type: 'AwsAccount', Id: `AWS::::Account:${account}`, Partition: partition(place), Region: region },
        ],
        // NOT_AVAILABLE: not read. WARNING: read, and not enough to say.
        Compliance: {
          Status:
            status === 'PASS'
              ? 'PASSED'
              : status === 'FAIL'
                ? 'FAILED'
                : coverage === 'unread'
                  ? 'NOT_AVAILABLE'
                  : 'WARNING',
        },
        RecordState: 'ACTIVE',
        FindingProviderFields: { Severity: severity, Types: [RULE] },
      };
    },
  };
}

/** Those of the Region; where none of them explains it, those of its whole account: missing credentials, say. */
function reasonsOf({ account, region, status }: AsffRegion, { reasons }: Verdict): Reason[] {
  const inAccount = reasons.filter((reason) => reason.account === account);
  const own = inAccount.filter((reason) => reason.region === region);
  return own.length > 0 || status === 'PASS' ? own : inAccount.filter((reason) => reason.region === undefined);
}

interface Place {
  readonly account: string;
  readonly region: string;
}

function placeKey({ account, region }: Place): string {
  return JSON.stringify([account, region]);
}

/** Region names are unique over the partitions. */
function partition({ region }: Place): string {
  return partitionOf(region).id;
}

function common(
  place: Place,
  id: string,
  updated: string,
): Pick<
  AsffFinding,
  'SchemaVersion' | 'Id' | 'ProductArn' | 'ProductName' | 'GeneratorId' | 'AwsAccountId' | 'UpdatedAt'
> {
  const { account, region } = place;
  if (!/^\d{12}$/.test(account)) {
    throw new InvalidInputError('verdict', [
      {
        path: 'scope.accounts',
        found: found(account),
        expected: 'an account of twelve digits: Security Hub keeps findings by account',
      },
    ]);
  }
  return {
    SchemaVersion: '2018-10-08',
    Id: `${PACKAGE_NAME}/${account}/${region}/${id}`,
    ProductArn: `arn:${partition(place)}:securityhub:${region}:${account}:product/${account}/default`,
    ProductName: PACKAGE_NAME,
    GeneratorId: `${PACKAGE_NAME}/${rule.id}`,
    AwsAccountId: account,
    UpdatedAt: updated,
  };
}

function fails({ fails: all }: Access, sightings: readonly Sighting[]): boolean {
  return all && sightings.some(({ status, excused }) => status === 'ACTIVE' && excused === undefined);
}

function earliest(sightings: readonly Sighting[]): string | undefined {
  return sortedUnique(sightings.flatMap(({ createdAt }) => createdAt ?? []))[0];
}

/** AWS keeps one record for each resource and analyzer. */
function relatedFindings({ resource }: Access, sightings: readonly Sighting[]): AsffRelatedFinding[] {
  if (resource === undefined) return [];
  return sortedUnique(sightings.map(({ analyzer }) => analyzer))
    .flatMap((analyzer) => {
      const arn = parseAnalyzerArn(analyzer);
      const id = `${analyzer}/${resource}`;
      if (arn === undefined || id.length > LIMITS.id || oneLine(id) !== id) return [];
      return [{ ProductArn: `arn:${arn.partition}:securityhub:${arn.region}::product/aws/access-analyzer`, Id: id }];
    })
    .slice(0, RELATED);
}

function sourceUrl({ region, sightings }: AccessPlace): string | undefined {
  const id = sightings[0]?.findingId;
  if (id === undefined) return undefined;
  return consoleUrl(
    partitionOf(region).id,
    `access-analyzer/home?region=${segment(region)}#/findings/details/${segment(id)}`,
  );
}

function remediation(text: string): AsffFinding['Remediation'] {
  const url = rule.references[2] ?? '';
  return { Recommendation: { Text: clip(oneLine(text), LIMITS.recommendation), Url: url } };
}

function productFields(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(bounded(fields, LIMITS.productField)).map(([name, value]) => [`${PACKAGE_NAME}/${name}`, value]),
  );
}

/** ASFF takes no empty text. */
function bounded(fields: Readonly<Record<string, string>>, limit: number): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, clip(oneLine(value), limit)]),
  );
}

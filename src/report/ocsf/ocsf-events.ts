import { parseArn } from '../../model/arn.ts';
import { compareStrings, sortedUnique } from '../../model/compare.ts';
import { present } from '../../model/loose.ts';
import { partitionOf } from '../../model/partitions.ts';
import { sha256 } from '../../model/sha256.ts';
import { PACKAGE_NAME, VERSION } from '../../model/version.ts';
import { rule } from '../../evaluate/rule.ts';
import type { Access, Verdict } from '../../evaluate/verdict.ts';
import { consoleUrl, segment } from '../../remediation/console-url.ts';
import { oneLine } from '../../remediation/one-line.ts';
import type { Severity } from '../../risk/severity.ts';
import { accessTitle, conditionTexts, regionsOf } from '../access-text.ts';
import { headline, headlineText } from '../headline.ts';
import type {
  OcsfAccount,
  OcsfCloud,
  OcsfComplianceFinding,
  OcsfIamAnalysisFinding,
  OcsfMetadata,
  OcsfUser,
} from './ocsf-event.ts';

/** What happened to a finding since the earlier verdict. */
export type OcsfActivity = 'Create' | 'Update' | 'Close';

/** How a finding stands. */
export type OcsfStatus = 'New' | 'Suppressed' | 'Resolved' | 'Archived';

const ACTIVITY = { Create: 1, Update: 2, Close: 3 } as const;
const STATUS = { New: 1, Suppressed: 3, Resolved: 4, Archived: 5 } as const;
const COMPLIANCE_TYPE = { Create: 200_301, Update: 200_302, Close: 200_303 } as const;
const ANALYSIS_TYPE = { Create: 200_801, Update: 200_802, Close: 200_803 } as const;

const SEVERITY = {
  critical: { severity_id: 5, severity: 'Critical' },
  high: { severity_id: 4, severity: 'High' },
  medium: { severity_id: 3, severity: 'Medium' },
  low: { severity_id: 2, severity: 'Low' },
  info: { severity_id: 1, severity: 'Informational' },
} as const satisfies Record<Severity, object>;

/** The restrictions that OCSF has a state for. */
const RESTRICTION: ReadonlyMap<string, { readonly status_id: 1 | 2 | 3; readonly status: string }> = new Map([
  ['APPLICABLE', { status_id: 1, status: 'Applicable' }],
  ['APPLIED', { status_id: 1, status: 'Applicable' }],
  ['NOT_APPLICABLE', { status_id: 2, status: 'Not Applicable' }],
  ['FAILED_TO_EVALUATE_RCP', { status_id: 3, status: 'Evaluation Failure' }],
]);

const DATA_SOURCES = ['AWS IAM Access Analyzer'];
const ANALYTIC = { type_id: 1, type: 'Rule', uid: rule.id, name: rule.title } as const;

/**
 * The verdict as an event. It is closed when nothing is open and nothing is unread.
 *
 * `time` is when the audit read, which is when the event took place, and moves with each run. So does `created_time`,
 * although the `uid` stays: when the first verdict of these accounts was made stands in no verdict. That of an earlier verdict
 * is only the last run's, and what AWS's findings say is when access was seen and not when it was judged.
 */
export function ocsfVerdict(verdict: Verdict, activity: 'Create' | 'Update', at: string): OcsfComplianceFinding {
  const { status, complete, scope, asOf, auditId } = verdict;
  const closed = status === 'PASS' && complete;
  const done = closed && activity === 'Update' ? 'Close' : activity;
  const lines = headlineText(verdict).map(({ label, text }) => `${label}: ${oneLine(text)}`);
  const time = Date.parse(at);
  const accounts = scope.accounts.map(({ partition, account }) => ({ partition, account }));
  const only = accounts.length === 1 ? accounts[0] : undefined;
  const [statusId, statusName] =
    status === 'PASS' ? ([1, 'Pass'] as const) : status === 'FAIL' ? ([3, 'Fail'] as const) : ([2, 'Warning'] as const);
  return {
    class_uid: 2003,
    class_name: 'Compliance Finding',
    type_uid: COMPLIANCE_TYPE[done],
    ...base(done, closed ? 'Resolved' : 'New'),
    ...verdictSeverity(verdict),
    time,
    message: lines[0] ?? rule.title,
    metadata: metadata(auditId),
    cloud: {
      provider: 'AWS',
      ...(only === undefined ? {} : { account: toAccount(only.account), cloud_partition: only.partition }),
    },
    finding_info: {
      uid: `${PACKAGE_NAME}/${rule.id}/${sha256(JSON.stringify(accounts.map(({ partition, account }) => `${partition}:${account}`).sort(compareStrings)))}`,
      title: `${rule.id} ${rule.title}`,
      desc: lines.join('\n'),
      types: [rule.category],
      created_time: time,
      ...(asOf.newest === undefined ? {} : { last_seen_time: Date.parse(asOf.newest) }),
      data_sources: DATA_SOURCES,
      analytic: ANALYTIC,
    },
    resources: accounts.map(({ partition, account }) => ({
      uid: account,
      type: 'AWS Account',
      role_id: 1,
      role: 'Target',
      cloud_partition: partition,
      owner: { account: toAccount(account) },
    })),
    remediation: {
      desc: 'Archive intended access, take other access away, and make readable what could not be read.',
      references: rule.references,
    },
    compliance: {
      control: rule.id,
      standards: [PACKAGE_NAME],
      requirements: [rule.title],
      status_id: statusId,
      status: statusName,
      status_code: status,
      status_detail: lines.join('; '),
    },
    unmapped: {
      headline: headline(verdict),
      reasons: verdict.reasons.map((reason) => ({ ...reason, message: oneLine(reason.message) })),
    },
  };
}

function verdictSeverity({ status, summary }: Verdict): Pick<OcsfComplianceFinding, 'severity_id' | 'severity'> {
  if (status === 'PASS') return SEVERITY.info;
  if (status === 'UNKNOWN') return { severity_id: 0, severity: 'Unknown' };
  // The rule's own risk is High; a critical access is worse.
  return summary.exposed.bySeverity.critical > 0 ? SEVERITY.critical : SEVERITY.high;
}

/** An access as an event. */
export function ocsfAccess(
  access: Access,
  activity: OcsfActivity,
  status: OcsfStatus,
  { auditId, at }: { readonly auditId: string | undefined; readonly at: string },
): OcsfIamAnalysisFinding {
  const { accessId, risk, principal, resource, isPublic, sightings, partition, firstSeen, updatedAt } = access;
  const restriction = access.resourceControlPolicyRestriction;
  const restricted = restriction === undefined ? undefined : RESTRICTION.get(restriction);
  const regions = regionsOf(access);
  const owner = access.resourceOwnerAccount;
  const region = resource === undefined ? undefined : parseArn(resource)?.region;
  const created = Date.parse(firstSeen ?? at);
  const analyzed = sortedUnique(sightings.flatMap(({ analyzedAt }) => analyzedAt ?? [])).at(-1);
  const url = sourceUrl(access);
  return {
    class_uid: 2008,
    class_name: 'IAM Analysis Finding',
    type_uid: ANALYSIS_TYPE[activity],
    ...base(activity, status),
    ...SEVERITY[risk.severity],
    time: created,
    message: accessTitle(access),
    metadata: metadata(auditId),
    cloud: cloudOf(access, regions),
    finding_info: {
      uid: accessId,
      title: accessTitle(access),
      desc: oneLine(risk.reasons.join(' ')),
      types: [isPublic === true ? 'Public Access' : 'External Access'],
      created_time: created,
      ...(firstSeen === undefined ? {} : { first_seen_time: Date.parse(firstSeen) }),
      ...(analyzed === undefined ? {} : { last_seen_time: Date.parse(analyzed) }),
      ...(updatedAt === undefined ? {} : { modified_time: Date.parse(updatedAt) }),
      ...(url === undefined ? {} : { src_url: url }),
      data_sources: DATA_SOURCES,
      analytic: ANALYTIC,
    },
    resources: [
      {
        uid: oneLine(resource ?? accessId),
        type: oneLine(access.resourceType),
        role_id: 1,
        role: 'Target',
        ...(region === undefined || region === '' ? {} : { region: oneLine(region) }),
        cloud_partition: oneLine(partition),
        ...(owner === undefined ? {} : { owner: { account: toAccount(oneLine(owner)) } }),
      },
    ],
    remediation: {
      desc: 'If the access is intended, archive the finding or make an archive rule as narrow as possible. Else take the access away and rescan the resource.',
      references: rule.references,
    },
    access_analysis_result: {
      accessors: [toUser(access)],
      access_type: isPublic === true ? 'Public' : principal.kind === 'Federated' ? 'Federated' : 'Cross-Account',
      access_level: access.levels.join(', ') || 'Unknown',
      granted_privileges: access.actions.map(oneLine),
      ...(access.conditions.length === 0
        ? {}
        : {
            condition_keys: access.conditions.map(({ key, value }) => ({ name: oneLine(key), value: oneLine(value) })),
          }),
      ...(restricted === undefined
        ? {}
        : { additional_restrictions: [{ policy: { name: 'Resource control policy' }, ...restricted }] }),
    },
    unmapped: present({
      fingerprint: access.fingerprint,
      status: access.status,
      fails: access.fails,
      isPublic,
      why: risk.reasons,
      conditions: conditionTexts(access).map(oneLine),
      unknownActions: access.unknownActions.map(oneLine),
      resourceControlPolicyRestriction: restriction,
      regions,
      ageDays: access.ageDays,
      sightings: sightings.map((sighting) => ({ ...sighting, findingId: oneLine(sighting.findingId) })),
    }),
  };
}

function base(
  activity: OcsfActivity,
  status: OcsfStatus,
): Pick<
  OcsfComplianceFinding,
  'category_uid' | 'category_name' | 'activity_id' | 'activity_name' | 'status_id' | 'status'
> {
  return {
    category_uid: 2,
    category_name: 'Findings',
    activity_id: ACTIVITY[activity],
    activity_name: activity,
    status_id: STATUS[status],
    status,
  };
}

function metadata(auditId: string | undefined): OcsfMetadata {
  return {
    version: '1.6.0',
    product: { name: PACKAGE_NAME, vendor_name: PACKAGE_NAME, version: VERSION },
    profiles: ['cloud'],
    ...(auditId === undefined ? {} : { correlation_uid: auditId }),
  };
}

function cloudOf({ sightings, partition }: Access, regions: readonly string[]): OcsfCloud {
  const accounts = sortedUnique(sightings.map(({ account }) => account));
  const account = accounts.length === 1 ? accounts[0] : undefined;
  const region = regions.length === 1 ? regions[0] : undefined;
  return {
    provider: 'AWS',
    ...(account === undefined ? {} : { account: toAccount(account) }),
    ...(region === undefined ? {} : { region }),
    cloud_partition: oneLine(partition),
  };
}

function toAccount(uid: string): OcsfAccount {
  return { uid, type_id: 10, type: 'AWS Account' };
}

function toUser({ principal }: Access): OcsfUser {
  const { kind, value, text } = principal;
  const account = /^\d{12}$/.test(value) ? value : parseArn(value)?.account;
  return {
    name: oneLine(text),
    ...(value === '' ? {} : { uid: oneLine(value) }),
    type_id: kind === 'Unknown' ? 0 : kind === 'IAM user' ? 1 : 99,
    type: kind,
    ...(account === undefined || account === '' ? {} : { account: toAccount(oneLine(account)) }),
  };
}

function sourceUrl({ sightings }: Access): string | undefined {
  const [first] = sightings;
  if (first === undefined) return undefined;
  const { region, findingId } = first;
  return consoleUrl(
    partitionOf(region).id,
    `access-analyzer/home?region=${segment(region)}#/findings/details/${segment(findingId)}`,
  );
}

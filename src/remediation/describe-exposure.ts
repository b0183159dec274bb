import { classifyAccessLevel } from '../access-levels/classify-access-level.ts';
import { describeCondition } from '../model/describe-condition.ts';
import { describePrincipal } from '../model/describe-principal.ts';
import type { AccessGrant, Finding, FindingSource } from '../model/finding.ts';
import { oneLine } from './one-line.ts';

/** What a finding says is exposed: who, what, at which level, under which condition, in one sentence. */
export function describeExposure(finding: Finding, noun: string): string {
  const resource = `the ${noun} ${oneLine(finding.resource ?? 'of unknown name')}`;
  if (finding.error !== undefined) {
    return `AWS could not analyse ${resource} (${oneLine(finding.error)}): who has access to it is not known.`;
  }
  switch (finding.findingType) {
    case 'ExternalAccess':
      return describeGrant(finding, resource, describePublic(finding.isPublic));
    case 'InternalAccess':
      return describeGrant(finding, resource, ' inside the organization');
    case 'UnusedIAMRole':
      return `Nobody has used ${resource} within the analyzer’s tracking period.`;
    case 'UnusedIAMUserAccessKey':
      return `An access key of ${resource} was not used within the analyzer’s tracking period.`;
    case 'UnusedIAMUserPassword':
      return `The console password of ${resource} was not used within the analyzer’s tracking period.`;
    case 'UnusedPermission':
      return `Permissions of ${resource} were not used within the analyzer’s tracking period.`;
    case 'Unknown':
      return `AWS reports ${oneLine(finding.awsFindingType ?? 'something')} on ${resource}, which this release does not know.`;
  }
}

function describePublic(isPublic: boolean | undefined): string {
  if (isPublic === undefined) return ' (public or not: AWS does not say)';
  return isPublic ? ' (public)' : '';
}

function describeGrant(finding: Finding & AccessGrant, resource: string, qualifier: string): string {
  const who = oneLine(describePrincipal(finding).text);
  const conditions = describeCondition(finding).map(({ key, value }) => `${oneLine(key)} (${oneLine(value)})`);
  const under = conditions.length === 0 ? '' : `, under a condition on ${list(conditions)}`;
  const sources = [...new Set((finding.sources ?? []).map(sourceText))];
  const through = sources.length === 0 ? '' : `, through ${list(sources)}`;
  return `${capital(who)}${qualifier} can ${levelsText(finding.action)} ${resource}${through}${under}.`;
}

const VERBS = {
  List: 'list',
  Read: 'read',
  Write: 'write to',
  Permissions: 'manage permissions on',
  Tagging: 'tag',
} as const;

function levelsText(actions: readonly string[]): string {
  if (actions.length === 0) return 'do something (AWS does not say what) with';
  const { levels, unknown } = classifyAccessLevel(actions);
  const unsaid =
    unknown.length === 0 ? [] : [`call ${unknown.length} unknown action${unknown.length === 1 ? '' : 's'} on`];
  return list([...levels.map((level) => VERBS[level]), ...unsaid]);
}

function sourceText({ type, detail }: FindingSource): string {
  switch (type) {
    case 'POLICY':
      return 'its policy';
    case 'BUCKET_ACL':
      return 'its ACL';
    case 'S3_ACCESS_POINT':
      return `the access point ${oneLine(detail?.accessPointArn ?? 'of unknown name')}`;
    case 'S3_ACCESS_POINT_ACCOUNT':
      return `access points of account ${oneLine(detail?.accessPointAccount ?? 'unknown')}`;
    default:
      return oneLine(type);
  }
}

function list(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

function capital(text: string): string {
  return /^[a-z]+ /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

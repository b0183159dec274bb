import { readFileSync } from 'node:fs';
import { accessLevelsByAction, classifyAccessLevel } from '../../src/access-levels/index.ts';
import type { ErrorCode } from '../../src/errors/index.ts';
import { parseEvent } from '../../src/events/index.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import {
  archiveRulesFromCloudFormation,
  archiveRulesFromTerraform,
  archiveRulesToCloudFormation,
  archiveRuleToTerraform,
  filterFromCliJson,
  filterToCliJson,
  lintArchiveRule,
  matchesFilter,
  normalizeFilter,
  previewArchiveRule,
} from '../../src/filters/index.ts';
import { FINDING_TYPES } from '../../src/filters/lint/finding-types.ts';
import { parseRunRecord, parseTaskHeader } from '../../src/fleet/checkpoint/records.ts';
import { parseAuditTask } from '../../src/fleet/index.ts';
import { evidenceFromFindings, parseEvidence, parseFindings, toAnalyzer, toFinding } from '../../src/model/index.ts';
import { eventOf } from '../unit/events/event-of.ts';
import { buildEvidence, buildFinding } from '../helpers/build-evidence.ts';

/** A function that takes what nobody vouches for. */
export interface FuzzTarget {
  readonly name: string;
  run(input: never): unknown;
  /** Valid inputs, to be spoiled. */
  readonly seeds: readonly unknown[];
  /** The codes with which it may refuse. */
  readonly codes?: readonly ErrorCode[];
}

export const RULE_PAGE: string = readFileSync(new URL('../fixtures/rule-page-findings.json', import.meta.url), 'utf8');

const V1_FINDING = {
  id: 'a',
  status: 'ACTIVE',
  resource: 'arn:aws:s3:::bucket',
  resourceType: 'AWS::S3::Bucket',
  resourceOwnerAccount: '111122223333',
  principal: { AWS: '*' },
  action: ['s3:GetObject', 's3:*'],
  condition: { 'aws:SourceIp': '203.0.113.0/24' },
  sources: [{ type: 'POLICY', detail: { accessPointArn: 'arn:aws:s3:us-east-1:111122223333:accesspoint/a' } }],
  isPublic: true,
  createdAt: '2026-11-01T00:00:00Z',
  error: 'ACCESS_DENIED',
};

const DETAILS: readonly Readonly<Record<string, unknown>>[] = [
  { externalAccessDetails: { isPublic: true, principal: { AWS: '*' }, condition: {}, action: ['s3:GetObject'] } },
  { internalAccessDetails: { principal: { AWS: '1' }, accessType: 'INTRA_ACCOUNT', action: ['s3:GetObject'] } },
  { unusedIamRoleDetails: { lastAccessed: '2026-01-01T00:00:00Z' } },
  { unusedIamUserAccessKeyDetails: { accessKeyId: 'AKIAEXAMPLE', lastAccessed: '2026-01-01T00:00:00Z' } },
  { unusedIamUserPasswordDetails: {} },
  { unusedPermissionDetails: { serviceNamespace: 's3', actions: [{ action: 'GetObject', lastAccessed: null }] } },
];

const V2_FINDINGS = DETAILS.map((detail, index) => ({
  id: `v2-${index}`,
  status: 'ACTIVE',
  findingType: FINDING_TYPES[index],
  resource: 'arn:aws:iam::111122223333:role/r',
  findingDetails: [detail],
}));

const ANALYZER = {
  arn: 'arn:aws:access-analyzer:us-east-1:111122223333:analyzer/external',
  name: 'external',
  type: 'ACCOUNT',
  status: 'ACTIVE',
  createdAt: '2026-01-01T00:00:00Z',
  lastResourceAnalyzedAt: '2026-11-23T10:00:00Z',
  tags: { team: 'security' },
  configuration: { unusedAccess: { unusedAccessAge: 90 } },
};

const EVIDENCE: unknown = JSON.parse(
  JSON.stringify(
    buildEvidence({
      organization: ['111122223333', '444455556666'],
      regions: {
        'ap-south-1': 'disabled',
        'eu-west-1': { problem: 'access-denied' },
        'us-east-1': {
          analyzers: [{ findings: [{}, { id: 'error', error: 'ACCESS_DENIED' }, { id: 'p', isPublic: true }] }],
          suppressed: [{ findings: [{ status: 'ARCHIVED', isPublic: true }] }],
        },
      },
    }),
  ),
);

const EVENTS = [
  eventOf({}),
  eventOf({ isDeleted: true }),
  eventOf({ findingDetails: [{ key: 'value' }] }, { 'detail-type': 'Unused Access Finding for IAM entities' }),
  eventOf({ status: 'COMPLETED' }, { 'detail-type': 'Access Preview State Change' }),
  JSON.stringify(eventOf({})),
];

export const FILTERS: readonly unknown[] = [
  { isPublic: { eq: true }, resourceOwnerAccount: { eq: 111122223333 } },
  { resource: { contains: ['arn:aws:s3'], neq: ['x'] }, 'principal.AWS': { eq: ['444455556666'] } },
  { error: { exists: false } },
  { 'condition.aws:SourceIp': { eq: ['203.0.113.0/24'] } },
];

const CLOUD_FORMATION = [
  {
    RuleName: 'partner',
    Filter: [
      { Property: 'isPublic', Eq: ['false'] },
      { Property: 'error', Exists: 'false' },
    ],
  },
];

const TERRAFORM = `resource "aws_accessanalyzer_archive_rule" "partner" {
  analyzer_name = "external"
  rule_name     = "partner" # a comment
  filter {
    criteria = "principal.AWS"
    eq       = ["444455556666", "a \\"quoted\\" \${"$"}{text}"]
  }
  /* another */
  filter {
    criteria = "isPublic"
    exists   = "false"
  }
}
`;

const TASK = {
  schema: 'access-analyzer-kit/task@1',
  id: '111122223333.eu-west-1',
  auditId: 'audit',
  partition: 'aws',
  account: '111122223333',
  regions: ['eu-west-1'],
  detail: 'counts',
  sample: 5,
};

const RUN_RECORD = {
  schema: 'access-analyzer-kit/checkpoint@1',
  kind: 'run',
  plan: 'plan',
  auditId: 'audit',
  startedAt: '2026-11-23T10:00:00.000Z',
  about: 'two accounts',
};

const TASK_HEADER = {
  schema: 'access-analyzer-kit/checkpoint@1',
  kind: 'task',
  plan: 'plan',
  auditId: 'audit',
  task: '111122223333',
  savedAt: '2026-11-23T10:00:00.000Z',
  sha256: '0'.repeat(64),
};

/** Documents: what comes from a file, a queue, a command line, another program. */
export const PARSERS: readonly FuzzTarget[] = [
  {
    name: 'parseFindings',
    run: (input) => parseFindings(input),
    seeds: [JSON.parse(RULE_PAGE), [V1_FINDING], { finding: V1_FINDING }, { findings: V2_FINDINGS }, V2_FINDINGS[0]],
  },
  {
    name: 'evidenceFromFindings, the findings',
    run: (input) =>
      evidenceFromFindings(input, {
        account: '111122223333',
        region: 'us-east-1',
        analyzer: ANALYZER,
        complete: true,
        collectedAt: '2026-11-23T10:00:00Z',
      }),
    seeds: [{ findings: [V1_FINDING, ...V2_FINDINGS], nextToken: 'more' }],
  },
  {
    name: 'evidenceFromFindings, the options',
    run: (input) => evidenceFromFindings([V1_FINDING], input),
    seeds: [
      { account: '111122223333', region: 'us-east-1', analyzer: ANALYZER, complete: true, collectedAt: '2026-11-23' },
      { region: 'us-east-1', analyzer: 'external', auditId: 'audit' },
    ],
  },
  {
    name: 'parseEvidence',
    run: (input) => parseEvidence(input),
    seeds: [EVIDENCE],
    codes: ['INVALID_INPUT', 'UNSUPPORTED_SCHEMA', 'EVIDENCE_CONFLICT'],
  },
  {
    name: 'parseEvidence, then evaluate',
    run: (input) => evaluate(parseEvidence(input)),
    seeds: [EVIDENCE],
    codes: ['INVALID_INPUT', 'UNSUPPORTED_SCHEMA', 'EVIDENCE_CONFLICT'],
  },
  { name: 'parseEvent', run: (input) => parseEvent(input), seeds: EVENTS },
  { name: 'toAnalyzer', run: (input) => toAnalyzer(input), seeds: [ANALYZER] },
  { name: 'toFinding of v1', run: (input) => toFinding(input, { api: 'v1' }), seeds: [V1_FINDING] },
  { name: 'toFinding of v2', run: (input) => toFinding(input, { api: 'v2' }), seeds: V2_FINDINGS },
  {
    name: 'parseAuditTask',
    run: (input) => parseAuditTask(input),
    seeds: [TASK],
    codes: ['INVALID_INPUT', 'UNSUPPORTED_SCHEMA'],
  },
  { name: 'normalizeFilter', run: (input) => normalizeFilter(input), seeds: FILTERS },
  {
    name: 'normalizeFilter of an archive rule',
    run: (input) => normalizeFilter(input, { use: 'archive-rule', access: 'external' }),
    seeds: FILTERS,
  },
  { name: 'matchesFilter', run: (input) => matchesFilter(buildFinding(), input), seeds: FILTERS },
  { name: 'previewArchiveRule', run: (input) => previewArchiveRule(input, [buildFinding()]), seeds: FILTERS },
  {
    name: 'lintArchiveRule',
    run: (input) => lintArchiveRule(input),
    seeds: FILTERS.map((filter) => ({ ruleName: 'r', filter })),
  },
  { name: 'filterToCliJson', run: (input) => filterToCliJson(input), seeds: FILTERS },
  {
    name: 'filterFromCliJson',
    run: (input) => filterFromCliJson(input),
    seeds: [
      ...FILTERS,
      { archiveRule: { ruleName: 'r', filter: FILTERS[0] } },
      { analyzerName: 'a', filter: FILTERS[0] },
    ],
  },
  {
    name: 'archiveRulesToCloudFormation',
    run: (input) => archiveRulesToCloudFormation(input),
    seeds: [FILTERS.map((filter) => ({ ruleName: 'r', filter }))],
  },
  {
    name: 'archiveRulesFromCloudFormation',
    run: (input) => archiveRulesFromCloudFormation(input),
    seeds: [CLOUD_FORMATION],
  },
  {
    name: 'archiveRuleToTerraform',
    run: (input) => archiveRuleToTerraform(input, { analyzerName: 'a' }),
    seeds: FILTERS.map((filter) => ({ ruleName: 'r', filter })),
  },
  { name: 'archiveRulesFromTerraform', run: (input) => archiveRulesFromTerraform(input), seeds: [TERRAFORM] },
  {
    name: 'classifyAccessLevel',
    run: (input) => classifyAccessLevel(input),
    seeds: ['s3:GetObject', ['s3:Get*', '*', 's3:FutureAction']],
  },
  {
    name: 'accessLevelsByAction',
    run: (input) => accessLevelsByAction(input),
    seeds: [['s3:Get*', '*', 's3:FutureAction']],
  },
];

/** Parsers of text, and documents as their text. */
export const TEXT_PARSERS: readonly FuzzTarget[] = [
  { name: 'parseFindings', run: (input) => parseFindings(input), seeds: [RULE_PAGE] },
  {
    name: 'filterFromCliJson',
    run: (input) => filterFromCliJson(input),
    seeds: FILTERS.map((filter) => JSON.stringify(filter)),
  },
  { name: 'archiveRulesFromTerraform', run: (input) => archiveRulesFromTerraform(input), seeds: [TERRAFORM] },
  {
    name: 'parseRunRecord of a checkpoint',
    run: (input) => parseRunRecord(input),
    seeds: [JSON.stringify(RUN_RECORD)],
  },
  {
    name: 'parseTaskHeader of a checkpoint',
    run: (input) => parseTaskHeader(input),
    seeds: [JSON.stringify(TASK_HEADER)],
  },
];

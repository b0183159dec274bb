import { diffVerdicts } from '../../src/evaluate/diff-verdicts.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Policy } from '../../src/evaluate/policy.ts';
import type { VerdictDiff } from '../../src/evaluate/verdict-diff.ts';
import type { Verdict } from '../../src/evaluate/verdict.ts';
import { mergeEvidence } from '../../src/model/merge-evidence.ts';
import { buildEvidence, type FindingDraft, type RegionDraft } from './build-evidence.ts';
import { HOSTILE_STRINGS } from './hostile-strings.ts';

/** A verdict of these Regions under `strict`. */
export function judge(regions: Readonly<Record<string, RegionDraft>>, collectedAt?: string): Verdict {
  return evaluate(buildEvidence({ regions, ...(collectedAt === undefined ? {} : { collectedAt }) }));
}

/** A Region that was read, with an analyzer that shows these findings. */
export function seen(...findings: readonly FindingDraft[]): RegionDraft {
  return { analyzers: [{ findings }] };
}

/** Something of everything: open, public, excused, hidden, unread, disabled, not analyzable, in two Regions. */
export function richVerdict(): Verdict {
  const role = 'arn:aws:iam::111122223333:role/shared';
  return evaluate(
    buildEvidence({
      regions: {
        'ap-south-1': 'disabled',
        'eu-west-1': { problem: 'access-denied' },
        'eu-west-2': 'none',
        'us-east-1': {
          analyzers: [
            {
              findings: [
                {
                  id: 'public',
                  resource: 'arn:aws:s3:::website',
                  principal: { AWS: '*' },
                  isPublic: true,
                  action: ['s3:GetObject', 's3:PutObject', 's3:FutureAction'],
                  condition: { 'aws:SourceIp': '203.0.113.0/24' },
                  sources: [
                    {
                      type: 'S3_ACCESS_POINT',
                      detail: { accessPointArn: 'arn:aws:s3:us-east-1:111122223333:accesspoint/a' },
                    },
                  ],
                  resourceControlPolicyRestriction: 'APPLICABLE',
                },
                {
                  id: 'role',
                  resource: role,
                  resourceType: 'AWS::IAM::Role',
                  action: ['sts:AssumeRole'],
                  createdAt: '2026-10-01T00:00:00.000Z',
                },
                { id: 'partner', resource: 'arn:aws:s3:::partner' },
                { id: 'hides', resource: null, principal: {}, action: [], isPublic: null },
                {
                  id: 'error',
                  resource: 'arn:aws:s3:::broken',
                  error: 'ACCESS_DENIED',
                  principal: null,
                  action: null,
                  condition: null,
                  isPublic: null,
                },
                { id: 'archived', resource: 'arn:aws:s3:::archived', status: 'ARCHIVED' },
                { id: 'resolved', resource: 'arn:aws:s3:::resolved', status: 'RESOLVED' },
                { id: 'snoozed', resource: 'arn:aws:s3:::snoozed', status: 'SNOOZED' },
              ],
            },
          ],
          suppressed: [
            {
              findings: [
                { status: 'ARCHIVED', isPublic: true, resource: 'arn:aws:s3:::hidden', principal: { AWS: '*' } },
              ],
            },
          ],
        },
        'us-west-2': seen({
          id: 'role-west',
          resource: role,
          resourceType: 'AWS::IAM::Role',
          action: ['sts:AssumeRole'],
        }),
      },
    }),
    {
      exceptions: [
        {
          filter: { resource: { eq: ['arn:aws:s3:::partner'] } },
          owner: 'team =1+1',
          reason: 'a partner, in writing',
          expires: '2027-06-01',
          maxLevel: 'Read',
        },
      ],
    },
  );
}

/** One access for each hostile name, which stands in every member that AWS fills. */
export function hostileVerdict(names: readonly string[] = HOSTILE_STRINGS): Verdict {
  const findings = names.map((name, index): FindingDraft => ({
    id: `finding-${index} ${name}`,
    resource: `${index % 2 === 0 ? 'arn:aws:s3:::' : ''}${name}`,
    resourceType: index % 3 === 0 ? name : 'AWS::S3::Bucket',
    principal: { AWS: name },
    action: ['s3:GetObject', `s3:${name}`, name],
    condition: { [name]: name, 'aws:SourceArn': name },
    isPublic: index % 5 === 0,
    sources: [{ type: name, detail: { accessPointArn: name } }],
  }));
  return evaluate(
    buildEvidence({
      regions: {
        'us-east-1': {
          analyzers: [
            { findings },
            {
              name: 'errors',
              findings: names.map((name, index) => ({ id: `e-${index}`, resource: name, error: name || 'x' })),
            },
          ],
          suppressed: [
            {
              findings: names.map((name, index) => ({
                id: `h-${index} ${name}`,
                status: 'ARCHIVED',
                isPublic: true,
                resource: name,
                principal: { AWS: name },
              })),
            },
          ],
        },
      },
    }),
  );
}

/** Beside an account that is clean, one that could not be read: not even its Regions are known. */
export const LOST_ACCOUNT = '222233334444';
export function lostAccountVerdict(policy?: Policy): Verdict {
  const lost = { account: LOST_ACCOUNT, source: 'static', scopeProblem: 'credentials', regions: {} } as const;
  return evaluate(mergeEvidence(buildEvidence({ regions: { 'eu-west-1': 'clean' } }), buildEvidence(lost)), policy);
}

/** The difference to an earlier verdict that has all sorts of it. */
export function richDiff(): { readonly before: Verdict; readonly after: Verdict; readonly diff: VerdictDiff } {
  const before = judge(
    {
      'us-east-1': seen(
        { id: 'gone', resource: 'arn:aws:s3:::gone' },
        { id: 'stays' },
        { id: 'resolves', resource: 'arn:aws:s3:::resolves' },
      ),
      'eu-west-1': seen({ id: 'unseen', resource: 'arn:aws:s3:::unseen' }),
    },
    '2026-11-22T12:00:00.000Z',
  );
  const after = judge({
    'us-east-1': seen(
      { id: 'stays', action: ['s3:PutObject'] },
      { id: 'new', resource: 'arn:aws:s3:::new' },
      { id: 'resolves', resource: 'arn:aws:s3:::resolves', status: 'RESOLVED' },
    ),
    'eu-west-1': { problem: 'throttled' },
  });
  return { before, after, diff: diffVerdicts(before, after) };
}

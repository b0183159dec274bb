import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/model/finding.ts';
import { assessRisk } from '../../../src/risk/assess-risk.ts';
import { SEVERITIES, type Severity } from '../../../src/risk/severity.ts';

interface AccessCase {
  readonly name: string;
  readonly finding: object;
  readonly severity: Severity;
  readonly reason: string;
}

interface ConditionCase {
  readonly key: string;
  readonly value: string;
  readonly narrows: boolean;
}

function cases<T>(file: string): T[] {
  return JSON.parse(readFileSync(new URL(`cases/${file}`, import.meta.url), 'utf8')) as T[];
}

function finding(members: object): Finding {
  const common = { id: 'id-1', resourceType: 'AWS::S3::Bucket', status: 'ACTIVE', condition: {} };
  return deepFreeze({ ...common, findingType: 'ExternalAccess', ...members }) as Finding;
}

/** The sharing of a bucket with another account, which is `high` before its condition. */
function crossAccount(condition: Record<string, string>): Finding {
  return finding({ isPublic: false, principal: { AWS: '111122223333' }, action: ['s3:PutObject'], condition });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

test.each(cases<AccessCase>('access.json'))('$name → $severity', ({ finding: members, severity, reason }) => {
  const risk = assessRisk(finding(members));
  expect(risk.severity).toBe(severity);
  expect(risk.reasons.join(' ')).toContain(reason);
});

test.each(cases<ConditionCase>('conditions.json'))('$key = $value narrows: $narrows', ({ key, value, narrows }) => {
  // As JSON.parse makes it: `__proto__` is a member of its own.
  const condition = Object.fromEntries([[key, value]]);
  const { severity, reasons } = assessRisk(crossAccount(condition));
  expect(severity).toBe(narrows ? 'medium' : 'high');
  expect(reasons.join(' ')).toContain(narrows ? 'Narrowed by' : 'Not narrowed by');
});

describe('reasons', () => {
  test('tell every step in order', () => {
    const condition = { 'aws:PrincipalOrgID': 'o-abcdefghij', 'aws:SecureTransport': 'true' };
    expect(assessRisk(crossAccount(condition))).toEqual({
      severity: 'medium',
      reasons: [
        'A principal of another account has access.',
        'The most that it allows is Write.',
        'Narrowed by aws:PrincipalOrgID (only principals of an organization).',
        'Not narrowed by aws:SecureTransport (says nothing about who calls, or is unknown).',
        'One step from high to medium; AWS does not return the operator, so never more.',
      ],
    });
  });

  test('stay short however many conditions there are, and show no control characters', () => {
    const condition = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`\u001b[31mkey${index}`, 'x']));
    const text = assessRisk(crossAccount(condition)).reasons.join(' ');
    expect(text).toContain('and 9997 more');
    expect(text).not.toContain('\u001b');
    expect(text.length).toBeLessThan(1_000);
  });

  test('are there for a hundred thousand actions too', () => {
    const action = Array.from({ length: 100_000 }, (_, index) => `newservice:Action${index}`);
    const risk = assessRisk(finding({ isPublic: false, principal: { AWS: '111122223333' }, action }));
    expect(risk.severity).toBe('high');
    expect(risk.reasons).toContain('100000 actions are not in the table of access levels: counted as Write.');
  });
});

test('the rule page’s sample: two public findings that allow writing, one shared with an account', () => {
  const url = new URL('../../fixtures/rule-page-findings.json', import.meta.url);
  const sample = JSON.parse(readFileSync(url, 'utf8')) as object[];
  expect(sample.map((members) => assessRisk(finding(members)).severity)).toEqual(['critical', 'critical', 'high']);
});

test('every severity is one of the five', () => {
  const seen = cases<AccessCase>('access.json').map(({ finding: members }) => assessRisk(finding(members)).severity);
  expect(new Set(seen)).toEqual(new Set(SEVERITIES));
});

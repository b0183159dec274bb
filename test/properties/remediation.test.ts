import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  planRemediation,
  type CliCommand,
  type RemediationPlan,
  type RemediationStep,
} from '../../src/remediation/index.ts';
import { RESOURCE_TYPES, type ExternalAccessFinding } from '../../src/model/finding.ts';
import { ARNS } from '../unit/remediation/samples.ts';

const sign = fc.constantFrom(
  "'",
  '"',
  '`',
  '$',
  '$(id)',
  '${IFS}',
  '\\',
  ';',
  '&',
  '|',
  '>',
  '<',
  '(',
  ')',
  '{',
  '}',
  '*',
  '?',
  '~',
  '!',
  '#',
  ' ',
  '\n',
  '\r',
  '\0',
  '\u001b[201~',
  '-',
  '--',
  'file://',
  ':',
  '/',
  'a',
  'ä',
  '😀',
);
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(sign, { minLength: 1, maxLength: 12 }).map((parts) => parts.join('')),
);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

/** A finding in which everything that comes from outside may be hostile. */
const finding: fc.Arbitrary<ExternalAccessFinding> = fc
  .record({
    resourceType: fc.constantFrom(...RESOURCE_TYPES),
    name: hostile,
    id: hostile,
    owner: maybe(fc.oneof(fc.constant('123456789012'), hostile)),
    isPublic: maybe(fc.boolean()),
    principal: fc.dictionary(fc.constantFrom('AWS', 'Federated', 'CanonicalUser'), hostile),
    condition: fc.dictionary(hostile, hostile, { maxKeys: 2 }),
    action: fc.array(fc.oneof(fc.constant('kms:Decrypt'), hostile), { maxLength: 2 }),
    accessPoint: maybe(hostile),
    accessPointAccount: maybe(hostile),
  })
  .map(({ resourceType, name, owner, isPublic, accessPoint, accessPointAccount, ...rest }) => ({
    ...rest,
    findingType: 'ExternalAccess' as const,
    resourceType,
    resource: ARNS[resourceType].replace(/[^:/]*$/, () => name),
    status: 'ACTIVE',
    ...(owner === undefined ? {} : { resourceOwnerAccount: owner }),
    ...(isPublic === undefined ? {} : { isPublic }),
    sources: [
      ...(accessPoint === undefined
        ? []
        : [
            {
              type: 'S3_ACCESS_POINT',
              detail: { accessPointArn: `arn:aws:s3:eu-west-1:123456789012:accesspoint/${accessPoint}` },
            },
          ]),
      ...(accessPointAccount === undefined
        ? []
        : [{ type: 'S3_ACCESS_POINT_ACCOUNT', detail: { accessPointAccount } }]),
    ],
  }));
const context = fc.record({
  analyzer: maybe(fc.oneof(fc.constant('arn:aws:access-analyzer:eu-west-1:123456789012:analyzer/main'), hostile)),
  region: maybe(fc.oneof(fc.constant('eu-west-1'), hostile)),
});

function allSteps({ intended, unintended, rescan }: RemediationPlan): RemediationStep[] {
  return [
    ...intended.steps,
    ...intended.undo,
    ...unintended.steps,
    ...unintended.alternatives,
    ...unintended.undo,
    ...(rescan?.steps ?? []),
  ];
}

/** Runs the lines in a real shell, with `aws` replaced by a function that prints what it was given. */
function run(shell: string, commands: readonly CliCommand[], directory: string): string[][] {
  const script = commands.map(({ line, variables, writesFile }) =>
    [
      ...variables.map((name) => `${name}='\${${name}}'`),
      line,
      ...(writesFile === undefined ? [] : [`cat ./${writesFile}`, `rm ./${writesFile}`]),
      "printf 'END\\0'",
    ].join('\n'),
  );
  const prelude = `aws() { printf '%s\\0' "$@"; }\n`;
  const result = spawnSync(shell, ['-c', prelude + script.join('\n')], { encoding: 'utf8', cwd: directory });
  expect(result.stderr).toBe('');
  expect(result.status).toBe(0);
  return result.stdout
    .split('END\0')
    .slice(0, -1)
    .map((words) => words.split('\0').slice(0, -1));
}

describe('remediation', () => {
  it.each(['bash', 'sh'])(
    'the CLI lines survive hostile names when %s parses them',
    (shell) => {
      const directory = mkdtempSync(join(tmpdir(), 'remediation-'));
      try {
        let count = 0;
        fc.assert(
          fc.property(finding, context, (it, given) => {
            const commands = allSteps(planRemediation(it, given)).flatMap(({ cli }) => cli ?? []);
            count += commands.length;
            if (commands.length === 0) return;
            expect(run(shell, commands, directory)).toEqual(commands.map((command) => command.arguments));
            expect(readdirSync(directory)).toEqual([]);
          }),
          { numRuns: 150 },
        );
        expect(count).toBeGreaterThan(50);
      } finally {
        rmSync(directory, { recursive: true });
      }
    },
    60_000,
  );

  it('no line holds a character that a terminal obeys, and no value is an option or a file', () => {
    fc.assert(
      fc.property(finding, context, (it, given) => {
        for (const { cli } of allSteps(planRemediation(it, given))) {
          if (cli === undefined) continue;
          expect(cli.line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
          const odd = cli.arguments.filter((argument) => /^(?:-|fileb?:|https?:)/i.test(argument));
          for (const argument of odd) {
            expect(argument).toMatch(
              /^(?:--[a-z][a-z-]*|file:\/\/[a-z-]+-[\da-f]{8}-(?:before|after)\.json|https:\/\/sqs\..*)$/su,
            );
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('every sentence is one line of visible text, and links are addresses', () => {
    fc.assert(
      fc.property(finding, context, (it, given) => {
        const plan = planRemediation(it, given);
        const sentences = [plan.exposure, ...plan.warnings, ...allSteps(plan).map(({ description }) => description)];
        for (const sentence of sentences) expect(sentence).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        const { consoleUrl } = plan.unintended;
        if (consoleUrl !== undefined) {
          expect(new URL(consoleUrl).host).toBe('console.aws.amazon.com');
          expect(consoleUrl).toMatch(/^[!-~]+$/);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('a rule is offered only when it is no wider than the finding, and public access is always named', () => {
    fc.assert(
      fc.property(finding, context, (it, given) => {
        const { intended } = planRemediation(it, given);
        if (it.isPublic !== false) expect(intended.needsAllowPublic).toBe(true);
        if (intended.archiveRule === undefined) return;
        expect(intended.archiveRule.filter['resource']).toEqual({ eq: [it.resource] });
        expect(Object.keys(intended.archiveRule.filter).some((key) => key.startsWith('principal.'))).toBe(true);
      }),
    );
  });

  it('planning changes nothing in its input', () => {
    fc.assert(
      fc.property(finding, context, (it, given) => {
        const before = structuredClone(it);
        planRemediation(it, given);
        expect(it).toEqual(before);
      }),
    );
  });
});

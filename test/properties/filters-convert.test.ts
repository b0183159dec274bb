import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  archiveRulesFromCloudFormation,
  archiveRulesFromTerraform,
  archiveRulesToCloudFormation,
  archiveRuleToTerraform,
  filterFromCliJson,
  filterToCliJson,
} from '../../src/filters/index.ts';
import type { Criterion } from '../../src/model/archive-rule.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '$',
        '%',
        '{',
        '}',
        '"',
        '\\',
        '\n',
        '\r',
        '\t',
        'u0041',
        '\u0000',
        '\u2028',
        '#',
        '/*',
        '${x}',
        "'",
        '$$',
      ),
    )
    .map((parts) => parts.join('')),
);
const values = fc.uniqueArray(hostile, { minLength: 1, maxLength: 5 });
const criterion: fc.Arbitrary<Criterion> = fc
  .record({ eq: values, neq: values, contains: values, exists: fc.boolean() }, { requiredKeys: [] })
  .filter((operators) => Object.keys(operators).length > 0);
const key = fc.oneof(
  fc.constantFrom('resource', 'isPublic', 'principal.AWS'),
  fc
    .tuple(fc.constantFrom('principal.', 'condition.'), fc.stringMatching(/^[!-~][ -~]{0,20}$/))
    .map((parts) => parts.join('')),
);
const filter = fc.dictionary(key, criterion, { minKeys: 1, maxKeys: 4 }).map((entries) => ({ ...entries }));
const ruleName = fc.stringMatching(/^[A-Za-z][\w.-]{0,20}$/);

describe('converters', () => {
  it('AWS CLI JSON comes back as it went', () => {
    fc.assert(
      fc.property(filter, (it) => {
        expect(filterFromCliJson(filterToCliJson(it))).toEqual(it);
      }),
    );
  });

  it('CloudFormation comes back as it went, through JSON', () => {
    fc.assert(
      fc.property(ruleName, filter, (name, it) => {
        const template: unknown = JSON.parse(
          JSON.stringify(archiveRulesToCloudFormation([{ ruleName: name, filter: it }])),
        );
        expect(archiveRulesFromCloudFormation(template)).toEqual([{ ruleName: name, filter: it }]);
      }),
    );
  });

  it('Terraform comes back as it went, whatever the strings hold', () => {
    fc.assert(
      fc.property(ruleName, hostile, filter, (name, analyzerName, it) => {
        const source = archiveRuleToTerraform({ ruleName: name, filter: it }, { analyzerName, resourceName: 'r' });
        expect(archiveRulesFromTerraform(source)).toEqual([
          { resourceName: 'r', analyzerName, ruleName: name, filter: it },
        ]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('Terraform text never holds a template', () => {
    fc.assert(
      fc.property(hostile, (analyzerName) => {
        const source = archiveRuleToTerraform({ ruleName: 'r', filter: { resource: { eq: 'x' } } }, { analyzerName });
        // Signs before a brace are exactly one doubled sign, with nothing of their kind before it.
        for (const [run] of source.matchAll(/[$%]+(?=\{)/g)) expect(['$$', '%%']).toContain(run);
        expect(source.split('\n')).toHaveLength(10);
      }),
      { numRuns: 1_000 },
    );
  });
});

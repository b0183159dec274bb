import { describe, expect, it } from 'vitest';
import {
  archiveRulesFromCloudFormation,
  archiveRulesFromTerraform,
  archiveRulesToCloudFormation,
  archiveRuleToTerraform,
  filterFromCliJson,
  filterToCliJson,
} from '../../../src/filters/index.ts';
import { InvalidInputError } from '../../../src/errors/index.ts';

const rule = {
  ruleName: 'vendor.audit',
  filter: {
    resource: { contains: ['a', 'b'] },
    isPublic: { eq: false },
    error: { exists: false },
    'condition.aws:PrincipalOrgID': { neq: 'o-1' },
  },
};
const normal = {
  resource: { contains: ['a', 'b'] },
  isPublic: { eq: ['false'] },
  error: { exists: false },
  'condition.aws:PrincipalOrgID': { neq: ['o-1'] },
};

describe('AWS CLI JSON', () => {
  it('is written as the CLI takes it', () => {
    expect(JSON.parse(filterToCliJson(rule.filter))).toEqual(normal);
  });

  it.each([
    ['the filter', normal],
    ['an input', { analyzerName: 'a', ruleName: 'r', filter: normal }],
    ['the output of get-archive-rule', { archiveRule: { ruleName: 'r', filter: normal, createdAt: 'x' } }],
    ['text', JSON.stringify(normal)],
  ])('is read from %s', (_name, json) => {
    expect(filterFromCliJson(json)).toEqual(normal);
  });

  it.each([['{'], [null], ['[]'], [{ filter: null }], [{}]])('refuses %j', (json) => {
    expect(() => filterFromCliJson(json)).toThrow(InvalidInputError);
  });
});

describe('CloudFormation', () => {
  const template = [
    {
      RuleName: 'vendor.audit',
      Filter: [
        { Property: 'resource', Contains: ['a', 'b'] },
        { Property: 'isPublic', Eq: ['false'] },
        { Property: 'error', Exists: false },
        { Property: 'condition.aws:PrincipalOrgID', Neq: ['o-1'] },
      ],
    },
  ];

  it('is written with the names of the template reference', () => {
    expect(archiveRulesToCloudFormation([rule])).toEqual(template);
  });

  it('is read back', () => {
    expect(archiveRulesFromCloudFormation(template)).toEqual([{ ruleName: 'vendor.audit', filter: normal }]);
  });

  it('is read from what YAML readers and tools make of it', () => {
    const loose = [{ RuleName: 'r', Filter: [{ Property: 'isPublic', Eq: [false], Neq: [], Exists: 'true' }] }];
    expect(archiveRulesFromCloudFormation(loose)).toEqual([
      { ruleName: 'r', filter: { isPublic: { eq: ['false'], exists: true } } },
    ]);
  });

  it.each([
    [
      'a function',
      [{ RuleName: 'r', Filter: [{ Property: 'resource', Eq: [{ Ref: 'Bucket' }] }] }],
      /Eq\[0\].*not a function/,
    ],
    ['another member', [{ RuleName: 'r', Filter: [], Tags: [] }], /Tags/],
    ['no rules', { RuleName: 'r' }, /array/],
    ['an empty filter', [{ RuleName: 'r', Filter: [] }], /at least one criterion/],
    [
      'a property twice',
      [
        {
          RuleName: 'r',
          Filter: [
            { Property: 'resource', Eq: ['a'] },
            { Property: 'resource', Eq: ['b'] },
          ],
        },
      ],
      /two criteria for "resource"/,
    ],
  ])('refuses %s', (_name, json, message) => {
    expect(() => archiveRulesFromCloudFormation(json)).toThrow(message);
  });
});

describe('Terraform', () => {
  const block = `resource "aws_accessanalyzer_archive_rule" "vendor_audit" {
  analyzer_name = "main"
  rule_name     = "vendor.audit"

  filter {
    criteria = "resource"
    contains = ["a", "b"]
  }

  filter {
    criteria = "isPublic"
    eq       = ["false"]
  }

  filter {
    criteria = "error"
    exists   = "false"
  }

  filter {
    criteria = "condition.aws:PrincipalOrgID"
    neq      = ["o-1"]
  }
}
`;

  it('is written as terraform fmt would leave it', () => {
    expect(archiveRuleToTerraform(rule, { analyzerName: 'main' })).toBe(block);
  });

  it('is read back, twice in one file', () => {
    const read = { resourceName: 'vendor_audit', analyzerName: 'main', ruleName: 'vendor.audit', filter: normal };
    expect(archiveRulesFromTerraform(block + block)).toEqual([read, read]);
    expect(archiveRulesFromTerraform('')).toEqual([]);
  });

  it('is read as people write it', () => {
    const source = `
      # comment
      resource "aws_accessanalyzer_archive_rule" "x" { // more
        rule_name = "r" /* and
        more */ analyzer_name = "a"
        filter {
          eq = [
            "\\u0041\\"\\\\\\n",
            "$\${x}%%{y}",
          ]
          neq = []
          criteria = "resource"
          exists = true
        }
      }`;
    expect(archiveRulesFromTerraform(source)[0]?.filter).toEqual({
      resource: { eq: ['A"\\\n', '${x}%{y}'], exists: true },
    });
  });

  it.each([
    ['${ in a value', '"${var.x}"'],
    ['%{ in a value', '"%{if true}"'],
    ['${ after a dollar', '"$$${"'],
  ])('refuses %s', (_name, value) => {
    expect(() => archiveRulesFromTerraform(block.replace('"main"', () => value))).toThrow(
      /line 2: .*without templates/,
    );
  });

  it.each([
    ['a reference', block.replace('"main"', 'aws_accessanalyzer_analyzer.x.name'), /line 2/],
    ['a function', block.replace('["a", "b"]', 'concat(["a"])'), /line 7/],
    ['another resource', block.replace('archive_rule', 'analyzer'), /line 1.*aws_accessanalyzer_archive_rule/],
    ['another block', 'module "x" {}', /line 1: found module, expected resource/],
    ['another member', block.replace('rule_name ', 'name '), /line 3: found name/],
    ['another operator', block.replace('neq ', 'like '), /line 22: found like/],
    ['an unknown escape', block.replace('"main"', '"\\x41"'), /line 2/],
    ['a text that never ends', block.replace('"main"', '"main'), /line 2/],
    ['no criteria', block.replace('criteria = "error"', ''), /without it, expected criteria/],
    ['a property twice', block.replace('"error"', '"resource"'), /a second filter for "resource"/],
    ['no names', block.replace(/.*_name .*\n/g, ''), /analyzer_name and rule_name/],
    ['half a block', block.slice(0, block.indexOf('"resource"\n')), /the end of the text/],
    ['a word for exists', block.replace('"false"\n', '"no"\n'), /"true" or "false"/],
  ])('refuses %s', (_name, source, message) => {
    expect(() => archiveRulesFromTerraform(source)).toThrow(message);
  });
});

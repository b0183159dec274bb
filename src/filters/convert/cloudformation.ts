import * as v from 'valibot';
import { found } from '../../errors/found.ts';
import { InvalidInputError } from '../../errors/invalid-input-error.ts';
import { parseWith } from '../../model/parse-with.ts';
import { schemaOf, type Schema } from '../../model/schema.ts';
import { strictObjectOf } from '../../model/object-schema.ts';
import type { ArchiveRule, CriterionInput, CriterionValue } from '../../model/archive-rule.ts';
import { refuseNoRule } from '../filter-shape.ts';
import { normalizeFilter } from '../normalize-filter.ts';
import type { ArchiveRuleInput } from '../lint/diagnostic.ts';

/** One element of `ArchiveRules` in CloudFormation's `AWS::AccessAnalyzer::Analyzer`. */
export interface CloudFormationArchiveRule {
  /** AWS takes 1 to 255 letters, digits, `_`, `.` and `-`, the first a letter. Not checked here. */
  readonly RuleName: string;
  /** One for each filter key, in the filter's order. All must match. */
  readonly Filter: readonly CloudFormationFilter[];
}

/** One criterion as CloudFormation spells it. */
export interface CloudFormationFilter {
  /** The filter key: `isPublic`, `principal.AWS`. */
  readonly Property: string;
  /** The property is one of these: 1 to 20 values, booleans and numbers as strings. */
  readonly Eq?: readonly string[];
  /** The property is none of these: 1 to 20 values. */
  readonly Neq?: readonly string[];
  /** The property contains one of these: 1 to 20 values. */
  readonly Contains?: readonly string[];
  /** True: the finding has the property. False: it lacks it. */
  readonly Exists?: boolean;
}

/**
 * Writes rules as `ArchiveRules` of CloudFormation's `AWS::AccessAnalyzer::Analyzer`, ready for JSON or YAML.
 *
 * @throws {@link InvalidInputError} for a filter that AWS would refuse as malformed.
 *
 * @example
 * ```ts
 * const ArchiveRules = archiveRulesToCloudFormation(rules);
 * const Properties = { Type: 'ACCOUNT', AnalyzerName: 'external', ArchiveRules };
 * JSON.stringify({ Resources: { Analyzer: { Type: 'AWS::AccessAnalyzer::Analyzer', Properties } } });
 * ```
 */
export function archiveRulesToCloudFormation(rules: readonly ArchiveRuleInput[]): CloudFormationArchiveRule[] {
  if (!Array.isArray(rules)) {
    throw new InvalidInputError('archive rules', [{ path: '', found: found(rules), expected: 'a list of rules' }]);
  }
  return Array.from(rules, (rule: ArchiveRuleInput) => {
    refuseNoRule(rule);
    return toCloudFormation(rule);
  });
}

function toCloudFormation({ ruleName, filter }: ArchiveRuleInput): CloudFormationArchiveRule {
  return {
    RuleName: ruleName,
    Filter: Object.entries(normalizeFilter(filter)).map(([property, { eq, neq, contains, exists }]) => ({
      Property: property,
      ...(eq === undefined ? {} : { Eq: eq }),
      ...(neq === undefined ? {} : { Neq: neq }),
      ...(contains === undefined ? {} : { Contains: contains }),
      ...(exists === undefined ? {} : { Exists: exists }),
    })),
  };
}

type Values = readonly CriterionValue[];
interface LooseFilter {
  readonly Property: string;
  readonly Eq?: Values;
  readonly Neq?: Values;
  readonly Contains?: Values;
  readonly Exists?: boolean | 'true' | 'false';
}

interface LooseRule {
  readonly RuleName: string;
  readonly Filter: readonly LooseFilter[];
}

const schema: Schema<readonly LooseRule[]> = /* @__PURE__ */ schemaOf(() => {
  // YAML readers make Booleans and numbers of plain scalars; intrinsic functions are objects and are refused.
  const value = v.union([v.string(), v.pipe(v.number(), v.finite()), v.boolean()], 'a plain value, not a function');
  const values = v.exactOptional(v.array(value));
  const filter = strictObjectOf({
    Property: v.string(),
    Eq: values,
    Neq: values,
    Contains: values,
    Exists: v.exactOptional(v.union([v.boolean(), v.literal('true'), v.literal('false')])),
  });
  return v.array(strictObjectOf({ RuleName: v.string(), Filter: v.array(filter) }));
});

/**
 * Reads `ArchiveRules` of a CloudFormation template that was already parsed from JSON or YAML.
 *
 * @throws {@link InvalidInputError} for another shape, for an intrinsic function, and for a property that one rule
 * names twice, which AWS's own filter cannot hold.
 *
 * @example
 * ```ts
 * const desired = archiveRulesFromCloudFormation([
 *   { RuleName: 'not-public', Filter: [{ Property: 'isPublic', Eq: ['false'] }] },
 * ]);
 * await syncArchiveRules(client, analyzer, desired, { dryRun: true });
 * ```
 */
export function archiveRulesFromCloudFormation(json: unknown): Pick<ArchiveRule, 'ruleName' | 'filter'>[] {
  return parseWith(schema, json, 'ArchiveRules').map(({ RuleName, Filter }, index) => {
    const filter: Record<string, CriterionInput> = {};
    for (const { Property, Eq, Neq, Contains, Exists } of Filter) {
      if (Object.hasOwn(filter, Property)) {
        const path = `[${index}].Filter`;
        throw new InvalidInputError('ArchiveRules', [
          { path, found: `two criteria for ${found(Property)}`, expected: 'one criterion for each property' },
        ]);
      }
      const criterion: CriterionInput = {
        eq: nonEmpty(Eq),
        neq: nonEmpty(Neq),
        contains: nonEmpty(Contains),
        exists: Exists === undefined ? undefined : String(Exists) === 'true',
      };
      Object.defineProperty(filter, Property, { value: criterion, enumerable: true });
    }
    return { ruleName: RuleName, filter: normalizeFilter(filter) };
  });
}

/** Tools print an operator that was not set as an empty list. */
function nonEmpty(list: Values | undefined): Values | undefined {
  return list?.length === 0 ? undefined : list;
}

import type { ArchiveRule, CriterionInput } from '../../model/archive-rule.ts';
import { VALUE_OPERATORS, type ValueOperator } from '../criterion-values.ts';
import type { ArchiveRuleInput } from '../lint/diagnostic.ts';
import { normalizeFilter } from '../normalize-filter.ts';
import { found } from '../../errors/found.ts';
import { InvalidInputError } from '../../errors/invalid-input-error.ts';
import { refuseNoRule } from '../filter-shape.ts';
import { hclString } from './hcl-string.ts';
import { hclError, hclTokens, type HclToken } from './hcl-tokens.ts';

/** Options of {@link archiveRuleToTerraform}. */
export interface ArchiveRuleToTerraformOptions {
  /** The analyzer's name. */
  readonly analyzerName: string;
  /**
   * Terraform's own name of the resource.
   *
   * @defaultValue the rule's name with `_` for each dot
   */
  readonly resourceName?: string | undefined;
}

/** A rule read from an `aws_accessanalyzer_archive_rule` block. */
export interface TerraformArchiveRule extends Pick<ArchiveRule, 'ruleName' | 'filter'> {
  /** Terraform's own name of the resource: the block's second label. AWS does not know it. */
  readonly resourceName: string;
  /** The literal of `analyzer_name`. */
  readonly analyzerName: string;
}

const RESOURCE_TYPE = 'aws_accessanalyzer_archive_rule';

/**
 * Writes a rule as a Terraform `aws_accessanalyzer_archive_rule` block. Whatever the names and values hold stays text:
 * nothing in them is interpolated. Terraform, too, leaves existing findings alone: apply the rule once.
 *
 * @throws {@link InvalidInputError} for a filter that AWS would refuse as malformed.
 *
 * @example
 * ```ts
 * const blocks = rules.map((rule) => archiveRuleToTerraform(rule, { analyzerName: 'external' }));
 * await writeFile('archive-rules.tf', blocks.join('\n'));
 * ```
 */
export function archiveRuleToTerraform(rule: ArchiveRuleInput, options: ArchiveRuleToTerraformOptions): string {
  refuseNoRule(rule);
  const { analyzerName, resourceName = rule.ruleName.replace(/[^\w-]/g, '_') } = options;
  const blocks = Object.entries(normalizeFilter(rule.filter)).map(([key, criterion]) => {
    const lines = [`criteria = ${hclString(key)}`];
    for (const operator of VALUE_OPERATORS) {
      const values = criterion[operator];
      if (values !== undefined) lines.push(`${operator.padEnd(8)} = [${values.map(hclString).join(', ')}]`);
    }
    // The provider wants a text here, to tell false from unset.
    if (criterion.exists !== undefined) lines.push(`exists   = "${criterion.exists}"`);
    return `\n  filter {\n${lines.map((line) => `    ${line}\n`).join('')}  }\n`;
  });
  return [
    `resource "${RESOURCE_TYPE}" ${hclString(resourceName)} {\n`,
    `  analyzer_name = ${hclString(analyzerName)}\n`,
    `  rule_name     = ${hclString(rule.ruleName)}\n`,
    ...blocks,
    '}\n',
  ].join('');
}

/**
 * Reads `aws_accessanalyzer_archive_rule` blocks with literal values: what {@link archiveRuleToTerraform} writes, and
 * what people write by hand with comments and other spacing.
 *
 * @throws {@link InvalidInputError} naming the line, for other blocks, references, functions and templates.
 *
 * @example
 * ```ts
 * const desired = archiveRulesFromTerraform(`
 *   resource "aws_accessanalyzer_archive_rule" "not_public" {
 *     analyzer_name = "external"
 *     rule_name     = "not-public"
 *     filter {
 *       criteria = "isPublic"
 *       eq       = ["false"]
 *     }
 *   }
 * `);
 * await syncArchiveRules(client, analyzer, desired, { dryRun: true });
 * ```
 */
export function archiveRulesFromTerraform(source: string): TerraformArchiveRule[] {
  if (typeof (source as unknown) !== 'string') {
    throw new InvalidInputError('Terraform', [{ path: '', found: found(source), expected: 'the text of a file' }]);
  }
  const reader = new TokenReader(hclTokens(source));
  const rules: TerraformArchiveRule[] = [];
  while (!reader.at('end')) rules.push(readRule(reader));
  return rules;
}

function readRule(reader: TokenReader): TerraformArchiveRule {
  const { line } = reader.take('identifier', 'resource');
  reader.take('string', RESOURCE_TYPE);
  const resourceName = reader.take('string').text;
  const members: Record<string, string> = {};
  const filter: Record<string, CriterionInput> = {};
  readBody(reader, (name) => {
    if (name.text === 'filter') {
      readFilter(reader, name.line, filter);
      return;
    }
    if (name.text !== 'analyzer_name' && name.text !== 'rule_name') {
      throw hclError(name.line, name.text, 'analyzer_name, rule_name or filter');
    }
    reader.take('sign', '=');
    members[name.text] = reader.take('string').text;
  });
  const { analyzer_name: analyzerName, rule_name: ruleName } = members;
  if (analyzerName === undefined || ruleName === undefined) {
    throw hclError(line, 'a block without them', 'analyzer_name and rule_name');
  }
  return { resourceName, analyzerName, ruleName, filter: normalizeFilter(filter) };
}

function readFilter(reader: TokenReader, line: number, filter: Record<string, CriterionInput>): void {
  let criteria: string | undefined;
  const operators: Partial<Record<ValueOperator, string[]>> & { exists?: boolean } = {};
  readBody(reader, (name) => {
    reader.take('sign', '=');
    const operator = VALUE_OPERATORS.find((known) => known === name.text);
    if (operator !== undefined) {
      const values = readList(reader);
      if (values.length > 0) operators[operator] = values;
    } else if (name.text === 'exists') {
      const value = reader.next();
      if (value.kind === 'sign' || (value.text !== 'true' && value.text !== 'false')) {
        throw hclError(value.line, value.text, '"true" or "false"');
      }
      operators.exists = value.text === 'true';
    } else if (name.text === 'criteria') {
      criteria = reader.take('string').text;
    } else {
      throw hclError(name.line, name.text, 'criteria, eq, neq, contains or exists');
    }
  });
  if (criteria === undefined) throw hclError(line, 'a filter without it', 'criteria');
  if (Object.hasOwn(filter, criteria)) {
    throw hclError(line, `a second filter for ${JSON.stringify(criteria)}`, 'one filter block for each property');
  }
  Object.defineProperty(filter, criteria, { value: operators, enumerable: true });
}

function readBody(reader: TokenReader, readMember: (name: HclToken) => void): void {
  reader.take('sign', '{');
  while (!reader.at('sign', '}')) readMember(reader.take('identifier'));
  reader.take('sign', '}');
}

function readList(reader: TokenReader): string[] {
  const values: string[] = [];
  reader.take('sign', '[');
  while (!reader.at('sign', ']')) {
    values.push(reader.take('string').text);
    if (!reader.at('sign', ']')) reader.take('sign', ',');
  }
  reader.take('sign', ']');
  return values;
}

/** Walks over tokens and says what was expected where. */
class TokenReader {
  readonly #tokens: readonly HclToken[];
  #position = 0;

  constructor(tokens: readonly HclToken[]) {
    this.#tokens = tokens;
  }

  at(kind: HclToken['kind'], text?: string): boolean {
    const token = this.#tokens[this.#position];
    return token?.kind === kind && (text === undefined || token.text === text);
  }

  next(): HclToken {
    const token = this.#tokens[Math.min(this.#position, this.#tokens.length - 1)];
    this.#position += 1;
    return token ?? { kind: 'end', text: 'the end of the text', line: 1 };
  }

  take(kind: HclToken['kind'], text?: string): HclToken {
    const token = this.next();
    if (token.kind === kind && (text === undefined || token.text === text)) return token;
    throw hclError(token.line, token.kind === 'string' ? found(token.text) : token.text, text ?? `a ${kind}`);
  }
}

import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { archiveRulesFromCloudFormation, archiveRulesFromTerraform, type ArchiveRuleInput } from 'access-analyzer-kit';
import { UsageError } from './audit-options.ts';

/**
 * The archive rules that a file wants an analyzer to have. Terraform for `.tf`; otherwise JSON: a list of rules, what
 * `aws accessanalyzer list-archive-rules` prints, or a CloudFormation template.
 */
export async function readRules(file: string, analyzerName: string): Promise<readonly ArchiveRuleInput[]> {
  const text = await readFile(file, 'utf8');
  if (extname(file) === '.tf') {
    const rules = archiveRulesFromTerraform(text);
    const ours = rules.filter((rule) => rule.analyzerName === analyzerName);
    if (ours.length > 0) return ours;
    throw new UsageError(`--rules: none of the ${rules.length} rules in ${file} is for the analyzer ${analyzerName}`);
  }
  const json: unknown = parse(file, text);
  if (isRecord(json) && isRecord(json['Resources'])) return fromTemplate(file, json['Resources'], analyzerName);
  const list = isRecord(json) ? json['archiveRules'] : json;
  // syncArchiveRules checks each rule, and names what is wrong with it.
  if (Array.isArray(list)) return list as ArchiveRuleInput[];
  throw new UsageError(`--rules: ${file} holds neither a list of rules nor "archiveRules" nor "Resources"`);
}

function fromTemplate(
  file: string,
  resources: Readonly<Record<string, unknown>>,
  analyzerName: string,
): readonly ArchiveRuleInput[] {
  const analyzers = Object.values(resources)
    .filter((resource) => isRecord(resource) && resource['Type'] === 'AWS::AccessAnalyzer::Analyzer')
    .map((resource) => (isRecord(resource) && isRecord(resource['Properties']) ? resource['Properties'] : {}));
  // CloudFormation makes a name up for an analyzer without one: the only one of a template is meant then.
  const only = analyzers.length === 1 && analyzers[0]?.['AnalyzerName'] === undefined ? analyzers[0] : undefined;
  const analyzer = analyzers.find((candidate) => candidate['AnalyzerName'] === analyzerName) ?? only;
  if (analyzer === undefined) {
    throw new UsageError(
      `--rules: none of the ${analyzers.length} analyzers in ${file} has the AnalyzerName ${analyzerName}`,
    );
  }
  return archiveRulesFromCloudFormation(analyzer['ArchiveRules'] ?? []);
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`--rules: ${file} is neither a .tf file nor JSON`, { cause });
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

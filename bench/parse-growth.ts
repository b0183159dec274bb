import { classifyAccessLevel } from '../src/access-levels/index.ts';
import { evaluate } from '../src/evaluate/index.ts';
import { archiveRulesFromTerraform, filterFromCliJson } from '../src/filters/index.ts';
import { evidenceFromFindings, parseEvidence, parseFindings } from '../src/model/index.ts';
import { medianMs } from './median.ts';

const TIMES = 8;
const SMALL = 2_000;

const finding = (index: number): object => ({
  id: `f-${index}`,
  status: 'ACTIVE',
  resource: `arn:aws:s3:::bucket-${index}`,
  principal: { AWS: '444455556666' },
  action: ['s3:GetObject'],
  condition: {},
  isPublic: false,
});
const list = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const options = { account: '111122223333', region: 'us-east-1', analyzer: 'external' };
const refused = (run: () => unknown): void => {
  try {
    run();
  } catch {
    // It is the time to refuse that counts.
  }
};

/** Inputs that grow with a number, right ones and spoiled ones. */
const PARSERS: Readonly<Record<string, (count: number) => () => unknown>> = {
  findings: (count) => {
    const text = JSON.stringify({ findings: list(count, finding) });
    return () => parseFindings(text);
  },
  'all wrong': (count) => {
    const wrong = list(count, () => null);
    return () => {
      refused(() => parseFindings(wrong));
    };
  },
  evidence: (count) => {
    const evidence: unknown = JSON.parse(JSON.stringify(evidenceFromFindings(list(count, finding), options)));
    return () => evaluate(parseEvidence(evidence));
  },
  filter: (count) => {
    const filter = Object.fromEntries(list(count, (index) => [`principal.m${index}`, { eq: ['x'] }]));
    return () => filterFromCliJson(filter);
  },
  terraform: (count) => {
    const text = list(
      count,
      (index) =>
        `resource "aws_accessanalyzer_archive_rule" "r${index}" {\n analyzer_name = "a"\n rule_name = "r"\n filter {\n criteria = "isPublic"\n eq = ["true"]\n }\n}\n`,
    ).join('');
    return () => archiveRulesFromTerraform(text);
  },
  stars: (count) => {
    const pattern = `s3:${'*a'.repeat(count)}b`;
    return () => classifyAccessLevel(pattern);
  },
};

/** How much longer eight times the input takes: 8 is linear, 64 quadratic. */
export async function parseGrowthBenchmark(): Promise<string> {
  const grown: string[] = [];
  for (const [name, make] of Object.entries(PARSERS)) {
    const [small, large] = [make(SMALL), make(SMALL * TIMES)];
    // The small one as often as the large one is large, so that both take as long as the clock needs.
    const repeated = (): void => {
      for (let run = 0; run < TIMES; run += 1) small();
    };
    const ratio = (TIMES * (await medianMs(large))) / (await medianMs(repeated));
    grown.push(`${name} ×${ratio.toFixed(1)}`);
  }
  return `time for ${TIMES} times the input: ${grown.join(' · ')}`;
}

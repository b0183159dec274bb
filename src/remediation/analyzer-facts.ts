import { parseAnalyzerArn } from '../model/arn.ts';
import type { AnalyzerRef, ZoneOfTrust } from '../model/analyzer.ts';

/** What a reference tells of an analyzer. */
export interface AnalyzerFacts {
  readonly arn?: string;
  readonly name?: string;
  readonly region?: string;
  readonly account?: string;
  readonly zoneOfTrust?: ZoneOfTrust;
}

/** Reads an analyzer, an ARN or a name. An ARN that is none counts as a name. */
export function toAnalyzerFacts(analyzer: AnalyzerRef | undefined): AnalyzerFacts {
  if (analyzer === undefined) return {};
  if (typeof analyzer !== 'string') {
    const { arn, name, region, account, zoneOfTrust } = analyzer;
    return { arn, name, region, account, ...(zoneOfTrust === undefined ? {} : { zoneOfTrust }) };
  }
  const parts = parseAnalyzerArn(analyzer);
  if (parts === undefined) return { name: analyzer };
  return { arn: analyzer, name: parts.name, region: parts.region, account: parts.account };
}

/** The parts of an ARN. `resource` is everything after the fifth colon. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Splits an ARN; undefined when the text is none. */
export function parseArn(text: string): Arn | undefined {
  if (!text.startsWith('arn:')) return undefined;
  const afterPartition = text.indexOf(':', 4);
  const afterService = next(text, afterPartition);
  const afterRegion = next(text, afterService);
  const afterAccount = next(text, afterRegion);
  // Neither the partition nor the service may be empty.
  if (afterAccount < 0 || afterPartition === 4 || afterService === afterPartition + 1) return undefined;
  return {
    partition: text.slice(4, afterPartition),
    service: text.slice(afterPartition + 1, afterService),
    region: text.slice(afterService + 1, afterRegion),
    account: text.slice(afterRegion + 1, afterAccount),
    resource: text.slice(afterAccount + 1),
  };
}

/** Where the next colon is; -1 when there is none, or was none before. */
function next(text: string, colon: number): number {
  return colon < 0 ? -1 : text.indexOf(':', colon + 1);
}

/** The parts of an analyzer's ARN: `arn:{partition}:access-analyzer:{region}:{account}:analyzer/{name}`. */
export interface AnalyzerArn {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

/** Splits an analyzer's ARN; undefined when the text is none. */
export function parseAnalyzerArn(text: string): AnalyzerArn | undefined {
  const arn = parseArn(text);
  if (arn?.service !== 'access-analyzer' || !arn.resource.startsWith('analyzer/')) return undefined;
  const name = arn.resource.slice('analyzer/'.length);
  if (name === '' || name.includes('/') || arn.region === '' || arn.account === '') return undefined;
  return { partition: arn.partition, region: arn.region, account: arn.account, name };
}

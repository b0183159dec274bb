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
  const [prefix, partition, service, region, account, ...rest] = text.split(':');
  if (prefix !== 'arn' || partition === undefined || partition === '' || service === undefined || service === '') {
    return undefined;
  }
  if (region === undefined || account === undefined || rest.length === 0) return undefined;
  return { partition, service, region, account, resource: rest.join(':') };
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

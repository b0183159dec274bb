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
  const colons = colonsOf(text);
  if (colons === undefined) return undefined;
  const { afterPartition, afterService, afterRegion, afterAccount } = colons;
  return {
    partition: text.slice(PREFIX.length, afterPartition),
    service: text.slice(afterPartition + 1, afterService),
    region: text.slice(afterService + 1, afterRegion),
    account: text.slice(afterRegion + 1, afterAccount),
    resource: text.slice(afterAccount + 1),
  };
}

/** The same where only the partition and the account are asked for, of a hundred thousand ARNs. */
export function parseArnOwner(text: string): Pick<Arn, 'partition' | 'account'> | undefined {
  const colons = colonsOf(text);
  if (colons === undefined) return undefined;
  const { afterPartition, afterRegion, afterAccount } = colons;
  return {
    partition: text.slice(PREFIX.length, afterPartition),
    account: text.slice(afterRegion + 1, afterAccount),
  };
}

const PREFIX = 'arn:';

interface Colons {
  readonly afterPartition: number;
  readonly afterService: number;
  readonly afterRegion: number;
  readonly afterAccount: number;
}

function colonsOf(text: string): Colons | undefined {
  if (!text.startsWith(PREFIX)) return undefined;
  const afterPartition = text.indexOf(':', PREFIX.length);
  const afterService = next(text, afterPartition);
  const afterRegion = next(text, afterService);
  const afterAccount = next(text, afterRegion);
  // Neither the partition nor the service may be empty.
  if (afterAccount < 0 || afterPartition === PREFIX.length || afterService === afterPartition + 1) return undefined;
  return { afterPartition, afterService, afterRegion, afterAccount };
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

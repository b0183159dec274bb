import type { CliCommand, RemediationStep, SdkCall } from './remediation-plan.ts';
import { isSafeArgument, shellQuote } from './shell-quote.ts';

/** The services that plans call: the CLI's name, the SDK's package and client. */
const SERVICES = {
  accessanalyzer: ['client-accessanalyzer', 'AccessAnalyzerClient'],
  dynamodb: ['client-dynamodb', 'DynamoDBClient'],
  ec2: ['client-ec2', 'EC2Client'],
  ecr: ['client-ecr', 'ECRClient'],
  efs: ['client-efs', 'EFSClient'],
  iam: ['client-iam', 'IAMClient'],
  kms: ['client-kms', 'KMSClient'],
  lambda: ['client-lambda', 'LambdaClient'],
  rds: ['client-rds', 'RDSClient'],
  s3api: ['client-s3', 'S3Client'],
  s3control: ['client-s3-control', 'S3ControlClient'],
  secretsmanager: ['client-secrets-manager', 'SecretsManagerClient'],
  sns: ['client-sns', 'SNSClient'],
  sqs: ['client-sqs', 'SQSClient'],
} as const;

/** A value that the plan cannot know: the contents of a file, a shell variable, or an address that we made ourselves. */
export type Filled = { readonly file: string } | { readonly variable: string } | { readonly made: string };

/** A member of an input. `undefined` is left out. */
export type InputValue = string | boolean | readonly string[] | Readonly<Record<string, unknown>> | Filled | undefined;

/** One call of AWS, from which the CLI line and the SDK input are both made. */
export interface AwsCall {
  readonly service: keyof typeof SERVICES;
  /** As the API names it: `PutBucketPolicy`. */
  readonly operation: string;
  readonly region?: string | undefined;
  readonly input: Readonly<Record<string, InputValue>>;
  /** Keep a part of the answer in a file. */
  readonly save?: { readonly query: string; readonly output: 'text' | 'json'; readonly file: string };
}

/** A step that reads. */
export function readStep(description: string, call: AwsCall): RemediationStep {
  return { description, writes: false, ...toCalls(call) };
}

/** A step that changes something. */
export function writeStep(description: string, call: AwsCall): RemediationStep {
  return { description, writes: true, ...toCalls(call) };
}

/** A step for a person. */
export function manualStep(description: string, writes = false): RemediationStep {
  return { description, writes };
}

function toCalls(call: AwsCall): { readonly cli?: CliCommand; readonly sdk: SdkCall } {
  const cli = toCli(call);
  return { ...(cli === undefined ? {} : { cli }), sdk: toSdk(call) };
}

function toSdk({ service, operation, region, input }: AwsCall): SdkCall {
  const [name, client] = SERVICES[service];
  const members = Object.entries(input).filter(([, value]) => value !== undefined);
  const isFillIn = (value: InputValue): boolean => isFilled(value) && !('made' in value);
  return {
    package: `@aws-sdk/${name}`,
    client,
    command: `${operation}Command`,
    ...(region === undefined ? {} : { region }),
    input: Object.fromEntries(
      members
        .filter(([, value]) => !isFillIn(value))
        .map(([member, value]) => [member, isFilled(value) && 'made' in value ? value.made : value]),
    ),
    fillIn: members.filter(([, value]) => isFillIn(value)).map(([member]) => member),
  };
}

interface Word {
  readonly argument: string;
  readonly shell: string;
  readonly variable?: string;
}

/** The command line; undefined when a value may not stand on one. */
function toCli({ service, operation, region, input, save }: AwsCall): CliCommand | undefined {
  const words = [
    ours(service),
    ours(kebab(operation)),
    ...Object.entries(input).flatMap(([member, value]) => option(kebab(member), value)),
    ...(region === undefined ? [] : option('region', region)),
    ...(save === undefined ? [] : [...option('query', save.query), ...option('output', save.output)]),
  ];
  if (words.includes(undefined)) return undefined;
  const safe = words.filter((word) => word !== undefined);
  const redirect = save === undefined ? '' : ` > ${shellQuote(save.file)}`;
  return {
    arguments: safe.map(({ argument }) => argument),
    line: `${['aws', ...safe.map(({ shell }) => shell)].join(' ')}${redirect}`,
    ...(save === undefined ? {} : { writesFile: save.file }),
    variables: safe.flatMap(({ variable }) => variable ?? []),
  };
}

function option(name: string, value: InputValue): (Word | undefined)[] {
  if (value === undefined) return [];
  if (typeof value === 'boolean') return [ours(`--${value ? '' : 'no-'}${name}`)];
  return [ours(`--${name}`), ...optionValues(value)];
}

function optionValues(value: Exclude<InputValue, undefined | boolean>): (Word | undefined)[] {
  if (typeof value === 'string') return [theirs(value)];
  if (isList(value)) return value.map(theirs);
  if (!isFilled(value)) return [ours(cliJson(value))];
  if ('file' in value) return [ours(`file://${value.file}`)];
  if ('made' in value)
    return [isSafeArgument(value.made.slice(value.made.indexOf(':') + 3)) ? ours(value.made) : undefined];
  // ${NAME:?} ends the command when the variable is empty or not set.
  return [{ argument: `\${${value.variable}}`, shell: `"\${${value.variable}:?}"`, variable: value.variable }];
}

function ours(text: string): Word {
  return { argument: text, shell: shellQuote(text) };
}

function theirs(text: string): Word | undefined {
  return isSafeArgument(text) ? ours(text) : undefined;
}

/** JSON without a character that a terminal would obey. */
function cliJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) =>
    Array.from(
      { length: sign.length },
      (_, index) => `\\u${sign.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

/** `DBSnapshotIdentifier` → `db-snapshot-identifier`, as the CLI derives its names from the API's. */
function kebab(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

function isList(value: InputValue): value is readonly string[] {
  return Array.isArray(value);
}

function isFilled(value: InputValue): value is Filled {
  return (
    typeof value === 'object' &&
    !isList(value) &&
    Object.keys(value).length === 1 &&
    ['file', 'variable', 'made'].some((kind) => typeof (value as Record<string, unknown>)[kind] === 'string')
  );
}

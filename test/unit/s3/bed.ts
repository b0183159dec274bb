import type { Clients } from '../../../src/clients/types.ts';
import type { Access } from '../../../src/evaluate/verdict.ts';
import type { PublicAccessBlock } from '../../../src/s3/index.ts';

export const REGION = 'eu-west-1';

/** A block with just these flags set. */
export function flags(...set: readonly (keyof PublicAccessBlock)[]): PublicAccessBlock {
  return {
    BlockPublicAcls: set.includes('BlockPublicAcls'),
    IgnorePublicAcls: set.includes('IgnorePublicAcls'),
    BlockPublicPolicy: set.includes('BlockPublicPolicy'),
    RestrictPublicBuckets: set.includes('RestrictPublicBuckets'),
  };
}

export const FLAGS = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const;
export const ALL: ReturnType<typeof flags> = flags(...FLAGS);

/** S3's way to say that a bucket has no block of its own. */
export const noBlock = (): Error => s3Error('NoSuchPublicAccessBlockConfiguration', 404);

/** An error as the S3 client throws it. */
export function s3Error(name: string, httpStatusCode: number): Error {
  const $metadata = { httpStatusCode, attempts: 1 };
  return Object.assign(new Error(name), {
    name,
    Code: name,
    $fault: httpStatusCode < 500 ? 'client' : 'server',
    $metadata,
  });
}

export interface Sent {
  readonly operation: string;
  readonly input: { readonly PublicAccessBlockConfiguration?: PublicAccessBlock } & Readonly<Record<string, unknown>>;
}

/** An S3 client that answers by a list, in order; once it is used up, as a bucket would that keeps what is written. */
export interface StubbedS3 {
  readonly config: { readonly region: string };
  readonly sent: readonly Sent[];
  send(command: never): Promise<unknown>;
}

/** What S3 answers: a configuration, an error, or anything else as it is. */
export type S3Answer = PublicAccessBlock | Error | { readonly odd: unknown };

export function stub(answers: readonly S3Answer[], held?: PublicAccessBlock): StubbedS3 {
  const sent: Sent[] = [];
  let block = held;
  let next = 0;
  const read = async (): Promise<object> => {
    const answer = answers[next] ?? block ?? noBlock();
    next += 1;
    if (answer instanceof Error) throw answer;
    return 'odd' in answer ? (answer.odd as object) : { PublicAccessBlockConfiguration: answer };
  };
  return {
    config: { region: REGION },
    sent,
    async send(command: { readonly constructor: { readonly name: string }; readonly input: Sent['input'] }) {
      const operation = command.constructor.name.replace(/Command$/, '');
      sent.push({ operation, input: command.input });
      if (operation === 'GetPublicAccessBlock') return read();
      block = command.input.PublicAccessBlockConfiguration;
      return {};
    },
  };
}

/** The operations that change something. */
export const writesOf = ({ sent }: StubbedS3): string[] =>
  sent.map(({ operation }) => operation).filter((operation) => operation !== 'GetPublicAccessBlock');

/** Clients that fail a test which lets them be used. */
export const notToBeCalled: Pick<Clients, 'accessAnalyzer' | 'clientConfig'> = {
  accessAnalyzer: () =>
    ({
      config: { region: REGION },
      send: () => Promise.reject(new Error('called')),
    }) as unknown as ReturnType<Clients['accessAnalyzer']>,
  clientConfig: () => {
    throw new Error('called');
  },
};

/** A public bucket, as a verdict tells of it. */
export const exposed: Access = {
  resource: 'arn:aws:s3:::reports',
  resourceType: 'AWS::S3::Bucket',
  resourceOwnerAccount: '111122223333',
  isPublic: true,
  sightings: [],
} as unknown as Access;

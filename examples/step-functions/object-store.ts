import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** Where the functions leave what the others need. */
export interface ObjectStore {
  put(bucket: string, key: string, json: unknown): Promise<void>;
  /** The parsed object; undefined when there is none. */
  get(bucket: string, key: string): Promise<unknown>;
  /** All keys below a prefix. */
  list(bucket: string, prefix: string): Promise<string[]>;
}

/** Objects in S3. */
export function s3ObjectStore(s3: Pick<S3Client, 'send'>): ObjectStore {
  return {
    put: async (Bucket, Key, json) => {
      const Body = JSON.stringify(json);
      await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/json' }));
    },
    get: async (Bucket, Key) => {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        return Body === undefined ? undefined : (JSON.parse(await Body.transformToString()) as unknown);
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
        throw error;
      }
    },
    list: async (Bucket, Prefix) => {
      const keys: string[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await s3.send(
          new ListObjectsV2Command({
            Bucket,
            Prefix,
            ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
          }),
        );
        keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      return keys;
    },
  };
}

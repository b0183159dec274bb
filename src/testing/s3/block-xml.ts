import type { FakePublicAccessBlock } from '../types.ts';
import { xml } from '../services/xml.ts';
import { elementText, rootElement } from './read-xml.ts';
import { S3Error } from './s3-error.ts';

const FLAGS = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const;

/** Writes a public access block as S3 does: all four flags. */
export function writeBlock(block: FakePublicAccessBlock, namespace: string): string {
  const flags = Object.fromEntries(FLAGS.map((flag) => [flag, String(block[flag] ?? false)]));
  return xml('PublicAccessBlockConfiguration', flags, ` xmlns="${namespace}"`);
}

/** Reads a public access block; a flag that is not there is false, but one must be. */
export function readBlock(body: string): FakePublicAccessBlock {
  const root = rootElement(body, 'PublicAccessBlockConfiguration');
  if (FLAGS.every((flag) => elementText(root, flag) === undefined)) {
    throw new S3Error('InvalidRequest', 400, 'Must specify at least one configuration.');
  }
  return Object.fromEntries(FLAGS.map((flag) => [flag, /^true$/i.test(elementText(root, flag)?.trim() ?? '')]));
}

import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { isRecord } from './loose.ts';

/**
 * Says that a document is too new, rather than what about it looks wrong to an old reader.
 *
 * @throws {@link AccessAnalyzerKitError} `UNSUPPORTED_SCHEMA` when the document's `schema` is a later version than `schema`.
 */
export function refuseLaterSchema(json: unknown, schema: string, what: string): void {
  if (!isRecord(json) || typeof json['schema'] !== 'string') return;
  const [ownFamily, ownVersion = ''] = schema.split('@');
  const [family, version = ''] = json['schema'].split('@');
  if (family !== ownFamily || !/^\d{1,9}$/.test(version) || Number(version) <= Number(ownVersion)) return;
  throw new AccessAnalyzerKitError(
    'UNSUPPORTED_SCHEMA',
    `The ${what} has schema ${family}@${version}; this release of access-analyzer-kit reads up to ${schema}. Update access-analyzer-kit.`,
  );
}

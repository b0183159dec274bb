import type { FakeFinding, FakeFindingSource } from '../types.ts';
import { externalFinding } from './external-finding.ts';
import { resourceSample } from './resource-samples.ts';

/** What {@link manyFindings} varies. */
export interface ManyFindingsSpread {
  /**
   * Owner accounts that the findings take turns with.
   *
   * @defaultValue ['111122223333']
   */
  readonly owners?: readonly string[] | undefined;
  /**
   * Resource types that the findings take turns with.
   *
   * @defaultValue ['AWS::S3::Bucket']
   */
  readonly resourceTypes?: readonly string[] | undefined;
  /**
   * Every so many findings one is public; 0 for none.
   *
   * @defaultValue 0
   */
  readonly publicEvery?: number | undefined;
  /**
   * Every so many findings one is ARCHIVED; 0 for none.
   *
   * @defaultValue 0
   */
  readonly archivedEvery?: number | undefined;
  /**
   * Region of the resources that have one.
   *
   * @defaultValue 'us-east-1'
   */
  readonly region?: string | undefined;
  /**
   * Tells the ids of two sources apart: up to eight hexadecimal digits.
   *
   * @defaultValue '0'
   */
  readonly idPrefix?: string | undefined;
}

/**
 * Any number of findings, each made when it is read, so that a million takes no memory. The same index is always the same
 * finding, and its id tells the index.
 *
 * @example
 * ```ts
 * externalAnalyzer({ findings: manyFindings(1_000_000, { publicEvery: 1_000 }) });
 * ```
 */
export function manyFindings(count: number, spread: ManyFindingsSpread = {}): FakeFindingSource {
  const {
    owners = ['111122223333'],
    resourceTypes = ['AWS::S3::Bucket'],
    publicEvery = 0,
    archivedEvery = 0,
    region = 'us-east-1',
    idPrefix = '0',
  } = spread;
  if (owners.length === 0 || resourceTypes.length === 0)
    throw new RangeError('Name at least one owner and resource type');
  const head = `${idPrefix.padStart(8, '0')}-0000-4000-8000-`;

  function at(index: number): FakeFinding {
    const owner = owners[index % owners.length] ?? '';
    const resourceType = resourceTypes[Math.floor(index / owners.length) % resourceTypes.length] ?? '';
    const { resource, action } = resourceSample(resourceType, { name: `r${index}`, account: owner, region });
    const isPublic = publicEvery > 0 && index % publicEvery === 0;
    return externalFinding({
      id: head + index.toString(16).padStart(12, '0'),
      resource,
      resourceType,
      resourceOwnerAccount: owner,
      action,
      principal: { AWS: isPublic ? '*' : '444455556666' },
      isPublic,
      status: archivedEvery > 0 && index % archivedEvery === 0 ? 'ARCHIVED' : 'ACTIVE',
    });
  }

  function indexOf(id: string): number | undefined {
    const digits = id.startsWith(head) ? id.slice(head.length) : '';
    const index = /^[0-9a-f]{12}$/.test(digits) ? Number.parseInt(digits, 16) : count;
    return index < count ? index : undefined;
  }

  return { count, at, indexOf };
}

import type { RegionEvidence } from './evidence.ts';

/** When the oldest read ended that a part of a Region may be known from alone. Undefined without a record. */
export function oldestRead(record: Pick<RegionEvidence, 'collectedAt' | 'oldestReadAt'>): string;
export function oldestRead(record: Partial<Pick<RegionEvidence, 'collectedAt' | 'oldestReadAt'>>): string | undefined;
export function oldestRead({
  collectedAt,
  oldestReadAt = collectedAt,
}: Partial<Pick<RegionEvidence, 'collectedAt' | 'oldestReadAt'>>): string | undefined {
  return oldestReadAt;
}

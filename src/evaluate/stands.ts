import type { Access } from './verdict.ts';

/** Only ARCHIVED and RESOLVED findings show nothing that stands; a status never seen before may. */
export function stands({ sightings }: Pick<Access, 'sightings'>): boolean {
  return sightings.some(({ status }) => status !== 'ARCHIVED' && status !== 'RESOLVED');
}

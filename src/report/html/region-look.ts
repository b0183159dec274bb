import type { RegionVerdict } from '../../evaluate/verdict.ts';

/** How a Region looks on the page. */
export interface RegionLook {
  readonly text: string;
  /** Beside the colour, for those who do not see it. */
  readonly sign: string;
  readonly tone: 'read' | 'unread' | 'accepted' | 'disabled';
}

/** In the order of the legend. */
export const REGION_LOOKS: Readonly<Record<RegionVerdict['coverage'], RegionLook>> = {
  covered: { text: 'read', sign: '✓', tone: 'read' },
  'covered-by-owner': { text: 'read by the organization', sign: '✓', tone: 'read' },
  'not-covered': { text: 'no working analyzer', sign: '?', tone: 'unread' },
  unread: { text: 'not read', sign: '✕', tone: 'unread' },
  accepted: { text: 'gap accepted, not read', sign: '!', tone: 'accepted' },
  disabled: { text: 'disabled', sign: '–', tone: 'disabled' },
};

/** What was found in a Region: `3 open, 1 not analysed`. Nothing of a Region that nobody could read, which is not the same as nothing found. */
export function regionCounts({ activeFindings, coverage, errorFindings }: RegionVerdict): string {
  const read = REGION_LOOKS[coverage].tone === 'read';
  return [
    ...(read || activeFindings > 0 ? [`${activeFindings} open`] : []),
    ...(errorFindings > 0 ? [`${errorFindings} not analysed`] : []),
  ].join(', ');
}

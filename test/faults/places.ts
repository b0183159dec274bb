import { DEFAULT_REGIONS, OPT_IN_REGIONS } from '../../src/testing/index.ts';

/** Where the credentials' identity is asked for. */
export const HOME = 'us-east-1';

/** Regions by position: the home Region first, then every second one an opt-in Region, so that small draws have both kinds. */
const REGION_NAMES: readonly string[] = [HOME, ...DEFAULT_REGIONS.filter((region) => region !== HOME)].flatMap(
  (region, index) => {
    const optIn = OPT_IN_REGIONS[index];
    return optIn === undefined ? [region] : [region, optIn];
  },
);

export const MOST_REGIONS: number = REGION_NAMES.length;

export function regionName(index: number): string {
  return REGION_NAMES[index % REGION_NAMES.length] ?? HOME;
}

export function isOptIn(region: string): boolean {
  return OPT_IN_REGIONS.includes(region);
}

/** Twelve digits by position. */
export function accountId(index: number): string {
  return String(111_122_223_333 + index * 111_111_111);
}

export function analyzerName(index: number): string {
  return `analyzer-${index}`;
}

export function analyzerArn(account: number, region: number, analyzer: number): string {
  return `arn:aws:access-analyzer:${regionName(region)}:${accountId(account)}:analyzer/${analyzerName(analyzer)}`;
}

export const ORGANIZATION_ID = 'o-exampleorgid';

/** Somebody outside. */
export const STRANGER = '999988887777';

/** Whose clients are handed out by mistake. */
export const OUTSIDER: string = accountId(8);

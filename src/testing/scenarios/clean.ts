import type { FakeAnalyzer, FakeRegion, FakeScenario } from '../types.ts';
import { DEFAULT_REGIONS, OPT_IN_REGIONS } from './default-regions.ts';

/** What the clean account looks like. */
export interface CleanScenarioOptions {
  /**
   * Names, or how many of AWS's Regions: those that every account has first.
   *
   * @defaultValue the 17 default Regions
   */
  readonly regions?: number | readonly string[] | undefined;
  /**
   * Twelve digits.
   *
   * @defaultValue '111122223333'
   */
  readonly account?: string | undefined;
  /** @defaultValue 'aws' */
  readonly partition?: string | undefined;
  /** Changes one Region of the clean account, or takes it out with `undefined`. */
  readonly region?: ((name: string, clean: FakeRegion) => FakeRegion | undefined) | undefined;
}

/**
 * An account without findings that deserves a PASS: in each Region one ACTIVE ACCOUNT analyzer, named `external`, that has
 * analysed before. The start of most tests: take the clean account and spoil one thing.
 *
 * @throws RangeError for more Regions than AWS has
 *
 * @example
 * ```ts
 * const spoilt = cleanScenario({
 *   region: (name, clean) => (name === 'eu-west-1' ? { ...clean, deny: 'scp' } : clean),
 * });
 * const fake = createFakeAws(spoilt);
 * ```
 */
export function cleanScenario(options: CleanScenarioOptions = {}): FakeScenario {
  const { regions = DEFAULT_REGIONS, account = '111122223333', partition, region } = options;
  const entries = regionNames(regions).flatMap((name): [string, FakeRegion][] => {
    const clean: FakeRegion = { optStatus: optStatusOf(name), analyzers: [externalAnalyzer()] };
    const made = region === undefined ? clean : region(name, clean);
    return made === undefined ? [] : [[name, made]];
  });
  return { accounts: [{ id: account, partition, regions: Object.fromEntries(entries) }] };
}

/**
 * An ACTIVE external-access analyzer that trusts its account and has analysed before; named `external`, without findings.
 *
 * @example
 * ```ts
 * const disabled = externalAnalyzer({ status: 'DISABLED', findings: [publicFinding()] });
 * const fake = createFakeAws(cleanScenario({ region: (_, clean) => ({ ...clean, analyzers: [disabled] }) }));
 * ```
 */
export function externalAnalyzer(overrides: Partial<FakeAnalyzer> = {}): FakeAnalyzer {
  return { name: 'external', type: 'ACCOUNT', ...overrides };
}

/** `ENABLED` for a Region that accounts opt in to, else `ENABLED_BY_DEFAULT`. */
function optStatusOf(region: string): 'ENABLED' | 'ENABLED_BY_DEFAULT' {
  return OPT_IN_REGIONS.includes(region) ? 'ENABLED' : 'ENABLED_BY_DEFAULT';
}

function regionNames(regions: number | readonly string[]): readonly string[] {
  if (typeof regions !== 'number') return regions;
  const all = [...DEFAULT_REGIONS, ...OPT_IN_REGIONS];
  if (regions > all.length) throw new RangeError(`AWS has ${all.length} Regions, not ${regions}`);
  return all.slice(0, regions);
}

import fc from 'fast-check';

/**
 * Properties draw the same values in every run, so that a red run is the change's own and not the day's luck. `FAST_CHECK_SEED`
 * takes another seed, and `FAST_CHECK_SEED=random` a new one in each file: to look further, not to decide.
 */
const given = process.env['FAST_CHECK_SEED'];
fc.configureGlobal(given === 'random' ? {} : { seed: Number(given ?? 1) });

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Collects all garbage now, so that what is left is in use. Needs no flag of the process. */
export function collectGarbage(): void {
  collect();
}

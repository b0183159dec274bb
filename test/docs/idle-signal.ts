import { keep } from './kept.ts';

/** The reason of an abort by {@link idleSignal}: an example that goes on for ever has shown what it does. */
export class Idle extends Error {}

const LOOK_EVERY_MS = 20;
const QUIET_LOOKS = 10;

/** A signal for what never ends by itself: aborted when a while has passed without a request. */
export function idleSignal(requests: () => number): AbortSignal {
  const controller = new AbortController();
  let seen = requests();
  let quiet = 0;
  const timer = setInterval(() => {
    quiet = requests() === seen ? quiet + 1 : 0;
    seen = requests();
    if (seen > 0 && quiet >= QUIET_LOOKS) controller.abort(new Idle('no request for a while'));
  }, LOOK_EVERY_MS);
  keep({ [Symbol.dispose]: () => clearInterval(timer) });
  return controller.signal;
}

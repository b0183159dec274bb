import { canonicalJson } from '../../../model/canonical-json.ts';
import { conflict } from '../../service-error.ts';
import type { Call } from '../service.ts';

/** Does a creation once for a client token: the same request again succeeds without doing it twice. */
export function once(call: Call, parameters: readonly unknown[], create: () => void): void {
  const { clientToken } = call.input;
  if (typeof clientToken !== 'string') {
    create();
    return;
  }
  const key = canonicalJson([call.operation, call.principal.account.id, call.region, clientToken]);
  const fingerprint = canonicalJson(parameters);
  const earlier = call.world.clientTokens.get(key);
  if (earlier === fingerprint) return;
  if (earlier !== undefined) {
    throw conflict('ClientToken', clientToken, 'The client token was used with other parameters');
  }
  create();
  call.world.clientTokens.set(key, fingerprint);
}

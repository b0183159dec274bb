import { linkSignal } from '../clients/link-signal.ts';
import type { Clients } from '../clients/types.ts';
import type { CredentialWatch } from './audit-context.ts';
import type { CollectSettings } from './collect-evidence-options.ts';
import { listRegion, type ListedRegion } from './list-region.ts';

/**
 * Lists analyzers while ListRegions is still under way, in the Regions that the same clients read last time: the two then cost
 * one wait instead of two. What is read is decided by this audit's own ListRegions alone. Analyzers are listed here and no
 * findings, so that nothing was seen in a Region that turns out to be none of the audit's.
 */
export interface HeadStart {
  /** Begins, once it is known whose credentials these are. */
  begin(account: string): void;
  /** What was begun for a Region, if it was; once. It rejects for an abort only. */
  take(region: string): Promise<ListedRegion> | undefined;
  /** Ends what nobody took. */
  stop(): void;
}

interface LastAudit {
  readonly account: string;
  readonly regions: readonly string[];
}

/** A cache and no state: it says where to ask early, never what to read. An entry lives no longer than its clients. */
const lastAudits = new WeakMap<object, LastAudit>();

/** Remembers where an account is read, as its own ListRegions said. */
export function rememberRegions(clients: Clients, account: string, regions: readonly string[]): void {
  lastAudits.set(clients, { account, regions });
}

/** Makes a {@link HeadStart}. */
export function createHeadStart(
  clients: Clients,
  settings: Pick<CollectSettings, 'regions' | 'signal'>,
  credentials: CredentialWatch,
): HeadStart {
  const link = linkSignal(settings.signal);
  const listed = new Map<string, Promise<ListedRegion>>();
  return {
    begin(account) {
      const last = lastAudits.get(clients);
      if (last?.account !== account) return;
      const { regions } = settings;
      const likely = regions === 'enabled' ? last.regions : last.regions.filter((region) => regions.includes(region));
      for (const region of likely) {
        const listing = listRegion(clients, region, { credentials, knownAccount: account, signal: link.signal });
        // Whoever takes it hears of the abort; where nobody does there is nobody to hear of it.
        listing.catch(() => undefined);
        listed.set(region, listing);
      }
    },
    take(region) {
      const listing = listed.get(region);
      listed.delete(region);
      return listing;
    },
    stop() {
      link.abort(new DOMException('Nobody needs these analyzers.', 'AbortError'));
      link.unlink();
    },
  };
}

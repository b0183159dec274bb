import { createClients, type Clients } from 'access-analyzer-kit';
import { createFakeAws, DEMO_ACCOUNT, demoScenario } from 'access-analyzer-kit/testing';

/** Which account a script works on. */
export interface AccountOptions {
  /** The embedded account, which is made anew for each run. */
  readonly fake: boolean;
  readonly profile: string | undefined;
}

/** Clients of the account of the ambient credentials, or of the embedded one. */
export function accountClients({ fake, profile }: AccountOptions): Clients {
  if (!fake) return createClients({ profile });
  const aws = createFakeAws(demoScenario({ now: new Date() }));
  return createClients({ requestHandler: aws.requestHandler, credentials: aws.credentialsFor(DEMO_ACCOUNT) });
}

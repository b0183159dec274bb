import { createClients, type Clients } from 'access-analyzer-kit';
import {
  createFakeAws,
  externalAnalyzer,
  fleetAccount,
  fleetScenario,
  publicFinding,
  type FakeAccount,
  type FakeFinding,
} from 'access-analyzer-kit/testing';
import type { FleetOptions } from './fleet-options.ts';

/** Clients of the caller's account: of the ambient credentials, or of the embedded organization. */
export function fleetClients({ concurrency, fake, profile }: FleetOptions): Clients {
  if (!fake) return createClients({ concurrency, profile });
  const aws = createFakeAws(embeddedOrganization());
  return createClients({
    concurrency,
    requestHandler: aws.requestHandler,
    credentials: aws.credentialsFor(fleetAccount(0)),
  });
}

/** Six accounts: one is open to everybody, one has lost its role, one is suspended, one is only looked at by the organization. */
function embeddedOrganization() {
  const clean = fleetScenario({ accounts: 5 });
  return fleetScenario({
    accounts: 5,
    organization: {
      accounts: [...clean.accounts.map(({ id }) => ({ id })), { id: fleetAccount(5), status: 'SUSPENDED' }],
    },
    account: (account, number) => {
      const regions = Object.keys(account.regions);
      const everywhere = (analyzer: Parameters<typeof externalAnalyzer>[0]) =>
        Object.fromEntries(regions.map((region) => [region, { analyzers: [externalAnalyzer(analyzer)] }]));
      switch (number) {
        case 0:
          return { ...account, regions: everywhere({ name: 'organization', type: 'ORGANIZATION' }) };
        case 2:
          return { ...account, regions: everywhere({ findings: [...accepted(account), publicFinding()] }) };
        case 3:
          return { ...account, roles: [] };
        case 4:
          return { ...account, regions: Object.fromEntries(regions.map((region) => [region, {}])) };
        default:
          return account;
      }
    },
  });
}

/** What the clean account's analyzers list: the access of the audit role, archived. */
function accepted({ regions }: FakeAccount): readonly FakeFinding[] {
  const findings = Object.values(regions)[0]?.analyzers?.[0]?.findings;
  return findings !== undefined && 'length' in findings ? findings : [];
}

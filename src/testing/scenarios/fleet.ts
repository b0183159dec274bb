import type { FakeAccount, FakeFinding, FakeRole, FakeScenario } from '../types.ts';
import { externalAnalyzer } from './clean.ts';

/** What the fleet looks like. */
export interface FleetScenarioOptions {
  /**
   * How many accounts, the management account included.
   *
   * @defaultValue 4
   */
  readonly accounts?: number | undefined;
  /**
   * The Regions of each account.
   *
   * @defaultValue ['eu-west-1', 'us-east-1']
   */
  readonly regions?: readonly string[] | undefined;
  /**
   * The role in every member account that the management account may assume.
   *
   * @defaultValue 'access-analyzer-audit'
   */
  readonly roleName?: string | undefined;
  /** Changes one account of the clean fleet; the management account is number 0. */
  readonly account?: ((clean: FakeAccount, number: number) => FakeAccount) | undefined;
  /** Changes the organization: suspended members, delegated administrators. */
  readonly organization?: Partial<NonNullable<FakeScenario['organization']>> | undefined;
}

const FIRST = 100_000_000_000;

/**
 * The id of an account of {@link fleetScenario} by its number; 0 is the management account.
 *
 * @example
 * ```ts
 * fleetAccount(1); // '100000000001'
 * ```
 */
export function fleetAccount(number: number): string {
  return String(FIRST + number);
}

/**
 * An organization whose accounts all deserve a PASS: in each Region one ACTIVE ACCOUNT analyzer, named `external`. In every member
 * account the management account may assume a role, and that access is the one finding, archived.
 *
 * @example
 * ```ts
 * const fake = createFakeAws(fleetScenario({ accounts: 1_000 }));
 * const credentials = fake.credentialsFor(fleetAccount(0)); // of the management account
 * ```
 */
export function fleetScenario(options: FleetScenarioOptions = {}): FakeScenario {
  const { accounts: count = 4, regions = ['eu-west-1', 'us-east-1'], roleName = 'access-analyzer-audit' } = options;
  const managementAccount = fleetAccount(0);
  const accounts = Array.from({ length: count }, (_, number): FakeAccount => {
    const id = fleetAccount(number);
    const member = number > 0;
    const analyzer = externalAnalyzer(member ? { findings: [auditRoleFinding(id, roleName, managementAccount)] } : {});
    const clean: FakeAccount = {
      id,
      regions: Object.fromEntries(regions.map((region) => [region, { analyzers: [analyzer] }])),
      roles: member ? [auditRole(roleName, managementAccount)] : [],
    };
    return options.account?.(clean, number) ?? clean;
  });
  return { accounts, organization: { managementAccount, ...options.organization } };
}

function auditRole(name: string, trusted: string): FakeRole {
  const Principal = { AWS: `arn:aws:iam::${trusted}:root` };
  return {
    name,
    trustPolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] },
  };
}

/** A role that another account may assume is external access, an auditor's too. Here somebody has accepted it. */
function auditRoleFinding(account: string, roleName: string, trusted: string): FakeFinding {
  return {
    resource: `arn:aws:iam::${account}:role/${roleName}`,
    resourceType: 'AWS::IAM::Role',
    principal: { AWS: trusted },
    action: ['sts:AssumeRole'],
    isPublic: false,
    status: 'ARCHIVED',
  };
}

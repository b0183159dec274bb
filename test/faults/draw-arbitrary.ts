import fc from 'fast-check';
import {
  CHANGES,
  FINDING_KINDS,
  OPERATIONS,
  POLICIES,
  type AccountDraw,
  type AnalyzerDraw,
  type CampaignFaultKind,
  type CredentialsDraw,
  type Draw,
  type EventDraw,
  type FaultDraw,
  type FindingsDraw,
  type OptionsDraw,
  type PassDraw,
  type RegionDraw,
} from './draw.ts';
import { MOST_REGIONS } from './places.ts';

/** Mostly the first value, which is also what a draw shrinks to. */
function mostly<T>(usual: T, others: fc.Arbitrary<T>, weight = 5): fc.Arbitrary<T> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: others },
  );
}

function oneOf<const T>(...values: readonly T[]): fc.Arbitrary<T> {
  return fc.constantFrom(...values);
}

/** Some findings, of a kind that leaves a PASS possible or not. */
const findings: fc.Arbitrary<FindingsDraw> = fc.record({
  kind: fc.oneof(
    { weight: 3, arbitrary: oneOf('resolved', 'archived', 'archived-public', 'role-archived') },
    { weight: 2, arbitrary: fc.constantFrom(...FINDING_KINDS) },
  ),
  count: fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: 1, max: 4 }) },
    { weight: 4, arbitrary: fc.integer({ min: 5, max: 60 }) },
    { weight: 1, arbitrary: fc.integer({ min: 61, max: 1000 }) },
  ),
});

const TYPES = [
  'ACCOUNT',
  'ORGANIZATION',
  'ACCOUNT_UNUSED_ACCESS',
  'ORGANIZATION_UNUSED_ACCESS',
  'ACCOUNT_INTERNAL_ACCESS',
  'ORGANIZATION_INTERNAL_ACCESS',
  'ACCOUNT_FUTURE_ACCESS',
] as const;

const analyzer = (type: fc.Arbitrary<string>): fc.Arbitrary<AnalyzerDraw> =>
  fc.record({
    type,
    status: mostly<string>('ACTIVE', oneOf('DISABLED', 'CREATING', 'FAILED', 'PAUSED'), 14),
    looked: mostly<AnalyzerDraw['looked']>('yes', oneOf('never', 'fresh'), 14),
    pageSize: oneOf(100, 2, 1, 3, 25),
    emptyPages: mostly(0, fc.integer({ min: 1, max: 2 }), 8),
    statistics: oneOf('live', 'absent'),
    rules: fc.integer({ min: 0, max: 2 }),
    findings: fc.oneof(
      { withCrossShrink: true },
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.array(findings, { maxLength: 2 }) },
    ),
  });

/** Up to five analyzers, the first one nearly always one of external access: else nothing could ever be a PASS. */
const analyzers: fc.Arbitrary<AnalyzerDraw[]> = fc.oneof(
  {
    weight: 25,
    arbitrary: fc
      .tuple(
        analyzer(mostly<string>('ACCOUNT', fc.constant('ORGANIZATION'))),
        mostly<AnalyzerDraw[]>([], fc.array(analyzer(fc.constantFrom(...TYPES)), { minLength: 1, maxLength: 4 })),
      )
      .map(([first, others]) => [first, ...others]),
  },
  { weight: 1, arbitrary: fc.array(analyzer(fc.constantFrom(...TYPES)), { maxLength: 5 }) },
);

const region: fc.Arbitrary<RegionDraw> = fc.record({
  optStatus: mostly<RegionDraw['optStatus']>('ENABLED', oneOf('DISABLED', 'ENABLING', 'DISABLING'), 3),
  deny: mostly<RegionDraw['deny']>(null, oneOf('scp', 'identity', 'session-policy'), 40),
  analyzers,
});

const regions = (most: number): fc.Arbitrary<RegionDraw[]> =>
  fc.oneof(
    { withCrossShrink: true },
    { weight: 20, arbitrary: fc.array(region, { minLength: 1, maxLength: Math.min(3, most) }) },
    { weight: 2, arbitrary: fc.array(region, { minLength: 1, maxLength: Math.min(8, most) }) },
    { weight: 1, arbitrary: fc.array(region, { minLength: most, maxLength: most }) },
  );

const account = (most: number): fc.Arbitrary<AccountDraw> =>
  fc.record({
    regions: regions(most),
    credentials: mostly<CredentialsDraw>('plain', oneOf('with-account', 'version-1', 'expired', 'source-fails')),
    showsOrganizationAnalyzers: mostly(false, fc.constant(true)),
    isSwapped: fc.constant(false),
  });

const FAULT_KINDS: readonly CampaignFaultKind[] = [
  'throttle',
  'throttle-share',
  'access-denied',
  'scp',
  'internal',
  'unavailable',
  'unrecognized-client',
  'expired-token',
  'clock-skew',
  'opt-in-required',
  'not-found',
  'conflict',
  'validation',
  'quota',
  'expired-page-token',
  'truncated',
  'html',
  'not-json',
  'wrong-json',
  'empty',
  'repeat-token',
  'empty-page',
  'dns',
  'refused',
  'reset',
  'reset-body',
  'stall',
  'stall-body',
  'late',
  'missing-member',
  'null-member',
  'future-value',
  'bad-time',
];

const fault: fc.Arbitrary<FaultDraw> = fc.record({
  kind: fc.constantFrom(...FAULT_KINDS),
  operation: fc.oneof(
    { weight: 3, arbitrary: oneOf<FaultDraw['operation']>('ListFindings', 'ListAnalyzers') },
    { weight: 2, arbitrary: fc.constantFrom<FaultDraw['operation']>(...OPERATIONS) },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
  account: mostly<number | null>(null, fc.integer({ min: 0, max: 2 })),
  region: fc.option(fc.integer({ min: 0, max: 3 }), { nil: null }),
  analyzer: mostly<number | null>(null, fc.integer({ min: 0, max: 2 })),
  skip: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5 })),
  times: oneOf<number | null>(1, 2, 3, null),
  retryAfterSeconds: fc.option(oneOf(1, 4, 20, 45, 90), { nil: null, freq: 2 }),
  status: oneOf(200, 403, 502),
  share: oneOf(0.1, 0.3, 0.6, 0.9),
  member: fc.integer({ min: 0, max: 13 }),
});

const event: fc.Arbitrary<EventDraw> = fc.record({
  change: fc.constantFrom(...CHANGES),
  account: mostly(0, fc.integer({ min: 0, max: 2 })),
  region: fc.integer({ min: 0, max: 2 }),
  analyzer: mostly(0, fc.integer({ min: 1, max: 2 })),
  finding: fc.integer({ min: 0, max: 6 }),
  after: fc.integer({ min: 1, max: 4 }),
});

const options: fc.Arbitrary<OptionsDraw> = fc.record({
  policy: mostly<OptionsDraw['policy']>('strict', fc.constantFrom(...POLICIES), 3),
  detail: oneOf('findings', 'counts'),
  sample: oneOf(100, 0, 1),
  partition: fc.constantFrom<OptionsDraw['partition']>(false, 'auto'),
  crossCheck: oneOf(null, true, false),
  suppressed: oneOf(true, false),
  analyzers: oneOf('external', 'all'),
  expectedAccount: mostly<OptionsDraw['expectedAccount']>(null, oneOf('right', 'wrong'), 12),
  concurrency: oneOf(16, 1, 2, 50),
  maxAttempts: oneOf(3, 1, 2),
});

/** One account, read in one pass. */
export const accountDraw: fc.Arbitrary<Draw> = fc.record({
  accounts: fc.tuple(account(MOST_REGIONS)),
  organization: fc.constant(false),
  faults: someFaults(),
  events: mostly<EventDraw[]>([], fc.array(event, { minLength: 1, maxLength: 3 }), 3),
  passes: mostly<PassDraw[]>([{ regions: null, hoursLater: 0 }], fc.tuple(selectedPass(0))),
  options,
});

/** One account, read in several passes that are merged: other Regions each, hours apart, the account changing in between. */
export const mergedDraw: fc.Arbitrary<Draw> = fc.record({
  // Evidence of an unknown account is refused by the merge, and so never joined.
  accounts: fc.tuple(account(6).map((drawn): AccountDraw => ({ ...drawn, credentials: 'with-account' }))),
  organization: fc.constant(false),
  faults: someFaults(),
  events: fc.array(event, { maxLength: 4 }),
  passes: fc.array(fc.oneof(selectedPass(3), selectedPass(0), fc.constant({ regions: null, hoursLater: 1 })), {
    minLength: 2,
    maxLength: 3,
  }),
  options: options.map((drawn): OptionsDraw => ({ ...drawn, expectedAccount: null })),
});

/** An organization: a management account with analyzers of the organization, members with more Regions than it, or fewer. */
export const organizationDraw: fc.Arbitrary<Draw> = fc.record({
  accounts: fc.array(
    fc
      .tuple(account(4), mostly(false, fc.constant(true), 12))
      .map(([drawn, isSwapped]): AccountDraw => ({ ...drawn, isSwapped })),
    { minLength: 2, maxLength: 3 },
  ),
  organization: fc.constant(true),
  faults: someFaults(),
  events: mostly<EventDraw[]>([], fc.array(event, { minLength: 1, maxLength: 2 }), 3),
  passes: fc.constant([{ regions: null, hoursLater: 0 }]),
  options: options.map((drawn): OptionsDraw => ({ ...drawn, expectedAccount: null })),
});

/** What is read over HTTP: fewer Regions, since its waiting takes some real time. */
export const httpDraw: fc.Arbitrary<Draw> = fc.record({
  accounts: fc.tuple(account(4)),
  organization: fc.constant(false),
  faults: someFaults(),
  events: mostly<EventDraw[]>([], fc.array(event, { minLength: 1, maxLength: 3 }), 3),
  passes: mostly<PassDraw[]>([{ regions: null, hoursLater: 0 }], fc.tuple(selectedPass(0))),
  // Slices are asked for at once, and arrive in an order that no seed decides.
  options: options.map((drawn): OptionsDraw => ({ ...drawn, partition: false })),
});

function someFaults(): fc.Arbitrary<FaultDraw[]> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 2, arbitrary: fc.constant<FaultDraw[]>([]) },
    { weight: 6, arbitrary: fc.array(fault, { minLength: 1, maxLength: 2 }) },
    { weight: 2, arbitrary: fc.array(fault, { minLength: 3, maxLength: 6 }) },
  );
}

function selectedPass(hoursLater: number): fc.Arbitrary<PassDraw> {
  return fc.record({
    regions: fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 }),
    hoursLater: fc.constant(hoursLater),
  });
}

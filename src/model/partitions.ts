/** A partition of AWS: Regions that share credentials and a DNS name, apart from all others. */
export interface Partition {
  /** As in ARNs: `aws`, `aws-cn`, `aws-us-gov`. */
  readonly id: string;
  readonly dnsSuffix: string;
  /** Absent where AWS has no dual-stack endpoints. */
  readonly dualStackDnsSuffix?: string;
  /** The Region that answers for global services. */
  readonly globalRegion: string;
  /** The Regions known to have Access Analyzer when this release was made, sorted. AWS adds to them. */
  readonly regions: readonly string[];
  /** Those of them that an account need not opt in to, sorted. */
  readonly enabledByDefault: readonly string[];
}

const COMMERCIAL: Partition = {
  id: 'aws',
  dnsSuffix: 'amazonaws.com',
  dualStackDnsSuffix: 'api.aws',
  globalRegion: 'us-east-1',
  regions: [
    'af-south-1',
    'ap-east-1',
    'ap-east-2',
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-south-1',
    'ap-south-2',
    'ap-southeast-1',
    'ap-southeast-2',
    'ap-southeast-3',
    'ap-southeast-4',
    'ap-southeast-5',
    'ap-southeast-6',
    'ap-southeast-7',
    'ca-central-1',
    'ca-west-1',
    'eu-central-1',
    'eu-central-2',
    'eu-north-1',
    'eu-south-1',
    'eu-south-2',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
    'il-central-1',
    'me-central-1',
    'me-south-1',
    'mx-central-1',
    'sa-east-1',
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
  ],
  enabledByDefault: [
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-south-1',
    'ap-southeast-1',
    'ap-southeast-2',
    'ca-central-1',
    'eu-central-1',
    'eu-north-1',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
    'sa-east-1',
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
  ],
};

/* @__NO_SIDE_EFFECTS__ */
/** A partition whose Regions are all enabled from the start. */
function fixed(
  id: string,
  dnsSuffix: string,
  dualStackDnsSuffix: string | undefined,
  globalRegion: string,
  regions: readonly string[],
): Partition {
  return {
    id,
    dnsSuffix,
    ...(dualStackDnsSuffix === undefined ? {} : { dualStackDnsSuffix }),
    globalRegion,
    regions,
    enabledByDefault: regions,
  };
}

/**
 * All partitions, from the endpoint data of botocore 1.43.107 and the SDK's partition rules (2026-11). The
 * secret partitions `aws-iso` and `aws-iso-b` are not listed with Access Analyzer: they have no known Regions.
 */
export const PARTITIONS: readonly Partition[] = [
  COMMERCIAL,
  fixed('aws-cn', 'amazonaws.com.cn', 'api.amazonwebservices.com.cn', 'cn-northwest-1', [
    'cn-north-1',
    'cn-northwest-1',
  ]),
  fixed('aws-us-gov', 'amazonaws.com', 'api.aws', 'us-gov-west-1', ['us-gov-east-1', 'us-gov-west-1']),
  fixed('aws-eusc', 'amazonaws.eu', 'api.amazonwebservices.eu', 'eusc-de-east-1', ['eusc-de-east-1']),
  fixed('aws-iso', 'c2s.ic.gov', undefined, 'us-iso-east-1', []),
  fixed('aws-iso-b', 'sc2s.sgov.gov', undefined, 'us-isob-east-1', []),
  fixed('aws-iso-e', 'cloud.adc-e.uk', undefined, 'eu-isoe-west-1', ['eu-isoe-west-1']),
  fixed('aws-iso-f', 'csp.hci.ic.gov', undefined, 'us-isof-south-1', ['us-isof-east-1', 'us-isof-south-1']),
];

/** How the Regions of each partition begin. The rest, and what nobody has heard of, belongs to `aws`, as in the SDK. */
const PREFIXES: readonly (readonly [prefix: string, id: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
];

/** The partition that a Region belongs to. An unknown Region belongs to `aws`. */
export function partitionOf(region: string): Partition {
  return partitionById(PREFIXES.find(([prefix]) => region.startsWith(prefix))?.[1]);
}

/** The partition of this name, as in ARNs; `aws` where it has none, or one that nobody has heard of. */
export function partitionById(id: string | undefined): Partition {
  return PARTITIONS.find((partition) => partition.id === id) ?? COMMERCIAL;
}

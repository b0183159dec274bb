import { isIpRange, isWideIpRange } from './ip-range.ts';
import { parseArn } from '../model/arn.ts';
import type { ConditionValueShape } from './narrowing-conditions.ts';

/**
 * Why a condition's value narrows nothing, as the end of a sentence; undefined when it names somebody or someplace.
 *
 * AWS returns the value without the operator, so the value alone must prove it: `aws:PrincipalOrgID: true` comes from a
 * `Null` test and names no organization. Of several values each must narrow.
 */
export function whyValueIsWide(value: string, shape: ConditionValueShape): string | undefined {
  if (/[*?]/.test(value)) return 'has a wildcard';
  if (value.includes('${')) return 'has a policy variable';
  const parts = value.split(/[\s,[\]"']+/).filter((part) => part !== '');
  if (parts.length === 0) return 'is empty';
  // Whatever the key: a value that stands for everywhere is nobody's name either.
  if (parts.some((part) => isIpRange(part) && isWideIpRange(part))) return 'holds a network too wide to narrow';
  if (shape === 'ip') return parts.every(isIpRange) ? undefined : 'is no IP address or network';
  return parts.every((part) => SHAPES[shape](part)) ? undefined : `is not ${EXPECTED[shape]}`;
}

const SHAPES: Readonly<Record<Exclude<ConditionValueShape, 'ip'>, (part: string) => boolean>> = {
  account: isAccount,
  // S3's ARNs name no account, and need none: bucket names are nobody else's.
  arn: (part) => {
    const arn = parseArn(part);
    return arn !== undefined && arn.resource !== '' && (isAccount(arn.account) || arn.service === 's3');
  },
  organization: (part) => /^o-[a-z0-9]{10,32}(\/|$)/.test(part),
  // `true` and `false` come from a Null or Bool test.
  text: (part) => !/^(true|false)$/i.test(part),
  vpc: (part) => /^vpc-[0-9a-f]{8,17}$/.test(part),
  'vpc-endpoint': (part) => /^vpce-[0-9a-f]{8,17}$/.test(part),
};

const EXPECTED: Readonly<Record<Exclude<ConditionValueShape, 'ip'>, string>> = {
  account: 'an account id',
  arn: 'an ARN with an account',
  organization: 'an organization id',
  text: 'a name',
  vpc: 'a VPC id',
  'vpc-endpoint': 'a VPC endpoint id',
};

function isAccount(text: string): boolean {
  return /^\d{12}$/.test(text);
}

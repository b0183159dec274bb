/** The shortest prefixes that still narrow: an IPv4 network of 16 million addresses, and what a registry gives a provider. */
const NARROW_PREFIX = { ipv4: 8, ipv6: 19 };

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;

/** Whether a text is an IPv4 or IPv6 address, or a network in CIDR notation. */
export function isIpRange(text: string): boolean {
  const { address, prefix } = split(text);
  if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return false;
  const length = Number(prefix ?? 0);
  return isIpv4(address) ? length <= 32 : isIpv6(address) && length <= 128;
}

/**
 * Whether naming a network narrows nothing: `0.0.0.0/0`, `::/0`, halves and quarters of them, and IPv6 networks outside
 * `2000::/3`, from which nobody calls by name (`::ffff:0:0/96` would be all of IPv4).
 */
export function isWideIpRange(text: string): boolean {
  const { address, prefix } = split(text);
  if (isIpv4(address)) return Number(prefix ?? 32) < NARROW_PREFIX.ipv4;
  return Number(prefix ?? 128) < NARROW_PREFIX.ipv6 || !/^[23][0-9a-f]{3}:/i.test(address);
}

function split(text: string): { readonly address: string; readonly prefix?: string } {
  const slash = text.indexOf('/');
  return slash < 0 ? { address: text } : { address: text.slice(0, slash), prefix: text.slice(slash + 1) };
}

function isIpv4(address: string): boolean {
  return IPV4.test(address);
}

function isIpv6(address: string): boolean {
  const halves = address.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  return halves.length === 1 ? groups.length === 8 : halves.length === 2 && groups.length < 8;
}

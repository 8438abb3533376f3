import ipaddr from 'ipaddr.js';

/** Bits of an IPv6 address that one customer of a network is given: the rest they choose as they like. */
const IPV6_BITS = 64;
const MAPPED = '::ffff:';

/**
 * What is counted as one address where many requests are held against it: an IPv4 address, also one that is written within
 * IPv6, or the network of an IPv6 address. Whatever is no address stands for itself.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  if (address.startsWith(MAPPED) && address.includes('.')) return address.slice(MAPPED.length);
  const bare = address.split('%', 1)[0]!;
  if (!ipaddr.IPv6.isValid(bare)) return address;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${bare}/${IPV6_BITS}`).toString()}/${IPV6_BITS}`;
}

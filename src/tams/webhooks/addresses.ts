import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Block = [Address, number];

/** Metadata services that live on public addresses; the others are link-local, private or carrier-grade NAT. */
const PUBLIC_METADATA = new Set(['168.63.129.16']);

/** The old way to write IPv4 addresses as IPv6 ones (RFC 4291, 2.5.5.1), which the library takes for public. */
const IPV4_COMPATIBLE = ipaddr.parseCIDR('::/96');

/**
 * Which addresses webhooks may reach (W6): public ones only, so that nobody makes this server call what only it can reach.
 * Refused are loopback, private, link-local, multicast, metadata and all other special addresses, IPv4 addresses inside IPv6
 * among them, except those that the operator allows.
 */
export class AddressPolicy {
  private readonly allowed: readonly Block[];

  /** @param allowed addresses and CIDR blocks, as `127.0.0.1` or `10.0.0.0/8`. @throws Error when one is neither */
  constructor(allowed: readonly string[]) {
    this.allowed = allowed.map(blockOf);
  }

  /** Whether this literal IP address may be called. */
  allows(address: string): boolean {
    const parsed = ipaddr.process(address);
    if (this.allowed.some(([block, bits]) => parsed.kind() === block.kind() && parsed.match(block, bits)))
      return true;
    if (parsed.kind() === 'ipv6' && parsed.match(IPV4_COMPATIBLE)) return false;
    return parsed.range() === 'unicast' && !PUBLIC_METADATA.has(parsed.toString());
  }

  /** Whether a URL's host may be registered: a name may (it is resolved and judged at each delivery), but not one for this host. */
  allowsHost(hostname: string): boolean {
    const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    if (host === 'localhost' || host.endsWith('.localhost')) return this.allows('127.0.0.1');
    return isIP(host) === 0 || this.allows(host);
  }
}

function blockOf(text: string): Block {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (isIP(text) === 0) throw new Error(`${JSON.stringify(text)} is neither an IP address nor a CIDR block`);
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** Whom we call at addresses that people enter: anybody on the internet, and nobody inside the house. */
import { type LookupAddress, lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

export interface Guard {
  /** Why this address must not be called, as far as it can be told without asking DNS; null if nothing speaks against it. */
  refusalOf(address: string): string | null
  /** Finds the machines of a name for one connection to `url`, which goes to what was found and judged here, not to a second answer. */
  lookupFor(url: URL): LookupFunction
}

/** A call that the guard does not let through. */
export class Forbidden extends Error {}

type Resolve = (
  name: string,
  options: { all: true },
  answer: (error: NodeJS.ErrnoException | null, found: readonly LookupAddress[]) => void,
) => void

/** IPv4 that leads to this machine, this network, or nowhere (RFC 6890 and its successors). */
const inside = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(network, bits, 'ipv4')

/** All of IPv6 that is given out to the internet; within it, what carries IPv4 or is for examples. */
const internet = new BlockList()
internet.addSubnet('2000::', 3, 'ipv6')
const carriers = new BlockList()
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  carriers.addSubnet(network, bits, 'ipv6')

/** Whether an IP address belongs to the internet. */
export function isPublic(ip: string): boolean {
  if (isIP(ip) === 4) return !inside.check(ip, 'ipv4')
  if (isIP(ip) !== 6 || ip.includes('%')) return false
  return internet.check(ip, 'ipv6') && !carriers.check(ip, 'ipv6')
}

const bare = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1')

/** A guard that lets through what `allow` lists as `host` or `host:port`, plain HTTP included, and the internet over HTTPS. */
export function outboundGuard(allow: readonly string[], resolve: Resolve = lookup): Guard {
  const listed = new Set(allow.map((one) => one.toLowerCase()))
  const isListed = ({ hostname, port, protocol }: URL) =>
    listed.has(hostname) || listed.has(`${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`)

  return {
    refusalOf(address) {
      const url = URL.parse(address)
      if (!url || !/^https?:$/.test(url.protocol)) return 'must be an address that begins with https://'
      if (url.username !== '' || url.password !== '') return 'must not hold a user name or a password'
      if (isListed(url)) return null
      if (url.protocol !== 'https:') return 'must be an address that begins with https://'
      const host = bare(url.hostname)
      const local = /(^|\.)localhost\.?$/.test(host) || (isIP(host) !== 0 && !isPublic(host))
      return local ? 'must not lead into a private network' : null
    },
    lookupFor(url) {
      return (name, options, answer) =>
        resolve(name, { ...options, all: true }, (error, found) => {
          const [first] = found ?? []
          if (error || !first) return answer(error ?? new Error('no address'), [])
          if (!isListed(url) && !found.every((one) => isPublic(one.address)))
            return answer(new Forbidden('The name leads into a private network.'), [])
          if (options.all) answer(null, [...found])
          else answer(null, first.address, first.family)
        })
    },
  }
}

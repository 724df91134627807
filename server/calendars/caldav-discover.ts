/**
 * From what a person knows, an address of any kind, to the home of their calendars (RFC 6764, 6).
 *
 * The password goes to the place that was entered, and to machines of the same domain. When that place only says, before it knows who we
 * are, that the calendars are with somebody else, the person is told where, and decides by entering it. A server that has let us in may name
 * a home elsewhere: it has the password already.
 */
import { resolveSrv, resolveTxt } from 'node:dns/promises'
import { CalendarTrouble } from '../domain/calendar.ts'
import type { Fetch } from '../outbound/fetch.ts'
import { brokenCall, troubleOf } from './caldav-dav.ts'
import { childOf, DECLARED, type Element, hrefOf, named, readMultistatus } from './caldav-xml.ts'

/** What a person enters to connect. */
export interface Entered {
  readonly address: string
  readonly user: string
  readonly password: string
}

/** Asks where a domain's calendars are: the services `_caldavs._tcp`, and what is told beside them. */
export interface ServiceRecords {
  srv(
    name: string,
  ): Promise<readonly { readonly name: string; readonly port: number; readonly priority: number; readonly weight: number }[]>
  txt(name: string): Promise<readonly (readonly string[])[]>
}

const dnsRecords: ServiceRecords = { srv: resolveSrv, txt: resolveTxt }

const HOPS = 5
const WANTED = ['D:current-user-principal', 'D:displayname', 'D:resourcetype', 'C:calendar-home-set']

interface Place {
  readonly url: URL
  readonly props: ReadonlyMap<string, Element>
}

/** Finds the home of a person's calendars. Throws a `CalendarTrouble` whose words say what to do. */
export async function discover(
  fetch: Fetch,
  entered: Entered,
  records: ServiceRecords = dnsRecords,
): Promise<{ server: string; name: string }> {
  const { begin, domain } = await beginningsOf(entered.address, records)
  const authorization = `Basic ${Buffer.from(`${entered.user}:${entered.password}`).toString('base64')}`
  let trouble: unknown = null
  for (const url of begin) {
    try {
      const place = await propfind(fetch, url, authorization, domain)
      if (place === null) continue
      const principal = linkOf(place, 'D:current-user-principal')
      const self = principal && principal.href !== place.url.href ? await propfind(fetch, principal, authorization, null) : place
      const home = (self && linkOf(self, 'C:calendar-home-set')) ?? linkOf(place, 'C:calendar-home-set') ?? calendarsAbove(place)
      if (home === null) continue
      const name = self?.props.get(named('D:displayname'))?.text.trim() || entered.user
      return { server: home.href, name }
    } catch (error) {
      if (error instanceof CalendarTrouble && error.kind === 'revoked') throw error
      trouble ??= error
    }
  }
  throw (
    trouble ??
    new CalendarTrouble(
      'gone',
      `There are no CalDAV calendars at ${entered.address.trim()}. Enter the address that your calendar's provider tells.`,
    )
  )
}

/** Where to ask, best first, and the domain that may get the password. */
async function beginningsOf(text: string, records: ServiceRecords): Promise<{ begin: URL[]; domain: string }> {
  const address = text
    .trim()
    .replace(/^caldavs:\/\//i, 'https://')
    .replace(/^mailto:/i, '')
  const named = /^https?:\/\//i.test(address) ? address : `https://${address.slice(address.lastIndexOf('@') + 1)}`
  const url = URL.parse(named)
  if (!url || url.hostname === '')
    throw new CalendarTrouble('refused', 'This is no address: enter that of your calendar server, or your email address.')
  const usual = (base: URL) => [new URL('/.well-known/caldav', base), new URL('/', base)]
  const exact = url.pathname !== '/' || address === named
  if (exact) return { begin: [url, ...usual(url)], domain: url.hostname }
  const services = url.port === '' ? await servicesOf(url.hostname, records) : []
  const foreign = services.filter((service) => !belongs(service.hostname, url.hostname))
  if (services.length > 0 && foreign.length === services.length) throw elsewhere(url.hostname, foreign[0] as URL)
  return { begin: [...services.filter((one) => !foreign.includes(one)), ...usual(url)], domain: url.hostname }
}

/** RFC 6764, 3 and 4. A domain that tells nothing in DNS is no trouble. */
async function servicesOf(domain: string, records: ServiceRecords): Promise<URL[]> {
  const service = `_caldavs._tcp.${domain}`
  const [found, texts] = await Promise.all([records.srv(service).catch(() => []), records.txt(service).catch(() => [])])
  const path = texts.map((parts) => /^path=(\/.*)$/.exec(parts.join(''))?.[1]).find((one) => one !== undefined) ?? '/.well-known/caldav'
  return [...found]
    .sort((a, b) => a.priority - b.priority || b.weight - a.weight)
    .flatMap(({ name, port }) => URL.parse(path, `https://${name}:${port}`) ?? [])
    .filter(({ hostname }) => hostname !== '' && hostname !== '.')
}

const belongs = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`)

const elsewhere = (domain: string, place: URL): CalendarTrouble =>
  new CalendarTrouble(
    'refused',
    `${domain} says that its calendars are at ${place.origin}. If you trust that server with your password, enter this address instead.`,
  )

/**
 * Asks a place, with redirects, which carry the password within `domain` alone; null: whoever let us in before has named the place. Null if
 * there is no CalDAV.
 */
async function propfind(fetch: Fetch, from: URL, authorization: string, domain: string | null): Promise<Place | null> {
  let url = from
  const home = domain ?? from.hostname
  for (let hop = 0; hop <= HOPS; hop++) {
    const { status, headers, text } = await asked(fetch, url, authorization)
    const next = [301, 302, 303, 307, 308].includes(status) ? URL.parse(headers.get('location') ?? ':', url) : null
    if (next) {
      if (!belongs(next.hostname, home)) throw elsewhere(home, next)
      if (url.protocol === 'https:' && next.protocol === 'http:')
        throw new CalendarTrouble('refused', `${url.origin} sends us to an address that is not encrypted.`)
      url = next
      continue
    }
    if (status === 401)
      throw new CalendarTrouble('revoked', 'The server does not know this user and password. Some providers want a password for apps.')
    if (status === 403) throw new CalendarTrouble('revoked', 'The server does not let this user in.')
    if (status === 429 || status >= 500) throw troubleOf({ status, headers, text }, `PROPFIND ${url.href}`)
    if (status !== 207) return null
    return toldBy(url, text)
  }
  throw new CalendarTrouble('unreachable', `${from.origin} sends us on and on.`)
}

async function asked(fetch: Fetch, url: URL, authorization: string): Promise<{ status: number; headers: Headers; text: string }> {
  const headers = { authorization, depth: '0', 'content-type': 'application/xml; charset=utf-8' }
  const body = `<D:propfind ${DECLARED}><D:prop>${WANTED.map((name) => `<${name}/>`).join('')}</D:prop></D:propfind>`
  try {
    const response = await fetch(url.href, { method: 'PROPFIND', redirect: 'manual', headers, body })
    return { status: response.status, headers: response.headers, text: await response.text() }
  } catch (error) {
    throw brokenCall(error)
  }
}

function toldBy(url: URL, text: string): Place {
  try {
    const [told] = readMultistatus(text).responses
    return { url, props: told && told.status < 300 ? told.props : new Map() }
  } catch (error) {
    throw new CalendarTrouble('unreachable', `The answer of ${url.origin} cannot be read.`, { cause: error })
  }
}

function linkOf({ url, props }: Place, name: string): URL | null {
  const href = hrefOf(props.get(named(name)))
  return href === null ? null : URL.parse(href, url)
}

/** The address of a single calendar was entered, at a server that names no home: what holds it. */
const calendarsAbove = ({ url, props }: Place): URL | null =>
  childOf(props.get(named('D:resourcetype')), 'C:calendar') ? new URL(url.pathname.endsWith('/') ? '..' : '.', url) : null

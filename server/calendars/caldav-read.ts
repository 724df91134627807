/** What lies in a CalDAV calendar: its objects within a window, or those that are named, read with the calendar's zone. */
import { setImmediate as otherWork } from 'node:timers/promises'
import { CalendarTrouble } from '../domain/calendar.ts'
import { utc } from '../domain/icalendar.ts'
import type { Interval } from '../domain/interval.ts'
import { TooLarge } from '../outbound/fetch.ts'
import { type Dav, hrefElement, innerTrouble } from './caldav-dav.ts'
import { addressOf, type Reader } from './caldav-event.ts'
import { type Read, readObject } from './caldav-object.ts'
import { newEffort } from './caldav-rule.ts'
import { childOf, childrenOf, DECLARED, type Element, hrefOf, named, type Told, xmlText } from './caldav-xml.ts'
import { calendarClock, namedClock, UTC, zoneNamed } from './caldav-zone.ts'

/** An object: its path, its version, and its text. */
export interface Thing {
  readonly path: string
  readonly etag: string | null
  readonly text: string | null
}

/** A calendar as its properties tell of it. */
export interface Collection {
  readonly props: ReadonlyMap<string, Element>
}

const WIDER_MS = 24 * 3_600_000
const BATCH = 50
const DATA = '<C:calendar-data/>'

const COLLECTION_PROPS = ['D:sync-token', 'CS:getctag', 'D:supported-report-set', 'C:calendar-timezone', 'C:calendar-timezone-id']

/** The properties of a calendar itself. */
export async function collectionOf(dav: Dav, path: string): Promise<Collection> {
  const { responses } = await dav.propfind(path, 0, COLLECTION_PROPS)
  const self = responses.find(({ href }) => isSelf(dav, href, path)) ?? responses[0]
  if (!self) throw new CalendarTrouble('unreachable', `${path} tells nothing of itself.`)
  if (self.status === 404 || self.status === 410) throw new CalendarTrouble('gone', `${path} is not there.`)
  if (self.status >= 300) throw innerTrouble(self, 'PROPFIND')
  const broken = [...self.untold].find(([, status]) => status >= 500 || status === 429)
  if (broken) throw innerTrouble({ ...self, status: broken[1] }, `PROPFIND ${broken[0]}`)
  return { props: self.props }
}

const bare = (path: string): string => path.replace(/\/$/, '')

export const isSelf = (dav: Dav, href: string, path: string): boolean => bare(dav.pathOf(href) ?? '?') === bare(path)

export const textOf = ({ props }: Collection, short: string): string | null => props.get(named(short))?.text.trim() || null

/** Whether a calendar knows a report (RFC 3253, 3.1.5). */
export const reportsOf = ({ props }: Collection): string[] =>
  childrenOf(props.get(named('D:supported-report-set')), 'D:supported-report').flatMap((one) =>
    (childOf(one, 'D:report')?.children ?? []).map(({ name }) => name),
  )

/**
 * The objects with events in the window, with their texts or just their versions. The server is asked for a day more on either side,
 * because it may think in another zone than we. An answer that was cut off (507, RFC 4791, 7.8), or is larger
 * than we take, is asked for in halves.
 */
export async function queryWindow(dav: Dav, path: string, window: Interval, props: string): Promise<Thing[]> {
  const start = new Date(+window.start - WIDER_MS)
  const end = new Date(+window.end + WIDER_MS)
  const found = await queried(start, end)
  return [...new Map(found.map((thing) => [thing.path, thing])).values()]

  async function queried(from: Date, to: Date): Promise<Thing[]> {
    const range = `<C:time-range start="${utc(from)}" end="${utc(to)}"/>`
    const filter = `<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">${range}</C:comp-filter></C:comp-filter></C:filter>`
    const body = `<C:calendar-query ${DECLARED}><D:prop><D:getetag/>${props}</D:prop>${filter}</C:calendar-query>`
    const whole = await dav.report(path, 1, body).catch(nullIfTooLarge)
    if (whole && !whole.responses.some((told) => told.status === 507)) return thingsOf(dav, path, whole.responses, props !== '')
    if (+to - +from < 3_600_000) throw new CalendarTrouble('refused', `${path} holds more than its server tells.`)
    const middle = new Date((+from + +to) / 2)
    return [...(await queried(from, middle)), ...(await queried(middle, to))]
  }
}

export const queryObjects = (dav: Dav, path: string, window: Interval): Promise<Thing[]> => queryWindow(dav, path, window, DATA)

/** The objects that were named; the text is null for those that are no longer there. */
export async function getObjects(dav: Dav, path: string, wanted: readonly string[]): Promise<Thing[]> {
  const found = new Map<string, Thing>()
  const batches = Array.from({ length: Math.ceil(wanted.length / BATCH) }, (_, i) => wanted.slice(i * BATCH, (i + 1) * BATCH))
  for (let batch = batches.pop(); batch; batch = batches.pop()) {
    const hrefs = batch.map(hrefElement).join('')
    const body = `<C:calendar-multiget ${DECLARED}><D:prop><D:getetag/>${DATA}</D:prop>${hrefs}</C:calendar-multiget>`
    const whole = await dav
      .report(path, 1, body)
      .catch((error: unknown) => (batch.length > 1 ? nullIfTooLarge(error) : Promise.reject(error)))
    const half = Math.ceil(batch.length / 2)
    if (!whole) batches.push(batch.slice(0, half), batch.slice(half))
    else for (const thing of thingsOf(dav, path, whole.responses, true)) found.set(thing.path, thing)
  }
  return wanted.map((one) => {
    const thing = found.get(one)
    if (!thing) throw new CalendarTrouble('unreachable', `The server says nothing of ${one}.`)
    return thing
  })
}

function nullIfTooLarge(error: unknown): null {
  if (error instanceof CalendarTrouble && error.cause instanceof TooLarge) return null
  throw error
}

function thingsOf(dav: Dav, path: string, responses: readonly Told[], withText: boolean): Thing[] {
  return responses.flatMap((told) => {
    if (isSelf(dav, told.href, path) && told.status < 300) return []
    const place = dav.pathOf(told.href)
    // Some servers say of each property what is true of the whole.
    const untold = told.props.size === 0 && told.untold.get(named('D:getetag')) === 404
    if (told.status === 404 || told.status === 410 || untold) return place === null ? [] : [{ path: place, etag: null, text: null }]
    if (told.status >= 300) throw innerTrouble(told, `REPORT ${path}`)
    const etag = told.props.get(named('D:getetag'))?.text.trim() ?? null
    const text = told.props.get(named('C:calendar-data'))?.text ?? null
    const missing = withText ? 'C:calendar-data' : 'D:getetag'
    if (place === null || (withText ? text : etag) === null)
      throw innerTrouble({ ...told, status: told.untold.get(named(missing)) ?? 500 }, `REPORT ${path}`)
    return [{ path: place, etag, text }]
  })
}

/** The objects of one UID, whatever they are called. */
export async function findByUid(dav: Dav, path: string, uid: string): Promise<string[]> {
  const match = `<C:prop-filter name="UID"><C:text-match collation="i;octet">${xmlText(uid)}</C:text-match></C:prop-filter>`
  const filter = `<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">${match}</C:comp-filter></C:comp-filter></C:filter>`
  const body = `<C:calendar-query ${DECLARED}><D:prop><D:getetag/>${DATA}</D:prop>${filter}</C:calendar-query>`
  const { responses } = await dav.report(path, 1, body)
  // A text-match finds parts of texts as well (RFC 4791, 9.7.5).
  return thingsOf(dav, path, responses, true)
    .filter((thing) => uidOfText(thing.text ?? '') === uid)
    .map((thing) => thing.path)
}

/** The UID of the first event in a calendar text. */
export function uidOfText(text: string): string | null {
  const unfolded = text.replace(/\r?\n[ \t]/g, '')
  const event = unfolded.slice(Math.max(0, unfolded.search(/^BEGIN:VEVENT\r?$/im)))
  return /^UID(?:;[^:\r\n\u2028\u2029]*)?:([^\r\n]*)/im.exec(event)?.[1]?.replace(/\\([\\;,])/g, '$1') ?? null
}

/** Whom an object can be read for: in which zone whole days are, which addresses are the owner's. */
export async function readerOf(collection: Collection, window: Interval, things: readonly Thing[], account: Account): Promise<Reader> {
  const declined = things.some(({ text }) => text !== null && /PARTSTAT="?DECLINED/i.test(text.replace(/\r?\n[ \t]/g, '')))
  return { window, floating: floatingOf(collection, account.zone), own: declined ? await account.addresses() : new Set() }
}

/** What an account is asked for beside its calendars. */
export interface Account {
  readonly zone: string | undefined
  /** The owner's addresses, asked for once. */
  addresses(): Promise<ReadonlySet<string>>
}

/** The calendar's own zone (RFC 4791, 5.2.2; RFC 7809, 5.2), else its owner's, else UTC. */
function floatingOf(collection: Collection, zone: string | undefined): Reader['floating'] {
  const name = zoneNamed(textOf(collection, 'C:calendar-timezone-id') ?? '')
  if (name) return namedClock(name)
  try {
    const own = calendarClock(textOf(collection, 'C:calendar-timezone') ?? '')
    if (own) return own
  } catch {
    // A zone that cannot be read is one that was not told.
  }
  return zone ? namedClock(zone) : UTC
}

/** Reads objects one after the other, with room for other work in between. Null for those without an event that stands. */
export async function readAll(things: readonly Thing[], reader: Reader): Promise<{ thing: Thing; read: Read | null }[]> {
  const { all } = newEffort()
  const found: { thing: Thing; read: Read | null }[] = []
  let since = performance.now()
  for (const thing of things) {
    if (performance.now() - since > 20) {
      await otherWork()
      since = performance.now()
    }
    if (thing.text === null) found.push({ thing, read: null })
    else
      try {
        found.push({ thing, read: readObject(thing.path, thing.text, reader, all) })
      } catch (error) {
        throw new CalendarTrouble('refused', `The event ${thing.path} cannot be read.`, { cause: error })
      }
  }
  return found
}

/** The owner's addresses: those that the server tells (RFC 6638, 2.4.1), and the user name if it is one. */
export async function ownAddresses(dav: Dav, user: string): Promise<ReadonlySet<string>> {
  const own = new Set(user.includes('@') ? [addressOf(user)] : [])
  const asked = async (path: string) => {
    const { responses } = await dav
      .propfind(path, 0, ['D:current-user-principal', 'C:calendar-user-address-set'])
      .catch((error: unknown) => {
        if (error instanceof CalendarTrouble && (error.kind === 'refused' || error.kind === 'gone')) return { responses: [] }
        throw error
      })
    const props = responses[0]?.props
    for (const href of childrenOf(props?.get(named('C:calendar-user-address-set')), 'D:href')) own.add(addressOf(href.text))
    return hrefOf(props?.get(named('D:current-user-principal')))
  }
  const principal = await asked(dav.home)
  const path = principal === null ? null : dav.pathOf(principal)
  if (path !== null && path !== dav.home) await asked(path)
  return own
}

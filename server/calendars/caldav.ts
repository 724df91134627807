/** The calendars of an account at a CalDAV server (RFC 4791). */
import { type CalendarAccess, type CalendarEntry, type CalendarInfo, CalendarTrouble } from '../domain/calendar.ts'
import type { Interval } from '../domain/interval.ts'
import type { Fetch } from '../outbound/fetch.ts'
import { changesIn } from './caldav-changes.ts'
import { type CaldavAccess, type Dav, davOf, innerTrouble, isForbidden } from './caldav-dav.ts'
import { freeBusyIn } from './caldav-free-busy.ts'
import { type Account, collectionOf, ownAddresses, queryObjects, readAll, readerOf } from './caldav-read.ts'
import { putEvent, removeEvent } from './caldav-write.ts'
import { childOf, childrenOf, hrefOf, named, type Told } from './caldav-xml.ts'
import type { CalendarProvider } from './provider.ts'

/** The provider of an account. A calendar's id is its path on the server, an entry's key that of its object. */
export function caldavCalendars(access: CaldavAccess, fetch: Fetch): CalendarProvider {
  const dav = davOf(fetch, access)
  let asked: Promise<ReadonlySet<string>> | null = null
  const account: Account = {
    zone: access.zone,
    addresses() {
      asked ??= ownAddresses(dav, access.user)
      asked.catch(() => {
        asked = null
      })
      return asked
    },
  }

  return {
    calendars: () => listed(dav),
    busy: (id, window) => busyIn(dav, id, window, account),
    changes: (id, window, cursor) => changesIn(dav, id, window, cursor, account).catch(goneIfForbidden(id)),
    async put(id, event) {
      const organizer = event.attendees.length === 0 ? null : ([...(await account.addresses())].find((one) => one.includes('@')) ?? null)
      return putEvent(dav, id, event, organizer)
    },
    remove: (id, uid) => removeEvent(dav, id, uid),
  }
}

/** A calendar that we may no longer read is gone for us. */
const goneIfForbidden = (id: string) => (error: unknown) => {
  if (isForbidden(error)) throw new CalendarTrouble('gone', `${id} may not be read any more.`, { cause: error })
  throw error
}

async function busyIn(dav: Dav, id: string, window: Interval, account: Account): Promise<CalendarEntry[]> {
  // Both at once, for a customer may be waiting. Of a calendar that shows busy time alone, both may be refused.
  const [collection, objects] = await Promise.allSettled([collectionOf(dav, id), queryObjects(dav, id, window)])
  if (objects.status === 'rejected') {
    if (!isForbidden(objects.reason)) throw objects.reason
    return freeBusyIn(dav, id, window).catch(goneIfForbidden(id))
  }
  if (collection.status === 'rejected') throw collection.reason
  const read = await readAll(objects.value, await readerOf(collection.value, window, objects.value, account))
  return read.flatMap((one) => (one.read?.inWindow ? [one.read.entry] : []))
}

const LISTED = [
  'D:resourcetype',
  'D:displayname',
  'D:current-user-privilege-set',
  'C:supported-calendar-component-set',
  'C:schedule-default-calendar-URL',
]

/** Without these nobody knows whether something is a calendar of events. */
const ESSENTIAL = ['D:resourcetype', 'C:supported-calendar-component-set', 'D:current-user-privilege-set']

/** The calendars in the home that hold events. The usual one is what the inbox names (RFC 6638, 9.2), else the first. */
async function listed(dav: Dav): Promise<CalendarInfo[]> {
  const { responses } = await dav.propfind(dav.home, 1, LISTED).catch((error: unknown) => {
    if (isForbidden(error)) throw new CalendarTrouble('revoked', 'The server lets us in no longer.', { cause: error })
    throw error
  })
  const broken = responses.find((told) => told.status >= 300 && told.status !== 404 && told.status !== 403)
  if (broken) throw innerTrouble(broken, 'PROPFIND')
  for (const told of responses) {
    // A calendar that is not in the list counts as deleted, so a list with holes is none.
    const untold = ESSENTIAL.map((name) => told.untold.get(named(name)) ?? 404).find((status) => status >= 500 || status === 429)
    if (untold !== undefined) throw innerTrouble({ ...told, status: untold }, 'PROPFIND')
  }
  const usual = responses.map(({ props }) => hrefOf(props.get(named('C:schedule-default-calendar-URL')))).find((href) => href !== null)
  const found = responses.flatMap((told) => {
    const id = dav.pathOf(told.href)
    const rights = accessOf(told)
    return id === null || rights === null || !holdsEvents(told) ? [] : [{ id, name: nameOf(told, id), access: rights }]
  })
  const primary = found.find(({ id }) => usual && dav.pathOf(usual) === id) ?? found[0]
  return found.map((one) => ({ ...one, primary: one === primary }))
}

function holdsEvents({ props, status }: Told): boolean {
  if (status >= 300 || !childOf(props.get(named('D:resourcetype')), 'C:calendar')) return false
  const kinds = childrenOf(props.get(named('C:supported-calendar-component-set')), 'C:comp')
  return kinds.length === 0 || kinds.some(({ attributes }) => attributes.name?.toUpperCase() === 'VEVENT')
}

const nameOf = ({ props }: Told, id: string): string =>
  props.get(named('D:displayname'))?.text.trim() || decodeURIComponent(id.split('/').findLast((part) => part !== '') ?? id)

/** What we may do there (RFC 3744, 3; RFC 4791, 6.1.1); where a server has no rights to tell of, all of it. Null: nothing. */
function accessOf({ props, untold }: Told): CalendarAccess | null {
  const set = props.get(named('D:current-user-privilege-set'))
  const refused = untold.get(named('D:current-user-privilege-set'))
  if (!set) return refused === undefined || refused === 404 ? 'write' : null
  const may = new Set(childrenOf(set, 'D:privilege').flatMap((one) => one.children.map(({ name }) => name)))
  const has = (...names: string[]) => names.every((name) => may.has(named(name)))
  const reads = has('D:read') || has('D:all')
  if (reads && (has('D:all') || has('D:write') || has('D:write-content', 'D:bind') || has('D:write-content'))) return 'write'
  if (reads) return 'read'
  return has('C:read-free-busy') ? 'free-busy' : null
}

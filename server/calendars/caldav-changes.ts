/**
 * What has changed in a CalDAV calendar. A server that knows sync-collection (RFC 6578) says it; of others we compare the versions of all
 * objects in the window, once the calendar's own version has changed.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type CalendarChanges, CalendarTrouble } from '../domain/calendar.ts'
import type { Interval } from '../domain/interval.ts'
import { conditionsOf, type Dav, innerTrouble, troubleOf } from './caldav-dav.ts'
import {
  type Account,
  collectionOf,
  getObjects,
  isSelf,
  queryObjects,
  queryWindow,
  readAll,
  readerOf,
  reportsOf,
  type Thing,
  textOf,
} from './caldav-read.ts'
import { DECLARED, named, readMultistatus, xmlText } from './caldav-xml.ts'

/** A cursor of ours: the server's token, or the versions that we saw, each shortened. */
const Cursor = z.union([
  z.strictObject({ token: z.string() }),
  z.strictObject({ ctag: z.string().nullable(), etags: z.record(z.string(), z.string()) }),
])
type Cursor = z.infer<typeof Cursor>

/** Pages of one answer. More are no answer but a server that goes round. */
const PAGES = 500

export async function changesIn(dav: Dav, path: string, window: Interval, text: string | null, account: Account): Promise<CalendarChanges> {
  const collection = await collectionOf(dav, path)
  const cursor = cursorOf(text)
  const token = reportsOf(collection).includes(named('D:sync-collection')) ? textOf(collection, 'D:sync-token') : null
  if (cursor === null) return everything(token)
  if (!('token' in cursor)) return compared(cursor)
  const news = await syncFrom(dav, path, cursor.token)
  if (news === 'unknown token') return everything(token)
  if (news === 'no such report') return everything(null)
  const things = await getObjects(dav, path, news.changed)
  return changes(things, news.removed, { token: news.token })

  /** All in the window. Where there is a token it was given before the reading, so what changes meanwhile is told twice rather than never. */
  async function everything(token: string | null): Promise<CalendarChanges> {
    const things = await queryObjects(dav, path, window)
    const read = await readAll(things, await readerOf(collection, window, things, account))
    const entries = read.flatMap((one) => (one.read?.inWindow ? [one.read.entry] : []))
    const next: Cursor = token !== null ? { token } : { ctag: textOf(collection, 'CS:getctag'), etags: etagsOf(things) }
    return { complete: true, entries, removed: [], cursor: JSON.stringify(next) }
  }

  async function compared({ ctag, etags }: Extract<Cursor, { etags: unknown }>): Promise<CalendarChanges> {
    const now = textOf(collection, 'CS:getctag')
    if (now !== null && now === ctag) return { complete: false, entries: [], removed: [], cursor: JSON.stringify(cursor) }
    const known = new Map(Object.entries(etags))
    const there = await queryWindow(dav, path, window, '')
    const touched = there.filter((thing) => known.get(thing.path) !== shortOf(thing.etag)).map((thing) => thing.path)
    // What is no longer in the window may have been moved out of it, and is then still there.
    const left = new Set(known.keys()).difference(new Set(there.map((thing) => thing.path)))
    const things = await getObjects(dav, path, [...touched, ...left])
    const gone = things.filter((thing) => thing.text === null).map((thing) => thing.path)
    return changes(
      things.filter((thing) => thing.text !== null),
      gone,
      { ctag: now, etags: etagsOf(there) },
    )
  }

  async function changes(things: readonly Thing[], gone: readonly string[], next: Cursor): Promise<CalendarChanges> {
    const read = await readAll(things, await readerOf(collection, window, things, account))
    const off = read.flatMap(({ thing, read }) => (read === null ? [thing.path] : []))
    const entries = read.flatMap((one) => (one.read ? [one.read.entry] : []))
    return { complete: false, entries, removed: [...new Set([...gone, ...off])], cursor: JSON.stringify(next) }
  }
}

/** A cursor that is none of ours is one that nobody knows. */
function cursorOf(text: string | null): Cursor | null {
  try {
    return text === null ? null : Cursor.parse(JSON.parse(text))
  } catch {
    return null
  }
}

const shortOf = (etag: string | null): string =>
  createHash('sha256')
    .update(etag ?? '')
    .digest('base64url')
    .slice(0, 8)

const etagsOf = (things: readonly Thing[]): Record<string, string> =>
  Object.fromEntries(things.map((thing) => [thing.path, shortOf(thing.etag)]))

interface News {
  readonly changed: readonly string[]
  readonly removed: readonly string[]
  readonly token: string
}

/** All pages since `from`. Any refusal but of the account itself means that nothing is known from there: then all is read anew. */
async function syncFrom(dav: Dav, path: string, from: string): Promise<News | 'unknown token' | 'no such report'> {
  const there = new Map<string, boolean>()
  let token = from
  for (let page = 0; page < PAGES; page++) {
    const body = `<D:sync-collection ${DECLARED}><D:sync-token>${xmlText(token)}</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>`
    const headers = { 'content-type': 'application/xml; charset=utf-8', depth: '0' }
    const answer = await dav.send('REPORT', path, { headers, body, fine: [400, 403, 405, 409, 412, 415, 422, 501] })
    if (answer.status !== 207) return conditionsOf(answer.text).includes(named('D:valid-sync-token')) ? 'unknown token' : 'no such report'
    const { responses, syncToken } = read(answer)
    // RFC 6578, 3.6: 507 for the calendar itself says that there is more.
    let more = false
    for (const told of responses) {
      const place = dav.pathOf(told.href)
      if (isSelf(dav, told.href, path) && told.status === 507) more = true
      else if (place === null || isSelf(dav, told.href, path)) continue
      else if (told.status === 404 || told.status === 410) there.set(place, false)
      else if (told.status >= 300) throw innerTrouble(told, `REPORT ${path}`)
      else there.set(place, true)
    }
    if (syncToken === null) throw new CalendarTrouble('unreachable', `The answer to REPORT ${path} has no token.`)
    if (more && syncToken === token) break
    token = syncToken
    if (!more) {
      const which = (wanted: boolean) => [...there].filter(([, is]) => is === wanted).map(([place]) => place)
      return { changed: which(true), removed: which(false), token }
    }
  }
  throw new CalendarTrouble('unreachable', `The changes of ${path} have no end.`)
}

function read(answer: { readonly status: number; readonly headers: Headers; readonly text: string }) {
  try {
    return readMultistatus(answer.text)
  } catch {
    throw troubleOf({ ...answer, status: 502 }, 'A report that cannot be read')
  }
}

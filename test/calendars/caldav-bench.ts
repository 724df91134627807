/** An account at Radicale, and what its owner does there by hand. */
import { caldavCalendars } from '../../server/calendars/caldav.ts'
import { guardedFetch } from '../../server/outbound/fetch.ts'
import { outboundGuard } from '../../server/outbound/guard.ts'
import { accessOf, type Radicale } from '../servers/radicale.ts'
import { startProxy } from '../servers/troubled-proxy.ts'
import type { Bench } from './contract.ts'

let names = 0
let users = 0
/** Calls as the service makes them, where the administrator lets it call this machine. */
export const fetching = fetchingWithin(10_000)
function fetchingWithin(limitMs: number) {
  return guardedFetch(outboundGuard(['127.0.0.1']), { limitMs })
}
const stamp = (at: Date) => `${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`

/** A calendar text with the lines of its events. */
export const calendarText = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//A person//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n')

/** An account with one calendar, behind a proxy. */
export async function openAccount(radicale: Radicale, props = '', call = fetching) {
  const user = `rep${users++}`
  const calendarId = await radicale.makeCalendar(user, 'calendar', props)
  const proxy = await startProxy(radicale.url)
  const access = accessOf(proxy.url, user)
  const provider = caldavCalendars(access, call)
  const put = (name: string, ...lines: string[]) => radicale.call(user, 'PUT', `${calendarId}${name}.ics`, calendarText(...lines))
  return { user, calendarId, proxy, provider, put, access }
}

/** In how many ways a connection breaks: before the change, after it, or never, so that we have to give up waiting. */
const BREAKS = ['reset', 'reset-after', 'hang'] as const

/** The same as the shared sentences want it. `limitMs`: how long a call may take, for those who let many calls hang. */
export async function caldavBench(radicale: Radicale, limitMs?: number): Promise<Bench> {
  const { user, calendarId, proxy, provider, put } = await openAccount(
    radicale,
    '',
    limitMs === undefined ? fetching : fetchingWithin(limitMs),
  )
  let failures = 0
  const hand = (name: string, uid: string, title: string, start: Date, end: Date, free = false) =>
    put(
      name,
      'BEGIN:VEVENT',
      `UID:${uid}`,
      `DTSTAMP:${stamp(start)}`,
      `DTSTART:${stamp(start)}`,
      `DTEND:${stamp(end)}`,
      `SUMMARY:${title}`,
      `TRANSP:${free ? 'TRANSPARENT' : 'OPAQUE'}`,
      'END:VEVENT',
    )
  const bench: Bench = {
    provider,
    calendarId,
    async add({ title, start, end, free }) {
      const name = `by hand ${++names}`.replaceAll(' ', '-')
      await hand(name, name, title, start, end, free)
      return name
    },
    async move(name, { start, end }) {
      const was = (await bench.events()).find((one) => one.name === name)
      await hand(name, was?.uid ?? name, was?.title ?? '', start, end)
    },
    async delete(name) {
      await radicale.call(user, 'DELETE', `${calendarId}${name}.ics`)
    },
    async events() {
      return eventsOf(await (await radicale.call(user, 'REPORT', calendarId, ALL, { depth: '1' })).text())
    },
    forgetCursors: () => radicale.forgetTokens(calendarId, user),
    fail(how, times) {
      if (how === 'reset' && limitMs !== undefined) proxy.fail(BREAKS[failures++ % BREAKS.length] ?? how, times)
      else proxy.fail(how, times)
    },
    async revoke() {
      proxy.fail('unauthorized', 1000)
    },
    close: proxy.close,
  }
  return bench
}

const ALL =
  '<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/><C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>'

/** What people enter has a uid as well, but none of ours. */
const byHand = (uid: string): string | null => (uid.startsWith('by-hand-') ? null : uid)

/** The events in a multistatus, by plain looking: not with the code that is tested. */
function eventsOf(xml: string): Awaited<ReturnType<Bench['events']>> {
  const plain = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  return [...xml.matchAll(/<href>([^<]*)\.ics<\/href>[\s\S]*?<C:calendar-data>([\s\S]*?)<\/C:calendar-data>/g)].map(([, href, data]) => {
    const text = plain(data!).replace(/\r?\n[ \t]/g, '')
    const line = (name: string) => new RegExp(`^${name}(?:;[^:\\r\\n]*)?:(.*?)\\r?$`, 'm').exec(text)?.[1] ?? ''
    const at = (name: string) => new Date(line(name).replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))
    const unescaped = (value: string) => value.replace(/\\([\\;,])/g, '$1')
    return {
      name: href!.slice(href!.lastIndexOf('/') + 1),
      uid: byHand(unescaped(line('UID'))),
      title: unescaped(line('SUMMARY')),
      start: at('DTSTART'),
      end: at('DTEND'),
    }
  })
}

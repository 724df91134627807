/** What every vendor's calendars do, as sentences: each provider runs all of them against a server. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CalendarProvider } from '../../server/calendars/provider.ts'
import { type CalendarEvent, CalendarTrouble } from '../../server/domain/calendar.ts'
import type { Interval } from '../../server/domain/interval.ts'

/** An event that a person puts into the calendar by hand. */
export interface HandEvent extends Interval {
  readonly title: string
  /** Shown as free time. */
  readonly free?: boolean
}

/** An account at a vendor with one calendar of its own, and what its owner does there by hand. */
export interface Bench {
  readonly provider: CalendarProvider
  readonly calendarId: string
  /** Enter an event; the answer names it for `move` and `delete`. */
  add(event: HandEvent): Promise<string>
  move(name: string, to: Interval): Promise<void>
  delete(name: string): Promise<void>
  /** Every event there is, ours by the uid they carry. */
  events(): Promise<{ name: string; uid: string | null; title: string; start: Date; end: Date }[]>
  /** From now on the vendor knows none of the cursors it gave out; absent where cursors never end. */
  forgetCursors?(): Promise<void>
  /** The next requests, that many, are answered in this way. */
  fail(how: 'server-error' | 'slow-down' | 'reset' | 'half', times: number): void
  /** From now on the vendor lets us in no longer. */
  revoke(): Promise<void>
  close(): Promise<void>
}

const at = (time: string) => new Date(`2027-03-${time}Z`)
const span = (start: string, end: string): Interval => ({ start: at(start), end: at(end) })
const window: Interval = { start: new Date('2027-03-01T00:00:00Z'), end: new Date('2027-05-01T00:00:00Z') }

let uids = 0
const event = (more: Partial<CalendarEvent> = {}): CalendarEvent => ({
  uid: `00000000-0000-4000-8000-${String(++uids).padStart(12, '0')}@booking.example`,
  sequence: 0,
  ...span('02T15:00:00', '02T15:30:00'),
  timeZone: 'America/New_York',
  subject: 'Consultation: Zoë “Z” O’Neil, Ltd; 50%',
  description: 'Phone: +1 212 555 0100\nNotes: likes <b>tea</b>, back\\slash; semicolon',
  location: 'Main St 1, New York',
  video: false,
  attendees: [],
  ...more,
})

/** The whole suite for one kind of calendar. `open` gives a fresh account each time. */
export function behavesLikeACalendar(vendor: string, open: () => Promise<Bench>): void {
  describe(vendor, () => {
    let bench: Bench
    const fresh = () => {
      beforeAll(async () => {
        bench = await open()
      })
      afterAll(() => bench.close())
    }
    const busy = async (within = window) =>
      (await bench.provider.busy(bench.calendarId, within))
        .flatMap((entry) => entry.busy)
        .map(({ start, end }) => `${start.toISOString()}/${end.toISOString()}`)
        .sort()
    const iso = ({ start, end }: Interval) => `${start.toISOString()}/${end.toISOString()}`
    const ours = async (uid: string) => (await bench.events()).filter((one) => one.uid === uid)

    describe('reading', () => {
      fresh()
      test('the account’s calendars are listed, and the one that can be written says so', async () => {
        expect(await bench.provider.calendars()).toContainEqual(expect.objectContaining({ id: bench.calendarId, access: 'write' }))
      })
      test('what a person enters is busy; what is shown as free is not; what ends as the window begins is not in it', async () => {
        await bench.add({ title: 'Dentist', ...span('03T10:00:00', '03T11:00:00') })
        await bench.add({ title: 'Reminder', ...span('03T12:00:00', '03T13:00:00'), free: true })
        expect(await busy()).toEqual([iso(span('03T10:00:00', '03T11:00:00'))])
        expect(await busy(span('03T11:00:00', '03T20:00:00'))).toEqual([])
        expect(await busy(span('03T10:59:00', '03T20:00:00'))).toEqual([iso(span('03T10:00:00', '03T11:00:00'))])
      })
    })

    describe('changes', () => {
      fresh()
      test('from the beginning everything comes, then only what has changed, then nothing', async () => {
        const first = await bench.add({ title: 'One', ...span('04T10:00:00', '04T11:00:00') })
        const second = await bench.add({ title: 'Two', ...span('05T10:00:00', '05T11:00:00') })
        const all = await bench.provider.changes(bench.calendarId, window, null)
        expect(all.complete).toBe(true)
        expect(all.entries.flatMap((one) => one.busy.map(iso)).sort()).toEqual([
          iso(span('04T10:00:00', '04T11:00:00')),
          iso(span('05T10:00:00', '05T11:00:00')),
        ])

        await bench.move(first, span('04T14:00:00', '04T15:00:00'))
        await bench.delete(second)
        const next = await bench.provider.changes(bench.calendarId, window, all.cursor)
        const keyOf = (start: string) => all.entries.find((one) => one.busy[0]?.start.getTime() === at(start).getTime())?.key
        expect(next.complete).toBe(false)
        expect(next.entries.map((one) => [one.key, ...one.busy.map(iso)])).toEqual([
          [keyOf('04T10:00:00'), iso(span('04T14:00:00', '04T15:00:00'))],
        ])
        expect(next.removed).toEqual([keyOf('05T10:00:00')])

        const nothing = await bench.provider.changes(bench.calendarId, window, next.cursor)
        expect([nothing.complete, nothing.entries, nothing.removed]).toEqual([false, [], []])
      })
      test('more than a page of changes all come', async () => {
        const before = await bench.provider.changes(bench.calendarId, window, null)
        for (let i = 0; i < 23; i++)
          await bench.add({
            title: `Many ${i}`,
            ...span(`10T${String(i).padStart(2, '0')}:00:00`, `10T${String(i).padStart(2, '0')}:30:00`),
          })
        const after = await bench.provider.changes(bench.calendarId, window, before.cursor)
        expect(after.entries).toHaveLength(23)
        const all = await bench.provider.changes(bench.calendarId, window, null)
        expect(all.entries).toHaveLength(before.entries.length + 23)
      })
      test('a cursor that the vendor no longer knows brings everything anew, never “no change”', async () => {
        const before = await bench.provider.changes(bench.calendarId, window, null)
        if (!bench.forgetCursors) return
        await bench.forgetCursors()
        const after = await bench.provider.changes(bench.calendarId, window, before.cursor)
        expect(after.complete).toBe(true)
        expect(after.entries).toHaveLength(before.entries.length)
        const next = await bench.provider.changes(bench.calendarId, window, after.cursor)
        expect([next.complete, next.entries]).toEqual([false, []])
      })
    })

    describe('writing', () => {
      fresh()
      test('an event is written with all it says, once, however often it is put', async () => {
        const one = event()
        const written = await bench.provider.put(bench.calendarId, one)
        expect(await bench.provider.put(bench.calendarId, one)).toEqual(written)
        expect(await ours(one.uid)).toMatchObject([{ title: one.subject, start: one.start, end: one.end }])
      })
      test('put again with another time and subject it is moved, and stays one event with the same key', async () => {
        const one = event()
        const { key } = await bench.provider.put(bench.calendarId, one)
        const moved = event({ ...one, ...span('09T16:00:00', '09T17:00:00'), sequence: 1, subject: 'Moved' })
        expect((await bench.provider.put(bench.calendarId, moved)).key).toBe(key)
        expect(await ours(one.uid)).toMatchObject([{ title: 'Moved', ...span('09T16:00:00', '09T17:00:00') }])
      })
      test('removed it is gone; removing it again, or what never was, is no error', async () => {
        const one = event()
        await bench.provider.put(bench.calendarId, one)
        await bench.provider.remove(bench.calendarId, one.uid)
        await bench.provider.remove(bench.calendarId, one.uid)
        await bench.provider.remove(bench.calendarId, event().uid)
        expect(await ours(one.uid)).toEqual([])
      })
      test('put after it was removed, by us or by hand, it is there again', async () => {
        const one = event()
        await bench.provider.put(bench.calendarId, one)
        await bench.provider.remove(bench.calendarId, one.uid)
        await bench.provider.put(bench.calendarId, one)
        const [there] = await ours(one.uid)
        expect(there).toBeDefined()
        await bench.delete(there!.name)
        await bench.provider.put(bench.calendarId, { ...one, sequence: 2 })
        expect(await ours(one.uid)).toHaveLength(1)
      })
      test('our own event is told by its uid, in what is busy and in what has changed', async () => {
        const before = await bench.provider.changes(bench.calendarId, window, null)
        const one = event(span('20T15:00:00', '20T15:30:00'))
        const { key } = await bench.provider.put(bench.calendarId, one)
        const entries = (await bench.provider.changes(bench.calendarId, window, before.cursor)).entries
        expect(entries).toMatchObject([{ key, uid: one.uid, span: { start: one.start, end: one.end } }])
        const seen = await bench.provider.busy(bench.calendarId, span('20T00:00:00', '21T00:00:00'))
        expect(seen).toMatchObject([{ key, uid: one.uid }])
      })
      test('our event moved by hand says so; deleted by hand its key is among those that are gone', async () => {
        const one = event(span('22T15:00:00', '22T15:30:00'))
        const { key } = await bench.provider.put(bench.calendarId, one)
        const before = await bench.provider.changes(bench.calendarId, window, null)
        const name = (await ours(one.uid))[0]?.name ?? ''
        await bench.move(name, span('23T15:00:00', '23T15:30:00'))
        const moved = await bench.provider.changes(bench.calendarId, window, before.cursor)
        expect(moved.entries).toMatchObject([{ key, uid: one.uid, span: span('23T15:00:00', '23T15:30:00') }])
        await bench.delete(name)
        const gone = await bench.provider.changes(bench.calendarId, window, moved.cursor)
        expect([gone.entries, gone.removed]).toEqual([[], [key]])
      })
    })

    describe('trouble', () => {
      fresh()
      const kindOf = (doing: Promise<unknown>) =>
        doing.then(
          () => 'nothing',
          (error: unknown) => (error instanceof CalendarTrouble ? error.kind : `${error}`),
        )
      test('a server that fails, breaks off or answers by halves is unreachable; nothing is guessed', async () => {
        for (const how of ['server-error', 'reset', 'half'] as const) {
          bench.fail(how, 1)
          expect([how, await kindOf(bench.provider.changes(bench.calendarId, window, null))]).toEqual([how, 'unreachable'])
          bench.fail(how, 1)
          expect([how, await kindOf(bench.provider.put(bench.calendarId, event()))]).toEqual([how, 'unreachable'])
        }
        expect(await kindOf(bench.provider.busy(bench.calendarId, window))).toBe('nothing')
      })
      test('a vendor that asks for patience is heard', async () => {
        bench.fail('slow-down', 1)
        const error = await bench.provider.busy(bench.calendarId, window).catch((one: unknown) => one)
        expect(error).toMatchObject({ kind: 'later', retryAfterMs: 7000 })
      })
      test('a calendar that is not there is gone', async () => {
        expect(await kindOf(bench.provider.busy(`${bench.calendarId}nowhere`, window))).toBe('gone')
      })
      test('a vendor that lets us in no longer says so in one way', async () => {
        await bench.revoke()
        expect(await kindOf(bench.provider.busy(bench.calendarId, window))).toBe('revoked')
        expect(await kindOf(bench.provider.calendars())).toBe('revoked')
        expect(await kindOf(bench.provider.put(bench.calendarId, event()))).toBe('revoked')
      })
    })
  })
}

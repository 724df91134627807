import { expect, test } from 'vitest'
import type { BookingStatus } from '../../server/domain/booking.ts'
import type { BookingChange } from '../../server/domain/crm.ts'
import { answerToRow, type KnownRow, latestRows, putBackNotice } from '../../server/domain/crm-outcome.ts'

const at = (time: string) => new Date(`2027-03-02T${time}Z`)
const now = at('16:00:00')
const begun = { start: at('15:00:00') }
const coming = { start: at('17:00:00') }

const change = (status: string | null, more: Partial<BookingChange> = {}): BookingChange => ({
  ...{ bookingId: 'b', status, reason: null, by: { id: '005', name: 'Uma', email: null }, at: at('15:30:00') },
  ...more,
})
const known = (status: BookingStatus | null, more: Partial<KnownRow> = {}): KnownRow => ({
  ...{ status, followedAt: null, followedStatus: null, writtenAt: at('12:00:00'), unsure: false },
  ...more,
})
const seen = { begunAt: at('15:59:00'), byUs: false }

/** What the row says, what we know it said, what the booking is, and what comes of it. */
test.each([
  ['completed', 'scheduled', { status: 'scheduled', ...begun }, 'take'],
  ['no-show', 'completed', { status: 'completed', ...begun }, 'take'],
  ['scheduled', 'completed', { status: 'completed', ...begun }, 'take'],
  ['cancelled', 'scheduled', { status: 'scheduled', ...coming }, 'take'],
  ['completed', 'scheduled', { status: 'scheduled', ...coming }, 'put-back'],
  ['scheduled', 'cancelled', { status: 'cancelled', ...coming }, 'put-back'],
  ['cancelled', 'completed', { status: 'completed', ...begun }, 'put-back'],
  ['declined', 'scheduled', { status: 'scheduled', ...coming }, 'put-back'],
  [null, 'scheduled', { status: 'scheduled', ...coming }, 'put-back'],
  ['scheduled', 'scheduled', { status: 'completed', ...begun }, 'nothing'],
  ['completed', 'scheduled', { status: 'completed', ...begun }, 'agree'],
  ['scheduled', null, { status: 'completed', ...begun }, 'nothing'],
  ['completed', null, { status: 'scheduled', ...begun }, 'take'],
] as const)('a row that says %s, known as %s, of a booking that is %o: %s', (status, base, booking, kind) => {
  expect(answerToRow(change(status), known(base), booking, seen, now).kind).toBe(kind)
})

test('a change that was answered is not answered again; the next one in the same second is', () => {
  const row = known('scheduled', { followedAt: at('15:30:00'), followedStatus: 'no-show' })
  const booking = { status: 'scheduled', ...begun } as const
  expect(answerToRow(change('no-show'), row, booking, seen, now).kind).toBe('nothing')
  expect(answerToRow(change('completed', { at: at('15:29:00') }), row, booking, seen, now).kind).toBe('nothing')
  expect(answerToRow(change('completed'), row, booking, seen, now).kind).toBe('take')
})

test('a row is not believed that may be our own write, or older than it', () => {
  const booking = { status: 'scheduled', ...begun } as const
  expect(answerToRow(change('completed'), known('scheduled', { writtenAt: at('15:59:30') }), booking, seen, now).kind).toBe('nothing')
  expect(answerToRow(change('completed'), known('scheduled', { unsure: true }), booking, { ...seen, byUs: true }, now).kind).toBe('nothing')
  expect(answerToRow(change('completed'), known('scheduled', { unsure: true }), booking, seen, now).kind).toBe('take')
  expect(answerToRow(change('completed'), known('scheduled'), booking, { ...seen, byUs: true }, now).kind).toBe('take')
})

test('of a row that was deleted and made again, the new one counts', () => {
  const [gone, there] = [change(null), change('scheduled', { by: { id: 'us', name: 'Us', email: null } })]
  expect(latestRows([there, gone])).toEqual([there])
  expect(latestRows([{ ...gone, at: at('15:31:00') }, there])).toEqual([{ ...gone, at: at('15:31:00') }])
})

test('who set what is put back is named where that is known', () => {
  expect(putBackNotice('no-show', 'Uma', 'It has not begun.')).toBe(
    'Uma set the status to No-show in Salesforce. It was put back: It has not begun.',
  )
  expect(putBackNotice(null, null, 'Why.')).toContain('Somebody set')
})

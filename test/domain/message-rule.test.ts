import { describe, expect, test } from 'vitest'
import type { BookingStatus } from '../../server/domain/booking.ts'
import { channelsFor, dueNow, lookAgainAt, type MessageRule, requestExpiresAt } from '../../server/domain/message-rule.ts'

const rule = (changes: Partial<MessageRule> = {}): MessageRule => ({
  reminders: [1440, 60],
  followUpMinutes: null,
  requestExpiresMinutes: 2880,
  moments: {},
  ...changes,
})
const at = (text: string) => new Date(`2027-03-${text}:00Z`)
const booking = (status: BookingStatus = 'scheduled') => ({
  status,
  start: at('10T15:00'),
  end: at('10T15:30'),
  createdAt: at('01T12:00'),
})
const SETTLED = at('01T12:00')

describe('the channels of a moment', () => {
  const usual = { customer: ['email'], rep: ['email'] } as const

  test('are the usual ones unless the event type names others', () => {
    const special = rule({ moments: { customer: { reminder: ['sms'], rescheduled: [] } } })

    expect(channelsFor(special, usual, 'customer', 'booked')).toEqual(['email'])
    expect(channelsFor(special, usual, 'customer', 'reminder')).toEqual(['sms'])
    expect(channelsFor(special, usual, 'customer', 'rescheduled')).toEqual([])
    expect(channelsFor(special, usual, 'rep', 'rescheduled')).toEqual(['email'])
  })

  test('are none for a side that is told nothing', () => {
    const special = rule({ moments: { customer: { reminder: ['sms'] } } })

    expect(channelsFor(special, { customer: [], rep: [] }, 'customer', 'reminder')).toEqual([])
  })

  test('never exceed what was chosen for the booking itself', () => {
    const special = rule({ moments: { customer: { booked: ['email', 'sms'], cancelled: ['sms'] } } })
    const chosen = { ...usual, chosen: ['customer'] } as const

    expect(channelsFor(special, chosen, 'customer', 'booked')).toEqual(['email'])
    expect(channelsFor(special, chosen, 'customer', 'cancelled')).toEqual([])
  })

  test.each([
    ['customer', 'reminder', true],
    ['customer', 'follow-up', true],
    ['customer', 'no-show', false],
    ['rep', 'reminder', false],
    ['rep', 'follow-up', false],
    ['rep', 'no-show', false],
  ] as const)('tell the %s of a %s unasked: %s', (side, moment, tells) => {
    expect(channelsFor(rule(), usual, side, moment).length > 0).toBe(tells)
    expect(channelsFor(rule({ moments: { [side]: { [moment]: ['email'] } } }), usual, side, moment)).toEqual(['email'])
  })
})

describe('a reminder', () => {
  const due = (now: string, settled = SETTLED, status: BookingStatus = 'scheduled') =>
    dueNow(booking(status), rule(), settled, at(now))?.key ?? null

  test.each([
    ['09T14:59', null],
    ['09T15:00', 'reminder 1440 2027-03-10T15:00:00.000Z'],
    ['10T13:59', 'reminder 1440 2027-03-10T15:00:00.000Z'],
    ['10T14:00', 'reminder 60 2027-03-10T15:00:00.000Z'],
    ['10T14:59', 'reminder 60 2027-03-10T15:00:00.000Z'],
    ['10T15:00', null],
  ])('at %s is the latest whose time has come: %s', (now, key) => {
    expect(due(now)).toBe(key)
  })

  test('is not for people who heard of the meeting after the reminder’s own moment', () => {
    expect(due('10T13:00', at('09T15:01'))).toBeNull()
    expect(due('10T14:00', at('09T15:01'))).toBe('reminder 60 2027-03-10T15:00:00.000Z')
    expect(due('10T14:30', at('10T14:01'))).toBeNull()
  })

  test.each(['requested', 'cancelled', 'declined', 'expired', 'completed', 'no-show'] as const)('is not for what is %s', (status) => {
    expect(due('10T14:00', SETTLED, status) ?? '').not.toMatch(/^reminder/)
  })
})

test('a follow-up comes after a meeting that was completed, and not a week later', () => {
  const due = (now: string, status: BookingStatus = 'completed', followUpMinutes: number | null = 90) =>
    dueNow(booking(status), rule({ followUpMinutes }), SETTLED, at(now))?.moment ?? null

  expect(due('10T16:59')).toBeNull()
  expect(due('10T17:00')).toBe('follow-up')
  expect(due('17T16:59')).toBe('follow-up')
  expect(due('17T17:00')).toBeNull()
  expect(due('10T17:00', 'scheduled')).toBeNull()
  expect(due('10T17:00', 'completed', null)).toBeNull()
})

test('a no-show is spoken of within a week', () => {
  expect(dueNow(booking('no-show'), rule(), SETTLED, at('10T15:10'))?.moment).toBe('no-show')
  expect(dueNow(booking('no-show'), rule(), SETTLED, at('17T15:30'))).toBeNull()
})

test('a request waits for its answer as long as the event type says, and never past its start', () => {
  expect(requestExpiresAt(booking('requested'), rule())).toEqual(at('03T12:00'))
  expect(requestExpiresAt(booking('requested'), rule({ requestExpiresMinutes: 525_600 }))).toEqual(at('10T15:00'))
})

test('a booking is looked at again whenever a time in its life comes', () => {
  const times = (status: BookingStatus, now = '01T12:00') =>
    lookAgainAt(booking(status), rule({ followUpMinutes: 60 }), at(now)).map((time) => time.toISOString().slice(8, 16))

  expect(times('requested')).toEqual(['03T12:00'])
  expect(times('scheduled')).toEqual(['09T15:00', '10T14:00', '10T16:30'])
  expect(times('scheduled', '10T14:00')).toEqual(['10T16:30'])
  expect(times('completed')).toEqual(['10T16:30'])
  expect(times('cancelled')).toEqual([])
})

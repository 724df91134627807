import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Offset, PREVIOUS, type Step, stepProblems, TRIGGER } from '../../server/domain/process.ts'
import {
  countingFrom,
  type Due,
  dateIn,
  doneAt,
  duesOf,
  notBefore,
  rolledForward,
  shifted,
  standingOf,
} from '../../server/domain/process-due.ts'

const ZONE = 'America/New_York'
const step = (id: string, amount: number, unit: Offset['unit'], more: Partial<Step> = {}): Step => ({
  ...{ id, type: 'call', offset: { amount, unit }, anchor: PREVIOUS, time: null, note: null, email: null, automatic: false },
  ...more,
})
const dates = (steps: readonly Step[], trigger: string, zone = ZONE) => duesOf(steps, new Date(trigger), zone).map(({ on }) => on)

test('S2.10 S2.11 S2.23 S2.24 S2.25 Jane registers on May 1: a call after two hours, an email the day after, a call two days later', () => {
  const steps = [step('call', 2, 'hours'), step('email', 1, 'days', { type: 'email' }), step('again', 2, 'days')]

  const dues = duesOf(steps, new Date('2027-05-01T14:00:00Z'), ZONE)

  expect(dues).toEqual([
    { on: '2027-05-01', at: new Date('2027-05-01T16:00:00Z') },
    { on: '2027-05-02', at: null },
    { on: '2027-05-04', at: null },
  ])
})

test('S2.36 S2.44 S2.45 S2.46 Brian’s process is chosen on May 2: an email on May 3, a call on May 10, a call one calendar month later on June 10', () => {
  const steps = [step('email', 1, 'days', { type: 'email' }), step('call', 1, 'weeks'), step('again', 1, 'months')]

  expect(dates(steps, '2027-05-02T18:00:00Z')).toEqual(['2027-05-03', '2027-05-10', '2027-06-10'])
})

test('S2.46 a step may name what it counts from: by the words of the definition the last call is a month after the email', () => {
  const steps = [step('email', 1, 'days', { type: 'email' }), step('call', 1, 'weeks'), step('again', 1, 'months', { anchor: 'email' })]

  expect(dates(steps, '2027-05-02T18:00:00Z')).toEqual(['2027-05-03', '2027-05-10', '2027-06-03'])
  expect(dates([step('a', 3, 'days'), step('b', 1, 'days', { anchor: TRIGGER })], '2027-05-02T18:00:00Z')).toEqual([
    '2027-05-05',
    '2027-05-03',
  ])
})

test.each([
  ['2027-01-31T15:00:00Z', ['2027-02-28', '2027-03-28']],
  ['2028-01-31T15:00:00Z', ['2028-02-29', '2028-03-29']],
  ['2027-12-31T15:00:00Z', ['2028-01-31', '2028-02-29']],
])('a month after %s ends where the month does', (trigger, expected) => {
  expect(dates([step('a', 1, 'months'), step('b', 1, 'months')], trigger)).toEqual(expected)
})

test('the project’s zone says which day it is', () => {
  expect(dates([step('a', 1, 'days')], '2027-05-02T02:00:00Z')).toEqual(['2027-05-02'])
  expect(dates([step('a', 1, 'days')], '2027-05-02T02:00:00Z', 'Europe/Berlin')).toEqual(['2027-05-03'])
})

test.each([
  // The clock goes forward at 2:00 on March 14, and back at 2:00 on November 7.
  ['2027-03-13T17:00:00Z', '02:30', '2027-03-14T07:30:00.000Z'],
  ['2027-11-06T17:00:00Z', '01:30', '2027-11-07T05:30:00.000Z'],
  ['2027-03-13T17:00:00Z', '09:00', '2027-03-14T13:00:00.000Z'],
])('a day after %s at %s is %s: a skipped time is the one after it, of a repeated one the first counts', (trigger, time, expected) => {
  expect(duesOf([step('a', 1, 'days', { time })], new Date(trigger), ZONE)[0]?.at?.toISOString()).toBe(expected)
})

test('hours pass by the clock over a clock change, and count from nine where there is only a date', () => {
  expect(duesOf([step('a', 24, 'hours')], new Date('2027-03-13T17:00:00Z'), ZONE)[0]?.at?.toISOString()).toBe('2027-03-14T17:00:00.000Z')
  const [, second] = duesOf([step('a', 1, 'days'), step('b', 2, 'hours')], new Date('2027-05-01T14:00:00Z'), ZONE)
  expect(second?.at?.toISOString()).toBe('2027-05-02T15:00:00.000Z')
})

test('what falls on a closed day moves to the next open one, at the same time of day', () => {
  const rolled = (due: Due, weekdays = ['SA', 'SU']) => rolledForward(due, weekdays, (date) => date === '2027-05-03', ZONE)
  const saturday = { on: '2027-05-01', at: new Date('2027-05-01T16:00:00Z') }

  expect(rolled(saturday)).toEqual({ on: '2027-05-04', at: new Date('2027-05-04T16:00:00Z') })
  expect(rolled({ on: '2027-05-05', at: null }).on).toBe('2027-05-05')
  expect(rolled(saturday, ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'])).toEqual(saturday)
})

test('where dates count from completion, those that count from what was done move with it, and no others', () => {
  const steps = [
    step('a', 1, 'days'),
    step('b', 2, 'days'),
    step('c', 1, 'weeks', { anchor: TRIGGER }),
    step('d', 1, 'days', { anchor: 'b' }),
  ]

  expect([...countingFrom(steps, 'a')]).toEqual(['b', 'd'])
  const known = new Map([['a', doneAt(new Date('2027-05-06T14:00:00Z'), ZONE)]])
  expect(duesOf(steps, new Date('2027-05-02T18:00:00Z'), ZONE, known).map(({ on }) => on)).toEqual([
    '2027-05-06',
    '2027-05-08',
    '2027-05-09',
    '2027-05-09',
  ])
})

test('a set that replaces another begins no earlier than what it replaces was due, and keeps its distances', () => {
  const dues = duesOf([step('a', 1, 'days'), step('b', 1, 'weeks')], new Date('2027-05-02T18:00:00Z'), ZONE)

  expect(notBefore(dues, '2027-05-06', ZONE).map(({ on }) => on)).toEqual(['2027-05-06', '2027-05-13'])
  expect(notBefore(dues, '2027-05-01', ZONE)).toEqual(dues)
})

test('it is overdue once its instant or its day is past, and due today until then', () => {
  const now = new Date('2027-05-02T18:00:00Z')
  expect(standingOf({ on: '2027-05-02', at: null }, now, ZONE)).toBe('today')
  expect(standingOf({ on: '2027-05-02', at: new Date('2027-05-02T17:59:00Z') }, now, ZONE)).toBe('overdue')
  expect(standingOf({ on: '2027-05-02', at: now }, now, ZONE)).toBe('today')
  expect(standingOf({ on: '2027-05-01', at: null }, now, ZONE)).toBe('overdue')
  expect(standingOf({ on: '2027-05-03', at: null }, now, ZONE)).toBe('upcoming')
})

test('what is wrong with a plan is said at its place', () => {
  const wrong = [
    step('a', 1, 'hours', { time: '09:00' }),
    step('a', 1, 'days', { anchor: 'later' }),
    step('c', 1, 'days', { automatic: true, time: '09:00' }),
    step('d', 1, 'days', { automatic: true, type: 'email' }),
    step('e', 1, 'days', { email: { subject: 'Hello', body: 'Hello' } }),
  ]
  expect(stepProblems(wrong).map(({ pointer }) => pointer)).toEqual([
    '/steps/0/time',
    '/steps/1/id',
    '/steps/1/anchor',
    '/steps/2/automatic',
    '/steps/3/email',
    '/steps/3/time',
    '/steps/4/email',
  ])
  expect(stepProblems([step('a', 1, 'days'), step('b', 2, 'days', { anchor: 'a' })])).toEqual([])
})

const anyStep = fc.record({
  amount: fc.integer({ min: 0, max: 40 }),
  unit: fc.constantFrom<Offset['unit']>('hours', 'days', 'weeks', 'months'),
  time: fc.constantFrom(null, '00:30', '09:00', '23:45'),
})
const anyTrigger = fc.date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2035-12-31T00:00:00Z'), noInvalidDate: true })
const anyZone = fc.constantFrom('America/New_York', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC')

test('no chained step is due before the one it counts from, and its instant lies on its date', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 1, maxLength: 8 }), anyTrigger, anyZone, (given, trigger, zone) => {
      const steps = given.map(({ amount, unit, time }, i) => step(String(i), amount, unit, { time: unit === 'hours' ? null : time }))
      const dues = duesOf(steps, trigger, zone)
      const first = dateIn(trigger, zone)
      dues.forEach(({ on, at }, i) => {
        expect(on >= (dues[i - 1]?.on ?? first)).toBe(true)
        if (at) expect(dateIn(at, zone)).toBe(on)
      })
      expect(shifted(shifted(dues, 7, zone), -7, zone).map(({ on }) => on)).toEqual(dues.map(({ on }) => on))
    }),
  )
})

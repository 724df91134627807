import { expect, test } from 'vitest'
import type { BookingStatus } from '../../server/domain/booking.ts'
import type { Moment } from '../../server/domain/message-rule.ts'
import { type Circumstances, type Method, noticesFor, type Participant, type Told } from '../../server/domain/telling.ts'

const jane: Participant = { name: 'Jane Smith', address: 'jane@example.com', audience: 'customer' }
const gil: Participant = { name: null, address: 'gil@example.com', audience: 'guest' }
const ann: Participant = { name: 'Ann Lee', address: 'ann@example.com', audience: 'rep', timeZone: 'America/New_York' }
const ben: Participant = { name: 'Ben Ode', address: 'ben@example.com', audience: 'rep', timeZone: 'America/Chicago' }

/** A booking whose rep at each sequence number was one of these; the last one has it now. */
const led = (status: BookingStatus, ...reps: Participant[]) => {
  const at = (sequence: number) => reps[sequence]?.address
  return { booking: { status, sequence: reps.length - 1, repId: at(reps.length - 1)! }, ledBy: at }
}

const told = (to: Participant, sequence: number, method: Method | null = 'REQUEST', moment: Moment = 'booked'): Told => ({
  ...to,
  sequence,
  method,
  moment,
})

function notices(
  { booking, ledBy }: ReturnType<typeof led>,
  participants: readonly Participant[],
  before: readonly Told[] = [],
  more: Partial<Circumstances> = {},
) {
  return noticesFor(booking, participants, before, { ledBy, ...more }).map(
    ({ to, audience, moment, method, since }) => `${to.name ?? to.address}: ${audience} ${moment} ${method} since ${since}`,
  )
}

test('everybody who takes part in a new booking is invited', () => {
  expect(notices(led('scheduled', ann), [jane, gil, ann])).toEqual([
    'Jane Smith: customer booked REQUEST since null',
    'gil@example.com: guest booked REQUEST since null',
    'Ann Lee: rep booked REQUEST since null',
  ])
})

test('who has heard of the latest state hears nothing more', () => {
  const everybody = [jane, gil, ann]

  expect(
    notices(
      led('scheduled', ann, ann),
      everybody,
      everybody.map((one) => told(one, 1)),
    ),
  ).toEqual([])
  expect(
    notices(
      led('cancelled', ann, ann),
      everybody,
      everybody.map((one) => told(one, 1, 'CANCEL')),
    ),
  ).toEqual([])
})

test('only who has not heard of the latest state is told', () => {
  expect(notices(led('scheduled', ann, ann), [jane, gil, ann], [told(jane, 1), told(ann, 0)])).toEqual([
    'gil@example.com: guest booked REQUEST since null',
    'Ann Lee: rep rescheduled REQUEST since 0',
  ])
})

test('after several changes everybody hears once, from where they last heard', () => {
  const before = [told(jane, 0), told(jane, 2), told(ann, 0)]

  expect(notices(led('scheduled', ann, ann, ann, ann), [jane, ann], before)).toEqual([
    'Jane Smith: customer rescheduled REQUEST since 2',
    'Ann Lee: rep rescheduled REQUEST since 0',
  ])
})

test('the rep who loses a booking gets a cancellation, the new one an invitation, the customer hears who comes', () => {
  expect(notices(led('scheduled', ann, ben), [jane, ben], [told(jane, 0), told(ann, 0)])).toEqual([
    'Jane Smith: customer reassigned REQUEST since 0',
    'Ben Ode: rep booked REQUEST since null',
    'Ann Lee: former-rep reassigned CANCEL since 0',
  ])
})

test('a rep who lost the booking before hearing of it is not told that it is gone', () => {
  expect(notices(led('scheduled', ann, ben), [jane, ben])).toEqual([
    'Jane Smith: customer booked REQUEST since null',
    'Ben Ode: rep booked REQUEST since null',
  ])
})

test('a rep who gets the booking back is invited again after the cancellation', () => {
  const before = [told(jane, 0), told(ann, 0), told(jane, 1), told(ann, 1, 'CANCEL'), told(ben, 1)]

  expect(notices(led('scheduled', ann, ben, ann), [jane, ann], before)).toEqual([
    'Jane Smith: customer reassigned REQUEST since 1',
    'Ann Lee: rep booked REQUEST since 1',
    'Ben Ode: former-rep reassigned CANCEL since 1',
  ])
})

test('a rep who gets the booking back before anybody heard that it was gone keeps it', () => {
  expect(notices(led('scheduled', ann, ben, ann), [jane, ann], [told(jane, 0), told(ann, 0)])).toEqual([
    'Jane Smith: customer rescheduled REQUEST since 0',
    'Ann Lee: rep rescheduled REQUEST since 0',
  ])
})

test('a cancelled booking is cancelled for all, also for a rep who had it and was not told yet that it went to another', () => {
  const before = [told(jane, 0), told(gil, 0), told(ann, 0)]

  expect(notices(led('cancelled', ann, ben, ben), [jane, gil, ben], before)).toEqual([
    'Jane Smith: customer cancelled CANCEL since 0',
    'gil@example.com: guest cancelled CANCEL since 0',
    'Ben Ode: rep cancelled CANCEL since null',
    'Ann Lee: rep cancelled CANCEL since 0',
  ])
})

test('a booking that was cancelled before anything was sent is told as cancelled and nothing else', () => {
  expect(notices(led('cancelled', ann, ann, ann), [jane, ann])).toEqual([
    'Jane Smith: customer cancelled CANCEL since null',
    'Ann Lee: rep cancelled CANCEL since null',
  ])
})

test('a request puts nothing into anybody’s calendar, and nor does its end', () => {
  const asked = [told(jane, 0, null, 'requested'), told(ann, 0, null, 'requested')]

  expect(notices(led('requested', ann), [jane, ann])).toEqual([
    'Jane Smith: customer requested null since null',
    'Ann Lee: rep requested null since null',
  ])
  expect(notices(led('requested', ann, ann), [jane, ann], asked)).toEqual([
    'Jane Smith: customer rescheduled null since 0',
    'Ann Lee: rep rescheduled null since 0',
  ])
  expect(notices(led('declined', ann, ann), [jane, ann], asked)).toEqual([
    'Jane Smith: customer declined null since 0',
    'Ann Lee: rep declined null since 0',
  ])
  expect(notices(led('cancelled', ann, ann), [jane, ann], asked)).toEqual([
    'Jane Smith: customer cancelled null since 0',
    'Ann Lee: rep cancelled null since 0',
  ])
})

test('an approved request becomes an invitation for everybody, and says that it was approved to all who knew of it', () => {
  const asked = [told(jane, 0, null, 'requested'), told(ann, 0, null, 'requested')]
  const approved = (before: readonly Told[], ...reps: Participant[]) =>
    notices(led('scheduled', ...reps), [jane, reps.at(-1)!], before, { origin: 'requested' })

  expect(approved(asked, ann, ann)).toEqual(['Jane Smith: customer approved REQUEST since 0', 'Ann Lee: rep approved REQUEST since 0'])
  expect(approved([], ann, ann)).toEqual(['Jane Smith: customer approved REQUEST since null', 'Ann Lee: rep booked REQUEST since null'])
  expect(approved(asked, ann, ann, ben)).toEqual([
    'Jane Smith: customer approved REQUEST since 0',
    'Ben Ode: rep booked REQUEST since null',
    'Ann Lee: former-rep cancelled null since 0',
  ])
})

test('a request that expires is told as such', () => {
  const asked = [told(jane, 0, null, 'requested'), told(ann, 0, null, 'requested')]

  expect(notices(led('expired', ann, ann), [jane, ann], asked, { origin: 'requested' })).toEqual([
    'Jane Smith: customer expired null since 0',
    'Ann Lee: rep expired null since 0',
  ])
})

test('who hears nothing of a booking’s beginning hears of its change as a change, and nothing of a moment that is switched off', () => {
  const without = (...moments: Moment[]) => ({ hears: (_: Participant, moment: Moment) => !moments.includes(moment) })

  expect(notices(led('scheduled', ann), [jane, ann], [], without('booked'))).toEqual([])
  expect(notices(led('scheduled', ann, ann), [jane], [], without('booked'))).toEqual(['Jane Smith: customer rescheduled REQUEST since 0'])
  expect(notices(led('scheduled', ann, ben), [jane, ben], [], without('booked'))).toEqual([
    'Jane Smith: customer reassigned REQUEST since 0',
    'Ben Ode: rep reassigned REQUEST since 0',
  ])
  expect(notices(led('scheduled', ann, ann), [jane, ann], [told(jane, 0), told(ann, 0)], without('rescheduled'))).toEqual([])
  expect(notices(led('cancelled', ann, ann), [jane], [told(jane, 0)], without('rescheduled'))).toEqual([
    'Jane Smith: customer cancelled CANCEL since 0',
  ])
})

test('of a meeting that has taken place nothing is told any more', () => {
  for (const status of ['completed', 'no-show'] as const) expect(notices(led(status, ann), [jane, ann])).toEqual([])
})

test('a request that is given to another rep is no longer for the first one to answer, and its time is not said to be new', () => {
  const asked = [told(jane, 0, null, 'requested'), told(ann, 0, null, 'requested')]

  expect(notices(led('requested', ann, ben), [jane, ben], asked)).toEqual([
    'Jane Smith: customer reassigned null since 0',
    'Ben Ode: rep requested null since null',
    'Ann Lee: former-rep cancelled null since 0',
  ])
  const released = [...asked, told(jane, 1, null, 'reassigned'), told(ben, 1, null, 'requested'), told(ann, 1, null, 'cancelled')]
  expect(notices(led('requested', ann, ben), [jane, ben], released)).toEqual([])
  expect(notices(led('requested', ann, ben, ann), [jane, ann], released)).toEqual([
    'Jane Smith: customer reassigned null since 1',
    'Ann Lee: rep requested null since 1',
    'Ben Ode: former-rep cancelled null since 1',
  ])
  expect(notices(led('declined', ann, ben, ben), [jane, ben], asked).at(-1)).toBe('Ann Lee: rep cancelled null since 0')
})

test('a customer who is reached elsewhere is invited there, and nothing more goes to the address of before', () => {
  const moved = { ...jane, address: 'jane@new.example' }
  expect(notices(led('scheduled', ann), [moved, ann], [told(jane, 0), told(ann, 0)])).toEqual([
    'Jane Smith: customer booked REQUEST since null',
  ])
  expect(notices(led('cancelled', ann), [moved, ann], [told(jane, 0), told(moved, 0), told(ann, 0)])).toEqual([])
})

test('a guest or a second rep who no longer takes part is told so once', () => {
  const before = [told(jane, 0), told(gil, 0), told(ann, 0), told(ben, 0)]

  const after = ['gil@example.com: guest reassigned CANCEL since 0', 'Ben Ode: former-rep reassigned CANCEL since 0']
  expect(notices(led('scheduled', ann, ann), [jane, ann], before).slice(-2)).toEqual(after)
  expect(notices(led('scheduled', ann, ann), [jane, ann], [...before, told(gil, 1, 'CANCEL'), told(ben, 1, 'CANCEL')]).slice(2)).toEqual([])
})

test('who takes part in two roles hears once, in the first of them', () => {
  const twice: Participant = { ...jane, audience: 'guest' }

  expect(notices(led('scheduled', ann), [jane, twice, ann])).toEqual([
    'Jane Smith: customer booked REQUEST since null',
    'Ann Lee: rep booked REQUEST since null',
  ])
})

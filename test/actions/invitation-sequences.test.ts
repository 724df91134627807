import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { book } from '../../server/actions/book.ts'
import { cancel } from '../../server/actions/cancel.ts'
import { reassign, reschedule } from '../../server/actions/reschedule.ts'
import { sendInvitation } from '../../server/actions/send-invitation.ts'
import type { Services } from '../../server/actions/services.ts'
import { getBooking } from '../../server/db/bookings.ts'
import { getRepCard } from '../../server/db/reps.ts'
import type { Caller } from '../../server/domain/booking.ts'
import { type Company, company, openTestApp, type TestApp } from '../support/app.ts'
import { openOwnDatabase } from '../support/own-database.ts'
import { brokenInvariants } from './invariants.ts'
import { openPostOffice, type PostOffice } from './post.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp(await openOwnDatabase(), { role: 'web' })
})
afterAll(() => app.close())

type Act =
  | { readonly kind: 'move'; readonly hour: number }
  | { readonly kind: 'give'; readonly rep: number }
  | { readonly kind: 'cancel' }
  /** The job runs; mail to those whose bit is set fails: customer, guest, then the reps. */
  | { readonly kind: 'tell'; readonly failing: number }

const acts = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('move' as const), hour: fc.integer({ min: 0, max: 6 }) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('give' as const), rep: fc.integer({ min: 0, max: 2 }) }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'cancel' as const }) },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('tell' as const), failing: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 31 })) }),
    },
  ),
  { minLength: 1, maxLength: 12 },
)

const caller: Caller = { kind: 'api', name: null, email: null }
const compact = (instant: Date) => instant.toISOString().replaceAll(/[-:]|\.000/g, '')

/** Do all acts to a new booking of `made`. After each run of the job, nothing that was sent is stale. */
async function live(made: Company, post: PostOffice, wanted: readonly Act[]) {
  const services: Services = { ...app.services, email: post.provider }
  const customer = `jane.${made.tag}@example.com`
  const guest = `gil.${made.tag}@example.com`
  const addresses = [customer, guest, ...made.reps]
  const { id } = await book(services, caller, {
    eventType: made.eventType,
    start: new Date('2027-03-02T15:00:00Z'),
    timeZone: 'America/New_York',
    rep: made.reps[0]!,
    customer: { name: 'Jane Smith', email: customer },
    guests: [{ email: guest }],
    answers: {},
    allowConflict: false,
  })
  const tell = async (failing: number) => {
    const booking = await getBooking(app.services.db, id)
    const before = post.delivered.length
    post.failing = (address) => ((failing >> addresses.indexOf(address)) & 1) === 1
    await sendInvitation(services, { bookingId: id }).catch((error: Error) => expect(error.message).toBe('Mailbox unavailable'))
    for (const one of post.delivered.slice(before)) {
      expect(one.sequence).toBe(booking.sequence)
      if (one.method === 'REQUEST') expect([booking.status, one.start]).toEqual(['scheduled', compact(booking.start)])
    }
  }
  for (const act of wanted) {
    const { status } = await getBooking(app.services.db, id)
    if (act.kind === 'tell') await tell(act.failing)
    else if (status === 'cancelled') continue
    else if (act.kind === 'move')
      await reschedule(services, caller, id, { start: new Date(Date.parse('2027-03-02T15:00:00Z') + act.hour * 3_600_000) })
    else if (act.kind === 'give') await reassign(services, caller, id, { rep: made.reps[act.rep]! })
    else await cancel(services, caller, id)
  }
  await tell(0)
  await tell(0)
  return { booking: await getBooking(app.services.db, id), customer, guest, addresses }
}

test('whatever happens to a booking, and whenever its jobs run, everybody ends with the truth and hears nothing twice', async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (wanted) => {
      const made = await company(app, { reps: [{}, {}, {}] })
      const post = openPostOffice()

      const { booking, customer, guest, addresses } = await live(made, post, wanted)

      const { email: rep } = await getRepCard(app.services.db, booking.repId)
      const parts = [customer, guest, rep]
      for (const address of addresses) {
        const heard = post.delivered.filter(({ to }) => to === address).map(({ method, sequence }) => `${method} ${sequence}`)
        expect(new Set(heard).size, `${address} heard ${heard}`).toBe(heard.length)
        const last = heard.at(-1)
        if (parts.includes(address)) expect(last).toBe(`${booking.status === 'cancelled' ? 'CANCEL' : 'REQUEST'} ${booking.sequence}`)
        else expect(last?.startsWith('CANCEL') ?? true, `${address} heard ${heard}`).toBe(true)
      }
      expect(booking.invitationSync).toBe('done')
      expect(await brokenInvariants(app.services.db, made)).toEqual([])
    }),
    { numRuns: 25 },
  )
}, 120_000)

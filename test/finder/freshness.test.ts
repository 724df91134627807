import { afterAll, beforeAll, expect, test } from 'vitest'
import { getBooking, updateBooking } from '../../server/db/bookings.ts'
import { openPostgres } from '../../server/db/database.ts'
import { touchReps } from '../../server/db/reps.ts'
import { type Company, company, onPostgres, openTestApp, question, type TestApp, wish } from '../support/app.ts'
import { freshDatabase } from '../support/postgres.ts'

/** Two processes can share a server, never the embedded database. */
const together = test.runIf(onPostgres)

let here: TestApp
let there: TestApp
let drop = async () => {}

beforeAll(async () => {
  if (!onPostgres) return
  const database = await freshDatabase()
  drop = database.drop
  here = await openTestApp(await openPostgres(database.url, 10), { role: 'web' })
  there = await openTestApp(await openPostgres(database.url, 10), { role: 'web' })
})
afterAll(async () => {
  await here?.close()
  await there?.close()
  await drop()
})

/** Half hours from 9:00 in New York on Monday 8 March 2027 on, sixteen on each working day. */
const slot = (i: number) =>
  new Date(Date.parse('2027-03-08T14:00:00Z') + Math.floor(i / 16) * 86_400_000 + (i % 16) * 1_800_000).toISOString()

/** What `app` says of a rep at a time: free, or why not. */
async function said(app: TestApp, made: Company, rep: number, at: string): Promise<string[]> {
  const { body } = await app.post('/api/v1/find-by-time', question(made, at))
  if (body.candidates.some((one: { rep: { email: string } }) => one.rep.email === made.reps[rep])) return ['free']
  const other = body.unavailable.find((one: { rep: { email: string } }) => one.rep.email === made.reps[rep])
  return other.reasons.map((reason: { code: string }) => reason.code)
}

const bookRep = (app: TestApp, made: Company, rep: number, start: string) =>
  app.post('/api/v1/bookings', wish(made, start, { rep: made.reps[rep], pool: undefined, notify: { customer: [], rep: [] } }))

/** Book, move and cancel on both sides, and take transactions back, until told to stop. Answers how much was done. */
function keepWriting(made: Company) {
  let going = true
  let done = 0
  const writer = async (app: TestApp, rep: number) => {
    while (going) {
      const { body } = await bookRep(app, made, rep, slot(rep))
      await app.post(`/api/v1/bookings/${body.id}/reschedule`, { start: slot(rep + 16) })
      await app.post(`/api/v1/bookings/${body.id}/cancel`, {})
      await app.services.db
        .transaction()
        .execute(async (tx) => {
          await touchReps(tx, [body.rep.id])
          throw new Error('taken back')
        })
        .catch(() => {})
      done++
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
  const writers = [writer(here, 0), writer(there, 1), writer(here, 2)]
  return async () => {
    going = false
    await Promise.all(writers)
    return done
  }
}

together(
  'what one process books is not offered by another in its very next answer, two hundred times',
  async () => {
    const made = await company(here, { reps: Array.from({ length: 8 }, () => ({})) })
    const beside = await company(there, { reps: [{}, {}, {}] })
    const stop = keepWriting(beside)

    const stale: string[] = []
    for (let i = 0; i < 200; i++) {
      const [one, other] = i % 2 === 0 ? [here, there] : [there, here]
      const [rep, at] = [i % 8, slot(Math.floor(i / 8))]
      expect((await bookRep(one, made, rep, at)).status).toBe(201)
      const answer = await said(other, made, rep, at)
      if (!answer.includes('booked')) stale.push(`${i}: ${answer}`)
    }

    expect(await stop()).toBeGreaterThan(10)
    expect(stale).toEqual([])
  },
  120_000,
)

together('what one process frees is offered by another in its very next answer', async () => {
  const made = await company(here, { reps: [{}, {}] })
  const { body } = await bookRep(here, made, 0, slot(0))
  expect(await said(there, made, 0, slot(0))).toEqual(['booked'])

  await here.post(`/api/v1/bookings/${body.id}/reassign`, { rep: made.reps[1] })
  expect([await said(there, made, 0, slot(0)), await said(there, made, 1, slot(0))]).toEqual([['free'], ['booked']])
  await there.post(`/api/v1/bookings/${body.id}/cancel`, {})

  expect(await said(here, made, 1, slot(0))).toEqual(['free'])
})

together('an import at one process is seen by another at once: hours, busy time, time off, leaving, and a new rep', async () => {
  const made = await company(here, { reps: [{}, {}, {}, {}] })
  expect(await said(there, made, 0, slot(0))).toEqual(['free'])
  const span = { start: slot(0), end: slot(1) }

  await here.post('/api/v1/import', {
    reps: [
      { email: made.reps[0], weeklyHours: [{ days: ['TU'], start: '09:00', end: '17:00' }] },
      { email: made.reps[1], busy: [span] },
      { email: made.reps[2], timeOff: [span] },
      { email: made.reps[3], active: false },
    ],
  })

  const answers = await Promise.all([0, 1, 2, 3].map((rep) => said(there, made, rep, slot(0))))
  expect(answers).toEqual([['outside-hours'], ['busy'], ['time-off'], ['inactive']])
  const joined = await company(here)
  expect(await said(there, joined, 0, slot(0))).toEqual(['free'])
})

together(
  'a change that is not committed changes nothing, one that is taken back never does, and one that is committed late does',
  async () => {
    const made = await company(here)
    const { body } = await bookRep(here, made, 0, slot(4))
    const booking = await getBooking(here.services.db, body.id)
    const moved = { ...booking, start: new Date(slot(8)), end: new Date(slot(9)) }

    for (const fate of ['taken back', 'committed']) {
      const written = Promise.withResolvers<void>()
      const mayEnd = Promise.withResolvers<void>()
      const transaction = here.services.db
        .transaction()
        .execute(async (tx) => {
          await touchReps(tx, [booking.repId])
          await updateBooking(tx, moved, 'none')
          written.resolve()
          await mayEnd.promise
          if (fate === 'taken back') throw new Error(fate)
        })
        .catch((error: Error) => expect(error.message).toBe('taken back'))
      await written.promise

      // Others commit meanwhile, so the open transaction is older than what the finder has read.
      await company(there)
      expect([await said(there, made, 0, slot(4)), await said(there, made, 0, slot(8))]).toEqual([['booked'], ['free']])
      mayEnd.resolve()
      await transaction
      const after = fate === 'committed' ? [['free'], ['booked']] : [['booked'], ['free']]
      expect([await said(there, made, 0, slot(4)), await said(there, made, 0, slot(8))]).toEqual(after)
    }
  },
)

/** Reps are reminded of outcomes by mail: once, and only while it is fresh. */
import { beforeAll, expect, test } from 'vitest'
import { askForOutcomes } from '../../server/actions/ask-for-outcomes.ts'
import { company, NOW, person, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

/** A meeting that begins at ten in New York, with a rep who has an account unless `withAccount` says otherwise. */
async function meeting({ withAccount = true } = {}) {
  app.at(NOW)
  const made = await company(app)
  const [rep = ''] = made.reps
  if (withAccount) await person(app, 'rep', { email: rep, name: 'Ann Lee' })
  const { status, body } = await app.post('/api/v1/bookings', wish(made, '2027-03-02T10:00:00-05:00'))
  expect(status).toBe(201)
  await app.settled()
  const { db } = app.services
  const mails = () => db.selectFrom('message').selectAll().where('moment', '=', 'outcome').where('to_address', '=', rep).execute()
  const askAt = async (instant: string) => {
    app.at(instant)
    await askForOutcomes(app.services)
    return mails()
  }
  return { id: body.id as string, rep, askAt, mails }
}

test('an hour after the end the rep is asked by mail, with a link to the outcome, and never again', async () => {
  const { id, askAt } = await meeting()

  const early = await askAt('2027-03-02T16:29:00Z')
  const [mail] = await askAt('2027-03-02T16:30:00Z')
  const later = await askAt('2027-03-02T16:40:00Z')
  const nextDay = await askAt('2027-03-03T17:00:00Z')

  expect([early.length, later.length, nextDay.length]).toEqual([0, 1, 1])
  expect(mail).toMatchObject({ subject: 'What came of “Consultation: Jane Smith”?', status: 'outbox', audience: 'account' })
  expect(mail?.text).toContain(`http://booking.test/console/home?outcome=${id}`)
  expect(mail?.text).toContain('Tuesday, March 2, 2027')
})

test('whoever has set the outcome is not asked', async () => {
  const { id, askAt } = await meeting()
  app.at('2027-03-02T15:40:00Z')
  expect((await app.post(`/api/v1/bookings/${id}/outcome`, { status: 'no-show' })).status).toBe(200)

  expect(await askAt('2027-03-02T16:45:00Z')).toEqual([])
})

test('what has been over for more than a day is asked about by nobody any more', async () => {
  const { askAt } = await meeting()

  expect(await askAt('2027-03-03T15:30:00Z')).toEqual([])
})

test('a rep who cannot sign in is not sent to a page that is closed to them', async () => {
  const { askAt } = await meeting({ withAccount: false })

  expect(await askAt('2027-03-02T16:45:00Z')).toEqual([])
})

test('two who ask at once write one mail', async () => {
  const { mails } = await meeting()
  app.at('2027-03-02T16:45:00Z')

  await Promise.all([askForOutcomes(app.services), askForOutcomes(app.services)])

  expect(await mails()).toHaveLength(1)
})

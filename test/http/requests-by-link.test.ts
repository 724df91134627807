/** A rep answers a request by the links in the mail, without signing in. */
import { beforeEach, expect, test } from 'vitest'
import { company, NOW, startApp, type TestApp } from '../support/app.ts'

let app: TestApp
beforeEach(async () => {
  app = await startApp()
})

const TUESDAY = '2027-03-02T20:30:00Z'

/** A customer's request, with the links that its rep was mailed. */
async function requested(more: { reps?: object[]; eventType?: object } = {}) {
  const questions = [
    { key: 'topic', label: 'Topic' },
    { key: 'first', label: 'First visit', kind: 'checkbox' },
  ]
  const made = await company(app, { reps: [{}], ...more, eventType: { approval: true, questions, ...more.eventType } })
  const customer = { name: 'Jane Smith', email: `jane.${made.tag}@example.com`, phone: '+12125550100' }
  const wish = { eventType: made.eventType, start: TUESDAY, timeZone: 'Europe/London', customer, answers: { topic: 'Roof', first: true } }
  const reply = await app.post(`/api/v1/pages/${made.page}/bookings`, wish, { signedIn: false })
  expect([reply.status, reply.body.status]).toEqual([201, 'requested'])
  const { body } = await app.get('/api/v1/bookings?status=requested&limit=200')
  const booking = body.items.find((one: any) => one.customer.email === customer.email)
  return { made, booking, customer, ...(await linksTo(booking.id, booking.rep.email)) }
}

/** The mail to this address whose subject begins so: the clock stands still, so none is the newest. */
async function mailTo(bookingId: string, address: string, subject: string): Promise<any> {
  await app.settled()
  const { body } = await app.get(`/api/v1/outbox?booking=${bookingId}`)
  const found = body.items.filter((one: any) => one.to.address === address)
  const mail = found.find((one: any) => one.subject.startsWith(subject))
  expect(mail, `${subject} in ${found.map((one: any) => one.subject)}`).toBeDefined()
  return mail
}

async function linksTo(bookingId: string, rep: string, subject = 'Please answer') {
  const mail = await mailTo(bookingId, rep, subject)
  const [, token, other] =
    /Approve: \S+\/requests\/(\S+)\?answer=approve[\s\S]*Decline: \S+\/requests\/(\S+)\?answer=decline/.exec(mail.text) ?? []
  expect(token).toBe(other)
  for (const answer of ['approve', 'decline']) expect(mail.html).toContain(`href="http://booking.test/requests/${token}?answer=${answer}"`)
  const at = (rest = '') => `/api/v1/requests/${token}${rest}`
  const nobody = { signedIn: false }
  return {
    look: () => app.get(at(), nobody),
    answer: (answer: 'approve' | 'decline', body: object = {}) => app.post(at(`/${answer}`), body, nobody),
  }
}

const statusOf = async (id: string) => (await app.get(`/api/v1/bookings/${id}`)).body.status

test('the link shows what it is about, in the rep’s zone, and looking changes nothing', async () => {
  const { booking, customer, look } = await requested()

  const { status, body } = await look()
  expect([status, body]).toEqual([
    200,
    {
      state: 'open',
      request: {
        eventType: { name: 'Consultation' },
        start: TUESDAY,
        end: '2027-03-02T21:00:00Z',
        timeZone: 'America/New_York',
        rep: { name: 'Ann Lee' },
        customer,
        location: { kind: 'phone' },
        answers: [
          { label: 'Topic', value: 'Roof' },
          { label: 'First visit', value: 'Yes' },
        ],
      },
    },
  ])
  expect(await statusOf(booking.id)).toBe('requested')
})

test('approving by link books the meeting and invites the customer, and history knows that it was by link', async () => {
  const { booking, customer, answer, look } = await requested()

  const { status, body } = await answer('approve')

  expect([status, body.state, body.request.customer.name]).toEqual([200, 'approved', 'Jane Smith'])
  expect(await statusOf(booking.id)).toBe('scheduled')
  const invitation = await mailTo(booking.id, customer.email, 'Confirmed')
  expect(invitation.invitation).toContain('METHOD:REQUEST')
  const history = await app.services.db
    .selectFrom('booking_history')
    .selectAll()
    .where('booking_id', '=', booking.id)
    .orderBy('id')
    .execute()
  expect(history.map(({ action, caller }) => [action, caller])).toEqual([
    ['requested', { kind: 'customer', name: customer.name, email: customer.email }],
    ['approved', { kind: 'coordinator', name: 'Ann Lee', email: booking.rep.email, via: 'mailed-link' }],
  ])
  expect((await look()).body.state).toBe('approved')
})

test('declining by link frees the time and tells the customer why', async () => {
  const { booking, customer, answer } = await requested()

  const { status, body } = await answer('decline', { reason: 'The house is sold.' })

  expect([status, body.state]).toEqual([200, 'declined'])
  expect(await statusOf(booking.id)).toBe('declined')
  expect((await mailTo(booking.id, customer.email, 'Not confirmed')).text).toContain('Reason: The house is sold.')
})

test('a request is answered once, by whichever link or person is first', async () => {
  const { booking, answer } = await requested()
  const answers = await Promise.all([answer('approve'), answer('decline')])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(await statusOf(booking.id)).toBe(answers[0]!.status === 200 ? 'scheduled' : 'declined')

  const other = await requested()
  await app.post(`/api/v1/bookings/${other.booking.id}/decline`, {})
  const late = await other.answer('approve')
  expect([late.status, late.body.code, late.body.detail]).toEqual([409, 'conflict', 'The request has been declined already.'])
  expect((await other.look()).body.state).toBe('declined')
})

test('a request that the customer withdrew, or whose time has come, is no longer open', async () => {
  const one = await requested()
  await app.post(`/api/v1/bookings/${one.booking.id}/cancel`, {})
  expect((await one.look()).body.state).toBe('cancelled')
  expect((await one.answer('approve')).body.detail).toBe('The request has been withdrawn.')

  const two = await requested()
  app.at(TUESDAY)
  expect((await two.look()).body.state).toBe('expired')
  expect((await two.answer('approve')).status).toBe(409)
  app.at(NOW)
})

test('the links of a request that was given to another rep are void, and the other rep has links that work', async () => {
  const { made, booking, look, answer } = await requested({ reps: [{}, {}] })
  const other = made.reps.find((email) => email !== booking.rep.email) ?? ''
  expect((await app.post(`/api/v1/bookings/${booking.id}/reassign`, { rep: other })).status).toBe(200)

  expect([(await look()).status, (await answer('approve')).body.code]).toEqual([410, 'gone'])
  const links = await linksTo(booking.id, other)
  expect((await links.answer('approve')).body).toMatchObject({ state: 'approved', request: { rep: { name: expect.any(String) } } })
  const old = await look()
  expect([old.status, old.body]).toEqual([200, { state: 'approved', request: null }])
})

test('the rep of a booking that needs no answer gets no such links, nor do the customer and those who only join', async () => {
  const { booking, customer, answer } = await requested()
  expect((await mailTo(booking.id, customer.email, 'Request received')).text).not.toContain('/requests/')
  await answer('approve')

  expect((await mailTo(booking.id, booking.rep.email, 'Approved')).text).not.toContain('/requests/')
})

test('a link that we did not make leads nowhere, and neither does a customer’s', async () => {
  const { booking } = await requested()
  const customers = booking.manageUrl.split('/manage/')[1]

  for (const token of ['nonsense', `${customers}`, `${customers}x`]) {
    expect((await app.get(`/api/v1/requests/${token}`, { signedIn: false })).status).toBe(404)
    expect((await app.post(`/api/v1/requests/${token}/approve`, {}, { signedIn: false })).status).toBe(404)
  }
})

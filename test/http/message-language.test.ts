import { beforeAll, expect, test } from 'vitest'
import { company, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

const START = '2027-03-02T20:30:00Z'

/** The beginning of the subject that each address of a booking got. */
async function subjects(bookingId: string): Promise<Record<string, string>> {
  await app.settled()
  const { body } = await app.get(`/api/v1/outbox?booking=${bookingId}`)
  return Object.fromEntries(body.items.map((one: any) => [one.audience, `${one.language} ${one.subject.split(':')[0]}`]))
}

async function onPage(language: object, headers: Record<string, string> = {}): Promise<Record<string, string>> {
  const made = await company(app)
  const body = {
    eventType: made.eventType,
    start: START,
    timeZone: 'America/New_York',
    customer: { name: 'Jane Smith', email: `jane.${made.tag}@example.com` },
    answers: {},
    ...language,
  }
  const { status } = await app.post(`/api/v1/pages/${made.page}/bookings`, body, { signedIn: false, headers })
  expect(status).toBe(201)
  const [booking] = (await app.get(`/api/v1/bookings?rep=${made.reps[0]}`)).body.items
  return subjects(booking.id)
}

test('a customer is written to in the language of the page, else in the browser’s, else in English', async () => {
  const browser = { 'accept-language': 'fr-CH, fr;q=0.9, en;q=0.8' }

  expect(await onPage({ language: 'es-MX' }, browser)).toEqual({ customer: 'es Confirmada', rep: 'en New booking' })
  expect(await onPage({}, browser)).toEqual({ customer: 'fr Confirmé', rep: 'en New booking' })
  expect(await onPage({}, { 'accept-language': 'pt-BR' })).toEqual({ customer: 'en Confirmed', rep: 'en New booking' })
})

test('a booking by staff is told in the stored customer’s language, unless the caller says another', async () => {
  const made = await company(app)
  const email = `hans.${made.tag}@example.com`
  await app.post('/api/v1/import', { customers: [{ email, name: 'Hans Muster', language: 'de-AT' }] })
  const booked = async (start: string, more: object) => {
    const { status, body } = await app.post('/api/v1/bookings', wish(made, start, more))
    expect(status, JSON.stringify(body)).toBe(201)
    return { language: body.language, ...(await subjects(body.id)) }
  }

  expect(await booked(START, { customer: { id: email } })).toMatchObject({ language: 'de', customer: 'de Bestätigt' })
  expect(await booked('2027-03-03T20:30:00Z', { customer: { name: 'Hans', email } })).toMatchObject({ customer: 'de Bestätigt' })
  expect(await booked('2027-03-04T20:30:00Z', { customer: { id: email }, language: 'ar' })).toMatchObject({ customer: 'ar تم التأكيد' })
  expect((await app.get(`/api/v1/customers/${email}`)).body.language).toBe('de-AT')
})

test('a rep is written to in his own language, if he has one', async () => {
  const made = await company(app, { reps: [{ language: 'es' }] })
  const { body } = await app.post('/api/v1/bookings', wish(made, START))

  expect(await subjects(body.id)).toEqual({ customer: 'en Confirmed', rep: 'es Nueva cita' })
})

test('a language that is none is refused', async () => {
  const made = await company(app)

  const { status, body } = await app.post('/api/v1/bookings', wish(made, START, { language: 'Spanish, please' }))
  expect([status, body.errors[0].pointer]).toEqual([400, '/language'])
})

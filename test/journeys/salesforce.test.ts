/** From a record of Salesforce to a booking: the customer is known, nothing is typed in a form, a time and a rep are all there is to choose. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { salesforceOrgs } from '../../server/crm/salesforce/salesforce.ts'
import { openSalesforce, type TestSalesforce } from '../servers/salesforce.ts'
import type { Values } from '../servers/salesforce-store.ts'
import { person, signedIn } from '../support/app.ts'
import { signingKey } from '../support/certificate.ts'
import { claimsFor, OLIVIA, signedToken } from '../support/launch.ts'
import { walk } from './axe.ts'
import { JUNE_1, openStage } from './stage.ts'

const key = signingKey()
const now = () => new Date(JUNE_1)

let org: TestSalesforce
const stage = openStage(JUNE_1, async () => {
  org = await openSalesforce({ now })
  org.trust(key.certificate)
  const bearer = { username: org.integration.username, privateKey: key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
  const salesforce = { clientId: org.clientId, clientSecret: null, loginUrl: org.url, bearer }
  return { openCrm: salesforceOrgs(), salesforce }
})

/** Who launches, and the records from which. */
let olivia: string
/** The reps’ users, by email. */
const users = new Map<string, string>()
const people = { jane: '', june: '', lee: '', carla: '', quiet: '', gone: '', converted: '' }
beforeAll(async () => {
  olivia = org.addUser({ name: OLIVIA.name, email: OLIVIA.email })
  for (const { name, email } of (await stage.app.get('/api/v1/export')).body.reps) users.set(email, org.addUser({ name, email }))
  const named = (FirstName: string, LastName: string, more: Values = {}) => ({ FirstName, LastName, Phone: '(212) 555-0100', ...more })
  const [newYork, email] = [{ MailingCountry: 'US', MailingState: 'NY' }, 'jane.record@mail.example']
  const lead = { Company: 'Hill', Country: 'US', State: 'CA' }
  people.jane = org.addContact(
    named('Jane', 'Record', { Email: email, OwnerId: users.get('grace.kim@harborvale.example') ?? '', ...newYork }),
  )
  // Somebody else with the very same email.
  people.june = org.addContact(named('June', 'Record', { Email: email, ...newYork }))
  people.lee = org.addLead(named('Lee', 'Lead', { Email: 'lee.lead@mail.example', ...lead }))
  people.converted = org.addLead(named('Carla', 'Converted', { Email: 'carla@mail.example', ...lead }))
  people.carla = org.convert(people.converted).contactId
  people.quiet = org.addContact(named('Quinn', 'Quiet', { Phone: '+1 212 555 0155' }))
  people.gone = org.addContact(named('Gone', 'Away'))
  org.remove(people.gone)
  const admin = await signedIn(stage.app, await person(stage.app, 'administrator'))
  expect((await stage.app.post('/api/v1/salesforce/connect', {}, admin)).status).toBe(200)
  expect((await stage.app.patch('/api/v1/salesforce', { launchCertificate: key.certificate })).status).toBe(200)
})
afterAll(() => org?.close())

const addressOf = (record: string) => {
  const ref = { object: record.startsWith('00Q') ? 'Lead' : 'Contact', id: record } as const
  const claims = { ...claimsFor(stage.app, { org: { id: org.orgId } }, { ref }), sub: olivia }
  return `/salesforce/launch?token=${signedToken(claims, key)}`
}

/** Press Schedule on a record: what Apex signs opens in the browser. */
async function schedule(record: string, page?: Page): Promise<Page> {
  const opened = page ?? (await stage.visitor())
  await opened.goto(addressOf(record))
  await opened.waitForFunction(() => document.activeElement?.id === 'when')
  return opened
}

/** Say a time, take the first rep, book, with the keyboard alone. */
async function book(page: Page, time: string): Promise<string> {
  await page.keyboard.type(time)
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.matches('#candidates input'))
  const rep = (await page.locator('.candidate .strong').first().textContent()) ?? ''
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.id === 'book')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.id === 'done')
  return rep
}

const cardOf = (page: Page) => page.locator('.customer-card').innerText()
/** What people type into: the time, and nothing about the customer. */
const fields = (page: Page) =>
  page.locator('input:visible:not([type=radio]), textarea:visible, select:visible').evaluateAll((all) => all.map(({ id }) => id))

test('S1.4 S1.6 S1.7 S1.8 S1.9 a launch from a contact: the customer is known, no form is filled in, and with a time and a rep it is booked', async () => {
  const page = await schedule(people.jane)

  expect(new URL(page.url()).pathname).toMatch(/^\/console\/launch\/[\w-]+$/)
  expect(new URL(page.url()).search).toBe('')
  await page.getByText('Booking as Olivia Ortiz from Salesforce').waitFor()
  expect(await cardOf(page)).toMatch(/Jane Record.*jane\.record@mail\.example.*\+12125550100.*New York.*Grace Kim/s)
  expect(await fields(page)).toEqual(['when'])
  expect(await page.getByRole('navigation', { name: 'Console' }).count()).toBe(0)
  const rep = await book(page, 'june 6 3:30pm')

  const [booking] = await stage.bookingsOf('jane.record@mail.example')
  expect(booking).toMatchObject({
    status: 'scheduled',
    start: '2017-06-06T19:30:00Z',
    timeZone: 'America/New_York',
    rep: { name: rep },
    customer: { name: 'Jane Record', email: 'jane.record@mail.example', phone: '+12125550100' },
    bookedBy: { kind: 'salesforce', name: 'Olivia Ortiz', email: OLIVIA.email },
  })
  const to = (await stage.mailsOf(booking.id)).map((mail) => mail.to.address)
  expect(to.sort()).toEqual(['jane.record@mail.example', booking.rep.email].sort())
  const back = await page.locator('.done').getByRole('link', { name: 'Back to Salesforce' }).getAttribute('href')
  expect(back).toBe(`${org.url}/${people.jane}`)
})

test('S1.11 S1.12 it is the record that was clicked, not another with the same email', async () => {
  await schedule(people.jane)
  const page = await schedule(people.june)
  await book(page, 'june 7 10:30am')

  const bookings = (await stage.bookingsOf('jane.record@mail.example')).filter((one) => one.start === '2017-06-07T14:30:00Z')
  expect(bookings).toMatchObject([{ customer: { name: 'June Record' } }])
  const customer = (await stage.app.get(`/api/v1/customers/${bookings[0].customer.id}`)).body
  expect(customer.salesforce).toEqual({ object: 'Contact', id: people.june })
})

test('the owner of the record comes first, and the reason says so', async () => {
  await stage.app.post('/api/v1/import', { pools: [{ slug: 'sales', name: 'Sales', ownerFirst: true }] })
  const page = await schedule(people.jane)
  await page.keyboard.type('june 6 2:30pm')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.matches('#candidates input'))

  expect(await page.locator('.candidate').first().innerText()).toMatch(/Grace Kim.*record owner/s)
})

test('S1.6 S1.9 a lead is booked as a lead, in its own time zone', async () => {
  const page = await schedule(people.lee)
  await book(page, 'june 6 11am')

  const [booking] = await stage.bookingsOf('lee.lead@mail.example')
  expect(booking).toMatchObject({ start: '2017-06-06T18:00:00Z', timeZone: 'America/Los_Angeles' })
  expect((await stage.app.get(`/api/v1/customers/${booking.customer.id}`)).body.salesforce).toEqual({ object: 'Lead', id: people.lee })
})

test('a lead that was converted is the contact it became', async () => {
  const page = await schedule(people.converted)
  await book(page, 'june 6 1pm')

  const [booking] = await stage.bookingsOf('carla@mail.example')
  expect((await stage.app.get(`/api/v1/customers/${booking.customer.id}`)).body.salesforce).toEqual({ object: 'Contact', id: people.carla })
})

test('a contact without an email is flagged, and booked all the same: nobody is written to but the rep', async () => {
  const page = await schedule(people.quiet)
  await page.getByRole('alert').getByText('No email on the record: no invitation will be sent').waitFor()
  expect(await page.getByRole('alert').innerText()).toContain('+12125550155')
  const rep = await book(page, 'june 6 4:30pm')

  await page.getByText('There is no email address, so nothing is sent to the customer.').waitFor()
  const { items } = (await stage.app.get('/api/v1/bookings?limit=100')).body
  const booking = items.find((one: any) => one.customer.name === 'Quinn Quiet')
  expect([booking.rep.name, booking.customer.email]).toEqual([rep, null])
  expect((await stage.mailsOf(booking.id)).map((mail) => mail.to.address)).toEqual([booking.rep.email])
})

test('a record that was deleted opens a page that says so, and nothing else', async () => {
  stage.expectRefusals('404 /salesforce/launch')
  const page = await stage.visitor()
  await page.goto(addressOf(people.gone))

  await page.getByRole('heading', { name: 'This record cannot be opened' }).waitFor()
  expect(await page.context().cookies()).toEqual([])
})

test('after one booking another is made for the same customer; what was ended is opened from the record again', async () => {
  const page = await schedule(people.jane)
  await book(page, 'june 8 10am')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.id === 'when')
  expect(await cardOf(page)).toContain('Jane Record')
  await book(page, 'june 8 11am')

  expect((await stage.bookingsOf('jane.record@mail.example')).filter(({ start }) => start.startsWith('2017-06-08'))).toHaveLength(2)
  await page.getByRole('button', { name: 'End' }).click()
  await page.getByRole('heading', { name: 'This console has ended' }).waitFor()
  stage.expectRefusals()
  await page.reload()
  await page.getByRole('heading', { name: 'This console has ended' }).waitFor()
})

test('two records stay open side by side in one browser, each for its own customer', async () => {
  const first = await schedule(people.jane)
  const second = await schedule(people.lee, await first.context().newPage())

  await book(first, 'june 9 10am')
  await book(second, 'june 9 9am')

  const on = (email: string) => stage.bookingsOf(email).then((all) => all.filter(({ start }) => start.startsWith('2017-06-09')))
  expect([(await on('jane.record@mail.example')).length, (await on('lee.lead@mail.example')).length]).toEqual([1, 1])
})

test('the workspace of a launch acts as the user of Salesforce although a member of staff is signed in beside it', async () => {
  const page = await stage.coordinator()
  await schedule(people.jane, page)
  await page.getByText('Booking as Olivia Ortiz from Salesforce').waitFor()
  await book(page, 'june 12 10am')

  const booking = (await stage.bookingsOf('jane.record@mail.example')).find(({ start }) => start.startsWith('2017-06-12'))
  expect(booking.bookedBy.name).toBe('Olivia Ortiz')
  await page.goto('/console/schedule')
  await page.locator('.who').getByText('John Reyes').waitFor()
})

/** The row of a booking in the org, and its one event, once all is written. */
async function writtenOf(bookingId: string) {
  await stage.app.settled()
  const row = org.records('Booking__c').find((one) => one.BookingId__c === bookingId) ?? {}
  return { row, events: org.records('Event').filter(({ Id }) => Id === row.EventId__c) }
}

test('S1.11 S1.12 the record shows its booking through its whole life: moved, given to another rep, cancelled, held or missed', async () => {
  const page = await schedule(people.jane)
  await book(page, 'june 13 3pm')
  await page.getByText('It stands on the record in Salesforce.').waitFor()
  const booking = (await stage.bookingsOf('jane.record@mail.example')).find(({ start }) => start.startsWith('2017-06-13'))
  const step = async (name: string, body: object) => {
    expect((await stage.app.post(`/api/v1/bookings/${booking.id}/${name}`, body)).status).toBe(200)
    return writtenOf(booking.id)
  }
  const made = await writtenOf(booking.id)
  const start = '2017-06-14T19:00:00Z'
  const asked = { eventType: booking.eventType, pool: booking.pool, at: start, timeZone: 'America/New_York', booking: booking.id }
  const [next, other] = (await stage.app.post('/api/v1/find-by-time', asked)).body.candidates.map(({ rep }: any) => rep)

  expect(made.row).toMatchObject({ Contact__c: people.jane, Status__c: 'scheduled', BookedBy__c: OLIVIA.name })
  expect(made.events).toMatchObject([{ WhoId: people.jane }])
  const moved = await step('reschedule', { start, rep: next.id })
  expect([moved.events.length, moved.row.EventId__c]).toEqual([1, made.row.EventId__c])
  expect(String(moved.row.Start__c)).toContain('2017-06-14T19:00')
  expect(moved.events).toMatchObject([{ OwnerId: users.get(next.email) }])
  const given = await step('reassign', { rep: other.id })
  expect(given.events).toMatchObject([{ Id: made.row.EventId__c, OwnerId: users.get(other.email) }])
  stage.app.at('2017-06-14T21:00:00Z')
  expect((await step('outcome', { status: 'completed' })).row.Status__c).toBe('completed')
  expect((await step('outcome', { status: 'no-show' })).row.Status__c).toBe('no-show')
  expect((await step('outcome', { status: 'scheduled' })).row.Status__c).toBe('scheduled')
  stage.app.at(JUNE_1)
  const ended = await step('cancel', { reason: 'Fell ill' })
  expect(ended.row).toMatchObject({ Status__c: 'cancelled', CancelReason__c: expect.stringContaining('Fell ill') })
  expect(ended.events).toMatchObject([{ Id: made.row.EventId__c }])
})

test('every screen of a launch can be used by everybody', async () => {
  const page = await stage.visitor({ reducedMotion: 'reduce' })
  const { look, faults } = walk(page)
  await schedule(people.quiet, page)
  await look('a contact without an email')
  await book(page, 'june 15 10am')
  await look('booked')
  await page.getByRole('button', { name: 'End' }).click()
  await page.getByRole('heading', { name: 'This console has ended' }).waitFor()
  await look('ended')
  stage.expectRefusals('404 /salesforce/launch')
  await page.goto(addressOf(people.gone))
  await look('refused')

  expect(faults).toEqual([])
})

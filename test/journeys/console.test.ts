/** The phone workspace beyond the plain call: nobody free, somebody new, somebody faster, and a session that ends. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Company, company, PASSWORD, person, wish } from '../support/app.ts'
import { JOHN, JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)

const when = (page: Page) => page.getByLabel('When would suit them?')
const book = (page: Page) => page.locator('#book')
const names = (page: Page) => page.locator('.candidate .strong').allTextContents()

/** A company with a customer of its own, and the workspace set to book for it. */
async function call(given: Parameters<typeof company>[1] = {}) {
  const made = await company(stage.app, given)
  const email = `callie.${made.tag}@example.com`
  const callie = { email, name: `Callie ${made.tag}`, timeZone: 'America/New_York' }
  expect((await stage.app.post('/api/v1/import', { customers: [callie] })).status).toBe(200)
  const page = await stage.coordinator()
  await choose(page, made, callie.name)
  return { made, page, email, name: callie.name }
}

async function choose(page: Page, made: Company, customer: string) {
  await page.getByLabel('Appointment').selectOption(made.eventType)
  await page.getByLabel('Team').selectOption(made.pool)
  await page.getByLabel('Who is on the phone?').fill(customer)
  await page.getByRole('option', { name: new RegExp(`^${customer}`) }).click()
}

async function say(page: Page, words: string) {
  await when(page).fill(words)
  await page
    .getByRole('status')
    .getByText(/reps? (is|are) free|Nobody is free/)
    .waitFor()
}

test('S1.2 S1.3 when nobody is free the coordinator hears why, and takes the nearest time', async () => {
  const { made, page, email } = await call({ reps: [{}, {}] })
  for (const rep of made.reps) await stage.app.post('/api/v1/bookings', wish(made, '2017-06-06T19:30:00Z', { rep, pool: undefined }))
  await say(page, 'june 6 3:30pm')
  await page.getByText('Why not the other 2?').click()
  await page.locator('.others li').first().waitFor()
  expect(await page.locator('.others li').allTextContents()).toEqual(['Ann Lee booked 3:30 – 4:00 PM', 'Ben Ode booked 3:30 – 4:00 PM'])
  expect(await book(page).getAttribute('aria-disabled')).toBe('true')
  expect(await page.locator('.times button').allTextContents()).toEqual([
    '2:30 PM2 free',
    '2:45 PM2 free',
    '3:00 PM2 free',
    '4:00 PM2 free',
    '4:15 PM2 free',
    '4:30 PM2 free',
  ])

  await page.getByRole('button', { name: '4:00 PM 2 free' }).click()
  await page.getByText('Tuesday, June 6, 4:00 PM EDT in New York').waitFor()
  await book(page).click()

  await page.getByRole('heading', { name: 'Booked' }).waitFor()
  expect(await stage.bookingsOf(email)).toMatchObject([{ start: '2017-06-06T20:00:00Z' }])
})

test('S1.1 a customer who is not known yet is typed in, with the keyboard alone, up to the confirmation', async () => {
  const made = await company(stage.app)
  const page = await stage.coordinator()
  await page.getByLabel('Appointment').selectOption(made.eventType)
  await page.getByLabel('Team').selectOption(made.pool)
  await page.getByLabel('Who is on the phone?').fill('Nora Newcomb')
  await page.getByRole('option', { name: 'New customer “Nora Newcomb”' }).waitFor()
  await page.getByText('Nobody found').waitFor()
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.id === 'new-name')
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Nora Newcomb')
  await page.keyboard.press('Enter')
  await page.keyboard.type('nora@newcomb')
  await page.getByText('This is not an email address.').waitFor()
  await page.keyboard.type('.example')
  await page.keyboard.press('Enter')
  await page.keyboard.type('212 555 0142')
  await page.getByText('Saved as +12125550142').waitFor()
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.id === 'when')
  await page.keyboard.type('tue 3:30pm')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.matches('#candidates input'))
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')

  await page.getByText('An invitation is being sent to nora@newcomb.example.').waitFor()
  const [booking] = await stage.bookingsOf('nora@newcomb.example')
  expect(booking).toMatchObject({
    start: '2017-06-06T19:30:00Z',
    customer: { name: 'Nora Newcomb', email: 'nora@newcomb.example', phone: '+12125550142' },
    bookedBy: { kind: 'coordinator', ...JOHN },
  })
  const mails = await stage.mailsOf(booking.id)
  expect(mails.map((mail) => mail.to.address).sort()).toEqual(['nora@newcomb.example', made.reps[0]].sort())
})

test('somebody else is faster: the coordinator sees who and why, and nothing that was typed is lost', async () => {
  const { made, page, email } = await call({ reps: [{}, {}] })
  await say(page, 'june 6 3:30pm')
  const [first] = await names(page)
  await page.getByText('Subject, details, guests').click()
  await page.getByLabel('Subject').fill('First home')
  await page.getByLabel('Details, which everybody').fill('Has two dogs')
  await page.getByLabel('Guests').fill('spouse@example.com')
  const rep = made.reps[first === 'Ann Lee' ? 0 : 1]
  expect((await stage.app.post('/api/v1/bookings', wish(made, '2017-06-06T19:15:00Z', { rep }))).status).toBe(201)
  stage.expectRefusals('409 /api/v1/bookings')
  await book(page).click()

  await page.getByRole('alert').getByText(`${first} is no longer free at Tuesday, June 6, 3:30 PM`).waitFor()
  await page.getByText('Somebody got in between: booked 3:15 – 3:45 PM.').waitFor()
  expect(await names(page)).toHaveLength(1)
  expect(await page.getByLabel('Details, which everybody').inputValue()).toBe('Has two dogs')
  expect(await when(page).inputValue()).toBe('june 6 3:30pm')
  await page.locator('.notice').getByRole('button', { name: '3:45 PM' }).click()
  await page.getByText('Tuesday, June 6, 3:45 PM EDT in New York').waitFor()
  await page.locator('.candidate', { hasText: first! }).click()
  await book(page).click()

  await page.getByRole('heading', { name: 'Booked' }).waitFor()
  expect(await stage.bookingsOf(email)).toMatchObject([
    {
      start: '2017-06-06T19:45:00Z',
      rep: { email: rep },
      subject: 'First home',
      details: 'Has two dogs',
      guests: [{ email: 'spouse@example.com' }],
    },
  ])
})

test('in a strict team only the first can be chosen, and when the turn passes on, the next one stands first', async () => {
  const { made, page, email } = await call({ reps: [{}, {}], pool: { strict: true } })
  await say(page, 'june 6 3:30pm')
  const [first, second] = await names(page)
  expect(await page.locator('.candidate input').nth(1).isDisabled()).toBe(true)
  await page.getByText('This team is booked strictly in order: only the first can be chosen.').waitFor()
  expect((await stage.app.post('/api/v1/bookings', wish(made, '2017-06-07T15:00:00Z'))).status).toBe(201)
  stage.expectRefusals('422 /api/v1/bookings')
  await book(page).click()

  await page.getByRole('alert').getByText('Somebody else is next in this pool.').waitFor()
  await page.locator('.candidate:has(:checked)', { hasText: second! }).waitFor()
  expect(await names(page)).toEqual([second, first])
  await book(page).click()
  await page.getByRole('heading', { name: 'Booked' }).waitFor()
  expect(await stage.bookingsOf(email)).toMatchObject([{ start: '2017-06-06T19:30:00Z', rep: { name: second } }])
})

test('an appointment of the customer is moved, then cancelled, from the customer’s card', async () => {
  const { page, email } = await call()
  await say(page, 'june 6 3:30pm')
  await book(page).click()
  await page.getByRole('heading', { name: 'Booked' }).waitFor()
  await page.getByRole('button', { name: 'Book another' }).click()
  await page.getByLabel('Who is on the phone?').fill(email)
  await page.getByRole('option', { name: /^Callie/ }).click()
  await page.getByText('Tue, Jun 6, 3:30 PM').waitFor()

  await page.getByRole('button', { name: 'Move' }).click()
  await say(page, 'june 6 3:45pm')
  expect(await names(page), 'the appointment does not stand in its own way').toEqual(['Ann Lee'])
  await page.getByRole('button', { name: 'Move it', exact: true }).click()
  await page.getByRole('heading', { name: 'Moved' }).waitFor()
  await page.getByText('Tue, Jun 6, 3:45 PM').waitFor()
  expect(await stage.bookingsOf(email)).toMatchObject([{ start: '2017-06-06T19:45:00Z', sequence: 1, status: 'scheduled' }])

  await page.locator('.upcoming').getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Yes, cancel it' }).click()
  await page.getByText('No upcoming appointments').waitFor()
  expect(await stage.bookingsOf(email)).toMatchObject([{ status: 'cancelled' }])
})

test('the link for the customer is copied with one press', async () => {
  const { page, email } = await call()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await say(page, 'june 6 3:30pm')
  await book(page).click()
  await page.getByRole('button', { name: 'Copy' }).click()

  await page.getByText('Copied').waitFor()
  const [booking] = await stage.bookingsOf(email)
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(booking.manageUrl)
})

test('a wrong password is refused, and signing out closes the console', async () => {
  const page = await stage.visitor()
  await person(stage.app, 'administrator', JOHN)
  await page.goto('/console/schedule')
  await page.getByLabel('Your work email').fill(JOHN.email)
  await page.getByLabel('Password').fill('not-the-password')
  stage.expectRefusals('401 /api/v1/session')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').getByText('This email and password do not belong together.').waitFor()
  expect(await page.getByLabel('Your work email').inputValue()).toBe(JOHN.email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('gridcell', { name: /free/ }).first().waitFor()

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor()
  stage.expectRefusals('401 /api/v1/session')
  await page.goto('/console/outbox')
  await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor()
  stage.expectRefusals('401 /api/v1/session')
})

test('a session that ends in the middle of a call: after signing in again everything that was typed is there', async () => {
  const { page, email, name } = await call()
  await say(page, 'june 6 3:30pm')
  await page.getByText('Subject, details, guests').click()
  await page.getByLabel('Details, which everybody').fill('Calls from abroad')
  await page.context().clearCookies()
  stage.expectRefusals('401 /api/v1/bookings')
  await book(page).click()
  await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor()
  await page.getByLabel('Your work email').fill(JOHN.email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()

  await page.getByRole('heading', { name }).waitFor()
  expect(await when(page).inputValue()).toBe('june 6 3:30pm')
  await book(page).click()
  await page.getByRole('heading', { name: 'Booked' }).waitFor()
  expect(await stage.bookingsOf(email)).toMatchObject([{ start: '2017-06-06T19:30:00Z', details: 'Calls from abroad' }])
})

test('the customer’s zone rules what is said, and the coordinator’s own time stands beside it', async () => {
  const page = await stage.coordinator()
  await page.getByLabel('Who is on the phone?').fill('Wei Zhang')
  await page.getByRole('option', { name: /^Wei Zhang/ }).click()
  await when(page).fill('june 6 1pm')

  await page.getByText('Tuesday, June 6, 1:00 PM PDT in Los Angeles').waitFor()
  await page.getByText('for you Tuesday, June 6, 4:00 PM EDT in New York').waitFor()
})

/** The booking page: a coordinator, or the customer, who has nothing but its link. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { company, wish } from '../support/app.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)

const day = (page: Page, name: string) => page.getByRole('button', { name })
const time = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const done = (page: Page) => page.getByRole('button', { name: 'Done' })

async function pick(page: Page, date: string, clock: string) {
  await day(page, date).click()
  await time(page, clock).click()
}

test('S1.14–S1.20 S1.23–S1.26 S1.28–S1.31 a coordinator without a login books in the place of the customer', async () => {
  const page = await stage.visitor()
  await page.goto('/talk-to-sales')
  await page.getByRole('button', { name: 'Consultation' }).click()
  const free = page.getByRole('button', { name: 'Tuesday, June 6, 2017, free times' })
  await free.waitFor()
  expect(await page.locator('input:visible, textarea:visible').count(), 'the time comes before the person').toBe(0)
  await free.click()
  await time(page, '3:30 PM').waitFor()
  const { body } = await stage.app.get(
    '/api/v1/pages/talk-to-sales/slots?eventType=consultation&from=2017-06-06&to=2017-06-06&timeZone=America/New_York',
    { signedIn: false },
  )
  const shown = await page.locator('.slot time').evaluateAll((all) => all.map((one) => (one as HTMLTimeElement).dateTime))
  expect(shown).toEqual(body.days[0].slots)
  await time(page, '3:30 PM').click()
  await page.getByText('5 people are free at this time.').waitFor()
  await page.getByRole('button', { name: 'Grace Kim' }).click()

  await page.getByRole('heading', { name: 'Your details' }).waitFor()
  const inputs = await page.locator('input, textarea').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))
  expect(
    inputs.filter((value) => value !== 'on'),
    'nothing is filled in',
  ).toEqual(['', '', '', ''])
  expect(await page.getByLabel('Booking for someone else?').isChecked()).toBe(false)
  await page.getByLabel('Booking for someone else?').check()
  await page.getByRole('heading', { name: 'The customer’s details' }).waitFor()
  await page.getByLabel('Their name').fill('Annette Fields')
  await page.getByLabel('Their email').fill('annette@fields.example')
  await page.getByLabel('Their phone number').fill('(212) 555-0110')
  await page.getByLabel('What would you like to talk about?').fill('A first home near the water')
  await page.getByText('Understood as +1 212 555 0110').waitFor()
  await done(page).click()

  await page.getByRole('heading', { name: 'It is booked' }).waitFor()
  expect(await page.locator('.done').innerText()).toMatch(
    /on its way to annette@fields\.example.*Consultation.*Tuesday, June 6, 2017\s+3:30 – 4:00 PM.*Grace Kim.*Phone call/s,
  )
  const [booking] = await stage.bookingsOf('annette@fields.example')
  expect(booking).toMatchObject({
    status: 'scheduled',
    start: '2017-06-06T19:30:00Z',
    customer: { name: 'Annette Fields', email: 'annette@fields.example', phone: '+12125550110' },
    guests: [],
    answers: [{ key: 'topic', value: 'A first home near the water' }],
    bookedBy: { kind: 'customer', name: 'Annette Fields', email: 'annette@fields.example' },
    rep: { name: 'Grace Kim' },
  })
  const mails = await stage.mailsOf(booking.id)
  expect(mails.map((mail) => [mail.audience, mail.to.address]).sort()).toEqual([
    ['customer', 'annette@fields.example'],
    ['rep', 'grace.kim@harborvale.example'],
  ])
})

test('S1.21 a master page leads to its pages, and one of them decides by itself who meets the customer', async () => {
  const page = await stage.visitor()
  await page.goto('/book')
  await page.getByRole('link', { name: 'Visit a community' }).click()
  await page.waitForURL('**/visit-a-community')
  await day(page, 'Wednesday, June 7, 2017, free times').click()
  const first = page.locator('.slot').first()
  const start = await first.locator('time').getAttribute('datetime')
  await first.click()
  await page.getByLabel('Your name').fill('Rosa Delgado')
  await page.getByLabel('Your email').fill('rosa@delgado.example')
  await page.getByLabel('Townhome').check()
  await page.getByLabel('How many people are coming?').fill('3')
  await done(page).click()

  await page.getByText('In person: Bluewater Model Home, 12 Harbor Way').waitFor()
  const [booking] = await stage.bookingsOf('rosa@delgado.example')
  expect(booking).toMatchObject({
    start,
    pool: 'tours',
    answers: [
      { key: 'home', value: 'Townhome' },
      { key: 'party', value: 3 },
    ],
    with: [{ rep: { name: 'Bluewater Model Home' } }],
  })
})

test('a time that was taken meanwhile: all that was typed stays, and the nearest time is booked with one more press', async () => {
  const made = await company(stage.app)
  const page = await stage.visitor()
  await page.goto(`/${made.page}`)
  await pick(page, 'Tuesday, June 6, 2017, free times', '3:30 PM')
  await page.getByLabel('Your name').fill('Slow Sam')
  await page.getByLabel('Your email').fill('sam@slow.example')
  await page.getByRole('button', { name: 'Add a guest' }).click()
  await page.getByLabel('Email of guest 1').fill('kim@slow.example')
  expect((await stage.app.post('/api/v1/bookings', wish(made, '2017-06-06T19:30:00Z'))).status).toBe(201)

  stage.expectRefusals(`409 /api/v1/pages/${made.page}/bookings`)
  await done(page).click()
  await page.getByRole('alert').getByText('This time has just been taken').waitFor()
  expect(await page.getByLabel('Your name').inputValue()).toBe('Slow Sam')
  expect(await page.getByLabel('Email of guest 1').inputValue()).toBe('kim@slow.example')
  await page.getByRole('button', { name: 'Tue, Jun 6, 4:00 PM' }).click()
  await page.waitForFunction(() => document.activeElement?.textContent === 'Done')
  await page.keyboard.press('Enter')

  await page.getByRole('heading', { name: 'It is booked' }).waitFor()
  expect(await stage.bookingsOf('sam@slow.example')).toMatchObject([
    { start: '2017-06-06T20:00:00Z', customer: { name: 'Slow Sam' }, guests: [{ email: 'kim@slow.example' }] },
  ])
})

test('a rep who was taken meanwhile: another one can be had at the same time, or the same one at the nearest', async () => {
  const made = await company(stage.app, { reps: [{}, {}] })
  const page = await stage.visitor()
  const lose = async (start: string) => {
    expect((await stage.app.post('/api/v1/bookings', wish(made, start, { rep: made.reps[1] }))).status).toBe(201)
    stage.expectRefusals(`409 /api/v1/pages/${made.page}/bookings`)
    await done(page).click()
    await page.getByRole('alert').getByText('Ben Ode is no longer free at this time').waitFor()
  }
  await page.goto(`/${made.page}`)
  await pick(page, 'Tuesday, June 6, 2017, free times', '3:30 PM')
  await page.getByRole('button', { name: 'Ben Ode' }).click()
  await page.getByLabel('Your name').fill('Loyal Lou')
  await page.getByLabel('Your email').fill('lou@loyal.example')
  await lose('2017-06-06T19:30:00Z')
  await page.getByRole('button', { name: 'Ann Lee' }).waitFor()
  await page.getByRole('button', { name: 'Tue, Jun 6, 4:00 PM' }).click()
  await page.getByLabel('Your name').waitFor()
  expect(await page.locator('.summary').innerText()).toMatch(/4:00 – 4:30 PM.*Ben Ode/s)
  await lose('2017-06-06T20:00:00Z')
  await page.getByRole('button', { name: 'Ann Lee' }).click()
  expect(await page.getByRole('alert').count()).toBe(0)
  await done(page).click()

  await page.getByRole('heading', { name: 'It is booked' }).waitFor()
  expect(await stage.bookingsOf('lou@loyal.example')).toMatchObject([
    { start: '2017-06-06T20:00:00Z', customer: { name: 'Loyal Lou' }, rep: { email: made.reps[0] } },
  ])
})

test('a page that asks for the rep first shows only the times of that rep', async () => {
  const made = await company(stage.app, {
    reps: [{}, { weeklyHours: [{ days: ['TU'], start: '13:00', end: '14:00' }] }],
    page: { choice: 'rep-first' },
  })
  const page = await stage.visitor()
  await page.goto(`/${made.page}`)
  await page.getByRole('button', { name: 'Ben Ode' }).click()
  await day(page, 'Tuesday, June 6, 2017, free times').click()
  await time(page, '1:00 PM').waitFor()
  expect(await page.locator('.slot').allTextContents()).toEqual(['1:00 PM', '1:15 PM', '1:30 PM'])
  expect(await day(page, 'Monday, June 5, 2017, no free times').getAttribute('aria-disabled')).toBe('true')
  await time(page, '1:15 PM').click()
  await page.getByLabel('Your name').fill('Rita')
  await page.getByLabel('Your email').fill('rita@first.example')
  await done(page).click()

  await page.getByRole('heading', { name: 'It is booked' }).waitFor()
  expect(await stage.bookingsOf('rita@first.example')).toMatchObject([{ start: '2017-06-06T17:15:00Z', rep: { email: made.reps[1] } }])
})

test('an address where there is no page says so', async () => {
  const page = await stage.visitor()
  stage.expectRefusals('404 /nobody-here', '404 /api/v1/pages/nobody-here')
  const response = await page.goto('/nobody-here')

  await page.getByRole('heading', { name: 'There is no booking page here' }).waitFor()
  expect(response?.status()).toBe(404)
})

test('a reload keeps the choices, the back button takes back the last one, and nothing that is typed gets into the address', async () => {
  const made = await company(stage.app)
  const page = await stage.visitor()
  await page.goto(`/${made.page}`)
  await pick(page, 'Tuesday, June 6, 2017, free times', '3:30 PM')
  await page.getByLabel('Your name').fill('Unseen Una')
  expect(page.url()).not.toMatch(/Una/)

  await page.goBack()
  await page.getByRole('heading', { name: 'Choose a time' }).waitFor()
  await page.goForward()
  expect(await page.getByLabel('Your name').inputValue()).toBe('Unseen Una')
  await page.reload()
  await page.getByLabel('Your name').waitFor()
  expect(await page.locator('.summary').innerText()).toMatch(/Tuesday, June 6, 2017\s+3:30 – 4:00 PM/)
  expect(await page.getByLabel('Your name').inputValue()).toBe('')
})

test('an address that was kept, whose time is gone by now, leads back to the free times', async () => {
  const made = await company(stage.app)
  await stage.app.post('/api/v1/bookings', wish(made, '2017-06-06T19:30:00Z'))
  const page = await stage.visitor()
  await page.goto(`/${made.page}?date=2017-06-06&start=2017-06-06T19%3A30%3A00Z`)

  await page.getByText('This time can no longer be booked').waitFor()
  await time(page, '4:00 PM').waitFor()
  expect(await time(page, '3:30 PM').count()).toBe(0)
})

const questions = [
  { key: 'budget', label: 'Budget', kind: 'number', required: true },
  { key: 'street', label: 'Street', kind: 'text', required: true },
  { key: 'story', label: 'Your story', kind: 'long-text', required: true },
  { key: 'size', label: 'Size', kind: 'choice', options: ['Small', 'Large'], required: true },
  { key: 'state', label: 'State', kind: 'choice', options: ['NY', 'NJ', 'CT', 'PA', 'MA', 'VT', 'NH'], required: true },
  { key: 'extras', label: 'Extras', kind: 'several', options: ['Pool', 'Garage', 'Solar'], required: true },
  { key: 'moving', label: 'Moving on', kind: 'date', required: true },
  { key: 'pets', label: 'I have pets', kind: 'checkbox' },
  { key: 'terms', label: 'I agree to be called', kind: 'consent', required: true },
]

test('S1.17 questions of every kind: what is missing is named beside its field, and the answers are the customer’s', async () => {
  const made = await company(stage.app, { eventType: { questions } })
  const page = await stage.visitor()
  await page.goto(`/${made.page}`)
  await pick(page, 'Tuesday, June 6, 2017, free times', '3:30 PM')
  await done(page).click()
  await page.getByText('10 fields need another look').waitFor()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('name')

  await page.getByLabel('Your name').fill('Quinn')
  await page.getByLabel('Your email').fill('quinn@ask.example')
  await page.getByLabel('Budget').fill('a lot')
  await page.getByLabel('Street').fill('Harbor Way')
  await page.getByLabel('Your story').fill('We need\na home')
  await page.getByLabel('Large').check()
  await page.getByLabel('State').selectOption('CT')
  await page.getByLabel('Solar').check()
  await page.getByLabel('Pool').check()
  await page.getByLabel('Moving on').fill('2017-09-01')
  await page.getByLabel('I agree to be called').check()
  await done(page).click()
  await page.getByText('Please enter a number.').waitFor()
  await page.getByLabel('Budget').fill('450000')
  await done(page).click()

  await page.getByRole('heading', { name: 'It is booked' }).waitFor()
  const [booking] = await stage.bookingsOf('quinn@ask.example')
  expect(Object.fromEntries(booking.answers.map((answer: any) => [answer.key, answer.value]))).toEqual({
    budget: 450_000,
    street: 'Harbor Way',
    story: 'We need\na home',
    size: 'Large',
    state: 'CT',
    extras: ['Pool', 'Solar'],
    moving: '2017-09-01',
    terms: true,
  })
})

test('a page whose bookings wait for approval says that the time is kept', async () => {
  const made = await company(stage.app, { eventType: { approval: true } })
  const page = await stage.visitor()
  await page.goto(`/${made.page}`)
  await pick(page, 'Tuesday, June 6, 2017, free times', '3:30 PM')
  await page.getByLabel('Your name').fill('Patient Pat')
  await page.getByLabel('Your email').fill('pat@wait.example')
  await done(page).click()

  await page.getByRole('heading', { name: 'Your request has been sent' }).waitFor()
  expect(await page.getByText('Add to calendar').count()).toBe(0)
  expect(await stage.bookingsOf('pat@wait.example')).toMatchObject([{ status: 'requested' }])
})

test('a month without free times leads to the next one that has some', async () => {
  const made = await company(stage.app, {
    reps: [{ timeOff: [{ start: '2017-05-01T00:00:00Z', end: '2017-08-07T00:00:00Z' }] }],
    eventType: { bookingWindowDays: 365 },
  })
  const page = await stage.visitor()
  await page.goto(`/${made.page}`)
  await page.getByText('No free times in June 2017').waitFor()
  await page.getByRole('button', { name: 'Go to the next free day' }).click()

  await day(page, 'Monday, August 7, 2017, free times').waitFor()
})

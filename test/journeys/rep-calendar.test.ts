/** A rep's calendar: appointments are moved with the finder's answer, hours and time off kept, and none is lost when somebody falls ill. */
import type { Locator, Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { type Company, company, PASSWORD, person, wish } from '../support/app.ts'
import { walk } from './axe.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)
const at = (time: string, date = '06') => `2017-06-${date}T${time}:00-04:00`

let made: Company
beforeEach(async () => {
  made = await company(stage.app, {
    reps: [{ name: 'Nora Quill' }, { name: 'Otis Park' }, { name: 'Pia Lund' }],
    eventType: { name: 'Tour' },
  })
})

/** Jane's, Joe's and so on, with the first of the reps. */
async function book(name: string, time: string, rep = 0): Promise<any> {
  const customer = { name, email: `${name.toLowerCase().replace(' ', '.')}.${made.tag}@mail.example` }
  const { status, body } = await stage.app.post('/api/v1/bookings', wish(made, time, { rep: made.reps[rep], customer }))
  expect(status).toBe(201)
  return body
}

async function signedIn(level: 'coordinator' | 'manager' | 'rep', email?: string): Promise<Page> {
  const somebody = await person(stage.app, level, { name: 'Mia Stone', ...(email && { email }) })
  const page = await stage.visitor({ reducedMotion: 'reduce' })
  const reply = await page.request.post('/api/v1/session', { data: { email: somebody.email, password: PASSWORD } })
  expect(reply.status()).toBe(201)
  await page.goto(`/console/calendar?rep=${made.reps[0]}`)
  await page.getByRole('heading', { name: 'May 29 – Jun 4, 2017' }).waitFor()
  return page
}

const entry = (page: Page, name: string): Locator => page.locator('.entry-booking', { hasText: name })
const nextWeek = (page: Page) => page.getByRole('button', { name: 'Later' }).click()

test('a rep falls ill: whoever enters it sees which appointments it concerns, and gives them to others as the finder proposes', async () => {
  const [jane, joe] = [await book('Jane Able', at('10:00')), await book('Joe Baker', at('14:00', '07'))]
  const page = await signedIn('coordinator')
  const { look, faults } = walk(page)
  await nextWeek(page)
  await entry(page, 'Jane Able').waitFor()
  await look('a calendar')

  await page.getByLabel('First day').fill('2017-06-06')
  await page.getByLabel('Last day').fill('2017-06-07')
  await page.getByText('2 appointments lie in this time.').waitFor()
  await page.getByLabel('Reason (optional)').fill('Flu')
  await page.getByRole('button', { name: 'Enter the time off' }).click()
  await page.getByRole('heading', { name: '2 appointments that cannot be kept' }).waitFor()
  await page.getByText('The time off is entered.').waitFor()
  expect(await page.getByText('on time off until June 8').count()).toBe(2)
  await look('appointments that cannot be kept')

  await page.getByRole('button', { name: 'Give 2 appointments to others' }).click()
  const forJoe = page.getByLabel('Joe Baker, Wed, Jun 7, 2:00 PM goes to')
  await forJoe.selectOption({ label: 'Pia Lund' })
  await page.getByLabel('Reason', { exact: true }).fill('Nora is ill.')
  await look('who takes what')
  await page.getByRole('button', { name: 'Give 2 appointments away' }).click()
  await page.getByText('2 appointments given away. The customers and the reps are told.').waitFor()
  await page.getByRole('heading', { name: /cannot be kept/ }).waitFor({ state: 'detached' })

  const [first, second] = [await stage.app.get(`/api/v1/bookings/${jane.id}`), await stage.app.get(`/api/v1/bookings/${joe.id}`)]
  expect(first.body.rep.name).not.toBe('Nora Quill')
  expect(second.body.rep.name).toBe('Pia Lund')
  const told = (await stage.mailsOf(joe.id)).filter(({ text }: any) => text.includes('Pia Lund')).map(({ audience }: any) => audience)
  expect(told).toContain('customer')
  expect(faults).toEqual([])
})

test('customers of somebody who is away are asked to choose anew, and the appointments stay until they have', async () => {
  const jane = await book('Jane Able', at('10:00'))
  const page = await signedIn('coordinator')
  const { look, faults } = walk(page)
  await page.getByLabel('First day').fill('2017-06-06')
  await page.getByText('1 appointment lies in this time.').waitFor()
  await page.getByRole('button', { name: 'Enter the time off' }).click()

  await page.getByRole('heading', { name: '1 appointment that cannot be kept' }).waitFor()
  await page.getByRole('link', { name: 'Home' }).click()
  await page
    .getByRole('region', { name: 'Needs attention' })
    .getByRole('link', { name: /^Nora Quill 1 appointment that cannot be kept/ })
    .click()
  await page.getByRole('button', { name: 'Ask the customer to choose anew' }).click()
  await page.getByText('The customer is asked to choose another time.', { exact: false }).waitFor()
  await page.getByText('asked to choose anew', { exact: false }).last().waitFor()
  await nextWeek(page)
  await entry(page, 'Jane Able').waitFor()
  await look('a customer who is asked')

  const mail = (await stage.mailsOf(jane.id)).find(({ subject }: any) => subject.startsWith('Please choose another time'))
  expect(mail.text).toContain(jane.manageUrl)
  const customer = await stage.visitor({ reducedMotion: 'reduce' })
  await customer.goto(jane.manageUrl)
  await customer.getByText('Nora Quill cannot keep this appointment').waitFor()
  const asked = walk(customer)
  await asked.look('what a customer is asked')
  expect(asked.faults).toEqual([])
  expect((await stage.app.get(`/api/v1/bookings/${jane.id}`)).body).toMatchObject({ status: 'scheduled', start: jane.start })
  await customer.getByRole('button', { name: 'Choose another time' }).click()
  expect(await customer.getByLabel('Anyone who is free').isChecked()).toBe(true)
  await customer.getByRole('button', { name: 'Tuesday, June 6, 2017, free times' }).click()
  await customer.getByRole('button', { name: '10:00 AM', exact: true }).click()
  await customer.getByRole('button', { name: 'Move the appointment' }).click()
  await customer.getByRole('heading', { name: 'The appointment has been moved' }).waitFor()
  const { body: after } = await stage.app.get(`/api/v1/bookings/${jane.id}`)
  expect(after).toMatchObject({ status: 'scheduled', start: jane.start, askedAnewAt: null })
  expect(after.rep.name).not.toBe('Nora Quill')
  expect(faults).toEqual([])
})

/** Drag an entry by so many hours, as a mouse does. */
async function drag(page: Page, what: Locator, hours: number): Promise<void> {
  const [ten, noon] = [
    await page.getByText('10am', { exact: true }).boundingBox(),
    await page.getByText('12pm', { exact: true }).boundingBox(),
  ]
  const box = await what.boundingBox()
  if (!ten || !noon || !box) throw new Error('The calendar is not drawn.')
  const [x, y, hour] = [box.x + box.width / 2, box.y + 4, (noon.y - ten.y) / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x, y + (hours * hour) / 2, { steps: 5 })
  await page.mouse.move(x, y + hours * hour, { steps: 5 })
  await page.mouse.up()
}

test('an appointment is dragged to another time: it moves only if the finder says that the rep is free, and says when else if not', async () => {
  const jane = await book('Jane Able', at('10:00'))
  await book('Joe Baker', at('14:00'))
  const page = await signedIn('coordinator')
  const { look, faults } = walk(page)
  await nextWeek(page)
  await entry(page, 'Jane Able').waitFor()

  await drag(page, entry(page, 'Jane Able'), 4)
  await page.getByText('Nora Quill is not free then: booked 2:00 – 2:30 PM.').waitFor()
  await look('a time that is taken', 'dialog')
  expect(await page.getByLabel('To', { exact: true }).inputValue()).toBe('2017-06-06T14:00')
  expect(await page.getByRole('button', { name: 'Move the appointment' }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: '2:30 PM' }).click()
  await page.getByText('Nora Quill is free then.').waitFor()
  expect((await stage.app.get(`/api/v1/bookings/${jane.id}`)).body.start).toBe(jane.start)
  await page.getByRole('button', { name: 'Move the appointment' }).click()
  await page.getByText('The appointment with Jane Able is now Tue, Jun 6, 2:30 PM.').waitFor()

  expect((await stage.app.get(`/api/v1/bookings/${jane.id}`)).body).toMatchObject({
    start: '2017-06-06T18:30:00Z',
    rep: { name: 'Nora Quill' },
  })
  expect((await stage.mailsOf(jane.id)).some(({ subject }: any) => subject.startsWith('New time'))).toBe(true)
  expect(faults).toEqual([])
})

test('by the keyboard alone an appointment is opened, moved to a time at which only another is free, and given to that one', async () => {
  const jane = await book('Jane Able', at('10:00'))
  await book('Joe Baker', at('15:00'))
  const page = await signedIn('coordinator')
  await nextWeek(page)
  await entry(page, 'Jane Able').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Move', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('To', { exact: true }).fill('2017-06-06T15:00')
  await page.getByRole('button', { name: 'Move it to Otis Park' }).focus()
  await page.keyboard.press('Enter')

  await page.getByText('The appointment with Jane Able is now Tue, Jun 6, 3:00 PM, with Otis Park.').waitFor()
  expect((await stage.app.get(`/api/v1/bookings/${jane.id}`)).body.rep.name).toBe('Otis Park')
})

test('reps keep their own hours, other hours on a date, and the holidays of their country; nobody else’s calendar is there', async () => {
  const page = await signedIn('rep', made.reps[0])
  const { look, faults } = walk(page)
  await page.getByRole('heading', { name: 'Calendar · Nora Quill' }).waitFor()
  expect(await page.getByLabel('Rep', { exact: true }).count()).toBe(0)

  await page.getByRole('button', { name: 'Remove 09:00–17:00 on Friday' }).click()
  await page.getByRole('button', { name: 'Add hours on Saturday' }).click()
  await page.getByLabel('Saturday from').fill('10:00')
  await page.getByLabel('Saturday until').fill('00:00')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The hours are saved.').waitFor()

  await page.getByLabel('Date', { exact: true }).fill('2017-06-09')
  await page.getByLabel('Until', { exact: true }).fill('12:00')
  await page.getByRole('button', { name: 'Set the hours of this date' }).click()
  await page.getByText('Fri, Jun 9: 09:00–12:00').waitFor()

  await page.getByText('Public holidays').click()
  await page.getByLabel('Country').selectOption('DE')
  await page.getByLabel('Region').selectOption('BY')
  await page.getByLabel('Year').selectOption('2018')
  await page.getByLabel(/Neujahr|New Year/).uncheck()
  await look('holidays')
  await page.getByRole('button', { name: /^Enter \d+ holidays as time off$/ }).click()
  await page.getByText('The time off is entered.').waitFor()

  const { body } = await stage.app.get(`/api/v1/reps/${made.reps[0]}/schedule`)
  expect(body.weeklyHours).toEqual([
    { days: ['MO', 'TU', 'WE', 'TH'], start: '09:00', end: '17:00' },
    { days: ['SA'], start: '10:00', end: '24:00' },
  ])
  expect(body.overrides).toEqual([{ date: '2017-06-09', hours: [{ start: '09:00', end: '12:00' }] }])
  const reasons = body.timeOff.map(({ reason }: any) => reason)
  expect(reasons.length).toBeGreaterThan(8)
  expect(reasons.some((one: string) => /Neujahr|New Year/.test(one))).toBe(false)
  expect(faults).toEqual([])
})

test('on a phone the calendar begins as a list, and what came of an appointment is set there', async () => {
  const jane = await book('Jane Able', at('11:00', '01'))
  stage.app.at('2017-06-01T16:00:00Z')
  const somebody = await person(stage.app, 'rep', { email: made.reps[0]!, name: 'Nora Quill' })
  const page = await stage.visitor({ reducedMotion: 'reduce', viewport: { width: 390, height: 844 } })
  await page.clock.setFixedTime(new Date('2017-06-01T16:00:00Z'))
  await page.request.post('/api/v1/session', { data: { email: somebody.email, password: PASSWORD } })
  await page.goto('/console/calendar')

  await entry(page, 'Jane Able').click()
  await page.getByLabel('Completed').check()
  await page.getByRole('button', { name: 'Update appointment' }).click()
  await page.getByText('Completed', { exact: false }).first().waitFor()

  expect((await stage.app.get(`/api/v1/bookings/${jane.id}`)).body.status).toBe('completed')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  stage.app.at(JUNE_1)
})

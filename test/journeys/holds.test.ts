/** Two coordinators on the phone at once: a time that one of them is about to book is kept from the other. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Company, company, question } from '../support/app.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)

const START = '2017-06-06T19:30:00Z'
const book = (page: Page) => page.locator('#book')
const candidate = (page: Page, name: string) => page.locator('.candidate', { hasText: name })
const keptText = 'Held for you: nobody else can take it meanwhile.'
const slot = (page: Page, free: string) => page.getByRole('button', { name: `Tue, Jun 6, 3:30 PM, ${free}` })
const reasonsAt = async (made: Company, more: object = {}) =>
  (await stage.app.post('/api/v1/find-by-time', question(made, START, more))).body.unavailable.flatMap((one: any) =>
    one.reasons.map((reason: any) => reason.code),
  )
const heldCount = async (made: Company) => (await reasonsAt(made)).filter((code: string) => code === 'held').length

async function call(made: Company, email: string): Promise<Page> {
  const page = await stage.coordinator()
  await page.getByLabel('Team').selectOption(made.pool)
  await page.getByLabel('Appointment').selectOption(made.eventType)
  await page.getByLabel('Who is on the phone?').fill(email)
  await page.getByRole('option', { name: /New customer/ }).click()
  await page.getByLabel('Name').fill('Nora Newcomb')
  await page.getByLabel('When would suit them?').fill('june 6 3:30pm')
  await page.locator('.candidate').first().waitFor()
  return page
}

const setUp = (reps: readonly object[]) => {
  stage.app.at(JUNE_1)
  return company(stage.app, { reps })
}

test('what one coordinator reviews is held for another, who sees why and a count that is lower; booked, it was never in doubt', async () => {
  const made = await setUp([{}])
  const first = await call(made, 'nora@newcomb.example')
  await slot(first, '1 free').waitFor()
  expect(await heldCount(made), 'the first choice alone holds nothing').toBe(0)

  await first.locator('#when').press('Enter')
  await first.waitForFunction(() => document.activeElement?.matches('#candidates input'))
  await first.keyboard.press('Enter')
  await first.waitForFunction(() => document.activeElement?.id === 'book')
  await first.getByText(keptText).waitFor()

  const second = await stage.coordinator()
  await second.getByLabel('Team').selectOption(made.pool)
  await second.getByLabel('Appointment').selectOption(made.eventType)
  await second.getByLabel('When would suit them?').fill('june 6 3:30pm')
  await second.getByText('Nobody is free then', { exact: true }).first().waitFor()
  await second.getByText(/Why not/).click()
  await second.getByText('held for another call 3:30 – 4:00 PM').waitFor()
  await slot(second, 'nobody free').waitFor()

  await first.keyboard.press('Enter')
  await first.getByRole('heading', { name: 'Booked' }).waitFor()
  expect(await stage.bookingsOf('nora@newcomb.example')).toMatchObject([{ start: START, rep: { email: made.reps[0] } }])
  expect(await heldCount(made)).toBe(0)
})

test('a click holds as Enter does; Esc, another rep, another time and going away give the time back', async () => {
  const made = await setUp([{}, {}])
  const page = await call(made, 'esc@newcomb.example')
  const holds = (count: number) => expect.poll(() => heldCount(made)).toBe(count)

  await candidate(page, 'Ann Lee').click()
  await page.getByText(keptText).waitFor()
  await holds(1)
  await book(page).focus()
  await page.keyboard.press('Escape')
  await holds(0)
  await candidate(page, 'Ann Lee').click()
  await page.getByText(keptText).waitFor()
  await candidate(page, 'Ben Ode').click()
  await expect.poll(() => reasonsAt(made).then((codes) => codes.length)).toBe(1)
  await page.getByText(keptText).waitFor()
  await page.getByLabel('When would suit them?').fill('june 6 4pm')
  await holds(0)
  await page.getByLabel('When would suit them?').fill('june 6 3:30pm')
  await candidate(page, 'Ann Lee').click()
  await page.getByText(keptText).waitFor()
  await holds(1)
  await page.goto('about:blank')
  await holds(0)
})

test('a hold that ran out while the laptop slept is told and taken anew, and one that somebody else took is told as well', async () => {
  const made = await setUp([{}])
  const page = await call(made, 'sleep@newcomb.example')
  await candidate(page, 'Ann Lee').click()
  await page.getByText(keptText).waitFor()
  const wakeUp = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  const ended: string[] = []
  const renewed = (status: number) => page.waitForResponse((one) => one.url().endsWith('/renew') && one.status() === status)
  const renewedTooLate = async () => void ended.push(`410 ${new URL((await renewed(410)).url()).pathname}`)

  stage.app.at('2017-06-01T14:04:00Z')
  await Promise.all([renewed(200), wakeUp()])
  stage.app.at('2017-06-01T14:09:00Z')
  await Promise.all([renewedTooLate(), wakeUp()])
  await page.getByText('The hold had run out. The time was still free, and is held for you again.').waitFor()
  expect(await heldCount(made)).toBe(1)

  stage.app.at('2017-06-01T14:14:00Z')
  const theirs = { eventType: made.eventType, pool: made.pool, rep: made.reps[0], start: START }
  expect((await stage.app.post('/api/v1/holds', theirs)).status).toBe(201)
  await Promise.all([renewedTooLate(), wakeUp()])
  await page.getByRole('alert').getByText('Ann Lee is no longer free at Tuesday, June 6, 3:30 PM').waitFor()
  await page.getByText('Somebody got in between: held for another call 3:30 – 4:00 PM.').waitFor()
  stage.expectRefusals(...ended, '409 /api/v1/holds')
})

test('booking waits for a hold that is on its way, and is not refused by it', async () => {
  const made = await setUp([{}])
  const page = await call(made, 'quick@newcomb.example')
  await page.route('**/api/v1/holds', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 400))
    await route.continue()
  })

  await page.locator('#when').press('Enter')
  await page.waitForFunction(() => document.activeElement?.matches('#candidates input'))
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.id === 'book')
  await page.keyboard.press('Enter')

  await page.getByRole('heading', { name: 'Booked' }).waitFor()
  expect(await heldCount(made)).toBe(0)
})

test('a rep whose calendar stands in the way is shown on demand, and booked only when confirmed twice', async () => {
  const made = await setUp([{ busy: [{ start: '2017-06-06T19:45:00Z', end: '2017-06-06T20:15:00Z' }] }, {}])
  const page = await call(made, 'conflict@newcomb.example')
  expect(await page.locator('.candidate').count()).toBe(1)

  await page.getByLabel('Show reps with a calendar conflict').check()
  await candidate(page, 'Ann Lee').getByText('busy 3:45 – 4:15 PM').waitFor()
  await candidate(page, 'Ann Lee').click()
  await book(page).click()
  const asked = page.getByRole('alert').filter({ hasText: 'Ann Lee is not free by the calendar: busy 3:45 – 4:15 PM' })
  await asked.waitFor()
  expect(await stage.bookingsOf('conflict@newcomb.example')).toEqual([])
  await page.waitForFunction(() => document.activeElement?.id === 'book-anyway')
  await page.keyboard.press('Escape')
  await asked.waitFor({ state: 'detached' })

  await book(page).click()
  await page.getByRole('button', { name: 'Yes, book over it' }).click()
  await page.getByRole('heading', { name: 'Booked' }).waitFor()
  const [booking] = await stage.bookingsOf('conflict@newcomb.example')
  expect(booking.rep.email).toBe(made.reps[0])
  expect(booking.assignment.reasons).toEqual([{ code: 'conflict-accepted', from: '2017-06-06T19:45:00Z', until: '2017-06-06T20:15:00Z' }])
})

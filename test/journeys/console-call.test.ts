/** The call of the worked example: a customer on the phone asks for 3:30 PM on Tuesday, June 6th. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { PASSWORD, person } from '../support/app.ts'
import { countedKeys, JOHN, JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)

const focused = (page: Page) => page.evaluate(() => document.activeElement?.id ?? '')
const candidates = (page: Page) => page.locator('.candidate .strong').allTextContents()

async function waitForFocus(page: Page, id: string) {
  await page.waitForFunction((wanted) => document.activeElement?.id === wanted, id)
}

async function waitForCandidate(page: Page) {
  await page.waitForFunction(() => document.activeElement?.matches('#candidates input'))
}

test('S1.1 S1.2 S1.3 S1.22 S1.23 S1.26 S1.28–S1.31 a call from the sign-in to the two mails, with the keyboard alone', async () => {
  const page = await stage.visitor()
  await person(stage.app, 'coordinator', JOHN)
  await page.goto('/console/schedule')
  await waitForFocus(page, 'account-email')
  await page.keyboard.type(JOHN.email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')

  await waitForFocus(page, 'customer-search')
  const mine = page.getByRole('listbox', { name: 'My customers' })
  await mine.getByRole('option', { name: 'Annette Fields' }).waitFor()
  expect(await mine.getByRole('option', { name: 'Jane Smith' }).count()).toBe(0)

  const keys = countedKeys(page)
  await keys.press('ArrowDown')
  await keys.press('Enter')
  await waitForFocus(page, 'when')
  await keys.type('june 6 3:30pm')
  await page.getByText('Tuesday, June 6, 3:30 PM EDT in New York').waitFor()
  await keys.press('Enter')
  await waitForCandidate(page)
  const free = await candidates(page)
  expect([...free].sort()).toEqual(['Daniel Novak', 'Grace Kim', 'Marcus Webb', 'Maya Torres', 'Victor Chen'])
  await keys.press('Enter')
  await waitForFocus(page, 'book')
  expect(await page.locator('#review').textContent()).toBe(
    `Consultation with ${free[0]}, Tuesday, June 6, 3:30 PM, New York, for Annette Fields; invitation to annette.fields@mail.example.`,
  )
  await keys.press('Enter')
  await waitForFocus(page, 'done')

  expect(keys.count(), 'an arrow, the time as it was said, and four times Enter').toBe('june 6 3:30pm'.length + 5)
  expect(await page.locator('.done .large').textContent()).toBe(`Consultation with ${free[0]}Tuesday, June 6, 3:30 PM EDT in New York`)
  const [booking] = await stage.bookingsOf('annette.fields@mail.example')
  expect(booking).toMatchObject({
    status: 'scheduled',
    start: '2017-06-06T19:30:00Z',
    timeZone: 'America/New_York',
    rep: { name: free[0] },
    customer: { name: 'Annette Fields', email: 'annette.fields@mail.example' },
    guests: [],
    bookedBy: { kind: 'coordinator', ...JOHN },
  })

  await stage.app.settled()
  for (let tab = 0; tab < 40 && (await page.evaluate(() => document.activeElement?.textContent)) !== 'Outbox'; tab++)
    await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  const messages = page.getByRole('navigation', { name: 'Messages' }).getByRole('button')
  await messages.filter({ hasText: 'Confirmed: Consultation with' }).waitFor()
  expect(await messages.filter({ hasText: 'Annette Fields' }).filter({ hasText: 'Customer' }).count()).toBe(1)
  expect(await messages.filter({ hasText: free[0]! }).filter({ hasText: 'New booking: Consultation with Annette Fields' }).count()).toBe(1)
  const addresses = (await stage.mailsOf(booking.id)).map((mail) => mail.to.address)
  expect(addresses.sort()).toEqual(['annette.fields@mail.example', booking.rep.email].sort())
})

test('S1.2 S1.3 the coordinator sees who is free, why the others are not, and books the second of the list', async () => {
  const page = await stage.coordinator()
  await waitForFocus(page, 'customer-search')
  const keys = countedKeys(page)
  await keys.type('helen')
  await keys.press('Enter')
  await waitForFocus(page, 'when')
  await keys.type('tue 3:30pm')
  await keys.press('Enter')
  await waitForCandidate(page)
  const free = await candidates(page)
  expect(free.length).toBeGreaterThan(2)

  let tabs = 0
  while ((await page.evaluate(() => document.activeElement?.tagName)) !== 'SUMMARY' && tabs < 12) {
    await page.keyboard.press('Tab')
    tabs++
  }
  await page.keyboard.press('Enter')
  const others = page.locator('.others li')
  await others.first().waitFor()
  const reasons = await others.allTextContents()
  expect(reasons).toContain('Ann Lee busy 2:15 – 4:30 PM')
  expect(reasons).toContain('Sofia Alvarez on time off until June 9')
  expect(reasons).toContain('Luke Carter outside hours')
  expect(free.length + reasons.length, 'every member of the team is accounted for').toBe(12)
  const inSight = () =>
    others.first().evaluate((one) => one.getBoundingClientRect().bottom < one.closest('section')!.getBoundingClientRect().bottom)
  await expect.poll(inSight, { message: 'what was asked for is in sight' }).toBe(true)
  for (; tabs > 0; tabs--) await page.keyboard.press('Shift+Tab')

  await keys.press('ArrowDown')
  await keys.press('Enter')
  await waitForFocus(page, 'book')
  await keys.press('Enter')
  await waitForFocus(page, 'done')

  expect(keys.count(), 'one key more than for the first').toBe('helen'.length + 'tue 3:30pm'.length + 5)
  expect(await stage.bookingsOf('helen.brooks@mail.example')).toMatchObject([{ start: '2017-06-06T19:30:00Z', rep: { name: free[1] } }])
})

test('the next call begins with one key, and with nothing of the last one', async () => {
  const page = await stage.coordinator()
  await waitForFocus(page, 'customer-search')
  await page.keyboard.type('carmen')
  await page.keyboard.press('Enter')
  await waitForFocus(page, 'when')
  await page.keyboard.type('wed 11am')
  await page.keyboard.press('Enter')
  await waitForCandidate(page)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await waitForFocus(page, 'done')
  await page.keyboard.down('Enter')
  await waitForFocus(page, 'customer-search')
  await page.keyboard.up('Enter')

  expect(await page.locator('#when').inputValue()).toBe('')
  expect(await page.locator('#customer-search').inputValue()).toBe('')
  expect(await page.getByText('Choose a customer first.').isVisible()).toBe(true)
})

test('an Enter that is held too long books, and leaves what was booked on the screen', async () => {
  const page = await stage.coordinator()
  await waitForFocus(page, 'customer-search')
  await page.keyboard.type('carmen')
  await page.keyboard.press('Enter')
  await waitForFocus(page, 'when')
  await page.keyboard.type('wed 2pm')
  await page.keyboard.press('Enter')
  await waitForCandidate(page)
  await page.keyboard.press('Enter')
  await waitForFocus(page, 'book')

  await page.keyboard.down('Enter')
  await waitForFocus(page, 'done')
  await page.keyboard.down('Enter')
  await page.keyboard.down('Enter')
  await page.keyboard.up('Enter')

  expect(await page.locator('#done-title').isVisible()).toBe(true)
})

test('Esc goes back a step at a time, from the button to the customer', async () => {
  const page = await stage.coordinator()
  await waitForFocus(page, 'customer-search')
  await page.keyboard.type('oscar')
  await page.keyboard.press('Enter')
  await waitForFocus(page, 'when')
  await page.keyboard.type('wed 11am')
  await page.keyboard.press('Enter')
  await waitForCandidate(page)
  await page.keyboard.press('Enter')
  await waitForFocus(page, 'book')

  await page.keyboard.press('Escape')
  await waitForCandidate(page)
  await page.keyboard.press('Escape')
  await waitForFocus(page, 'when')
  expect(await page.locator('#when').inputValue()).toBe('wed 11am')
  await page.keyboard.press('Escape')

  await waitForFocus(page, 'customer-search')
  expect(await focused(page)).toBe('customer-search')
})

/** A link for one customer: copied in the console, opened by the customer, used once. And the list of those who may not book. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { company } from '../support/app.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)

/** What axe finds wrong on a page, wide and narrow, and whether a small phone has to scroll sideways. */
async function faultsOf(page: Page): Promise<string[]> {
  const faults: string[] = []
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 860 })
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    faults.push(...violations.map(({ id, nodes }) => `${width}: ${id} ${nodes[0]?.html}`))
  }
  if ((await page.evaluate(() => document.documentElement.scrollWidth)) > 390) faults.push('scrolls sideways')
  await page.setViewportSize({ width: 1280, height: 860 })
  return faults
}

/** A stored customer of the second rep's, on a page that chooses by itself. */
async function carl(given: Parameters<typeof company>[1] = {}) {
  const made = await company(stage.app, { reps: [{}, {}], page: { choice: 'automatic' }, pool: { ownerFirst: true }, ...given })
  const email = `carl.${made.tag}@example.com`
  const customers = [{ email, name: `Carl ${made.tag}`, phone: '+12125550100', owner: made.reps[1] }]
  await stage.app.post('/api/v1/import', { customers })
  return { ...made, email, name: `Carl ${made.tag}` }
}

const linkFor = async (made: { email: string; page: string }, more: object = {}): Promise<string> => {
  const { body } = await stage.app.post('/api/v1/booking-links', { customer: made.email, page: made.page, ...more })
  return new URL(body.url).pathname + new URL(body.url).hash
}

async function pickTime(page: Page) {
  await page.getByRole('button', { name: 'Tuesday, June 6, 2017, free times' }).click()
  await page.getByRole('button', { name: '3:30 PM', exact: true }).click()
}

test('a coordinator copies a link for the customer on the phone, who books with it without typing anything, once', async () => {
  const made = await carl()
  const desk = await stage.coordinator({ permissions: ['clipboard-read', 'clipboard-write'] })
  await desk.getByRole('combobox', { name: 'Who is on the phone?' }).fill(made.name)
  await desk.getByRole('option').filter({ hasText: made.email }).click()
  await desk.getByText('Booking link', { exact: true }).click()
  await desk.getByLabel('Booking page').selectOption(made.page)
  await desk.getByRole('button', { name: 'Copy a booking link' }).click()
  await desk.getByText('The link is copied.').waitFor()
  const url = await desk.evaluate(() => navigator.clipboard.readText())
  expect(await desk.getByRole('textbox', { name: 'Booking link' }).inputValue()).toBe(url)
  await desk.getByText('1 booking left').waitFor()
  expect(await faultsOf(desk)).toEqual([])

  const page = await stage.visitor()
  await page.goto(url)
  await pickTime(page)
  await page.getByText(made.email).waitFor()
  expect(await page.getByLabel('Your name').count()).toBe(0)
  expect(page.url()).not.toMatch(/Carl|example\.com|2125550100/)
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByText('Ben Ode').first().waitFor()

  const [booking] = await stage.bookingsOf(made.email)
  expect(booking).toMatchObject({
    start: '2017-06-06T19:30:00Z',
    rep: { name: 'Ben Ode' },
    customer: { name: made.name, phone: '+12125550100' },
  })
  expect(booking.customer.id).toEqual(expect.any(String))
  const again = await stage.visitor()
  stage.expectRefusals(`410 /api/v1/links/${new URLSearchParams(new URL(url).hash.slice(1)).get('link')}`)
  await again.goto(url)
  await again.getByRole('heading', { name: 'There is no booking page here' }).waitFor()
})

test('what a link fills in can be seen and changed; a reload on the way keeps the link, and the stored customer stays as it was', async () => {
  const made = await carl({ eventType: { location: { kind: 'in-person', value: '1 Harbor Street' } } })
  const before = (await stage.app.get(`/api/v1/customers/${made.email}`)).body
  const page = await stage.visitor()
  await page.goto(await linkFor(made))
  await pickTime(page)
  await page.getByText('+1 ••• 00').waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Change or add something' }).click()
  await page.waitForFunction(() => document.activeElement?.id === 'name')
  expect(await page.getByLabel('Your email').inputValue()).toBe(made.email)
  expect(await page.getByText('We have +1 ••• 00. Leave this empty to keep it.').count()).toBe(1)
  await page.getByLabel('Your name').fill('Carla Changed')
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByText('Ben Ode').first().waitFor()

  const [booking] = await stage.bookingsOf(made.email)
  expect(booking.customer).toEqual({ id: before.id, name: 'Carla Changed', email: made.email, phone: '+12125550100' })
  expect((await stage.app.get(`/api/v1/customers/${made.email}`)).body).toEqual(before)
})

test('a link does not skip a question that must be answered', async () => {
  const questions = [{ key: 'topic', label: 'Topic', kind: 'text', required: true }]
  const made = await carl({ eventType: { questions } })
  const page = await stage.visitor()
  await page.goto(await linkFor(made))
  await pickTime(page)

  expect(await page.getByLabel('Topic').isVisible()).toBe(true)
  expect(await page.getByLabel('Your name').inputValue()).toBe(made.name)
})

test('a machine that fills in every field is refused, a person whose email has too many bookings open is told so at the field', async () => {
  const made = await company(stage.app, { eventType: { openPerCustomer: 1 } })
  const page = await stage.visitor()
  await page.goto(`/${made.page}`)
  await pickTime(page)
  await page.getByLabel('Your name').fill('Max Many')
  await page.getByLabel('Your email').fill(`max.${made.tag}@example.com`)
  await page.locator('input[name=website]').evaluate((field: HTMLInputElement) => {
    field.value = 'https://pills.example'
  })
  stage.expectRefusals(`403 /api/v1/pages/${made.page}/bookings`, `422 /api/v1/pages/${made.page}/bookings`)
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByText('This cannot be taken here.').waitFor()

  const customer = { name: 'Max', email: `max.${made.tag}@example.com` }
  const body = { eventType: made.eventType, start: '2017-06-07T15:00:00Z', timeZone: 'UTC', customer }
  expect((await stage.app.post(`/api/v1/pages/${made.page}/bookings`, body, { signedIn: false })).status).toBe(201)
  await page.locator('input[name=website]').evaluate((field: HTMLInputElement) => {
    field.value = ''
  })
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByText('has as many open bookings here as it may have').waitFor()
  expect(await page.getByLabel('Your email').getAttribute('aria-invalid')).toBe('true')
})

test('an administrator blocks a domain with a reason, and lets it book again', async () => {
  const page = await stage.coordinator()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Blocklist' }).click()
  await page.getByText('Nobody is blocked.').waitFor()
  await page.getByLabel('Email address or domain').fill('@Spam.Example')
  await page.getByLabel('Reason').fill('Fifty requests a day')
  await page.getByRole('button', { name: 'Block', exact: true }).click()
  await page.getByText('spam.example is blocked.').waitFor()
  await page.getByText('Fifty requests a day').waitFor()
  expect(await page.locator('main').getByText('John Reyes, ').count()).toBe(1)
  expect(await faultsOf(page)).toEqual([])

  await page.getByRole('button', { name: 'Let spam.example book again' }).click()
  await page.getByText('Nobody is blocked.').waitFor()
  expect((await stage.app.get('/api/v1/blocklist')).body.items).toEqual([])
})

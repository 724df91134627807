/** The words of messages, changed by those who look after the service. */
import { expect, test } from 'vitest'
import { company, wish } from '../support/app.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)

test('an administrator writes a confirmation of his own, sees how it reads, sends it to himself, and customers get it', async () => {
  const made = await company(stage.app, { eventType: { name: 'Model home visit' } })
  const page = await stage.coordinator()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Texts' }).click()
  await page.getByLabel('Event type').selectOption('Model home visit')
  const preview = page.frameLocator('iframe.letter')
  await preview.getByText('Your Model home visit with Ann Lee is booked.').waitFor()

  await page.getByRole('button', { name: 'Write your own' }).click()
  await page.getByLabel('Subject').fill('See you, {{ custmer_name }}')
  await page.getByText('knows no “custmer_name”').waitFor()
  stage.expectRefusals('400 /api/v1/message-templates/preview')
  await page.getByLabel('Subject').fill('See you, {{ customer_name }}')
  await page.getByLabel('Text', { exact: true }).fill('Dear {{ reader_name }}, our <gate> is open.\n\n{{ facts }}\n\n{{ manage_url }}')
  await preview.getByText('Dear Jane Smith, our <gate> is open.').waitFor()
  expect(await preview.getByRole('link', { name: 'Change or cancel' }).isVisible()).toBe(true)

  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved. From now on your words are sent.').waitFor()
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('The test is in the outbox').waitFor()
  await page.getByRole('button', { name: 'Model home visit · Booked · Customer · Mail · English' }).waitFor()

  const { body } = await stage.app.post('/api/v1/bookings', wish(made, '2017-06-06T19:30:00Z'))
  await stage.app.settled()
  const { items } = (await stage.app.get(`/api/v1/outbox?booking=${body.id}`)).body
  expect(items.find((one: any) => one.audience === 'customer').subject).toBe('See you, Jane Smith')

  await page.getByRole('button', { name: 'Back to the standard text' }).click()
  await page.getByText('The standard text is sent again.').waitFor()
  await preview.getByText('Your Model home visit with Ann Lee is booked.').waitFor()
})

test('texts for Arabic readers are written and shown from right to left', async () => {
  const page = await stage.coordinator()
  await page.goto('/console/texts')
  await page.getByLabel('Language').selectOption('Arabic')
  const preview = page.frameLocator('iframe.letter')
  await preview.getByText('مرحباً').waitFor()
  expect(await preview.locator('html').getAttribute('dir')).toBe('rtl')

  await page.getByRole('button', { name: 'Write your own' }).click()

  expect(await page.getByLabel('Text', { exact: true }).getAttribute('dir')).toBe('rtl')
})

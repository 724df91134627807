/** An administrator tells another program of bookings, sees how that goes, and sends again what was lost. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isSigned, openReceiver, type Receiver } from '../servers/webhook-receiver.ts'
import { company, wish } from '../support/app.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)
let receiver: Receiver
beforeAll(async () => {
  receiver = await openReceiver()
})
afterAll(() => receiver.close())

test('a webhook is added, its deliveries are seen, and one that was not taken is sent again', async () => {
  const made = await company(stage.app)
  const page = await stage.coordinator()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Webhooks' }).click()
  await page.getByText('Nobody is told yet.').waitFor()
  await page.getByLabel('Address').fill(`${receiver.url}/bookings`)
  await page.getByLabel('Given an outcome').uncheck()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const secret = (await page.getByText(/^whsec_/).textContent()) ?? ''
  await page.getByText('Nothing has been delivered yet.').waitFor()

  receiver.answerWith((res) => void res.writeHead(503).end('Closed for lunch'))
  expect((await stage.app.post('/api/v1/bookings', wish(made, '2017-06-06T19:30:00Z'))).status).toBe(201)
  await expect
    .poll(async () => {
      await page.getByRole('button', { name: 'Look again' }).click()
      return page.getByText('Tried once. Last answer: 503, Closed for lunch').count()
    })
    .toBe(1)
  receiver.answerWith((res) => void res.writeHead(204).end())
  await page.getByRole('button', { name: /^Send again: Booked/ }).click()
  await expect
    .poll(async () => {
      await page.getByRole('button', { name: 'Look again' }).click()
      return page.getByText('Delivered', { exact: true }).count()
    })
    .toBe(1)
  expect(receiver.received.map((one) => [one.path, one.body.type, isSigned(secret, one)])).toEqual([
    ['/bookings', 'booking.created', true],
    ['/bookings', 'booking.created', true],
  ])

  await page.reload()
  await page.getByText('Tried 2 times. Last answer: 204').waitFor()
  expect(await page.getByText(/^whsec_/).count()).toBe(0)
  await page.getByRole('button', { name: `Change ${receiver.url}/bookings` }).click()
  const form = page.getByRole('form', { name: /^Change/ })
  expect(await form.getByLabel('Given an outcome').isChecked()).toBe(false)
  for (const name of ['Booked', 'Requested', 'Approved', 'Declined', 'Expired', 'Rescheduled', 'Reassigned'])
    await form.getByLabel(name, { exact: true }).uncheck()
  await form.getByLabel('Address').fill(`${receiver.url}/cancelled`)
  await form.getByRole('button', { name: 'Save' }).click()
  await form.waitFor({ state: 'detached' })
  const { body } = await stage.app.get('/api/v1/webhooks')
  expect(body.items).toMatchObject([{ url: `${receiver.url}/cancelled`, events: ['booking.cancelled'], active: true }])

  await page.getByRole('button', { name: /^Switch off/ }).click()
  await page.getByText('Off', { exact: true }).waitFor()
  await page.getByRole('button', { name: /^Delete/ }).click()
  await page.getByRole('button', { name: 'Yes, delete it' }).click()
  await page.getByText('Nobody is told yet.').waitFor()
})

test('an address within the house is refused in words', async () => {
  const page = await stage.coordinator()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Webhooks' }).click()
  await page.getByLabel('Address').fill('https://192.168.0.10/hook')
  stage.expectRefusals('400 /api/v1/webhooks')
  await page.getByRole('button', { name: 'Add', exact: true }).click()

  await page.getByText('url must not lead into a private network').waitFor()
})

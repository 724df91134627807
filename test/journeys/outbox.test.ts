/** The outbox: what was written, for those who look after the service. */
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { company, wish } from '../support/app.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)

test('S1.26 S1.30 the outbox is empty at first; the confirmation and the rep’s notice appear in it by themselves', async () => {
  const made = await company(stage.app)
  const page = await stage.coordinator()
  await page.getByRole('link', { name: 'Outbox' }).click()
  await page.getByRole('heading', { name: 'No messages yet' }).waitFor()
  expect(await page.getByRole('link', { name: 'Go to Schedule' }).isVisible()).toBe(true)
  const { body } = await stage.app.post('/api/v1/bookings', wish(made, '2017-06-06T19:30:00Z'))

  const messages = page.getByRole('navigation', { name: 'Messages' }).getByRole('button')
  await messages.filter({ hasText: 'Jane Smith' }).filter({ hasText: 'Customer' }).click()
  expect(await messages.count()).toBe(2)
  await page.getByRole('heading', { name: 'Confirmed: Consultation with Ann Lee, Tue, Jun 6, 3:30 PM EDT' }).waitFor()
  expect(await page.locator('pre.letter').textContent()).toContain(body.manageUrl)

  await page.getByRole('button', { name: 'HTML' }).click()
  const letter = page.frameLocator('iframe.letter')
  expect(await letter.getByText('Your Consultation with Ann Lee is booked.').isVisible()).toBe(true)
  expect(await page.locator('iframe.letter').getAttribute('sandbox')).toBe('')
  await page.getByRole('button', { name: 'Invitation' }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Download invite.ics').click()])
  expect(await readFile(await download.path(), 'utf8')).toContain(`UID:${body.uid}`)
})

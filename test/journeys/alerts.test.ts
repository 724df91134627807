/** An administrator sees that something was given up, what it was, and has it done anew. */
import { expect, test } from 'vitest'
import { company, wish } from '../support/app.ts'
import { failedJob } from '../support/failed-job.ts'
import { walk } from './axe.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)

test('what was given up is counted beside the settings, told in words, and done anew', async () => {
  const { body: booking } = await stage.app.post('/api/v1/bookings', wish(await company(stage.app), '2017-06-06T19:30:00Z'))
  await stage.app.settled()
  await failedJob(stage.app, 'invitation.send', { bookingId: booking.id })
  await failedJob(stage.app, 'account-link.send', { email: 'nobody@example.com', kind: 'reset', at: '2017-06-01T12:00:00.000Z' })
  const page = await stage.coordinator()
  const { faults, look } = walk(page)

  await page.getByRole('link', { name: 'Settings 1 alert' }).click()
  await page.getByRole('link', { name: 'Alerts' }).click()
  await page.getByText('2 jobs were given up').waitFor()
  const jobs = page.getByRole('region', { name: 'Failed jobs' })
  await jobs.getByText('The server did not answer.').first().waitFor()
  expect(await jobs.getByRole('link', { name: 'Jane Smith' }).getAttribute('href')).toBe(`/console/customers/${booking.customer.id}`)
  await look('alerts')

  await page.getByRole('button', { name: 'Forget it: The link to a password' }).click()
  await page.getByText('It is forgotten.').waitFor()
  await page.getByRole('button', { name: 'Do it again: Messages about a booking' }).click()
  await page.getByText('No job was given up.').waitFor()
  await page.getByText('Mail does not leave').waitFor()
  expect(await page.getByText('2 jobs were given up').count()).toBe(0)
  await expect.poll(() => page.getByRole('link', { name: 'Settings', exact: true }).count()).toBe(1)
  await stage.app.settled()
  expect(faults).toEqual([])
})

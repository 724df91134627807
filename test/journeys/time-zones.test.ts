/** The booking page around the world and across clock changes: the right wall time on the screen, the right instant in the books. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { company, NOW } from '../support/app.ts'
import { openStage } from './stage.ts'

const stage = openStage(NOW)

const shown = (page: Page) => page.locator('.slot').allTextContents()

async function finish(page: Page, email: string) {
  await page.getByLabel('Your name').fill('Wanda Wide')
  await page.getByLabel('Your email').fill(email)
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('heading', { name: 'It is booked' }).waitFor()
  const when = await page.locator('.done time').innerText()
  const [booking] = await stage.bookingsOf(email)
  return { when: when.replaceAll(/[\u202f\u00a0]/g, ' '), start: booking.start, timeZone: booking.timeZone }
}

test('a customer in Kolkata sees the New York day as evening and night', async () => {
  const made = await company(stage.app)
  const page = await stage.visitor({ timezoneId: 'Asia/Kolkata' })
  await page.goto(`/${made.page}`)
  await page.getByRole('button', { name: 'Wednesday, March 3, 2027, free times' }).click()
  await page.getByRole('button', { name: '7:30 PM', exact: true }).waitFor()
  const times = await shown(page)
  expect(times[0]).toBe('12:00 AM')
  expect(times.filter((time) => time.endsWith('PM'))[0]).toBe('7:30 PM')
  expect(times.at(-1)).toBe('11:45 PM')
  await page.getByRole('button', { name: '7:30 PM', exact: true }).click()

  expect(await finish(page, 'kolkata@wide.example')).toEqual({
    when: 'Wednesday, March 3, 2027\n7:30 – 8:00 PM',
    start: '2027-03-03T14:00:00Z',
    // Browsers may still call it by its old name.
    timeZone: expect.stringMatching(/^Asia\/(Kolkata|Calcutta)$/),
  })
})

test('a customer in New York sees the day of New York', async () => {
  const made = await company(stage.app)
  const page = await stage.visitor()
  await page.goto(`/${made.page}`)
  await page.getByRole('button', { name: 'Wednesday, March 3, 2027, free times' }).click()
  await page.getByRole('button', { name: '3:30 PM', exact: true }).waitFor()
  const times = await shown(page)
  expect([times[0], times.at(-1)]).toEqual(['9:00 AM', '4:30 PM'])
  await page.getByRole('button', { name: '3:30 PM', exact: true }).click()

  expect(await finish(page, 'york@wide.example')).toEqual({
    when: 'Wednesday, March 3, 2027\n3:30 – 4:00 PM',
    start: '2027-03-03T20:30:00Z',
    timeZone: 'America/New_York',
  })
})

test('another zone can be chosen on the page, and rules from then on', async () => {
  const made = await company(stage.app)
  const page = await stage.visitor()
  await page.goto(`/${made.page}`)
  await page.getByRole('button', { name: 'Time zone: New York (GMT-5)' }).click()
  await page.getByRole('combobox', { name: 'Time zone' }).fill('manch')
  expect(await page.getByRole('option').allTextContents()).toEqual([expect.stringMatching(/^London Greenwich Mean Time\s*GMT/)])
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Time zone: London' }).waitFor()
  await page.getByRole('button', { name: 'Wednesday, March 3, 2027, free times' }).click()
  await page.getByRole('button', { name: '2:00 PM', exact: true }).click()

  expect(await finish(page, 'london@wide.example')).toEqual({
    when: 'Wednesday, March 3, 2027\n2:00 – 2:30 PM',
    start: '2027-03-03T14:00:00Z',
    timeZone: 'Europe/London',
  })
})

const nights = {
  reps: [{ weeklyHours: [{ days: ['SU'], start: '00:00', end: '04:00' }] }],
  eventType: { slotIntervalMinutes: 30, bookingWindowDays: 365 },
}

test('on the night the clocks go forward the skipped hour is not offered', async () => {
  const made = await company(stage.app, nights)
  const page = await stage.visitor()
  await page.goto(`/${made.page}`)
  await page.getByRole('button', { name: 'Sunday, March 14, 2027, free times' }).click()
  await page.getByRole('button', { name: '3:00 AM', exact: true }).waitFor()
  expect(await shown(page)).toEqual(['12:00 AM', '12:30 AM', '1:00 AM', '1:30 AM', '3:00 AM', '3:30 AM'])
  await page.getByRole('button', { name: '3:00 AM', exact: true }).click()

  expect(await finish(page, 'spring@wide.example')).toMatchObject({
    when: 'Sunday, March 14, 2027\n3:00 – 3:30 AM',
    start: '2027-03-14T07:00:00Z',
  })
})

test('on the night the clocks go back the repeated hour is offered twice, each under its own name', async () => {
  const made = await company(stage.app, nights)
  const page = await stage.visitor()
  await page.goto(`/${made.page}?date=2027-11-07`)
  await page.getByRole('button', { name: '1:00 AM EST' }).waitFor()
  expect((await shown(page)).slice(0, 7)).toEqual([
    '12:00 AM',
    '12:30 AM',
    '1:00 AM EDT',
    '1:30 AM EDT',
    '1:00 AM EST',
    '1:30 AM EST',
    '2:00 AM',
  ])
  await page.getByRole('button', { name: '1:30 AM EST' }).click()

  expect(await finish(page, 'autumn@wide.example')).toMatchObject({ start: '2027-11-07T06:30:00Z' })
})

/** The link in the customer's mail: move the appointment, cancel it, keep it in a calendar. */
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { company, wish } from '../support/app.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)

/** A booking of Ann at 3:30 PM on June 6, and the link that its mail carries. */
async function booked(given: Parameters<typeof company>[1] = {}) {
  const made = await company(stage.app, given)
  const { body } = await stage.app.post('/api/v1/bookings', wish(made, '2017-06-06T19:30:00Z', { rep: made.reps[0] }))
  const mails = await stage.mailsOf(body.id)
  const link: string = /http\S+\/manage\/\S+/.exec(mails.find((mail) => mail.audience === 'customer').text)![0]
  return { made, link, read: async () => (await stage.app.get(`/api/v1/bookings/${body.id}`)).body, id: body.id as string }
}

test('the customer moves the appointment to another time with the same rep, and everybody is told', async () => {
  const { link, read, id } = await booked()
  const page = await stage.visitor()
  await page.goto(link)
  await page.getByRole('heading', { name: 'Your appointment' }).waitFor()
  await page.getByRole('button', { name: 'Choose another time' }).click()
  await page.getByRole('button', { name: 'Wednesday, June 7, 2017, free times' }).click()
  await page.getByRole('button', { name: '10:15 AM', exact: true }).click()
  expect(await page.locator('.facts').last().innerText()).toMatch(/June 6, 2017, 3:30 PM.*June 7, 2017, 10:15 AM.*Ann Lee/s)
  await page.getByRole('button', { name: 'Move the appointment' }).click()

  await page.getByRole('heading', { name: 'The appointment has been moved' }).waitFor()
  expect(await page.locator('.facts').innerText()).toMatch(/Wednesday, June 7, 2017\s+10:15 – 10:45 AM/)
  expect(await read()).toMatchObject({ start: '2017-06-07T14:15:00Z', sequence: 1, status: 'scheduled', rep: { name: 'Ann Lee' } })
  const moved = (await stage.mailsOf(id)).filter((mail) => mail.subject.startsWith('New time'))
  expect(moved.map((mail) => mail.audience).sort()).toEqual(['customer', 'rep'])
})

test('with anyone who is free there are times that the rep so far does not have', async () => {
  const only = (day: string) => ({ weeklyHours: [{ days: [day], start: '09:00', end: '17:00' }] })
  const { made, link, read } = await booked({ reps: [only('TU'), only('TH')] })
  const page = await stage.visitor()
  await page.goto(link)
  await page.getByRole('button', { name: 'Choose another time' }).click()
  await page.getByRole('button', { name: 'Thursday, June 8, 2017, no free times' }).waitFor()
  await page.getByLabel('Anyone who is free').check()
  await page.getByRole('button', { name: 'Thursday, June 8, 2017, free times' }).click()
  await page.getByRole('button', { name: '9:00 AM', exact: true }).click()
  await page.getByRole('button', { name: 'Move the appointment' }).click()

  await page.getByRole('heading', { name: 'The appointment has been moved' }).waitFor()
  expect(await read()).toMatchObject({ start: '2017-06-08T13:00:00Z', rep: { email: made.reps[1] } })
  expect(await page.locator('.facts').innerText()).toMatch(/With\s+Ben Ode/)
})

test('a time that somebody else takes while the customer looks at it is not given twice', async () => {
  const { made, link, read } = await booked()
  const page = await stage.visitor()
  await page.goto(link)
  await page.getByRole('button', { name: 'Choose another time' }).click()
  await page.getByRole('button', { name: 'Wednesday, June 7, 2017, free times' }).click()
  await page.getByRole('button', { name: '11:00 AM', exact: true }).click()
  expect((await stage.app.post('/api/v1/bookings', wish(made, '2017-06-07T15:00:00Z'))).status).toBe(201)
  stage.expectRefusals(`409 /api/v1${new URL(link).pathname}/reschedule`)
  await page.getByRole('button', { name: 'Move the appointment' }).click()

  await page.getByRole('alert').getByText('This time has just been taken').waitFor()
  await page.getByRole('button', { name: '11:30 AM', exact: true }).waitFor()
  expect(await page.getByRole('button', { name: '11:00 AM', exact: true }).count()).toBe(0)
  expect(await read()).toMatchObject({ start: '2017-06-06T19:30:00Z', sequence: 0 })
})

test('the customer cancels, with a reason, and the link then says so', async () => {
  const { link, read, id } = await booked()
  const page = await stage.visitor()
  await page.goto(link)
  await page.getByRole('button', { name: 'Cancel the appointment' }).click()
  await page.getByLabel('Why?').fill('We found a home')
  await page.getByRole('button', { name: 'Yes, cancel it' }).click()

  await page.getByRole('heading', { name: 'The appointment has been cancelled' }).waitFor()
  expect(await read()).toMatchObject({ status: 'cancelled' })
  const cancelled = (await stage.mailsOf(id)).filter((mail) => mail.subject.startsWith('Cancelled'))
  expect(cancelled.map((mail) => mail.audience).sort()).toEqual(['customer', 'rep'])
  expect(cancelled[0].text).toContain('We found a home')
  await page.reload()
  await page.getByText('This appointment was cancelled').waitFor()
  expect(await page.getByRole('button', { name: 'Choose another time' }).count()).toBe(0)
})

test('keeping an appointment changes nothing', async () => {
  const { link, read } = await booked()
  const page = await stage.visitor()
  await page.goto(link)
  await page.getByRole('button', { name: 'Cancel the appointment' }).click()
  await page.getByRole('button', { name: 'No, keep it' }).click()
  await page.getByRole('button', { name: 'Choose another time' }).click()
  await page.getByRole('button', { name: 'Keep the present time' }).click()

  await page.getByRole('button', { name: 'Cancel the appointment' }).waitFor()
  expect(await read()).toMatchObject({ status: 'scheduled', sequence: 0 })
})

test('where it is too late to cancel, the page says so instead of offering it', async () => {
  const { link } = await booked({ eventType: { policy: { cancelUntilMinutes: 7 * 1440 } } })
  const page = await stage.visitor()
  await page.goto(link)
  await page.getByText('It is too late to cancel this appointment here. Please get in touch with us.').waitFor()

  expect(await page.getByRole('button', { name: 'Choose another time' }).count()).toBe(1)
  expect(await page.getByRole('button', { name: 'Cancel the appointment' }).count()).toBe(0)
})

test('the calendar file that the customer downloads holds the appointment', async () => {
  const { link, read } = await booked()
  const page = await stage.visitor()
  await page.goto(link)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Add to calendar' }).click()])

  expect(download.suggestedFilename()).toBe('invite.ics')
  const text = await readFile(await download.path(), 'utf8')
  expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/)
  expect(text).toContain(`UID:${(await read()).uid}`)
  expect(text).toContain('DTSTART:20170606T193000Z')
})

test('a link that leads to nothing says so', async () => {
  const page = await stage.visitor()
  stage.expectRefusals('404 /api/v1/manage/made-up')
  await page.goto('/manage/made-up')

  await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor()
})

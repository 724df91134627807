/** A customer asks, and the rep answers with the links in the mail: by phone, without signing in. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Company, company } from '../support/app.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)
const PHONE = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true }

/** A customer asks on the booking page for the first free time. */
async function ask(page: Page, made: Company, email: string): Promise<string> {
  await page.goto(`/${made.page}`)
  await page.getByRole('button', { name: /June 6/ }).click()
  await page.getByRole('button', { name: '3:30 PM' }).click()
  await page.getByLabel('Your name').fill('Jane Smith')
  await page.getByLabel('Your email').fill(email)
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('heading', { name: 'Your request has been sent' }).waitFor()
  const [booking] = await stage.bookingsOf(email)
  return booking.id
}

async function linkTo(bookingId: string, address: string, answer: 'approve' | 'decline'): Promise<string> {
  const mail = (await stage.mailsOf(bookingId)).find((one) => one.to.address === address && one.text.includes('/requests/'))
  return new RegExp(`\\S+/requests/\\S+answer=${answer}`).exec(mail.text)?.[0] ?? ''
}

test('the rep approves by the mailed link, and the customer has the invitation', async () => {
  const made = await company(stage.app, { eventType: { approval: true } })
  const email = `jane.${made.tag}@example.com`
  const id = await ask(await stage.visitor(), made, email)
  const link = await linkTo(id, made.reps[0]!, 'approve')
  const rep = await stage.visitor(PHONE)
  await rep.goto(link)
  await rep.getByRole('heading', { name: 'Approve this request?' }).waitFor()
  await rep.getByText('Jane Smith').waitFor()
  expect((await stage.app.get(`/api/v1/bookings/${id}`)).body.status).toBe('requested')

  await rep.getByRole('button', { name: 'Approve', exact: true }).click()

  await rep.getByRole('heading', { name: 'You have approved the request' }).waitFor()
  expect((await stage.app.get(`/api/v1/bookings/${id}`)).body.status).toBe('scheduled')
  const mails = await stage.mailsOf(id)
  const confirmed = mails.find((one) => one.to.address === email && one.subject.startsWith('Confirmed'))
  expect(confirmed.invitation).toContain('METHOD:REQUEST')
  await rep.reload()
  await rep.getByRole('heading', { name: 'This request has been approved already' }).waitFor()
  expect(await rep.getByRole('button').count()).toBe(0)
})

test('the rep declines with a reason, after thinking again', async () => {
  const made = await company(stage.app, { eventType: { approval: true } })
  const email = `jane.${made.tag}@example.com`
  const id = await ask(await stage.visitor(), made, email)
  const rep = await stage.visitor(PHONE)
  await rep.goto(await linkTo(id, made.reps[0]!, 'approve'))
  await rep.getByRole('button', { name: 'Decline instead' }).click()
  await rep.getByLabel(/^Why\?/).fill('The house is sold.')
  await rep.getByRole('button', { name: 'Decline', exact: true }).click()

  await rep.getByRole('heading', { name: 'You have declined the request' }).waitFor()
  const mails = await stage.mailsOf(id)
  const refused = mails.find((one) => one.to.address === email && one.subject.startsWith('Not confirmed'))
  expect(refused.text).toContain('The house is sold.')
})

test('whoever is late is told what has happened, also between looking and pressing', async () => {
  const made = await company(stage.app, { eventType: { approval: true } })
  const id = await ask(await stage.visitor(), made, `jane.${made.tag}@example.com`)
  const rep = await stage.visitor()
  await rep.goto(await linkTo(id, made.reps[0]!, 'decline'))
  await rep.getByRole('heading', { name: 'Decline this request?' }).waitFor()
  await stage.app.post(`/api/v1/bookings/${id}/approve`, {})
  stage.expectRefusals(new URL(rep.url()).pathname.replace('/requests/', '409 /api/v1/requests/').concat('/decline'))
  await rep.getByRole('button', { name: 'Decline', exact: true }).click()

  await rep.getByRole('heading', { name: 'This request has been approved already' }).waitFor()
  stage.expectRefusals('404 /api/v1/requests/nonsense')
  await rep.goto('/requests/nonsense')
  await rep.getByRole('heading', { name: 'This link is no longer valid' }).waitFor()
})

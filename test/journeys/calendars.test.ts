/** Reps connect their calendars, and those who look after reps see how that goes. */
import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { type MemoryCalendar, memoryCalendar } from '../../server/calendars/memory.ts'
import { CLIENT, type ConsentServer, consentServer } from '../servers/consent.ts'
import { company, PASSWORD, person } from '../support/app.ts'
import { APP_PASSWORD, calendarSettings } from '../support/calendars.ts'
import { JUNE_1, openStage } from './stage.ts'

const calendars = new Map<string, MemoryCalendar>([
  ['Work', memoryCalendar()],
  ['Private', memoryCalendar()],
])
let vendor: ConsentServer
const stage = openStage(JUNE_1, async () => {
  vendor = await consentServer()
  // Another site than ours, as a vendor is: the session’s cookie does not come along from there.
  const signInUrl = vendor.url.replace('127.0.0.1', 'localhost')
  // Nobody works here, so that an account stays as a journey makes it.
  return { ...calendarSettings({ google: { ...CLIENT, signInUrl, apiUrl: null }, calendars }), role: 'web' }
})
beforeEach(() => {
  vendor.answer = { email: 'ann@vendor.example', says: 'yes' }
})
afterAll(() => vendor.close())

/** The console of a rep who is signed in. */
async function asRep(wishes: BrowserContextOptions = {}): Promise<{ page: Page; email: string }> {
  const { reps } = await company(stage.app)
  const email = reps[0]!
  await person(stage.app, 'rep', { email })
  const page = await stage.visitor(wishes)
  expect((await page.request.post('/api/v1/session', { data: { email, password: PASSWORD } })).status()).toBe(201)
  await page.goto('/console/calendars')
  return { page, email }
}

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).setLegacyMode().analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}

test('a rep connects Google, chooses calendars, and disconnects', async () => {
  const { page, email } = await asRep()
  await page.getByText('No calendar is connected yet.').waitFor()
  expect(await page.getByLabel('Whose calendars').count()).toBe(0)
  await page.getByRole('button', { name: 'Connect Google' }).click()

  await page.getByText('Connected. Its calendars are being read.').waitFor()
  expect(new URL(page.url()).search).toBe('')
  await page.getByText('Counts as busy: Work. Bookings are written to Work. Not read yet.').waitFor()
  await page.getByRole('button', { name: 'Choose calendars of ann@vendor.example' }).click()
  const form = page.getByRole('form', { name: /^Choose calendars/ })
  await form.getByRole('group', { name: 'Counts as busy' }).getByLabel('Private').check()
  await form.getByRole('group', { name: 'Bookings are written to' }).getByLabel('None of these').check()
  expect(await faultsOf(page)).toEqual([])
  await form.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Counts as busy: Private, Work. Takes no bookings.').waitFor()

  await page.getByRole('button', { name: /^Check / }).click()
  await page.getByRole('button', { name: /^Disconnect ann@vendor/ }).click()
  await page.getByText('no longer makes the rep busy here').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Yes, disconnect it' }).click()
  await page.getByText('No calendar is connected yet.').waitFor()
  expect((await stage.app.get(`/api/v1/calendar-accounts?rep=${email}`)).body.items).toEqual([])
})

test('a rep who says no at the vendor is told what that means', async () => {
  const { page } = await asRep()
  vendor.answer = { ...vendor.answer, says: 'no' }
  await page.getByRole('button', { name: 'Connect Google' }).click()

  await page.getByRole('alert').getByText('Nothing was connected: the calendars were not opened to us.').waitFor()
  await page.getByText('No calendar is connected yet.').waitFor()
})

test('an account that lets us in no longer stands first, says so, and is connected again with one button', async () => {
  const { page, email } = await asRep()
  await page.getByRole('button', { name: 'Connect Google' }).click()
  await page.getByText('Connected. Its calendars are being read.').waitFor()
  await page.getByLabel('Address of the server, or email').fill('dav.example.com')
  await page.getByLabel('User name').fill('ann')
  await page.getByLabel('Password').fill(APP_PASSWORD)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await page.getByText('CalDAV · ann').waitFor()
  const { items } = (await stage.app.get(`/api/v1/calendar-accounts?rep=${email}`)).body
  const wrong = { revoked: true, problem: 'The vendor does not let us in (invalid_grant).', failing_since: new Date(JUNE_1) }
  const set = (vendor: string, values: object) => {
    const { id } = items.find((one: any) => one.vendor === vendor)
    return stage.app.services.db.updateTable('calendar_account').set(values).where('id', '=', id).execute()
  }
  await set('google', { ...wrong, revoked: false })
  await set('caldav', wrong)
  await page.reload()
  await expect.poll(() => page.locator('.rows .tag').allTextContents()).toEqual(['Disconnected', 'Failing'])
  await set('google', wrong)
  await page.reload()

  await page.getByText('(invalid_grant)').first().waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: /^Reconnect ann@vendor.example/ }).click()
  await page.getByText('Connected. Its calendars are being read.').waitFor()
  await expect.poll(() => page.locator('.rows .tag').allTextContents()).toEqual(['Disconnected', 'Connected'])
  await page.getByRole('button', { name: /^Reconnect ann,/ }).click()
  const form = page.getByRole('form', { name: /^Reconnect ann,/ })
  stage.expectRefusals('400 /api/v1/calendar-accounts')
  await form.getByLabel('Password').fill('the old one')
  await form.getByRole('button', { name: 'Reconnect' }).click()
  await form.getByText('The server does not take this user and password.').waitFor()
  await form.getByLabel('Password').fill(APP_PASSWORD)
  await form.getByRole('button', { name: 'Reconnect' }).click()
  await form.waitFor({ state: 'detached' })
  await expect.poll(() => page.locator('.rows .tag').allTextContents()).toEqual(['Connected', 'Connected'])
})

test('an administrator connects for a rep, on a phone, in the dark, by keyboard', async () => {
  const { reps } = await company(stage.app, { reps: [{ name: 'Zoe Zimmer' }] })
  const page = await stage.coordinator({ viewport: { width: 320, height: 640 }, colorScheme: 'dark' })
  await page.goto('/console/calendars')
  const rep = page.getByLabel('Whose calendars')
  expect(await page.getByRole('button', { name: 'Connect Google' }).isDisabled()).toBe(true)
  await rep.selectOption({ label: `Zoe Zimmer (${reps[0]})` })
  await page.getByLabel('Address of the server, or email').focus()
  await page.keyboard.type('dav.example.com')
  await page.keyboard.press('Tab')
  await page.keyboard.type('zoe')
  await page.keyboard.press('Tab')
  await page.keyboard.type(APP_PASSWORD)
  await page.keyboard.press('Enter')

  await page.getByText('CalDAV · zoe').waitFor()
  expect(await faultsOf(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
})

test('a manager sees how the calendars are, and changes nothing', async () => {
  const { reps } = await company(stage.app)
  await stage.app.post('/api/v1/calendar-accounts', { rep: reps[0], address: 'dav.example.com', user: 'mia', password: APP_PASSWORD })
  const { email } = await person(stage.app, 'manager')
  const page = await stage.visitor()
  await page.request.post('/api/v1/session', { data: { email, password: PASSWORD } })
  await page.goto('/console/calendars')

  await page.getByText('CalDAV · mia').waitFor()
  const row = page.getByRole('listitem').filter({ hasText: 'CalDAV · mia' })
  expect(await row.getByRole('button').allTextContents()).toEqual(['Check now'])
  expect(await page.getByRole('heading', { name: 'Connect an account' }).count()).toBe(0)
})

test('an event that was moved by hand waits for the rep’s word: the appointment follows, or the event is put back', async () => {
  const { page, email } = await asRep()
  await page.getByRole('button', { name: 'Connect Google' }).click()
  await page.getByText('Connected. Its calendars are being read.').waitFor()
  const { db } = stage.app.services
  const { id: repId } = await db.selectFrom('rep').select('id').where('email', '=', email).executeTakeFirstOrThrow()
  await db
    .updateTable('calendar')
    .set({ synced_at: new Date(JUNE_1) })
    .where('rep_id', '=', repId)
    .execute()
  const { id: calendarId } = await db
    .selectFrom('calendar')
    .select('id')
    .where('rep_id', '=', repId)
    .where('takes_bookings', '=', true)
    .executeTakeFirstOrThrow()
  const book = async (name: string, start: string, made: { moved_start: Date; moved_end: Date } | { gone: true }) => {
    const eventType = (await stage.app.get('/api/v1/setup')).body.eventTypes.at(-1).slug
    const reply = await stage.app.post('/api/v1/bookings', {
      eventType,
      rep: email,
      start,
      timeZone: 'America/New_York',
      customer: { name },
    })
    expect(reply.status).toBe(201)
    await db
      .insertInto('calendar_event')
      .values({ booking_id: reply.body.id, calendar_id: calendarId, key: name, sequence: 0, ...made })
      .execute()
    return async () => (await stage.app.get(`/api/v1/bookings/${reply.body.id}`)).body
  }
  const moved = { moved_start: new Date('2017-06-07T15:00:00Z'), moved_end: new Date('2017-06-07T15:30:00Z') }
  const jane = await book('Jane Moved', '2017-06-06T15:00:00Z', moved)
  const karl = await book('Karl Deleted', '2017-06-06T16:00:00Z', { gone: true })
  await page.reload()
  await page.getByRole('heading', { name: 'Changed in a calendar' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: /^Move the appointment to/ }).click()
  await page.getByText(/^Done: “.*Jane Moved” is as the calendar says/).waitFor()
  await page.getByRole('button', { name: 'Put the event back' }).click()
  await page.getByText(/^The event of “.*Karl Deleted” is put back/).waitFor()
  expect(await jane()).toMatchObject({ status: 'scheduled', start: '2017-06-07T15:00:00Z' })
  expect(await karl()).toMatchObject({ status: 'scheduled', start: '2017-06-06T16:00:00Z' })
})

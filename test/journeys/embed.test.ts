/** Booking on somebody else's website: in the page, in a dialog, in a frame, under a content policy that allows nothing but us. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { company, wish } from '../support/app.ts'
import { type HostSite, openHostSite } from './host-site.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)
let site: HostSite
beforeAll(async () => {
  site = await openHostSite(stage.app.url)
})
afterAll(() => site?.close())

const SCRIPT = '<script type="module" src="SERVICE/embed.js"></script>'
const heard = (page: Page): Promise<{ name: string; detail: any; from: string }[]> => page.evaluate(() => (globalThis as any).heard)
const names = async (page: Page) => (await heard(page)).map((one) => one.name)

/** The site with an element on it. */
async function visit(attributes: string, more = '', wishes = {}) {
  site.show(`<switchboard-booking ${attributes}></switchboard-booking>${more}${SCRIPT}`)
  const page = await stage.visitor(wishes)
  return page
}

async function pick(page: Page, date: string, clock: string) {
  await page.getByRole('button', { name: date }).click()
  await page.getByRole('button', { name: clock, exact: true }).click()
}

test('S1.14–S1.18 S1.24 S1.25 in the page of a website: a time, the customer’s details, done, and the site hears of it', async () => {
  const made = await company(stage.app)
  const page = await visit(`page="${made.page}"`)
  await page.goto(site.url)
  await pick(page, 'Tuesday, June 6, 2017, free times', '3:30 PM')
  await page.getByLabel('Booking for someone else?').check()
  await page.getByLabel('Their name').fill('Nora North')
  await page.getByLabel('Their email').fill('nora@north.example')
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('heading', { name: 'It is booked' }).waitFor()
  expect(page.url()).toBe(`${site.url}/`)
  const [booking] = await stage.bookingsOf('nora@north.example')
  expect(booking).toMatchObject({ start: '2017-06-06T19:30:00Z', bookedBy: { kind: 'customer', name: 'Nora North' } })

  expect(await names(page)).toEqual(['ready', 'slot-selected', 'booked'])
  const told = await heard(page)
  expect(told.map((one) => one.from)).toEqual(['switchboard-booking', 'switchboard-booking', 'switchboard-booking'])
  expect(told[1]?.detail).toEqual({ start: '2017-06-06T19:30:00Z', timeZone: 'America/New_York', eventType: made.eventType })
  expect(told[2]?.detail).toEqual({
    uid: booking.uid,
    status: 'scheduled',
    start: '2017-06-06T19:30:00Z',
    end: '2017-06-06T20:00:00Z',
    timeZone: 'America/New_York',
    eventType: { slug: made.eventType, name: 'Consultation' },
    rep: { name: 'Ann Lee' },
  })
  expect(JSON.stringify(told), 'no name, no email, no link').not.toMatch(/nora|manage/i)
})

test('what was booked on a website can be moved and cancelled there', async () => {
  const made = await company(stage.app)
  const page = await visit(`page="${made.page}" name="Max Mover" email="max@mover.example"`)
  await page.goto(site.url)
  await pick(page, 'Tuesday, June 6, 2017, free times', '3:30 PM')
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Change or cancel' }).click()
  await page.getByRole('button', { name: 'Choose another time' }).click()
  await pick(page, 'Wednesday, June 7, 2017, free times', '10:00 AM')
  await page.getByRole('button', { name: 'Move the appointment' }).click()
  await page.getByText('The appointment has been moved').waitFor()
  await page.getByRole('button', { name: 'Cancel the appointment' }).click()
  await page.getByRole('button', { name: 'Yes, cancel it' }).click()
  await page.getByText('The appointment has been cancelled').waitFor()

  expect(await names(page)).toEqual(['ready', 'slot-selected', 'booked', 'rescheduled', 'cancelled'])
  expect(await stage.bookingsOf('max@mover.example')).toMatchObject([{ status: 'cancelled', start: '2017-06-07T14:00:00Z' }])
})

test('the free times are on the screen after one request to the service, whatever size of type the site has chosen', async () => {
  const made = await company(stage.app)
  const page = await visit(`page="${made.page}"`)
  const asked: string[] = []
  page.on('request', (request) => request.url().startsWith(stage.app.url) && asked.push(new URL(request.url()).pathname))
  await page.goto(site.url)
  const day = page.getByRole('button', { name: 'Tuesday, June 6, 2017, free times' })
  await day.waitFor()

  expect(asked).toEqual(['/embed.js', `/api/v1/pages/${made.page}`])
  const { size, family, border, transform, colour } = await day.evaluate((one) => {
    const style = getComputedStyle(one)
    return {
      size: style.fontSize,
      family: style.fontFamily,
      border: style.borderTopWidth,
      transform: style.textTransform,
      colour: style.color,
    }
  })
  expect([size, border, transform]).toEqual(['16px', '0px', 'none'])
  expect(family).toContain('system-ui')
  expect(colour).not.toBe('rgb(102, 51, 153)')
})

test('in a dialog that a button opens: the focus comes back to the button, and what was chosen stays', async () => {
  const made = await company(stage.app)
  const page = await visit(`page="${made.page}" mode="popup" lang="en"`)
  await page.goto(site.url)
  const opener = page.getByRole('button', { name: 'Book an appointment' })
  await opener.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await pick(page, 'Tuesday, June 6, 2017, free times', '3:30 PM')
  await page.getByLabel('Your name').fill('Dora Dialog')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.className)).toContain('opener')

  await page.keyboard.press('Enter')
  expect(await page.getByLabel('Your name').inputValue()).toBe('Dora Dialog')
  await page.getByRole('button', { name: 'Close' }).click()
  await dialog.waitFor({ state: 'hidden' })
})

test('a floating button says what the site wants it to say, and a script of the site can open the dialog as well', async () => {
  const made = await company(stage.app)
  site.show(`<switchboard-booking page="${made.page}" mode="floating">Talk to us</switchboard-booking>${SCRIPT}`)
  const page = await stage.visitor({ viewport: { width: 390, height: 800 } })
  await page.goto(site.url)
  const opener = page.getByRole('button', { name: 'Talk to us' })
  const box = await opener.boundingBox()
  expect(box!.y + box!.height).toBeGreaterThan(740)
  expect(box!.x + box!.width).toBeGreaterThan(340)
  await page.evaluate(() => (document.querySelector('switchboard-booking') as any).open())
  await page.getByRole('dialog').getByText('Choose a day').waitFor()
  await page.evaluate(() => (document.querySelector('switchboard-booking') as any).close())
  expect(await page.getByRole('dialog').count()).toBe(0)
})

test('parameters of the site’s address are typed in only if the site says so, in sight and free to change', async () => {
  const made = await company(stage.app, {
    eventType: {
      questions: [
        { key: 'topic', label: 'Topic' },
        { key: 'ok', label: 'I agree', kind: 'consent' },
      ],
    },
  })
  const page = await visit(`page="${made.page}" email="site@knows.example" forward="name, topic ok"`)
  await page.goto(`${site.url}/?name=Fay+Forward&phone=%2B12125550123&topic=Roofs&ok=1`)
  await pick(page, 'Tuesday, June 6, 2017, free times', '3:30 PM')
  await page.getByLabel('Your name').waitFor()
  const values = async () =>
    Promise.all(['Your name', 'Your email', 'Your phone number', 'Topic'].map((label) => page.getByLabel(label).inputValue()))
  expect(await values()).toEqual(['Fay Forward', 'site@knows.example', '', 'Roofs'])
  expect(await page.getByLabel('I agree').isChecked(), 'nobody agrees to anything beforehand').toBe(false)
  await page.getByLabel('Your name').fill('Fay Changed')
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('heading', { name: 'It is booked' }).waitFor()

  expect(await stage.bookingsOf('site@knows.example')).toMatchObject([{ customer: { name: 'Fay Changed', phone: null } }])
})

test('a time that somebody else took meanwhile: the site hears of it, and all that was typed stays', async () => {
  const made = await company(stage.app)
  const page = await visit(`page="${made.page}"`)
  await page.goto(site.url)
  await pick(page, 'Tuesday, June 6, 2017, free times', '3:30 PM')
  await page.getByLabel('Your name').fill('Late Lea')
  await page.getByLabel('Your email').fill('lea@late.example')
  expect((await stage.app.post('/api/v1/bookings', wish(made, '2017-06-06T19:30:00Z'))).status).toBe(201)
  stage.expectRefusals(`409 /api/v1/pages/${made.page}/bookings`)
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Tue, Jun 6, 4:00 PM' }).click()
  expect(await page.getByLabel('Your name').inputValue()).toBe('Late Lea')
  expect((await heard(page)).at(-2)).toEqual({
    name: 'error',
    detail: { code: 'slot-taken', title: 'This time has just been taken' },
    from: 'switchboard-booking',
  })
})

test('an address with a version behind it loads the widget just once', async () => {
  const made = await company(stage.app)
  site.show(`<switchboard-booking page="${made.page}"></switchboard-booking><script type="module" src="SERVICE/embed.js?ver=6.4"></script>`)
  const page = await stage.visitor()
  await page.goto(site.url)
  await pick(page, 'Tuesday, June 6, 2017, free times', '3:30 PM')
  await page.getByLabel('Your name').fill('Vera Version')
  await page.getByLabel('Booking for someone else?').check()
  expect(await page.getByLabel('Their name').inputValue()).toBe('Vera Version')
})

test('two elements on one page do not disturb each other or the page, and one that is moved begins anew', async () => {
  const [one, two] = [await company(stage.app), await company(stage.app, { page: { title: 'Talk to support' } })]
  site.show(`<p><a href="#top">Top</a></p>
    <switchboard-booking page="${one.page}"></switchboard-booking><switchboard-booking page="${two.page}"></switchboard-booking>${SCRIPT}`)
  const page = await stage.visitor()
  await page.goto(site.url)
  const [first, second] = [page.locator('switchboard-booking').nth(0), page.locator('switchboard-booking').nth(1)]
  await second.getByText('Talk to support').waitFor()
  await first.getByRole('button', { name: 'Tuesday, June 6, 2017, free times' }).waitFor()
  expect(await page.evaluate(() => document.activeElement?.localName), 'nothing takes the focus by itself').toBe('body')
  await second.getByRole('button', { name: 'Wednesday, June 7, 2017, free times' }).click()
  await second.getByRole('button', { name: '10:00 AM', exact: true }).click()
  await second.getByLabel('Your name').fill('Tess Two')
  expect(await first.getByRole('heading', { name: 'Choose a day' }).count()).toBe(1)
  await page.evaluate(() => document.querySelector('main')?.append(document.querySelector('switchboard-booking') as Node))
  await page.locator('switchboard-booking').nth(1).getByRole('button', { name: 'Tuesday, June 6, 2017, free times' }).waitFor()
  expect(await page.locator('switchboard-booking').nth(0).getByLabel('Your name').inputValue()).toBe('Tess Two')
})

test('a connection that breaks while the form is fetched: the widget says so, and goes on from there', async () => {
  const made = await company(stage.app)
  const page = await visit(`page="${made.page}"`)
  await page.route(/later-parts/, (route) => route.abort())
  await page.goto(site.url)
  await page.getByRole('button', { name: 'Tuesday, June 6, 2017, free times' }).click()
  stage.expectRefusals('Failed to load resource: net::ERR_FAILED')
  await page.getByRole('button', { name: '3:30 PM', exact: true }).click()
  await page.getByText('No connection').first().waitFor()
  await page.unroute(/later-parts/)
  await page.getByRole('button', { name: 'Try again' }).first().click()
  await page.getByLabel('Your name').waitFor()
})

test('in a frame: it is as high as its content, and the site hears what happens', async () => {
  const made = await company(stage.app)
  site.show(
    `<iframe src="SERVICE/${made.page}?embed=1&theme=light" title="Book an appointment"></iframe><script type="module" src="SERVICE/embed-frame.js"></script>`,
  )
  const page = await stage.visitor({ viewport: { width: 390, height: 800 } })
  await page.goto(site.url)
  const frame = page.frameLocator('iframe')
  await frame.getByRole('button', { name: 'Tuesday, June 6, 2017, free times' }).waitFor()
  await expect.poll(() => page.locator('iframe').evaluate((one) => one.clientHeight)).toBeGreaterThan(400)
  await frame.getByRole('button', { name: 'Tuesday, June 6, 2017, free times' }).click()
  await frame.getByRole('button', { name: '3:30 PM', exact: true }).click()
  await frame.getByLabel('Your name').fill('Fred Frame')
  await frame.getByLabel('Your email').fill('fred@frame.example')
  await expect.poll(() => page.locator('iframe').evaluate((one) => one.clientHeight - one.getBoundingClientRect().height)).toBe(0)
  await frame.getByRole('button', { name: 'Done' }).click()
  await frame.getByRole('heading', { name: 'It is booked' }).waitFor()
  await frame.getByRole('button', { name: 'Change or cancel' }).click()
  await frame.getByRole('button', { name: 'Cancel the appointment' }).click()
  await frame.getByRole('button', { name: 'Yes, cancel it' }).click()
  await frame.getByText('The appointment has been cancelled').waitFor()

  const told = await heard(page)
  expect(told.map((one) => [one.name, one.from])).toEqual(['ready', 'slot-selected', 'booked', 'cancelled'].map((name) => [name, 'iframe']))
  expect(JSON.stringify(told)).not.toMatch(/fred|manage/i)
})

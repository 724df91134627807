/** What every journey needs: the service with its clock, a browser, and an ear for what the pages complain about. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { Settings } from '../../server/app.ts'
import { demoCompany } from '../../server/demo.ts'
import { openTestApp, PASSWORD, person, type TestApp } from '../support/app.ts'
import { launchBrowser } from '../support/browser.ts'
import { openOwnDatabase } from '../support/own-database.ts'

/** Ten in the morning in New York, on a Thursday: the next Tuesday is June 6. */
export const JUNE_1 = '2017-06-01T14:00:00Z'

/** The coordinator to whom Annette is assigned in the demo company. */
export const JOHN = { name: 'John Reyes', email: 'john.reyes@harborvale.example' }

export interface Stage {
  readonly app: TestApp
  /** A page of somebody who has never been here. */
  visitor(wishes?: BrowserContextOptions): Promise<Page>
  /** The phone workspace of a coordinator who is signed in. */
  coordinator(wishes?: BrowserContextOptions): Promise<Page>
  /** Set the clock of the service, and of these pages. */
  at(instant: string, ...pages: Page[]): Promise<void>
  /** The bookings for a customer's email, the earliest first. */
  bookingsOf(email: string): Promise<any[]>
  /** What was written about a booking, once everything is written, the newest first. */
  mailsOf(bookingId: string): Promise<any[]>
  /** Refusals that belong to the journey, such as `409 /api/v1/bookings`: the browser logs each. */
  expectRefusals(...refusals: string[]): void
}

/** A service with the demo company for the tests of a file, with `more` settings. A page that logs an error, or breaks the content policy, fails its test. */
export function openStage(now: string, more: () => Promise<Partial<Settings>> = async () => ({})): Stage {
  let app: TestApp
  let browser: Browser
  const contexts: BrowserContext[] = []
  const complaints: string[] = []
  const expected: string[] = []

  beforeAll(async () => {
    const settings = await more()
    app = await openTestApp(await openOwnDatabase(), (publicUrl) => ({ publicUrl, ...settings }))
    app.at(now)
    const imported = await app.post('/api/v1/import', demoCompany(now.slice(0, 10)))
    expect(imported.status).toBe(200)
    browser = await launchBrowser()
  })
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()))
    const [heard, wanted] = [complaints.splice(0), expected.splice(0)]
    expect(heard.sort()).toEqual(wanted.sort())
  })
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  async function visitor(wishes: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({
      baseURL: app.url,
      locale: 'en-US',
      timezoneId: 'America/New_York',
      viewport: { width: 1280, height: 860 },
      ...wishes,
    })
    contexts.push(context)
    await context.clock.setFixedTime(new Date(now))
    await context.addInitScript(() =>
      addEventListener('securitypolicyviolation', (event) => console.error(`The content policy forbids ${event.blockedURI}`)),
    )
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    listen(page, complaints)
    return page
  }

  return {
    get app() {
      return app
    },
    visitor,
    async coordinator(wishes) {
      const page = await visitor(wishes)
      await person(app, 'administrator', JOHN)
      const reply = await page.request.post('/api/v1/session', { data: { email: JOHN.email, password: PASSWORD } })
      expect(reply.status()).toBe(201)
      await page.goto('/console/schedule')
      return page
    },
    async at(instant, ...pages) {
      app.at(instant)
      for (const page of pages) await page.clock.setFixedTime(new Date(instant))
    },
    async bookingsOf(email) {
      const { body } = await app.get('/api/v1/bookings?limit=100')
      return body.items.filter((one: any) => one.customer.email === email)
    },
    async mailsOf(bookingId) {
      await app.settled()
      return (await app.get(`/api/v1/outbox?booking=${bookingId}`)).body.items
    },
    expectRefusals: (...refusals) => void expected.push(...refusals),
  }
}

const FIRST_LOOK = '401 /api/v1/session'

function listen(page: Page, complaints: string[]): void {
  let hasLooked = false
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    const status = /responded with a status of (\d+)/.exec(message.text())?.[1]
    const complaint = status ? `${status} ${new URL(message.location().url).pathname}` : message.text()
    // The console asks once whether somebody is signed in; a browser logs a "no" to that as an error.
    if (complaint === FIRST_LOOK && !hasLooked) hasLooked = true
    // The clock of these tests is a script, which the frame around a stored mail does not let run.
    else if (!complaint.startsWith("Blocked script execution in 'about:srcdoc'")) complaints.push(complaint)
  })
}

/** A part of a page that has a heading, and the items that it lists. */
export const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
export const lines = (page: Page, name: string) => panel(page, name).locator('.item').allInnerTexts()

/** The keyboard of a page, with a count of the keys that were pressed. */
export function countedKeys({ keyboard }: Page) {
  let presses = 0
  return {
    async type(text: string) {
      presses += text.length
      await keyboard.type(text)
    },
    async press(key: string) {
      presses += 1
      await keyboard.press(key)
    },
    count: () => presses,
  }
}

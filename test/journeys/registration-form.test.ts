/** A form with which people register for a project: on its page, on the project's own website, on a phone, and read by those who look after them. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { walk } from './axe.ts'
import { type HostSite, openHostSite } from './host-site.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)
let site: HostSite
beforeAll(async () => {
  site = await openHostSite(stage.app.url)
})
afterAll(() => site?.close())

const TITLE = 'Be the first to know about Bluewater'
const consent = (page: Page) => page.getByRole('checkbox', { name: /^I agree that Harbor & Vale Homes may call/ })
const send = (page: Page) => page.getByRole('button', { name: 'Register', exact: true })
const focused = (page: Page) => page.evaluate(() => document.activeElement?.id)

const placeOf = async (email: string): Promise<any> => {
  const { body } = await stage.app.get(`/api/v1/customers/${email}/profile`)
  return body.registrations?.find((one: any) => one.project.slug === 'bluewater')
}

async function fill(page: Page, name: string, email: string) {
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Your email').fill(email)
  await consent(page).check()
}

test('somebody registers on the page of a form, with the keyboard alone, and the rep whose turn it is hears of it', async () => {
  const page = await stage.visitor()
  await page.goto('/register/bluewater')
  await page.getByRole('heading', { name: TITLE, level: 1 }).waitFor()
  expect(await page.title()).toBe(TITLE)
  await page.getByLabel('Your name').focus()
  await page.keyboard.type('Rita Registers')
  await page.keyboard.press('Tab')
  await page.keyboard.type('rita@registers.example')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.type('212 555 0142')
  await page.keyboard.press('Tab')
  await page.getByText('Understood as +1 212 555 0142').waitFor()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')

  await page.getByRole('heading', { name: 'Thank you' }).waitFor()
  await page.getByText('Somebody from Bluewater will get in touch with you.').waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Thank you')
  const place = await placeOf('rita@registers.example')
  expect(place).toMatchObject({ source: 'Bluewater website', status: 'Prospect', rep: { email: expect.any(String) } })
  await stage.app.settled()
  const { body } = await stage.app.get('/api/v1/outbox?limit=100')
  const mail = body.items.find((one: any) => one.subject === 'Rita Registers has registered for Bluewater')
  expect(mail.to.address).toBe(place.rep.email)
  for (const part of ['+12125550142', 'Which kind of home?: Single-family', 'When would you like to move?: Within 3 months'])
    expect(mail.text).toContain(part)
})

test('whoever opens the profile reads what was sent, and what they agreed to', async () => {
  const sent = { customer: { name: 'Sid Sender', email: 'sid@sender.example' }, answers: { home: 'Townhome' }, consent: true }
  const open = { signedIn: false }
  await stage.app.post('/api/v1/forms/bluewater/registrations', sent, open)
  const again = { ...sent, customer: { ...sent.customer, name: 'Sidney Sender', phone: '+12125550143' } }
  await stage.app.post('/api/v1/forms/bluewater/registrations', again, open)
  const { id } = (await stage.app.get('/api/v1/customers/sid@sender.example')).body
  const page = await stage.coordinator({ reducedMotion: 'reduce' })
  await page.goto(`/console/customers/${id}`)
  const panel = page.getByRole('region', { name: 'Forms they sent' })

  await panel.waitFor()
  expect((await panel.getByRole('listitem').allInnerTexts()).join()).toMatch(
    /Name typed\s+Sidney Sender\s+Phone typed\s+\+12125550143\s+Which kind of home\?\s+Townhome\s+Agreed: “I agree/,
  )
  const { faults, look } = walk(page)
  await look('a profile with forms that were sent')
  expect(faults).toEqual([])
})

test('an administrator makes a form, is told beside the field what is wrong, sees it as registrants will, and puts it aside', async () => {
  const page = await stage.coordinator({ reducedMotion: 'reduce' })
  const { faults, look } = walk(page)
  await page.goto('/console/forms')
  await page.getByRole('link', { name: /Be the first to know about Bluewater/ }).waitFor()
  await look('the forms')
  await page.getByRole('link', { name: 'Add a registration form' }).click()
  await page.getByLabel('Title').fill('Beachside news')
  await page.getByLabel('Short name').fill('beachside')
  await page.getByLabel('Project', { exact: true }).and(page.locator('#setup-project')).selectOption('beachside')
  await page.getByLabel('Team', { exact: true }).selectOption('tours')
  await page.getByLabel('Phone number').selectOption('required')
  await page.getByRole('button', { name: 'Add a question' }).click()
  await page.getByLabel('Question', { exact: true }).fill('How many bedrooms?')
  await page.getByLabel('What they must agree to').fill('Call me. https://beachside.example/privacy')
  stage.expectRefusals('400 /api/v1/import')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('must have a member who works in the project').waitFor()
  expect(await focused(page)).toBe('setup-pool')
  await look('a form with a wrong field')
  await page.getByRole('radio', { name: 'one rep' }).check()
  await page.getByLabel('Rep', { exact: true }).selectOption('maya.torres@harborvale.example')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.', { exact: true }).waitFor()

  const preview = page.frameLocator('iframe')
  await preview.getByLabel('Your name').waitFor()
  await preview.getByRole('link', { name: 'https://beachside.example/privacy' }).waitFor()
  await page.getByText('<switchboard-booking form="beachside"></switchboard-booking>').waitFor()
  await look('a form')
  const { body } = await stage.app.get('/api/v1/export?only=registrationForms')
  expect(body.registrationForms.find((one: any) => one.slug === 'beachside')).toMatchObject({
    ...{ project: 'beachside', pool: null, rep: 'maya.torres@harborvale.example', phone: 'required', active: true },
    questions: [{ key: 'how-many-bedrooms', label: 'How many bedrooms?', kind: 'text', required: false }],
  })
  await page.getByLabel('In use').uncheck()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.', { exact: true }).waitFor()
  await page.locator('iframe').waitFor({ state: 'detached' })
  expect((await stage.app.get('/api/v1/forms/beachside', { signedIn: false })).status).toBe(404)
  const { body: log } = await stage.app.get('/api/v1/audit?limit=5')
  expect(log.items[0]).toMatchObject({ kind: 'registration-form', name: 'beachside', action: 'changed' })
  expect(faults).toEqual([])
})

test('what is missing is said beside its field, the first of them is gone to, and what was typed stays', async () => {
  const page = await stage.visitor()
  await page.goto('/register/bluewater')
  await page.getByLabel('Your email').fill('not an address')
  await send(page).click()

  await page.getByText('3 fields need another look').waitFor()
  expect(await focused(page)).toBe('name')
  for (const [field, words] of [
    [page.getByLabel('Your name'), 'Please fill this in.'],
    [page.getByLabel('Your email'), 'This does not look like an email address, such as jane@example.com.'],
    [consent(page), 'Please tick this to go on.'],
  ] as const) {
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    const described = (await field.getAttribute('aria-describedby'))?.split(' ').at(-1)
    expect(await page.locator(`[id="${described}"]`).innerText()).toBe(words)
  }
  await fill(page, 'Ned Needs', 'ned@needs.example')
  await send(page).click()
  await page.getByRole('heading', { name: 'Thank you' }).waitFor()
})

test('a form that nobody answers is sent again with what was typed, and registers once', async () => {
  const page = await stage.visitor()
  await page.goto('/register/bluewater')
  await fill(page, 'Olga Offline', 'olga@offline.example')
  const path = '**/api/v1/forms/bluewater/registrations'
  await page.route(path, async (route) => {
    await route.fetch()
    await route.abort()
  })
  await send(page).click()
  await page.getByText('No connection').waitFor()
  await page.unroute(path)
  await send(page).click()
  await page.getByRole('heading', { name: 'Thank you' }).waitFor()

  await stage.app.settled()
  const { body } = await stage.app.get('/api/v1/outbox?limit=200')
  expect(body.items.filter((one: any) => one.subject === 'Olga Offline has registered for Bluewater')).toHaveLength(1)
  stage.expectRefusals('Failed to load resource: net::ERR_FAILED')
})

test('a form that is not there, or no longer, says so in words', async () => {
  stage.expectRefusals('404 /register/nowhere', '404 /api/v1/forms/nowhere')
  const page = await stage.visitor()
  const answer = await page.goto('/register/nowhere')

  expect(answer?.status()).toBe(404)
  await page.getByRole('heading', { name: 'There is no form here' }).waitFor()
})

test('an address types in what is known, but agrees to nothing', async () => {
  const page = await stage.visitor()
  await page.goto('/register/bluewater?name=Pia+Prefilled&email=pia@prefilled.example&home=Townhome&consent=true')

  await consent(page).waitFor()
  expect(await page.getByLabel('Your name').inputValue()).toBe('Pia Prefilled')
  expect(await page.getByRole('radio', { name: 'Townhome' }).isChecked()).toBe(true)
  expect(await consent(page).isChecked()).toBe(false)
})

test('on the website of the project it is an element or a frame, which say that somebody has registered, and never who', async () => {
  site.show(`<switchboard-booking form="bluewater"></switchboard-booking><script type="module" src="SERVICE/embed.js"></script>`)
  const page = await stage.visitor()
  await page.goto(site.url)
  await fill(page, 'Ella Element', 'ella@element.example')
  await send(page).click()
  await page.getByRole('heading', { name: 'Thank you' }).waitFor()
  const heard = await page.evaluate(() => (globalThis as any).heard)

  expect(heard.map((one: any) => one.name)).toEqual(['ready', 'registered'])
  expect(heard[1].detail).toEqual({ form: 'bluewater', title: TITLE })
  expect(JSON.stringify(heard)).not.toMatch(/ella/i)
  expect(await placeOf('ella@element.example')).toBeDefined()

  site.show(
    `<iframe src="SERVICE/register/bluewater?embed=1" title="Register"></iframe><script type="module" src="SERVICE/embed-frame.js"></script>`,
  )
  await page.goto(site.url)
  const frame = page.frameLocator('iframe')
  await frame.getByLabel('Your name').fill('Fred Frame')
  await frame.getByLabel('Your email').fill('fred@frame.example')
  await frame.getByRole('checkbox', { name: /^I agree/ }).check()
  await expect.poll(() => page.locator('iframe').evaluate((one) => one.clientHeight)).toBeGreaterThan(500)
  await frame.getByRole('button', { name: 'Register', exact: true }).click()
  await frame.getByRole('heading', { name: 'Thank you' }).waitFor()
  expect(await placeOf('fred@frame.example')).toBeDefined()
})

test('a button opens it in a dialog that is called what the button says', async () => {
  site.show(
    `<switchboard-booking form="bluewater" mode="popup">Stay informed</switchboard-booking><script type="module" src="SERVICE/embed.js"></script>`,
  )
  const page = await stage.visitor()
  await page.goto(site.url)
  await page.getByRole('button', { name: 'Stay informed' }).click()

  await page.getByRole('dialog', { name: 'Stay informed' }).getByLabel('Your name').waitFor()
})

test.each([
  ['es', 'ltr', 'Su nombre', 'Registrarme', 'Gracias'],
  ['fr', 'ltr', 'Votre nom', 'M’inscrire', 'Merci'],
  ['de', 'ltr', 'Ihr Name', 'Registrieren', 'Vielen Dank'],
  ['ar', 'rtl', 'اسمك', 'تسجيل', 'شكرًا لك'],
])('it speaks %s', async (language, direction, name, button, thanks) => {
  const page = await stage.visitor()
  await page.goto(`/register/bluewater?lang=${language}&email=${language}@speaks.example`)
  await page.getByLabel(name).fill('Lea Sprache')
  expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual([language, direction])
  await consent(page).check()
  await page.getByRole('button', { name: button, exact: true }).click()
  await page.getByRole('heading', { name: thanks }).waitFor()

  const { body } = await stage.app.get(`/api/v1/customers/${language}@speaks.example`)
  expect(body).toMatchObject({ name: 'Lea Sprache', language, timeZone: 'America/New_York' })
})

test('every state of the form can be used by everybody, wide and narrow, in light and dark', async () => {
  const page = await stage.visitor({ reducedMotion: 'reduce' })
  const { faults, look } = walk(page)
  await page.goto('/register/bluewater')
  await consent(page).waitFor()
  await look('the form')
  await send(page).click()
  await page.getByText('3 fields need another look').waitFor()
  await look('what is wrong with it')
  await fill(page, 'Ada Axe', 'ada@axe.example')
  await send(page).click()
  await page.getByRole('heading', { name: 'Thank you' }).waitFor()
  await look('the thanks')

  expect(faults).toEqual([])
})

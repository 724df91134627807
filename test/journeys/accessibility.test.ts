/** Every screen and step of both sides, light and dark, wide and narrow: WCAG 2.2 AA as far as axe can judge, and no sideways scrolling. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Company, company, PASSWORD, wish } from '../support/app.ts'
import { walk } from './axe.ts'
import { openHostSite } from './host-site.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)

const questions = [
  { key: 'street', label: 'Street', kind: 'text', required: true },
  { key: 'story', label: 'Your story', kind: 'long-text' },
  { key: 'size', label: 'Size', kind: 'choice', options: ['Small', 'Large'], required: true },
  { key: 'state', label: 'State', kind: 'choice', options: ['NY', 'NJ', 'CT', 'PA', 'MA', 'VT', 'NH'] },
  { key: 'extras', label: 'Extras', kind: 'several', options: ['Pool', 'Garage'], required: true },
  { key: 'moving', label: 'Moving on', kind: 'date' },
  { key: 'budget', label: 'Budget', kind: 'number' },
  { key: 'terms', label: 'I agree to be called', kind: 'consent', required: true },
]

async function fillIn(page: Page) {
  await page.getByLabel('Your name').fill('Ada Axe')
  await page.getByLabel('Your email').fill('ada@axe.example')
  await page.getByLabel('Street').fill('Harbor Way')
  await page.getByLabel('Large').check()
  await page.getByLabel('Pool').check()
  await page.getByLabel('I agree to be called').check()
}

test('every step of the booking page and of the customer’s link can be used by everybody', async () => {
  const made = await company(stage.app, { reps: [{}, {}], eventType: { questions } })
  const page = await stage.visitor({ reducedMotion: 'reduce' })
  const { look, faults } = walk(page)
  await page.goto('/book')
  await page.getByRole('link', { name: 'Talk to sales' }).waitFor()
  await look('master page')
  await page.goto('/talk-to-sales')
  await page.getByRole('button', { name: 'Consultation' }).waitFor()
  await look('event types')
  await page.goto(`/${made.page}`)
  await page.getByRole('button', { name: 'Tuesday, June 6, 2017, free times' }).waitFor()
  await look('day')
  await page.getByRole('button', { name: /^Time zone/ }).click()
  await page.getByRole('combobox', { name: 'Time zone' }).fill('new')
  await look('time zones', '.picker-day')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Week', exact: true }).click()
  await page.getByRole('region', { name: 'Friday, June 2, 2017' }).getByRole('button').first().waitFor()
  await look('week')
  await page.getByRole('button', { name: 'Month', exact: true }).click()
  await page.getByRole('button', { name: 'Tuesday, June 6, 2017, free times' }).click()
  await page.getByRole('button', { name: '3:30 PM', exact: true }).waitFor()
  await look('time')
  await page.getByRole('button', { name: '3:30 PM', exact: true }).click()
  await page.getByRole('button', { name: 'Ben Ode' }).waitFor()
  await look('rep')
  await page.getByRole('button', { name: 'Ben Ode' }).click()
  await page.getByLabel('Booking for someone else?').waitFor()
  await look('details')
  await page.getByRole('button', { name: 'Add a guest' }).click()
  await page.getByRole('button', { name: 'Add a note' }).click()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByText('need another look').waitFor()
  await look('details with errors')
  await fillIn(page)
  await stage.app.post('/api/v1/bookings', wish(made, '2017-06-06T19:30:00Z', { rep: made.reps[1], answers: undefined }))
  stage.expectRefusals(`409 /api/v1/pages/${made.page}/bookings`)
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByText('Ben Ode is no longer free at this time').waitFor()
  await look('time taken')
  await page.locator('.nearest button').first().click()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('heading', { name: 'It is booked' }).waitFor()
  await look('done')

  await page.getByRole('link', { name: 'Change or cancel' }).click()
  await page.getByRole('button', { name: 'Choose another time' }).waitFor()
  await look('appointment')
  await page.getByRole('button', { name: 'Choose another time' }).click()
  await page.getByRole('button', { name: 'Wednesday, June 7, 2017, free times' }).click()
  await page.getByRole('button', { name: '10:00 AM', exact: true }).waitFor()
  await look('another time')
  await page.getByRole('button', { name: '10:00 AM', exact: true }).click()
  await look('move?')
  await page.getByRole('button', { name: 'Move the appointment' }).click()
  await page.getByText('The appointment has been moved').waitFor()
  await look('rescheduled')
  await page.getByRole('button', { name: 'Cancel the appointment' }).click()
  await look('cancel?')
  await page.getByRole('button', { name: 'Yes, cancel it' }).click()
  await page.getByText('The appointment has been cancelled').waitFor()
  await look('cancelled')
  stage.expectRefusals('404 /nowhere', '404 /api/v1/pages/nowhere', '404 /api/v1/manage/nothing')
  await page.goto('/nowhere')
  await page.getByRole('heading', { name: 'There is no booking page here' }).waitFor()
  await look('unknown page')
  await page.goto('/manage/nothing')
  await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor()
  await look('unknown link')

  expect(faults).toEqual([])
})

test('from right to left every step can be used by everybody as well', async () => {
  const made = await company(stage.app, { reps: [{}, {}], eventType: { questions } })
  const page = await stage.visitor({ reducedMotion: 'reduce', locale: 'ar-AE' })
  const { look, faults } = walk(page)
  await page.goto(`/${made.page}`)
  await page.locator('[data-date="2017-06-06"][aria-disabled=false]').click()
  await page.locator('.slot').first().waitFor()
  await look('time, Arabic')
  await page.getByRole('button', { name: 'أسبوع' }).click()
  await page.locator('.week-day .slot').first().waitFor()
  await look('week, Arabic')
  await page.locator('.week-day .slot').first().click()
  await page.getByRole('button', { name: 'أي شخص متاح' }).waitFor()
  await look('rep, Arabic')
  await page.getByRole('button', { name: 'أي شخص متاح' }).click()
  await page.getByRole('button', { name: 'تم' }).click()
  await page.locator('.notice.danger').waitFor()
  await look('details with errors, Arabic')
  await page.locator('#name').fill('ليلى')
  await page.locator('#email').fill('ar@axe.example')
  await page.getByLabel('Street').fill('Harbor Way')
  await page.getByLabel('Large').check()
  await page.getByLabel('Pool').check()
  await page.getByLabel('I agree to be called').check()
  await page.getByRole('button', { name: 'تم' }).click()
  await page.locator('.done').waitFor()
  await look('done, Arabic')

  expect(faults).toEqual([])
})

test('on somebody else’s page, in the page and in a dialog, every step can be used by everybody', async () => {
  const made = await company(stage.app)
  const site = await openHostSite(stage.app.url)
  const element = (more: string) =>
    site.show(
      `<switchboard-booking page="${made.page}" ${more}></switchboard-booking><script type="module" src="SERVICE/embed.js"></script>`,
    )
  const page = await stage.visitor({ reducedMotion: 'reduce' })
  const { look, faults } = walk(page)
  element('')
  await page.goto(site.url)
  await page.getByRole('button', { name: 'Tuesday, June 6, 2017, free times' }).click()
  await page.getByRole('button', { name: '3:30 PM', exact: true }).waitFor()
  await look('time in an element', 'switchboard-booking')
  await page.getByRole('button', { name: '3:30 PM', exact: true }).click()
  await page.getByLabel('Your name').waitFor()
  await look('details in an element', 'switchboard-booking')
  element('mode="popup" lang="ar"')
  await page.goto(site.url)
  await page.getByRole('button').first().click()
  await page.locator('[data-date="2017-06-06"][aria-disabled=false]').waitFor()
  await look('day in a dialog, Arabic', 'switchboard-booking')
  await site.close()

  expect(faults).toEqual([])
})

test('every screen of the console can be used by everybody', async () => {
  const made = await company(stage.app, { reps: [{}, {}] })
  const page = await stage.visitor({ reducedMotion: 'reduce' })
  const door = walk(page)
  await page.goto('/console/schedule')
  await page.getByLabel('Administrator key').waitFor()
  await door.look('first account')
  const ivy = (await stage.app.post('/api/v1/accounts', { name: 'Ivy New', email: 'ivy@example.com', level: 'rep' })).body
  await stage.app.settled()
  const { body: outbox } = await stage.app.get('/api/v1/outbox')
  await theDoor(
    page,
    /(\/console\/invitation#\S+)/.exec(outbox.items.find((one: any) => one.to.address === 'ivy@example.com').text)?.[1] ?? '',
    door.look,
  )
  expect(ivy.status).toBe('invited')

  const desk = await stage.coordinator({ reducedMotion: 'reduce' })
  const inside = walk(desk)
  await aCall(desk, made, inside.look)
  await theTexts(desk, inside.look)
  await theOutbox(desk, inside.look)
  await theAccounts(desk, inside.look)
  await theWebhooks(desk, made, inside.look)

  expect([...door.faults, ...inside.faults]).toEqual([])
})

test('the page behind a rep’s link can be used by everybody', async () => {
  const made = await company(stage.app, { eventType: { approval: true, questions: questions.slice(0, 2) } })
  const customer = { name: 'Ada Axe', email: `ada.${made.tag}@axe.example`, phone: '+12125550100' }
  const body = { eventType: made.eventType, start: '2017-06-06T19:30:00Z', timeZone: 'America/New_York', customer }
  const answers = { street: 'Harbor Way', story: 'A long one.' }
  await stage.app.post(`/api/v1/pages/${made.page}/bookings`, { ...body, answers })
  const [booking] = await stage.bookingsOf(customer.email)
  const mail = (await stage.mailsOf(booking.id)).find((one) => one.audience === 'rep')
  const page = await stage.visitor({ reducedMotion: 'reduce' })
  const { look, faults } = walk(page)
  await page.goto(/\S+answer=approve/.exec(mail.text)?.[0] ?? '')
  await page.getByRole('heading', { name: 'Approve this request?' }).waitFor()
  await look('approve?')
  await page.getByRole('button', { name: 'Decline instead' }).click()
  await page.getByRole('heading', { name: 'Decline this request?' }).waitFor()
  await look('decline?')
  await page.getByRole('button', { name: 'Decline', exact: true }).click()
  await page.getByRole('heading', { name: 'You have declined the request' }).waitFor()
  await look('declined')

  expect(faults).toEqual([])
})

type Look = ReturnType<typeof walk>['look']

async function theDoor(page: Page, link: string, look: Look) {
  await page.goto(link)
  await page.getByRole('heading', { name: 'Welcome, Ivy New' }).waitFor()
  await look('invitation')
  stage.expectRefusals('410 /api/v1/account-links/read')
  await page.goto('/console/reset#nothing')
  await page.getByRole('heading', { name: 'This link is no longer good' }).waitFor()
  await look('used link')
  stage.expectRefusals('401 /api/v1/session')
  await page.getByRole('link', { name: 'Go to the sign-in' }).click()
  await page.getByLabel('Password').waitFor()
  await look('sign-in')
  await page.getByRole('button', { name: 'Forgot your password?' }).click()
  await page.getByRole('button', { name: 'Send me a link' }).waitFor()
  await look('forgotten password')
}

async function theAccounts(page: Page, look: Look) {
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Users' }).click()
  await page.getByText('Ivy New').waitFor()
  await look('users')
  await page.getByRole('link', { name: 'Account' }).click()
  await page.getByText('This browser').waitFor()
  await look('account')
  await page.getByRole('region', { name: 'Second factor' }).getByLabel('Current password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Turn on' }).click()
  await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor()
  await look('second factor')
}

async function theWebhooks(page: Page, made: Company, look: Look) {
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Webhooks' }).click()
  await page.getByText('Nobody is told yet.').waitFor()
  // Nobody listens there.
  await page.getByLabel('Address').fill('http://127.0.0.1:9/bookings')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText(/^whsec_/).waitFor()
  await stage.app.post('/api/v1/bookings', wish(made, '2017-06-07T19:30:00Z'))
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.getByRole('button', { name: /^Send again/ }).waitFor()
  await page.getByRole('button', { name: /^Change/ }).click()
  await page.getByRole('button', { name: /^Delete/ }).click()
  await look('webhooks, delete?')
  await page.getByRole('button', { name: /^Change/ }).click()
  await look('webhooks, change')
}

async function aCall(page: Page, made: Company, look: Look) {
  await page.getByRole('option', { name: /^Annette Fields/ }).waitFor()
  await look('start of a call')
  await page.getByLabel('Appointment').selectOption(made.eventType)
  await page.getByLabel('Team').selectOption(made.pool)
  await page.getByRole('option', { name: /^Annette Fields/ }).click()
  await page.getByLabel('When would suit them?').fill('june 6 3:30pm')
  await page.getByText('2 reps are free', { exact: true }).waitFor()
  await look('answer')
  await page.getByText('More', { exact: true }).click()
  await page.getByText('Subject, details, guests').click()
  await page.getByLabel('Guests').fill('nobody')
  await page.getByRole('button', { name: 'Show six weeks' }).click()
  await look('everything open', '.column:nth-of-type(1)')
  await page.getByLabel('Guests').fill('')
  const first = await page.locator('.candidate .strong').first().textContent()
  const rep = made.reps[first === 'Ann Lee' ? 0 : 1]
  await stage.app.post('/api/v1/bookings', wish(made, '2017-06-06T19:30:00Z', { rep }))
  stage.expectRefusals('409 /api/v1/bookings')
  await page.locator('#book').click()
  await page.getByText(`${first} is no longer free`).waitFor()
  await look('somebody was faster', '.column.last')
  await page.locator('#book').click()
  await page.getByRole('heading', { name: 'Booked' }).waitFor()
  await look('booked', '.column.last')
  await page.locator('.upcoming').getByRole('button', { name: 'Cancel' }).first().click()
  await look('cancel?', '.upcoming')
  await page.getByRole('button', { name: 'Book another' }).click()
  await page.getByLabel('Who is on the phone?').fill('nobody@anywhere')
  await page.getByText('Nobody found').waitFor()
  await look('nobody found', '.column:nth-of-type(1)')
  await page.keyboard.press('Enter')
  await page.getByLabel('Phone').fill('12')
  await page.getByLabel('When would suit them?').fill('sunday 6am')
  await page.getByText('Nobody is free then', { exact: true }).first().waitFor()
  await page.getByText('Why not the other 2?').click()
  await page.locator('.others li').first().waitFor()
  await look('nobody free')
  await page.getByRole('button', { name: 'Keyboard' }).click()
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
  await look('keys', 'dialog')
  await page.getByRole('button', { name: 'Close' }).click()
}

async function theTexts(page: Page, look: Look) {
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Texts' }).click()
  await page.locator('iframe.letter').waitFor()
  await look('texts, standard')
  await page.getByRole('button', { name: 'Write your own' }).click()
  await page.getByText('What can be filled in').click()
  stage.expectRefusals('400 /api/v1/message-templates/preview')
  await page.getByLabel('Text', { exact: true }).fill('{{ nobody }}')
  await page.getByText('knows no “nobody”').waitFor()
  await look('texts, own words with an error')
}

async function theOutbox(page: Page, look: Look) {
  await stage.app.settled()
  await page.getByRole('link', { name: 'Outbox' }).click()
  await page.locator('pre.letter').waitFor()
  await look('outbox, text')
  await page.getByRole('navigation', { name: 'Messages' }).getByRole('button').filter({ hasText: 'Customer' }).first().click()
  await page.getByRole('button', { name: 'HTML' }).click()
  await look('outbox, HTML', 'article')
  await page.getByRole('button', { name: 'Invitation' }).click()
  await look('outbox, invitation', 'article')
  await page.goto('/console/nowhere')
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
  await look('unknown page')
}

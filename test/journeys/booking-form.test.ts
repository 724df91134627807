/** Choosing in a week, on another clock, and everything that the form takes. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { company } from '../support/app.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)

const done = (page: Page) => page.getByRole('button', { name: 'Done' })

async function pick(page: Page, date: string | RegExp = 'Tuesday, June 6, 2017, free times', clock = '3:30 PM') {
  await page.getByRole('button', { name: date }).click()
  await page.getByRole('button', { name: clock, exact: true }).click()
}

test('a week shows the times of all its days, also where two months meet, and a time in it is booked at once', async () => {
  const made = await company(stage.app)
  const page = await stage.visitor()
  await page.goto(`/${made.page}`)
  await page.getByRole('button', { name: 'Week', exact: true }).click()
  const thursday = page.getByRole('region', { name: 'Thursday, June 1, 2017' })
  await thursday.getByRole('button', { name: '10:00 AM', exact: true }).waitFor()
  expect(await page.getByRole('button', { name: 'Previous week' }).isDisabled()).toBe(true)
  for (let week = 0; week < 4; week++) await page.getByRole('button', { name: 'Next week' }).click()
  await page.getByRole('region', { name: 'Monday, July 3, 2017' }).waitFor({ state: 'detached' })
  await page.getByRole('region', { name: 'Friday, June 30, 2017' }).getByRole('button', { name: '9:00 AM', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Next week' }).click()
  await page.reload()
  await page.getByRole('region', { name: 'Wednesday, July 5, 2017' }).getByRole('button', { name: '2:00 PM', exact: true }).click()
  expect(await page.locator('.summary').innerText()).toMatch(/Wednesday, July 5, 2017\s+2:00 – 2:30 PM/)
  await page.getByLabel('Your name').fill('Wilma Week')
  await page.getByLabel('Your email').fill('wilma@week.example')
  await done(page).click()

  await page.getByRole('heading', { name: 'It is booked' }).waitFor()
  expect(await stage.bookingsOf('wilma@week.example')).toMatchObject([{ start: '2017-07-05T18:00:00Z' }])
})

test('a time zone is found by city, by country or by offset, with the keyboard alone', async () => {
  const made = await company(stage.app)
  const page = await stage.visitor({ timezoneId: 'Asia/Kolkata' })
  await page.goto(`/${made.page}`)
  const button = page.getByRole('button', { name: 'Time zone: Kolkata (GMT+5:30)' })
  await button.focus()
  await page.keyboard.press('Enter')
  const search = page.getByRole('combobox', { name: 'Time zone' })
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('time-zone')
  const found = async (text: string) => {
    await search.fill(text)
    return page.getByRole('option').allTextContents()
  }
  expect((await found('sao paulo'))[0]).toMatch(/^Sao Paulo/)
  expect((await found('mumbai'))[0]).toMatch(/^Kolkata/)
  expect((await found('utc+9')).join()).toMatch(/Tokyo/)
  expect(await found('atlantis')).toEqual([])
  await page.getByText('There is no time zone of this name.').waitFor()
  await search.fill('new york')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Time zone: New York (GMT-4)' }).waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('zone-button')
  await page.keyboard.press('Enter')
  await search.waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Time zone: New York (GMT-4)' }).waitFor()
})

test('a phone number is read as one of the country that is chosen, and a number with a code says where it is from', async () => {
  const made = await company(stage.app)
  const page = await stage.visitor({ locale: 'en-GB' })
  await page.goto(`/${made.page}`)
  await pick(page, /^Tuesday,? 6 June 2017, free times$/, '15:30')
  const country = page.getByLabel('Country of the phone number')
  const phone = page.getByLabel('Your phone number')
  await page.getByRole('option', { name: 'Germany +49' }).waitFor({ state: 'attached' })
  expect(await country.inputValue()).toBe('GB')
  await phone.fill('020 7946 0958')
  await phone.blur()
  await page.getByText('Understood as +44 20 7946 0958').waitFor()
  await phone.fill('030 901820')
  await country.selectOption('DE')
  await page.getByText('Understood as +49 30 901820').waitFor()
  await phone.fill('+1 212 555 0110')
  await phone.blur()
  await page.getByText('Understood as +1 212 555 0110').waitFor()
  expect(await country.inputValue()).toBe('US')
  await page.getByLabel('Your name').fill('Polly Phone')
  await page.getByLabel('Your email').fill('polly@phone.example')
  await done(page).click()

  await page.getByRole('heading', { name: 'It is booked' }).waitFor()
  expect(await stage.bookingsOf('polly@phone.example')).toMatchObject([{ customer: { phone: '+12125550110' } }])
})

test('S1.16 S1.17 before Done stands what will be booked and for whom; a note goes to everybody in the meeting', async () => {
  const made = await company(stage.app)
  const page = await stage.visitor()
  await page.goto(`/${made.page}`)
  await pick(page)
  await page.getByLabel('Booking for someone else?').check()
  expect(await page.locator('input[autocomplete]:not([autocomplete=off])').count(), 'the browser fills in nothing').toBe(0)
  await page.getByLabel('Their name').fill('Nils Note')
  await page.getByLabel('Their email').fill('nils@note.example')
  await page.getByRole('button', { name: 'Add a note' }).click()
  await page.keyboard.type('Gate code 4711')
  expect(await page.locator('.review').innerText()).toMatch(
    /For\s+Nils Note\s.*Consultation · Ann Lee\s.*Tuesday, June 6, 2017 · 3:30 – 4:00 PM/s,
  )
  await done(page).click()
  await page.getByRole('heading', { name: 'It is booked' }).waitFor()
  const [booking] = await stage.bookingsOf('nils@note.example')
  expect(booking).toMatchObject({ details: 'Gate code 4711', customer: { name: 'Nils Note' } })
  const mails = await stage.mailsOf(booking.id)
  expect(mails.map((mail) => mail.text.includes('Gate code 4711'))).toEqual([true, true])
})

test('what was booked goes into the customer’s calendar, whichever it is', async () => {
  const made = await company(stage.app, { eventType: { location: { kind: 'in-person', value: '1 Main St' } } })
  const page = await stage.visitor()
  await page.goto(`/${made.page}?name=Cal&email=cal@endar.example`)
  await pick(page)
  await done(page).click()
  await page.getByRole('heading', { name: 'It is booked' }).waitFor()
  const hrefOf = async (name: string) => new URL((await page.getByRole('link', { name }).getAttribute('href')) ?? '')
  const google = await hrefOf('Google')
  expect([google.host, google.searchParams.get('dates'), google.searchParams.get('location')]).toEqual([
    'calendar.google.com',
    '20170606T193000Z/20170606T200000Z',
    '1 Main St',
  ])
  const outlook = await hrefOf('Outlook')
  expect([outlook.searchParams.get('startdt'), outlook.searchParams.get('enddt')]).toEqual(['2017-06-06T19:30:00Z', '2017-06-06T20:00:00Z'])
  const file = await page.request.get((await hrefOf('.ics')).href)
  expect(await file.text()).toContain('DTSTART:20170606T193000Z')
  for (const { href } of [google, outlook]) expect(href).not.toContain('manage')
})

test('what a link types in stands in the fields, can be changed, and survives a reload', async () => {
  const questions = [
    { key: 'size', label: 'Size', kind: 'choice', options: ['Small', 'Large'] },
    { key: 'extras', label: 'Extras', kind: 'several', options: ['Pool', 'Garage'] },
    { key: 'budget', label: 'Budget', kind: 'number' },
    { key: 'terms', label: 'I agree', kind: 'consent' },
  ]
  const made = await company(stage.app, { eventType: { questions } })
  const page = await stage.visitor()
  await page.goto(
    `/${made.page}?name=Lena+Link&guests=a@b.example,c@d.example&size=Large&extras=Pool,Moat&budget=12&terms=1&date=2017-06-06`,
  )
  await page.getByRole('button', { name: '3:30 PM', exact: true }).click()
  await page.reload()
  expect(await page.getByLabel('Your name').inputValue()).toBe('Lena Link')
  expect(await page.getByLabel('Email of guest 2').inputValue()).toBe('c@d.example')
  expect(await page.getByLabel('Large').isChecked()).toBe(true)
  expect([await page.getByLabel('Pool').isChecked(), await page.getByLabel('Garage').isChecked()]).toEqual([true, false])
  expect(await page.getByLabel('Budget').inputValue()).toBe('12')
  expect(await page.getByLabel('I agree').isChecked()).toBe(false)
  await page.getByLabel('Your email').fill('lena@link.example')
  await done(page).click()
  await page.getByRole('heading', { name: 'It is booked' }).waitFor()

  expect(page.url()).not.toContain('Lena')
  expect(await stage.bookingsOf('lena@link.example')).toMatchObject([{ guests: [{ email: 'a@b.example' }, { email: 'c@d.example' }] }])
})

test('S1.14 on a phone, with a thumb: nothing is cut off, nothing is too small to meet', async () => {
  const made = await company(stage.app)
  const page = await stage.visitor({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })
  await page.goto(`/${made.page}`)
  const sizes = () =>
    page.locator('button:visible, a:visible, input:visible, select:visible').evaluateAll((all) =>
      all
        .map((one) => ({ name: one.textContent || one.id, box: (one.closest('label') ?? one).getBoundingClientRect() }))
        .filter(({ box }) => box.width < 24 || box.height < 24 || box.right > innerWidth || box.left < 0)
        .map(({ name }) => name),
    )
  await page.getByRole('button', { name: 'Tuesday, June 6, 2017, free times' }).waitFor()
  expect(await sizes()).toEqual([])
  await page.getByRole('button', { name: 'Tuesday, June 6, 2017, free times' }).tap()
  await page.getByRole('button', { name: '3:30 PM', exact: true }).waitFor()
  expect(await sizes()).toEqual([])
  await page.getByRole('button', { name: '3:30 PM', exact: true }).tap()
  await page.getByLabel('Your name').fill('Thea Thumb')
  expect(await sizes()).toEqual([])
  await page.getByLabel('Your email').fill('thea@thumb.example')
  await done(page).tap()
  await page.getByRole('heading', { name: 'It is booked' }).waitFor()
  expect(await sizes()).toEqual([])
})

test('with the keyboard alone: to a day by arrow keys, a time, the form, and Done by Enter', async () => {
  const made = await company(stage.app)
  const page = await stage.visitor()
  await page.goto(`/${made.page}`)
  await page.getByRole('button', { name: 'Thursday, June 1, 2017, today, free times' }).waitFor()
  const { keyboard } = page
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '')
  const tabTo = async (wanted: RegExp) => {
    for (let tries = 0; tries < 40 && !wanted.test(await focused()); tries++) await keyboard.press('Tab')
    expect(await focused()).toMatch(wanted)
  }
  await tabTo(/^Thursday, June 1/)
  for (const key of ['ArrowDown', 'ArrowLeft', 'ArrowLeft']) await keyboard.press(key)
  await expect.poll(focused).toMatch(/^Tuesday, June 6/)
  await keyboard.press('Enter')
  await expect.poll(focused).toBe('Choose a time')
  await tabTo(/^3:30 PM$/)
  await keyboard.press('Enter')
  await expect.poll(focused).toBe('Your details')
  for (const text of ['', 'Kay Board', 'kay@board.example']) {
    await keyboard.press('Tab')
    await keyboard.type(text)
  }
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: 'It is booked' }).waitFor()

  await expect.poll(focused).toBe('It is booked')
  expect(await stage.bookingsOf('kay@board.example')).toMatchObject([{ start: '2017-06-06T19:30:00Z', customer: { name: 'Kay Board' } }])
})

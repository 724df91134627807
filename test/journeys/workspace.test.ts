/** The phone workspace of those who are on the phone all day: the last calls, what is known, few actions, and the keyboard. */
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { PASSWORD, person } from '../support/app.ts'
import { walk } from './axe.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)

let annette: string
let helen: string
beforeAll(async () => {
  const idOf = async (email: string) => (await stage.app.get(`/api/v1/customers/${email}`)).body.id
  annette = await idOf('annette.fields@mail.example')
  helen = await idOf('helen.brooks@mail.example')
  const reply = await stage.app.post(`/api/v1/customers/${annette}/registrations`, {
    project: 'bluewater',
    rep: 'ann.lee@harborvale.example',
    rating: 'A',
    source: 'Website',
  })
  expect(reply.status).toBe(201)
  await stage.app.patch(`/api/v1/customers/${annette}`, { notes: 'Looks for a corner lot.' })
})

const search = (page: Page) => page.getByRole('combobox', { name: 'Who is on the phone?' })
const focused = (page: Page, id: string) => page.waitForFunction((wanted) => document.activeElement?.id === wanted, id)
const atCandidates = (page: Page) => page.waitForFunction(() => document.activeElement?.matches('#candidates input'))

/** Count what a person does with the mouse, and with Enter. */
const countActions = (page: Page) =>
  page.evaluate(() => {
    const counts = { clicks: 0, enters: 0 }
    document.addEventListener('pointerdown', () => counts.clicks++, true)
    document.addEventListener('keydown', ({ key }) => void (key === 'Enter' && counts.enters++), true)
    Object.assign(window, { counts })
  })
const counts = (page: Page) => page.evaluate(() => (window as any).counts)

test('from a known customer to a booking it takes three clicks: a time, a rep, Book', async () => {
  const page = await stage.coordinator()
  await page.goto(`/console/schedule?customer=${annette}`)
  await page.getByRole('heading', { name: 'Annette Fields' }).waitFor()
  await countActions(page)

  await page.getByRole('button', { name: /^Fri, Jun 2, 11:00 AM, \d+ free$/ }).click()
  await page.locator('.candidate').first().click()
  await page.locator('#book').click()
  await page.getByRole('heading', { name: /Booked/ }).waitFor()

  expect(await counts(page)).toEqual({ clicks: 3, enters: 0 })
  expect(await stage.bookingsOf('annette.fields@mail.example')).toMatchObject([
    { start: '2017-06-02T15:00:00Z', customer: { id: annette } },
  ])
})

test('with the keyboard it takes three times Enter, and the time as it was said', async () => {
  const page = await stage.coordinator()
  await page.goto(`/console/schedule?customer=${helen}`)
  await focused(page, 'when')
  await countActions(page)

  await page.keyboard.type('tue 3:30pm')
  await page.keyboard.press('Enter')
  await atCandidates(page)
  await page.keyboard.press('Enter')
  await focused(page, 'book')
  await page.keyboard.press('Enter')
  await focused(page, 'done')

  expect(await counts(page)).toEqual({ clicks: 0, enters: 3 })
  const [booking] = await stage.bookingsOf('helen.brooks@mail.example')
  expect((await stage.mailsOf(booking.id)).map((mail) => mail.to.address).sort()).toEqual(
    [booking.rep.email, 'helen.brooks@mail.example'].sort(),
  )
})

test('the last calls come first, this browser keeps ids alone, and only whoever made the calls sees them', async () => {
  const page = await stage.coordinator()
  await search(page).fill('helen')
  await page.getByRole('option', { name: /Helen Brooks/ }).click()
  await page.keyboard.press('Alt+n')
  await focused(page, 'customer-search')
  await page.getByRole('group', { name: 'Recent calls' }).getByRole('option').first().waitFor()
  await page.keyboard.type('carmne')
  await page
    .getByRole('group', { name: 'Spelt alike' })
    .getByRole('option', { name: /Carmen/ })
    .waitFor()
  await page.getByText('Nobody is written like that; 1 is spelt alike').waitFor()
  await page.getByRole('option', { name: /Carmen/ }).click()
  await page.keyboard.press('Alt+c')

  const recent = page.getByRole('group', { name: 'Recent calls' }).getByRole('option')
  await expect.poll(() => recent.locator('.strong').allTextContents()).toEqual([expect.stringContaining('Carmen'), 'Helen Brooks'])
  const kept = await page.evaluate(() => localStorage.getItem('switchboard.recent') ?? '')
  expect(kept).not.toMatch(/Helen|Carmen|mail\.example/)
  expect(JSON.parse(kept).ids).toHaveLength(2)

  const other = await person(stage.app, 'coordinator', { name: 'Nora Night' })
  expect((await page.request.post('/api/v1/session', { data: { email: other.email, password: PASSWORD } })).status()).toBe(201)
  await page.goto('/console/schedule')
  await page.getByText('No customers are assigned to you.').waitFor()
  expect(await recent.count()).toBe(0)
})

test('the card says what is known: notes, projects with their reps, and how it went; times are looked for where they are registered', async () => {
  const page = await stage.coordinator()
  await page.goto(`/console/schedule?customer=${annette}`)
  const card = page.getByRole('region', { name: 'Customer' })

  await card.getByText('Looks for a corner lot.').waitFor()
  await card.getByText('Ann Lee · Prospect · Rating A · Website').waitFor()
  await card.getByRole('button', { name: 'Find times in Bluewater' }).click()

  await focused(page, 'when')
  expect(await page.locator('#what-project').inputValue()).toBe('bluewater')
  expect(await card.getByRole('link', { name: 'Open the profile' }).getAttribute('href')).toBe(`/console/customers/${annette}`)
})

test('what is booked is an appointment of the project in which one works', async () => {
  const page = await stage.coordinator()
  await page.getByLabel('Project', { exact: true }).first().selectOption({ label: 'Bluewater' })
  await page.getByRole('option', { name: /Annette Fields/ }).click()
  await focused(page, 'when')
  expect(await page.locator('#what-project').inputValue()).toBe('bluewater')
  await page.keyboard.type('wed 11am')
  await page.keyboard.press('Enter')
  await atCandidates(page)
  await page.keyboard.press('Enter')
  await focused(page, 'book')
  await page.keyboard.press('Enter')
  await focused(page, 'done')

  const booked = (await stage.bookingsOf('annette.fields@mail.example')).at(-1)
  expect(booked).toMatchObject({ start: '2017-06-07T15:00:00Z', project: 'bluewater', createdIn: 'bluewater' })
})

test('every place of the call is one key away, and ? says which', async () => {
  const page = await stage.coordinator()
  await focused(page, 'customer-search')
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard' })
  await sheet.waitFor()
  for (const key of ['Alt + C', 'Alt + P', 'Alt + W', 'Alt + G', 'Alt + R', 'Alt + N', 'Esc', 'Enter'])
    await sheet.getByText(key, { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'hidden' })
  expect(await search(page).inputValue()).toBe('')

  await page.keyboard.type('annette?')
  expect(await sheet.isVisible()).toBe(false)
  await search(page).fill('annette')
  await page.getByRole('option', { name: /Annette Fields/ }).waitFor()
  await page.keyboard.press('Enter')
  await focused(page, 'when')
  await page.keyboard.press('Alt+p')
  await focused(page, 'what-eventType')
  await page.keyboard.press('Alt+g')
  await page.waitForFunction(() => document.activeElement?.matches('.week button'))
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await atCandidates(page)
  await page.keyboard.press('Alt+w')
  await focused(page, 'when')
  await page.keyboard.press('Alt+r')
  await atCandidates(page)
  await page.keyboard.press('Alt+n')
  await focused(page, 'customer-search')
  expect(await page.locator('#when').inputValue()).toBe('')
})

test('everybody can use the workspace', async () => {
  const page = await stage.coordinator({ reducedMotion: 'reduce' })
  const { look, faults } = walk(page)
  await search(page).fill('carmen')
  await page.getByRole('option', { name: /Carmen/ }).click()
  await page.keyboard.press('Alt+n')
  await page.getByRole('group', { name: 'Recent calls' }).waitFor()
  await look('recent calls')
  await page.goto(`/console/schedule?customer=${annette}`)
  await page.getByText('Looks for a corner lot.').waitFor()
  await look('a customer')
  await page.locator('#when').fill('thu 2pm')
  await page.locator('.candidate').first().waitFor()
  await look('who is free')
  await page.getByRole('button', { name: 'Keyboard' }).click()
  await look('keyboard')

  expect(faults).toEqual([])
})

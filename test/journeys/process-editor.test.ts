/** Where an administrator of a project writes its processes, sees their dates before anybody gets them, and says what reps may choose. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { PASSWORD, person } from '../support/app.ts'
import { looked } from './axe.ts'
import { openStage } from './stage.ts'

const MAY_1 = '2017-05-01T14:00:00Z'
const stage = openStage(MAY_1)
const PROJECT = 'heron-landing'
const OTHER = 'osprey-point'
const REP = { email: 'rita.rep@harborvale.example', name: 'Rita Rep' }

async function manager(wishes = {}, projects = [PROJECT]): Promise<Page> {
  const { app } = stage
  const { status } = await app.post('/api/v1/import', {
    projects: [
      { slug: PROJECT, name: 'Heron Landing', kind: 'onsite', timeZone: 'America/New_York' },
      { slug: OTHER, name: 'Osprey Point', kind: 'onsite', timeZone: 'America/Los_Angeles' },
    ],
    reps: [{ ...REP, timeZone: 'America/New_York', projects: [PROJECT] }],
  })
  expect(status).toBe(200)
  const { email } = await person(app, 'manager')
  const { body } = await app.get('/api/v1/accounts?limit=200')
  const { id } = body.items.find((one: any) => one.email === email)
  await app.patch(`/api/v1/accounts/${id}`, { projects })
  const page = await stage.visitor({ reducedMotion: 'reduce', ...wishes })
  expect((await page.request.post('/api/v1/session', { data: { email, password: PASSWORD } })).status()).toBe(201)
  await page.goto('/console/processes')
  return page
}

const step = (page: Page, number: number) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: `Activity ${number}` }) })

async function fillStep(page: Page, number: number, [type, amount, unit, note]: readonly [string, string, string, string]): Promise<void> {
  const at = step(page, number)
  await at.getByLabel('Type').selectOption({ label: type })
  await at.getByLabel('After', { exact: true }).fill(amount)
  await at.getByLabel('Unit').selectOption({ label: unit })
  await at.getByLabel('What it is about').fill(note)
}

const timeline = (page: Page) => page.getByRole('region', { name: 'An example' }).getByRole('listitem').allInnerTexts()

test('S2.7–S2.13 a manager makes the process of online registrations, and sees the dates of an example while writing', async () => {
  const page = await manager()
  await page.getByText('No processes yet.').waitFor()
  await page.getByRole('button', { name: 'New process' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Online Registration')
  await fillStep(page, 1, ['Phone call', '2', 'hours', 'Ask for questions'])
  await page.getByRole('button', { name: 'Add an activity' }).click()
  await fillStep(page, 2, ['E-mail', '1', 'days', 'Project details'])
  await page.getByRole('button', { name: 'Add an activity' }).click()
  await fillStep(page, 3, ['Phone call', '2', 'days', 'Reassess'])

  await expect
    .poll(() => timeline(page))
    .toEqual([
      expect.stringMatching(/^Monday, May 1, 2017, 12:00 PM\s+Phone call · Ask for questions$/),
      expect.stringMatching(/^Tuesday, May 2, 2017\s+E-mail · Project details$/),
      expect.stringMatching(/^Thursday, May 4, 2017\s+Phone call · Reassess$/),
    ])
  await looked(page, 'the editor')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Online Registration is saved. It begins with what happens from now on.').waitFor()
  await page.getByText('When somebody registers: online, by themselves · 3 activities · running for nobody').waitFor()
  await looked(page, 'the list')
})

/** A process that begins with an option, written on the screen, with the dates of its example. */
async function writeFollowUp(page: Page, option: string, [first, ...more]: readonly (readonly [string, string, string, string])[]) {
  await page.getByRole('button', { name: 'New process' }).click()
  await page.getByLabel('Name', { exact: true }).fill(`Plan of ${option}`)
  await page.getByLabel('Begins when').selectOption({ label: 'a follow-up is chosen' })
  await page.getByLabel('Which', { exact: true }).selectOption({ label: option })
  await page.getByLabel('It begins at').fill('2017-05-02T11:00')
  if (first) await fillStep(page, 1, first)
  for (const [i, one] of more.entries()) {
    await page.getByRole('button', { name: 'Add an activity' }).click()
    await fillStep(page, i + 2, one)
  }
}

async function saved(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText(`${name} is saved. It begins with what happens from now on.`).waitFor()
}

const dates = async (page: Page) => (await timeline(page)).map((one) => /\w+ \d+(?=, 2017)/.exec(one)?.[0])

test('S2.31–S2.37 S2.39 the three options are made with their meaning, and each begins a process of its own', async () => {
  const page = await manager()
  for (const [name, meaning] of [
    ['Follow-up Process 1', 'Hot and ready to buy'],
    ['Follow-up Process 2', 'Intends to buy, not ready yet'],
    ['Follow-up Process 3', 'Information only'],
  ] as const) {
    const form = page.getByRole('form', { name: 'Add option' })
    await form.getByLabel('Name').fill(name)
    await form.getByLabel('When to choose it').fill(meaning)
    await form.getByRole('button', { name: 'Add option' }).click()
    await page.getByText(`${name} is saved.`).waitFor()
  }

  await writeFollowUp(page, 'Follow-up Process 1', [
    ['Phone call', '1', 'days', 'Ask for questions'],
    ['E-mail', '1', 'days', 'Project details'],
    ['Phone call', '2', 'days', 'Reassess'],
  ])
  await expect.poll(() => dates(page)).toEqual(['May 3', 'May 4', 'May 6'])
  await saved(page, 'Plan of Follow-up Process 1')

  await writeFollowUp(page, 'Follow-up Process 2', [
    ['E-mail', '1', 'days', 'Project details'],
    ['Phone call', '1', 'weeks', 'Ask for questions'],
    ['Phone call', '1', 'months', 'Reassess'],
  ])
  await expect.poll(() => dates(page)).toEqual(['May 3', 'May 10', 'June 10'])
  await step(page, 3).getByLabel('Counted from').selectOption({ label: 'activity 1 (e-mail)' })
  await expect.poll(() => dates(page)).toEqual(['May 3', 'May 10', 'June 3'])
  await step(page, 3).getByLabel('Counted from').selectOption({ label: 'the activity before' })
  await saved(page, 'Plan of Follow-up Process 2')

  await writeFollowUp(page, 'Follow-up Process 3', [
    ['E-mail', '1', 'days', 'Project details'],
    ['E-mail', '1', 'months', 'Updated details'],
    ['Phone call', '1', 'weeks', 'Reassess'],
  ])
  await expect.poll(() => dates(page)).toEqual(['May 3', 'June 3', 'June 10'])
  await saved(page, 'Plan of Follow-up Process 3')
  await page.getByText('Information only · Begins Plan of Follow-up Process 3').waitFor()
  await page.getByText('When a follow-up is chosen: Follow-up Process 2 · 3 activities').waitFor()
  await looked(page, 'processes and options')

  const up = page.getByRole('button', { name: 'Move Follow-up Process 3 up' })
  await up.press('Enter')
  const order = () => page.getByRole('region', { name: 'Follow-up Process options' }).locator('.process .strong').allInnerTexts()
  await expect
    .poll(async () => (await order()).map((one) => one.trim()))
    .toEqual(['Follow-up Process 1', 'Follow-up Process 3', 'Follow-up Process 2'])
  await expect.poll(() => focused(page)).toBe('Move Follow-up Process 3 up')
})

const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim())

test('a process is written by keyboard alone: what is added has the focus, and what is moved keeps it', async () => {
  const page = await manager()
  const { keyboard } = page
  await page.getByRole('button', { name: 'New process' }).press('Enter')
  expect(await focused(page)).toBe('New process')
  await page.getByRole('button', { name: 'Add an activity' }).press('Enter')
  await keyboard.type('E-mail')
  await keyboard.press('Tab')
  await keyboard.type('3')
  for (const _ of [1, 2, 3, 4]) await keyboard.press('Shift+Tab')
  expect(await focused(page)).toBe('Move activity 2 up')
  await keyboard.press('Enter')
  expect(await focused(page)).toBe('Move activity 1 up')
  expect(await step(page, 1).getByLabel('After', { exact: true }).inputValue()).toBe('3')
  // It is the first now: nothing happens, and the focus stays.
  await keyboard.press('Enter')
  expect(await focused(page)).toBe('Move activity 1 up')
  await keyboard.press('Tab')
  await keyboard.press('Tab')
  expect(await focused(page)).toBe('Remove activity 1')
  await keyboard.press('Enter')
  await step(page, 2).waitFor({ state: 'detached' })
  await page.getByLabel('Name', { exact: true }).fill('By keyboard')
  await page.getByLabel('Name', { exact: true }).press('Enter')
  await page.getByText('By keyboard is saved. It begins with what happens from now on.').waitFor()
})

test('a process is copied for another project, whose clock its example follows; what runs is named, and keeps its plan when it is edited', async () => {
  const { app } = stage
  const page = await manager({ colorScheme: 'dark' }, [PROJECT, OTHER])
  await app.post(`/api/v1/projects/${OTHER}/follow-ups`, { name: 'Follow-up Process 2' })
  await app.post('/api/v1/processes', {
    project: PROJECT,
    name: 'On arrival',
    trigger: { kind: 'registration' },
    steps: [{ type: 'call', offset: { amount: 1, unit: 'days' } }],
  })
  const { body: customer } = await app.post('/api/v1/customers', { name: 'Jane Prospect', email: 'jane@prospect.example' })
  expect((await app.post(`/api/v1/customers/${customer.id}/registrations`, { project: PROJECT, rep: REP.email })).status).toBe(201)
  await app.settled()

  await page.getByText('Choose a project above to see its processes.').waitFor()
  await page.getByLabel('Project', { exact: true }).selectOption({ label: 'Heron Landing' })
  await page.getByText('When somebody registers · 1 activity · running for 1').waitFor()
  await page.getByRole('button', { name: 'Running On arrival' }).click()
  await page.getByText('Rita Rep · 1 activity open, the next on').waitFor()
  expect(await page.getByRole('link', { name: 'Jane Prospect' }).getAttribute('href')).toBe(`/console/customers/${customer.id}`)
  await looked(page, 'what runs, in the dark')
  await page.getByRole('button', { name: 'Edit On arrival' }).click()
  await page.getByText('It runs for 1 registrant already: those keep the plan with which it began.').waitFor()
  await step(page, 1).getByLabel('After', { exact: true }).fill('5')
  await saved(page, 'On arrival')
  await page.getByText('Rita Rep · 1 activity open, the next on Tuesday, May 2, 2017').waitFor()

  await page.getByRole('button', { name: 'Copy Plan of Follow-up Process 2' }).click()
  const form = page.getByRole('form', { name: 'New process' })
  await form.getByLabel('Name', { exact: true }).fill('Plan in the west')
  await form.getByLabel('Project').selectOption({ label: 'Osprey Point' })
  await page.getByText('Time in Los Angeles. Now, if it stays empty.').waitFor()
  await expect.poll(() => form.getByLabel('Which', { exact: true }).locator('option:checked').innerText()).toBe('Follow-up Process 2')
  await form.getByLabel('It begins at').fill('2017-05-02T23:30')
  await expect.poll(() => dates(page)).toEqual(['May 3', 'May 10', 'June 10'])
  await form.getByLabel('Saturdays').check()
  await expect.poll(() => dates(page)).toEqual(['May 3', 'May 10', 'June 11'])
  await form.getByLabel('the registrant becomes a purchaser').check()
  await looked(page, 'the copy, in the dark')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Plan in the west is saved in Osprey Point.').waitFor()
  await page.getByLabel('Project', { exact: true }).selectOption({ label: 'Osprey Point' })
  await page.getByText('When a follow-up is chosen: Follow-up Process 2 · 3 activities').waitFor()
  const [copy] = (await app.get(`/api/v1/processes?project=${OTHER}`)).body.items
  expect([copy.closed, copy.stops]).toEqual([{ weekdays: ['SA'], country: null }, ['purchaser']])
})

test('what is wrong is said beside the field; a process is switched off and on; on a phone as well', async () => {
  const page = await manager({ viewport: { width: 390, height: 844 } })
  await page.getByRole('button', { name: 'Edit Online Registration' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Plan of Follow-up Process 3')
  await step(page, 2).getByLabel('Write the e-mail beforehand').check()
  await step(page, 2).getByLabel('Subject').fill('Hello {{ first_name }}')
  await step(page, 2).getByLabel('E-mail', { exact: true }).fill('Dear {{ secret }}')
  await step(page, 2).getByLabel('Is sent by itself at that time').check()
  const { items } = (await stage.app.get(`/api/v1/processes?project=${PROJECT}`)).body
  stage.expectRefusals(`400 /api/v1/processes/${items.find(({ name }: any) => name === 'Online Registration').id}`)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('must say when the email is sent').first().waitFor()
  await page.getByText('knows no “secret”', { exact: false }).first().waitFor()
  await page.getByText('It is not saved: 2 fields are wrong, as is said beside each.').waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('time')
  await expect.poll(() => timeline(page)).toHaveLength(3)
  await looked(page, 'the editor with faults')
  await page.getByRole('button', { name: 'Close' }).click()

  await page.getByRole('button', { name: 'Switch off Plan of Follow-up Process 3' }).click()
  await page.getByText('Plan of Follow-up Process 3 is switched off: it begins no more. What runs goes on.').waitFor()
  await page.getByRole('button', { name: 'Switch on Plan of Follow-up Process 3' }).click()
  await page.getByText('Plan of Follow-up Process 3 is switched on.').waitFor()
  await page.getByRole('button', { name: 'Running Online Registration' }).click()
  await page.getByText('Nobody at present.').waitFor()
})

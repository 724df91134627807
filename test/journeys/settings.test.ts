/** What an administrator sets up in the console: each page is read, changed, refused where it is wrong, and seen in the audit log. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { PASSWORD, person } from '../support/app.ts'
import { walk } from './axe.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)

async function administrator(path: string): Promise<Page> {
  const { email } = await person(stage.app, 'administrator', { name: 'Ada Admin', email: 'ada@harborvale.example' })
  const page = await stage.visitor({ reducedMotion: 'reduce' })
  expect((await page.request.post('/api/v1/session', { data: { email, password: PASSWORD } })).status()).toBe(201)
  await page.goto(path)
  return page
}

const exported = async (kind: string, ref: string) => {
  const { body } = await stage.app.get(`/api/v1/export?only=${kind}`)
  return body[kind].find((one: any) => one.slug === ref || one.email === ref)
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.', { exact: true }).waitFor()
}

test('a rep is found, gets other hours and a limit, and what is wrong is said beside the field', async () => {
  const page = await administrator('/console/reps')
  const { faults, look } = walk(page)
  await page.getByLabel('Search').fill('ann lee')
  await look('reps')
  await page.getByRole('link', { name: /Ann Lee/ }).click()
  await page.getByRole('heading', { name: 'Ann Lee', level: 1 }).waitFor()
  await look('a rep')
  await page.getByLabel('Time zone').fill('Atlantis/City')
  await page.getByLabel('Appointments a day, at most').fill('6')
  stage.expectRefusals('400 /api/v1/import')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('must be a time zone such as America/New_York').waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('setup-timeZone')
  await page.getByLabel('Time zone').fill('America/New_York')
  await page.getByLabel('To', { exact: true }).first().fill('18:00')
  await save(page)

  const ann = await exported('reps', 'ann.lee@harborvale.example')
  expect([ann.dailyLimit, ann.weeklyHours[0].end]).toEqual([6, '18:00'])
  expect(faults).toEqual([])
})

test('a new event type, a team and a booking page are made one after another, and customers book on the page', async () => {
  const page = await administrator('/console/event-types')
  const { faults, look } = walk(page)
  await page.getByRole('link', { name: 'Add an event type' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Site walk')
  await page.getByLabel('Short name').fill('site-walk')
  await page.getByLabel('Takes (minutes)').fill('45')
  await page.getByRole('button', { name: 'Add a question' }).click()
  await page.getByLabel('Question', { exact: true }).fill('Which lot?')
  await look('an event type')
  await save(page)
  expect(await exported('eventTypes', 'site-walk')).toMatchObject({
    durationMinutes: 45,
    questions: [{ key: 'which-lot', label: 'Which lot?' }],
  })

  await page.goto('/console/pools/+new')
  await page.getByLabel('Name', { exact: true }).fill('Walkers')
  await page.getByLabel('Short name').fill('walkers')
  await page.getByRole('button', { name: 'Add a member' }).click()
  await page.getByLabel('Rep', { exact: true }).selectOption({ label: 'Ann Lee' })
  await look('a team')
  await save(page)

  await page.goto('/console/pages/+new')
  await page.getByLabel('Title').fill('Walk the site')
  await page.getByLabel('Short name').fill('walk-the-site')
  await page.getByLabel('Team', { exact: true }).selectOption({ label: 'Walkers' })
  await page.getByLabel('Site walk').check()
  await save(page)
  const preview = page.frameLocator('iframe[title="Preview of Walk the site"]')
  await preview
    .getByRole('heading', { name: /Walk the site|Site walk/ })
    .first()
    .waitFor()
  expect(await page.locator('.snippet').first().innerText()).toContain('<switchboard-booking page="walk-the-site">')
  await look('a booking page')
  const wide = await page.locator('iframe.page-preview').evaluate((frame) => frame.clientWidth)
  await page.getByLabel('On a phone').check()
  const narrow = await page.locator('iframe.page-preview').evaluate((frame) => frame.clientWidth)
  expect([wide > 600, narrow < 400]).toEqual([true, true])
  await look('a booking page, its preview as on a phone')
  expect(faults).toEqual([])
})

test('what projects show each other is ticked, and a user works in some of them', async () => {
  const page = await administrator('/console/projects')
  const { faults, look } = walk(page)
  const [a, b] = (await stage.app.get('/api/v1/export?only=projects')).body.projects
  await look('projects')
  await page.getByRole('link', { name: a.name }).click()
  const share = page.getByRole('checkbox', { name: `History with ${b.name}` })
  expect(await share.isChecked()).toBe(true)
  await look('a project')
  await share.focus()
  await page.keyboard.press('Space')
  await expect.poll(async () => (await stage.app.get('/api/v1/export?only=shares')).body.shares.some((one: any) => !one.history)).toBe(true)

  await person(stage.app, 'coordinator', { name: 'Carl Coordinator', email: 'carl@harborvale.example' })
  await page.goto('/console/users')
  await page
    .getByText(/Projects: All projects/)
    .first()
    .click()
  await page.getByRole('group', { name: 'Projects of Carl Coordinator' }).getByLabel(a.name).check()
  await page.getByText(`Projects: ${a.name}`).waitFor()
  await look('users')
  expect(faults).toEqual([])
})

test('whoever saves what somebody else has changed meanwhile is told who it was, and nothing is lost unseen', async () => {
  const page = await administrator('/console/pools/sales')
  await page.getByRole('heading', { name: 'What it is' }).waitFor()
  const { name } = await exported('pools', 'sales')
  await stage.app.post('/api/v1/import', { pools: [{ slug: 'sales', name: 'Renamed elsewhere' }] })
  await page.getByLabel('Name', { exact: true }).fill('My name for it')
  stage.expectRefusals('409 /api/v1/import')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Show it as it is now' }).click()
  await page.getByRole('heading', { name: 'Renamed elsewhere', level: 1 }).waitFor()
  await page.getByLabel('Name', { exact: true }).fill(name)
  await save(page)
})

test('the audit log tells who has changed what, and finds it again', async () => {
  const page = await administrator('/console/pools/tours')
  const { faults, look } = walk(page)
  await page.getByLabel('Name', { exact: true }).fill('Tour guides')
  await save(page)
  await page.getByRole('link', { name: 'Audit log' }).click()
  await page.getByLabel('Which').fill('tours')
  await page.getByText('Ada Admin changed Team tours').first().waitFor()
  await page.getByText('1 field').first().click()
  await page.getByRole('cell', { name: 'Tour guides' }).waitFor()
  await look('the audit log')
  await page.getByLabel('Who').fill('nobody at all')
  await page.getByText('Nothing was changed that fits.').waitFor()
  expect(faults).toEqual([])
})

test('the configuration goes out as a file and comes back in; a file that is wrong changes nothing and says where', async () => {
  const page = await administrator('/console/transfer')
  const { faults, look } = walk(page)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).click()])
  const text = await readFile(await download.path(), 'utf8')
  const chosen = (body: string) => ({ name: 'switchboard.json', mimeType: 'application/json', buffer: Buffer.from(body) })
  await page.getByLabel('File').setInputFiles(chosen(JSON.stringify({ pools: [{ slug: 'sales', distribution: 'by-mood' }] })))
  stage.expectRefusals('400 /api/v1/import')
  await page.getByRole('button', { name: 'Import it' }).click()
  await page.getByText('/pools/0/distribution').waitFor()
  await look('a file that is wrong')
  await page.getByLabel('File').setInputFiles(chosen(text))
  await page.getByRole('button', { name: 'Import it' }).click()
  await page.getByText('Imported.', { exact: true }).waitFor()
  await page.getByLabel('File').setInputFiles(chosen('not at all'))
  await page.getByText('This file is not JSON.').waitFor()
  expect(faults).toEqual([])
})

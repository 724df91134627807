/** The worked example of follow-up processes: nothing is owed until the rep chooses what is to follow, for each registrant. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { PASSWORD, person } from '../support/app.ts'
import { looked } from './axe.ts'
import { lines, openStage, panel } from './stage.ts'

const MAY_1 = '2017-05-01T14:00:00Z'
const stage = openStage(MAY_1)
const REP = { email: 'rita.rep@harborvale.example', name: 'Rita Rep' }
const PROJECT = 'heron-landing'

const step = (type: string, amount: number, unit: string, note: string) => ({ type, offset: { amount, unit }, note })
const OPTIONS = [
  [
    'Follow-up Process 1',
    'Hot and ready to buy.',
    [step('call', 1, 'days', 'Ask for questions'), step('email', 1, 'days', 'Project details'), step('call', 2, 'days', 'Reassess')],
  ],
  [
    'Follow-up Process 2',
    'Intends to buy, but is not ready yet.',
    [step('email', 1, 'days', 'Project details'), step('call', 1, 'weeks', 'Ask for questions'), step('call', 1, 'months', 'Reassess')],
  ],
  [
    'Follow-up Process 3',
    'Wants information only.',
    [step('email', 1, 'days', 'Project details'), step('email', 1, 'months', 'Updated details'), step('call', 1, 'weeks', 'Reassess')],
  ],
  ['Not now', null, []],
] as const

async function set(): Promise<void> {
  const { app } = stage
  await app.post('/api/v1/import', {
    projects: [{ slug: PROJECT, name: 'Heron Landing', kind: 'onsite', timeZone: 'America/New_York' }],
    reps: [{ ...REP, timeZone: 'America/New_York', projects: [PROJECT] }],
  })
  for (const [name, meaning, steps] of OPTIONS) {
    const { body } = await app.post(`/api/v1/projects/${PROJECT}/follow-ups`, { name, meaning })
    if (steps.length === 0) continue
    const made = await app.post('/api/v1/processes', { project: PROJECT, name, trigger: { kind: 'follow-up', value: body.id }, steps })
    expect(made.status).toBe(201)
  }
  await person(app, 'rep', REP)
}

async function registrant(name: string): Promise<string> {
  const { app } = stage
  const { body } = await app.post('/api/v1/customers', { name, email: `${name.split(' ')[0]?.toLowerCase()}@prospect.example` })
  await app.post(`/api/v1/customers/${body.id}/registrations`, { project: PROJECT, rep: REP.email })
  return body.id
}

async function asRep(wishes = {}): Promise<Page> {
  const page = await stage.visitor({ reducedMotion: 'reduce', ...wishes })
  expect((await page.request.post('/api/v1/session', { data: { email: REP.email, password: PASSWORD } })).status()).toBe(201)
  return page
}

test('S2.2–S2.6 S2.31–S2.47 Brian is assigned on May 1 and owed nothing; Follow-up Process 2, chosen on May 2, lays out May 3, May 10 and June 10', async () => {
  await set()
  const brian = await registrant('Brian Prospect')
  const page = await asRep()
  await page.goto(`/console/customers/${brian}`)
  await page.getByText('Nothing is owed to this registrant.').waitFor()

  // S2.39: when to choose which stands where one chooses.
  await page.getByText('Intends to buy, but is not ready yet. Begins Follow-up Process 2.').waitFor()
  expect(await page.getByText('Begins no activities.').count()).toBe(1)
  await looked(page, 'screen 1')

  await stage.at('2017-05-02T15:00:00Z', page)
  await page.getByLabel('Follow-up Process').selectOption({ label: 'Follow-up Process 2' })
  await page.getByText('Follow-up Process 2 is chosen: 3 activities are laid out.').waitFor()
  await expect
    .poll(() => lines(page, 'Activities'))
    .toEqual([
      expect.stringMatching(/^E-mail\s+Project details · \w{3}, May 3 · Rita Rep$/),
      expect.stringMatching(/^Phone call\s+Ask for questions · \w{3}, May 10 · Rita Rep$/),
      expect.stringMatching(/^Phone call\s+Reassess · \w{3}, Jun 10 · Rita Rep$/),
    ])

  await stage.at('2017-05-03T13:00:00Z', page)
  await page.goto('/console/home')
  await panel(page, 'Activities').getByText('1 due today').waitFor()
  await panel(page, 'Activities')
    .getByRole('link', { name: /^E-mails/ })
    .click()
  await page.getByRole('button', { name: /Brian Prospect/ }).click()
  await page.getByLabel('Result (optional)').fill('Sent the brochure')
  await page.getByRole('button', { name: 'Complete', exact: true }).click()
  await page.getByText('E-mail with Brian Prospect is completed, and in the History.').waitFor()

  await stage.at('2017-05-10T13:00:00Z', page)
  await page.goto('/console/activities')
  await expect
    .poll(() => lines(page, 'Activities'))
    .toEqual([expect.stringMatching(/^Brian Prospect\s+Phone call · Ask for questions · today · Rita Rep\s+Due today$/)])
  await stage.at('2017-06-10T13:00:00Z', page)
  await page.goto('/console/activities')
  await expect
    .poll(() => lines(page, 'Activities'))
    .toEqual([
      expect.stringMatching(/Phone call · Ask for questions · \w{3}, May 10 · Rita Rep\s+Overdue$/),
      expect.stringMatching(/Phone call · Reassess · today · Rita Rep\s+Due today$/),
    ])
  await page.goto(`/console/customers/${brian}`)
  await expect
    .poll(() => lines(page, 'History'))
    .toEqual([expect.stringMatching(/^E-mail\s+Project details · Rita Rep\s+Sent the brochure\s+Done$/)])
})

test('S2.5 S2.40 different registrants run different processes; a value without activities begins none, and gives up what was open', async () => {
  const ada = await registrant('Ada Prospect')
  stage.app.at('2017-06-12T15:00:00Z')
  const page = await asRep({ viewport: { width: 390, height: 844 } })
  await stage.at('2017-06-12T15:00:00Z', page)
  await page.goto(`/console/customers/${ada}`)
  await page.getByLabel('Follow-up Process').selectOption({ label: 'Follow-up Process 1' })
  await page.getByText('Follow-up Process 1 is chosen: 3 activities are laid out.').waitFor()
  await looked(page, 'screen 2')
  await page.getByLabel('Follow-up Process').selectOption({ label: 'Not now' })
  await page.getByText('Not now is chosen. Nothing new is due.').waitFor()
  await expect.poll(() => lines(page, 'Activities')).toEqual([])
  await expect.poll(() => lines(page, 'History')).toHaveLength(3)
})

test('an activity is planned, and what was done is logged, by hand', async () => {
  const ben = await registrant('Ben Prospect')
  const page = await asRep()
  await stage.at('2017-06-12T15:00:00Z', page)
  await page.goto(`/console/customers/${ben}`)
  await page.getByRole('button', { name: 'Plan an activity' }).click()
  await page.getByLabel('What', { exact: true }).selectOption({ label: 'Visit' })
  await page.getByLabel('Due on').fill('2017-06-20')
  await page.getByLabel('What it is about (optional)').fill('Show the garden')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Visit with Ben Prospect is planned.').waitFor()
  await page.getByRole('button', { name: 'Log what was done' }).click()
  await page.getByLabel('Result').fill('Called by himself')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Phone call with Ben Prospect is in the History.').waitFor()
  await expect
    .poll(() => lines(page, 'Activities'))
    .toEqual([expect.stringMatching(/^Visit\s+Show the garden · \w{3}, Jun 20 · Rita Rep$/)])
  await expect.poll(() => lines(page, 'History')).toEqual([expect.stringMatching(/^Phone call\s+Rita Rep\s+Called by himself\s+Done$/)])
})

/** The worked example of a sales process: whoever registers online gets a call, an e-mail and a call, and the rep finds each on its day. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { PASSWORD, person } from '../support/app.ts'
import { wholeOutbox } from '../support/outbox.ts'
import { looked } from './axe.ts'
import { lines, openStage, panel } from './stage.ts'

const MAY_1 = '2017-05-01T14:00:00Z'
const stage = openStage(MAY_1)

const REP = { email: 'rita.rep@harborvale.example', name: 'Rita Rep' }
const PROJECT = 'heron-landing'

/** A project with a form, a rep who works there, and the process; the rep's page. */
async function set(): Promise<Page> {
  const { app } = stage
  const step = (type: string, amount: number, unit: string, note?: string) => ({ type, offset: { amount, unit }, ...(note && { note }) })
  const replies = [
    await app.post('/api/v1/import', {
      projects: [{ slug: PROJECT, name: 'Heron Landing', kind: 'onsite', timeZone: 'America/New_York' }],
      reps: [{ ...REP, timeZone: 'America/New_York', projects: [PROJECT] }],
      registrationForms: [{ slug: 'heron', project: PROJECT, title: 'Heron Landing', questions: [], rep: REP.email }],
    }),
    await app.post('/api/v1/processes', {
      project: PROJECT,
      name: 'Online Registration',
      trigger: { kind: 'registration', value: 'online' },
      steps: [
        step('call', 2, 'hours', 'Ask for questions'),
        step('email', 1, 'days', 'Project details'),
        step('call', 2, 'days', 'Reassess'),
      ],
    }),
  ]
  expect(replies.map(({ status }) => status)).toEqual([200, 201])
  await person(app, 'rep', REP)
  const page = await stage.visitor({ reducedMotion: 'reduce' })
  expect((await page.request.post('/api/v1/session', { data: { email: REP.email, password: PASSWORD } })).status()).toBe(201)
  return page
}

test('S2.7–S2.9 S2.14–S2.30 Jane registers online on May 1: a call that day, an e-mail on May 2, a call on May 4, each found on its day, done, and in the History', async () => {
  const rep = await set()
  const jane = await stage.visitor({ reducedMotion: 'reduce' })
  await jane.goto('/register/heron')
  await jane.getByLabel('Your name').fill('Jane Prospect')
  await jane.getByLabel('Your email').fill('jane@prospect.example')
  await jane.getByRole('button', { name: 'Register' }).click()
  await jane.getByText('Thank you').waitFor()

  // S2.16: the rep has a mail with the details.
  await stage.app.settled()
  const [mail] = (await wholeOutbox(stage.app)).filter((one) => one.to.address === REP.email)
  expect(mail.subject).toBe('Jane Prospect has registered for Heron Landing')

  await rep.goto('/console/home')
  const owed = panel(rep, 'Activities')
  await owed.getByText('Phone calls').waitFor()
  expect(await owed.getByRole('link').allInnerTexts()).toEqual([
    expect.stringMatching(/^Phone calls\s+1 due today\s+1 in the coming week$/),
    expect.stringMatching(/^E-mails\s+1 in the coming week$/),
  ])
  await looked(rep, 'screen 1')

  // S2.19, S2.20: the type lists the registrants; a line opens, and leads to the profile.
  await owed.getByRole('link', { name: /^Phone calls/ }).click()
  await rep.getByRole('button', { name: /Jane Prospect/ }).click()
  await rep.getByRole('link', { name: 'Open the profile of Jane Prospect' }).click()
  await panel(rep, 'Activities').getByText('Phone call').first().waitFor()
  await expect
    .poll(() => lines(rep, 'Activities'))
    .toEqual([
      expect.stringMatching(/^Phone call\s+Ask for questions · today, 12:00 PM · Rita Rep\s+Due today$/),
      expect.stringMatching(/^E-mail\s+Project details · \w{3}, May 2 · Rita Rep$/),
      expect.stringMatching(/^Phone call\s+Reassess · \w{3}, May 4 · Rita Rep$/),
    ])
  await looked(rep, 'screen 2')

  await stage.at('2017-05-01T16:05:00Z', rep)
  await panel(rep, 'Activities').locator('.item').first().click()
  await rep.getByLabel('Result (optional)').fill('Wants a garden')
  await rep.getByRole('button', { name: 'Complete', exact: true }).click()
  await rep.getByText('Phone call with Jane Prospect is completed, and in the History.').waitFor()
  await expect
    .poll(() => lines(rep, 'History'))
    .toEqual([expect.stringMatching(/^Phone call\s+Ask for questions · Rita Rep\s+Wants a garden\s+Done$/)])
  await expect.poll(() => lines(rep, 'Activities')).toHaveLength(2)

  await stage.at('2017-05-02T13:00:00Z', rep)
  await rep.goto('/console/home')
  await owed.getByText('1 due today').waitFor()
  expect(await owed.getByRole('link').allInnerTexts()).toEqual([
    expect.stringMatching(/^Phone calls\s+1 in the coming week$/),
    expect.stringMatching(/^E-mails\s+1 due today$/),
  ])

  await stage.at('2017-05-04T13:00:00Z', rep)
  await rep.goto('/console/activities')
  await rep.getByText('Overdue').first().waitFor()
  await expect
    .poll(() => lines(rep, 'Activities'))
    .toEqual([
      expect.stringMatching(/^Jane Prospect\s+E-mail · Project details · \w{3}, May 2 · Rita Rep\s+Overdue$/),
      expect.stringMatching(/^Jane Prospect\s+Phone call · Reassess · today · Rita Rep\s+Due today$/),
    ])
  await looked(rep, 'screen 3')
})

test('the list is worked through with the keyboard: the next registrant opens as one is done', async () => {
  const page = await stage.visitor({ reducedMotion: 'reduce' })
  expect((await page.request.post('/api/v1/session', { data: { email: REP.email, password: PASSWORD } })).status()).toBe(201)
  await stage.at('2017-05-04T13:00:00Z', page)
  await page.goto('/console/activities')
  await page.getByText('Overdue').first().waitFor()
  await page.locator('.activities .item').first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'E-mail: Jane Prospect' }).waitFor()
  await page.getByLabel('Result (optional)').focus()
  await page.keyboard.type('Sent by hand')
  await page.keyboard.press('Control+Enter')

  await page.getByRole('heading', { name: 'Phone call: Jane Prospect' }).waitFor()
  await looked(page, 'screen 4')
  await page.getByRole('button', { name: 'Reschedule', exact: true }).click()
  await page.getByLabel('Due on').fill('2017-05-10')
  await page.getByRole('button', { name: 'Reschedule it' }).click()
  await page.getByText('Phone call with Jane Prospect is due Wed, May 10 now.').waitFor()
  await page.getByText('Nothing is due. Well done.').waitFor()
  await page.getByRole('button', { name: 'Upcoming' }).click()
  await page.getByRole('button', { name: /Jane Prospect/ }).click()
  await page.getByRole('button', { name: 'Skip', exact: true }).click()
  await page.getByLabel('Why is it not done?').fill('Met in the street')
  await page.getByRole('button', { name: 'Skip it' }).click()
  await page.getByText('Phone call with Jane Prospect is skipped, and in the History.').waitFor()
})

test('a manager hands over what several registrants are owed, on a phone', async () => {
  const { app } = stage
  const other = { email: 'otto.other@harborvale.example', name: 'Otto Other' }
  await app.post('/api/v1/import', { reps: [{ ...other, timeZone: 'America/New_York', projects: [PROJECT] }] })
  for (const name of ['Ada', 'Ben'])
    await app.post('/api/v1/customers', { name: `${name} Walkin`, email: `${name.toLowerCase()}@walkin.example`, project: PROJECT })
  for (const name of ['ada', 'ben'])
    await app.post('/api/v1/activities', {
      customer: `${name}@walkin.example`,
      project: PROJECT,
      type: 'visit',
      dueOn: '2017-05-01',
      rep: REP.email,
    })
  const manager = await person(app, 'manager')
  const page = await stage.visitor({ reducedMotion: 'reduce', viewport: { width: 390, height: 844 } })
  expect((await page.request.post('/api/v1/session', { data: { email: manager.email, password: PASSWORD } })).status()).toBe(201)
  await page.goto('/console/activities')
  await page.getByLabel('Mark Visit with Ada Walkin').check()
  await page.getByLabel('Mark Visit with Ben Walkin').check()
  await page.getByLabel('Reassign').check()
  await page.getByLabel('Sales rep').selectOption({ label: 'Otto Other' })
  await looked(page, 'screen 5')
  await page.getByRole('button', { name: 'Reassign 2 activities' }).click()
  await page.getByText('Done to 2 activities.').waitFor()
  await expect
    .poll(() => page.locator('.activities .item').allInnerTexts())
    .toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Ada Walkin\s+Visit · \w{3}, May 1 · Otto Other/),
        expect.stringMatching(/^Ben Walkin\s+Visit · \w{3}, May 1 · Otto Other/),
      ]),
    )
})

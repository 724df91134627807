/** The first page of the day, as coordinators, reps and managers have it. */
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { PASSWORD, person } from '../support/app.ts'
import { walk } from './axe.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)

const ANN = { name: 'Ann Lee', email: 'ann.lee@harborvale.example' }
const OLIVE = { name: 'Olive Stone', email: 'olive.stone@harborvale.example' }

async function enter(level: 'coordinator' | 'rep', who: { name: string; email: string }): Promise<Page> {
  await person(stage.app, level, who)
  const page = await stage.visitor({ reducedMotion: 'reduce' })
  await page.clock.setFixedTime(new Date('2017-06-01T18:00:00Z'))
  expect((await page.request.post('/api/v1/session', { data: { email: who.email, password: PASSWORD } })).status()).toBe(201)
  await page.goto('/console')
  await page.getByRole('heading', { name: 'Thursday, June 1' }).waitFor()
  return page
}

const day = (page: Page, name: string) => page.getByRole('region', { name })

/** One meeting that is over, one today, one tomorrow, and one that waits for a yes. */
beforeAll(async () => {
  const { app } = stage
  const book = async (start: string, name: string, more: object = {}) => {
    const customer = { name, email: `${name.split(' ')[0]?.toLowerCase()}@mail.example` }
    const body = { eventType: 'consultation', rep: ANN.email, start, timeZone: 'America/New_York', customer, createdIn: 'online', ...more }
    const reply = await app.post('/api/v1/bookings', body)
    expect([reply.status, reply.body.detail]).toEqual([201, undefined])
    return reply.body.id as string
  }
  /** As customers ask for themselves. */
  const ask = async (start: string, name: string) => {
    const customer = { name, email: `${name.split(' ')[0]?.toLowerCase()}@mail.example` }
    const body = { eventType: 'consultation', start, timeZone: 'America/New_York', customer, answers: {} }
    const reply = await app.post('/api/v1/pages/talk-to-sales/bookings', body, { signedIn: false })
    expect([reply.status, reply.body.status, reply.body.detail]).toEqual([201, 'requested', undefined])
  }
  const free = await freeTimes(5)
  await book(free[0]!, 'Paula Past')
  await book(free[1]!, 'Tom Today')
  await book(free[2]!, 'Tina Tomorrow')
  app.at('2017-06-01T18:00:00Z')
  await app.post('/api/v1/import', { eventTypes: [{ slug: 'consultation', approval: true }] })
  await ask(free[3]!, 'Rita Request')
  await ask(free[4]!, 'Rolf Request')
  await app.post('/api/v1/import', { eventTypes: [{ slug: 'consultation', approval: false }] })
})

/** Times at which Ann is free: one before two o’clock in New York, one after, and others on the next day. */
async function freeTimes(count: number): Promise<string[]> {
  const found: string[] = []
  const from = ['2017-06-01T15:00:00Z', '2017-06-01T19:00:00Z', '2017-06-02T14:00:00Z', '2017-06-02T16:00:00Z', '2017-06-02T18:00:00Z']
  for (const begin of from.slice(0, count))
    for (let at = Date.parse(begin); ; at += 15 * 60_000) {
      const ask = { eventType: 'consultation', pool: 'sales', at: new Date(at).toISOString(), timeZone: 'UTC', limit: 1000 }
      const { body } = await stage.app.post('/api/v1/find-by-time', ask)
      if (!body.candidates.some((one: any) => one.rep.email === ANN.email)) continue
      found.push(new Date(at).toISOString())
      break
    }
  return found
}

test('S0.21 the counselor finds the appointments of today and the days to come, by time, and answers what waits', async () => {
  const page = await enter('coordinator', OLIVE)
  const { faults, look } = walk(page)
  await page.getByLabel('Project', { exact: true }).selectOption({ label: 'Online Sales Center' })
  await day(page, 'Today')
    .getByRole('button', { name: /Tom Today/ })
    .waitFor()
  await day(page, 'Tomorrow')
    .getByRole('button', { name: /Tina Tomorrow/ })
    .waitFor()
  await look('home')

  const attention = page.getByRole('region', { name: 'Needs attention' })
  await attention.getByRole('button', { name: /Rita Request/ }).click()
  const opened = page.getByRole('dialog')
  await look('a request')
  await opened.getByLabel('Approve').check()
  await opened.getByRole('button', { name: 'Send the answer' }).click()
  await page.getByText('is approved.').waitFor()
  await attention.getByRole('button', { name: /Rita Request/ }).waitFor({ state: 'detached' })
  await attention.getByRole('button', { name: /Rolf Request/ }).click()
  await opened.getByLabel('Decline').check()
  await opened.getByRole('button', { name: 'Send the answer' }).click()
  await page.getByText('is declined.').waitFor()
  expect(faults).toEqual([])
})

test('a rep sees their own day and sets from there what came of a meeting', async () => {
  const page = await enter('rep', ANN)
  const { faults, look } = walk(page)
  const attention = page.getByRole('region', { name: 'Needs attention' })
  await attention.getByRole('button', { name: /Paula Past/ }).focus()
  await page.keyboard.press('Enter')
  const opened = page.getByRole('dialog')
  await opened.getByLabel('Completed').check()
  await look('an outcome')
  await opened.getByRole('button', { name: 'Update appointment' }).click()
  await page.getByText('is set to Completed.').waitFor()

  await attention.getByRole('button', { name: /Paula Past/ }).waitFor({ state: 'detached' })
  await day(page, 'Today')
    .getByRole('button', { name: /Tom Today/ })
    .click()
  await opened.getByRole('link', { name: 'Profile of Tom Today' }).click()
  await page.getByRole('heading', { name: 'Tom Today', level: 1 }).waitFor()
  expect(faults).toEqual([])
})

/** What managers, counselors and reps read of what was made and finished, on the screen and on paper. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { PASSWORD, person, type RequestOptions, signedIn } from '../support/app.ts'
import { walk } from './axe.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)

const OLIVE = { name: 'Olive Stone', email: 'olive.stone@harborvale.example' }
const ANN = { name: 'Ann Lee', email: 'ann.lee@harborvale.example' }
const AFTER = '2017-06-07T12:00:00Z'

/** Olive makes four appointments online, and one at Bluewater, with Ann; of those Ann finishes three there. */
beforeAll(async () => {
  const { app } = stage
  const [olive, ann] = [await signedIn(app, await person(app, 'manager', OLIVE)), await signedIn(app, await person(app, 'rep', ANN))]
  const times = await freeTimes(5)
  const names = ['Jane Fields', 'Robert Chen', 'Amara Okafor', 'Luis Moreno', 'Greta Lind']
  const ids: string[] = []
  for (const [i, start] of times.entries()) {
    const customer = { name: names[i]!, email: `${names[i]!.replace(' ', '.').toLowerCase()}@reports.example` }
    const body = {
      eventType: 'consultation',
      rep: ANN.email,
      start,
      timeZone: 'America/New_York',
      customer,
      createdIn: i === 4 ? 'bluewater' : 'online',
    }
    const reply = await app.post('/api/v1/bookings', body, olive)
    expect([reply.status, reply.body.detail]).toEqual([201, undefined])
    ids.push(reply.body.id)
  }
  const end = async (id: string, step: string, body: object, who: RequestOptions) =>
    expect((await app.post(`/api/v1/bookings/${id}/${step}`, { ...body, project: 'bluewater' }, who)).status).toBe(200)
  await end(ids[2]!, 'cancel', {}, ann)
  app.at(AFTER)
  await end(ids[0]!, 'outcome', { status: 'completed' }, ann)
  await end(ids[1]!, 'outcome', { status: 'no-show' }, ann)
})

/** Times within two days at which Ann is free. */
async function freeTimes(count: number): Promise<string[]> {
  const found: string[] = []
  for (let at = Date.parse('2017-06-05T13:00:00Z'); found.length < count; at += 30 * 60_000) {
    const ask = { eventType: 'consultation', pool: 'sales', at: new Date(at).toISOString(), timeZone: 'UTC', limit: 1000 }
    const { body } = await stage.app.post('/api/v1/find-by-time', ask)
    if (body.candidates.some((one: any) => one.rep.email === ANN.email)) found.push(new Date(at).toISOString())
  }
  return found
}

/** The reports of a project as somebody who is signed in reads them, in June 2017. */
async function reports({ email }: { email: string }, project: string): Promise<Page> {
  const page = await stage.visitor({ reducedMotion: 'reduce' })
  await page.clock.setFixedTime(new Date(AFTER))
  expect((await page.request.post('/api/v1/session', { data: { email, password: PASSWORD } })).status()).toBe(201)
  await page.goto('/console/reports')
  await page.locator('#report-period').selectOption({ label: 'This month' })
  await see(page, project)
  return page
}

async function see(page: Page, project: string, report?: string): Promise<void> {
  const choice = page.locator('#report-project')
  if ((await choice.count()) > 0) await choice.selectOption({ label: project })
  if (report) await page.getByRole('navigation', { name: 'Reports' }).getByRole('link', { name: report }).click()
  await page
    .getByRole('article')
    .getByText(new RegExp(`^${project} · June`))
    .waitFor()
}

/** The lines of a table, each cell for itself. */
const linesOf = async (page: Page, table: string) =>
  Promise.all((await page.locator(`${table} tbody tr`).all()).map((row) => row.locator('th, td').allInnerTexts()))
const registrantsIn = async (page: Page) => (await linesOf(page, '.report-items')).map(([, name]) => name).sort()

test('S0.36 S0.37 S0.40 the summary of the online project lists what was made there and by whom; that of the onsite project does not', async () => {
  const page = await reports(OLIVE, 'Online Sales Center')
  const { faults, look } = walk(page)
  await page.getByRole('heading', { name: 'Sales Rep Appointment Summary' }).waitFor()

  expect(await registrantsIn(page)).toEqual(['Amara Okafor', 'Jane Fields', 'Luis Moreno', 'Robert Chen'])
  const [line, ...others] = await linesOf(page, '.report-figures')
  expect([line?.[0]?.split('\n')[0], line?.at(-1), others]).toEqual([OLIVE.name, '4', []])
  await look('the summary')
  await see(page, 'Bluewater')
  expect(await registrantsIn(page)).toEqual(['Greta Lind'])
  expect(faults).toEqual([])
})

test('S0.38 S0.39 S0.41 S0.43 the history of the onsite project lists what was finished there and by whom; that of the online project does not', async () => {
  const page = await reports(OLIVE, 'Bluewater')
  const { faults, look } = walk(page)
  await see(page, 'Bluewater', 'Registrant History')
  await page.getByRole('heading', { name: 'Registrant History Report' }).waitFor()
  await page.getByRole('link', { name: 'Jane Fields' }).waitFor()

  expect(await registrantsIn(page)).toEqual(['Amara Okafor', 'Jane Fields', 'Robert Chen'])
  const [line, ...others] = await linesOf(page, '.report-figures')
  expect([line?.map((cell) => cell.split('\n')[0]), others]).toEqual([[ANN.name, '1', '1', '1', '3'], []])
  await look('the history')
  await see(page, 'Online Sales Center')
  await page.getByText('Nothing', { exact: false }).first().waitFor()
  expect(await page.locator('.report-items').count()).toBe(0)
  expect(faults).toEqual([])
})

test('a table is taken away with what is shown, and every report can be read by everybody, in light and dark, wide and narrow', async () => {
  const page = await reports(OLIVE, 'Online Sales Center')
  const { faults, look } = walk(page)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()])
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n')
  expect(lines).toHaveLength(1 + 4)
  for (const [name, heading] of [
    ['Bookings', 'Bookings'],
    ['Across projects', 'Appointments across projects'],
  ] as const) {
    await see(page, 'Online Sales Center', name)
    await page.getByRole('heading', { name: heading, exact: true }).waitFor()
    await look(name)
  }
  expect(faults).toEqual([])
})

test('a rep reads what they have finished themselves', async () => {
  const page = await reports(ANN, 'Bluewater')
  await see(page, 'Bluewater', 'Registrant History')
  await page.getByRole('link', { name: 'Jane Fields' }).waitFor()

  expect(await registrantsIn(page)).toEqual(['Amara Okafor', 'Jane Fields', 'Robert Chen'])
  expect(await page.locator('#report-rep').count()).toBe(0)
})

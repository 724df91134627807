/** The appointment of an online counselor that a rep completes on site, as both do it: two people, two browsers, one registrant. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { PASSWORD, person } from '../support/app.ts'
import { walk } from './axe.ts'
import { JUNE_1, openStage, panel } from './stage.ts'

const stage = openStage(JUNE_1)

/** Who answers the phone in the online project, and who meets people at Bluewater. */
const OLIVE = { name: 'Olive Stone', email: 'olive.stone@harborvale.example' }
const ANN = { name: 'Ann Lee', email: 'ann.lee@harborvale.example' }

async function enter(who: { name: string; email: string }, level: 'coordinator' | 'rep', project: string): Promise<Page> {
  await person(stage.app, level, who)
  if (level === 'coordinator') {
    const { body } = await stage.app.get('/api/v1/accounts?limit=100')
    const { id } = body.items.find((one: any) => one.email === who.email)
    await stage.app.patch(`/api/v1/accounts/${id}`, { projects: ['online'] })
  }
  const page = await stage.visitor({ reducedMotion: 'reduce' })
  const reply = await page.request.post('/api/v1/session', { data: { email: who.email, password: PASSWORD } })
  expect(reply.status()).toBe(201)
  await page.goto('/console/customers')
  await page.getByLabel('Project', { exact: true }).selectOption({ label: project })
  return page
}
const counselor = () => enter(OLIVE, 'coordinator', 'Online Sales Center')
const onsiteRep = () => enter(ANN, 'rep', 'Bluewater')

async function faultsOf(page: Page, screen: string): Promise<string[]> {
  const { faults, look } = walk(page)
  await look(screen)
  return faults
}

let registrants = 0
/** Somebody new who sits in the online project. */
async function registrant(): Promise<{ id: string; name: string }> {
  const name = `Nora Newcomer ${['One', 'Two', 'Three', 'Four', 'Five', 'Six'][registrants++]}`
  const email = `nora${registrants}@mail.example`
  await stage.app.post('/api/v1/import', { customers: [{ name, email, timeZone: 'America/New_York' }] })
  const { id } = (await stage.app.get(`/api/v1/customers/${email}`)).body
  await stage.app.post(`/api/v1/customers/${id}/registrations`, { project: 'online', source: 'Website' })
  return { id, name }
}

async function openProfile(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Registrants' }).click()
  await page.getByLabel('Find a registrant').fill(name)
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
}

async function act(page: Page, action: string): Promise<void> {
  await page.getByRole('button', { name: 'Actions' }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

async function associate(page: Page): Promise<void> {
  await act(page, 'Project')
  await page.getByLabel('Project', { exact: true }).last().selectOption({ label: 'Bluewater' })
  await page.getByLabel('Sales rep').selectOption({ label: ANN.name })
  await page.getByRole('button', { name: 'Associate to project' }).click()
  await page.getByText('Associated to Bluewater.').waitFor()
}

/** A time at which Ann is free for three quarters of an hour, which nobody else in these tests takes. */
async function freeTime(): Promise<Date> {
  for (let at = Date.parse('2017-06-01T17:00:00Z'); ; at += 15 * 60_000) {
    const ask = { eventType: 'consultation', pool: 'sales', at: new Date(at).toISOString(), timeZone: 'UTC', durationMinutes: 45 }
    const { body } = await stage.app.post('/api/v1/find-by-time', ask)
    if (body.candidates.some((one: any) => one.rep.email === ANN.email)) return new Date(at)
  }
}

/** As the fields of a form in New York, in June, have it. */
const typed = (at: Date, minutes = 0) => new Date(at.getTime() + (minutes - 240) * 60_000).toISOString().slice(0, 16)
const after = (at: Date) => new Date(at.getTime() + 3_600_000).toISOString()

async function makeAppointment(page: Page): Promise<Date> {
  const start = await freeTime()
  await act(page, 'Appointment')
  await page.getByLabel('Subject').fill('Tour of Lot 4')
  await page.getByLabel('Location').fill('Bluewater sales center, Lot 4')
  await page.getByLabel('Start date and time').fill(typed(start))
  await page.getByLabel('End date and time').fill(typed(start, 45))
  await page.getByRole('textbox', { name: 'Details' }).fill('Likes the lake side.')
  await page.getByLabel('Sales rep').locator('option', { hasText: ANN.name }).waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Create appointment' }).click()
  await page.getByText('“Tour of Lot 4” is made.').waitFor()
  return start
}

const listed = (page: Page, name: string) => panel(page, name).getByRole('button', { name: 'Tour of Lot 4' })

async function complete(page: Page, outcome: string): Promise<void> {
  await listed(page, 'Appointments').click()
  const opened = page.getByRole('dialog', { name: 'Tour of Lot 4' })
  await opened.getByLabel(outcome).check()
  await opened.getByLabel(outcome === 'Cancelled' ? 'Reason' : 'Notes').fill('Wants to see it again.')
  await opened.getByRole('button', { name: 'Update appointment' }).click()
  await page.getByText(`“Tour of Lot 4” is set to ${outcome}.`).waitFor()
}

test('S0.3 S0.4 a counselor makes first contact, agrees an appointment and hands the lead over; the onsite rep completes it, and both projects know', async () => {
  await stage.at(JUNE_1)
  const { name } = await registrant()
  const [olive, ann] = [await counselor(), await onsiteRep()]
  await openProfile(olive, name)
  await associate(olive)
  const start = await makeAppointment(olive)

  await openProfile(ann, name)
  await panel(ann, 'Appointments').getByText('Created in Online Sales Center').waitFor({ state: 'attached' })
  await stage.at(after(start), olive, ann)
  await complete(ann, 'Completed')
  await listed(ann, 'History').waitFor()
  await olive.reload()

  await listed(olive, 'History').waitFor()
  expect(await listed(olive, 'Appointments').count()).toBe(0)
  expect(await listed(olive, 'History').locator('.marks').textContent()).toBe('CompletedALby Ann LeeB➜Completed in Bluewater')
  expect(await faultsOf(olive, 'the profile')).toEqual([])
})

test('S0.6 S0.7 S0.8 S0.9 S0.10 S0.11 S0.12 from the profile, Actions, Project: the onsite project and one of its reps; after a refresh it is listed, and the own project alone is highlighted', async () => {
  await stage.at(JUNE_1)
  const { name } = await registrant()
  const page = await counselor()
  await openProfile(page, name)
  await act(page, 'Project')
  await page.getByLabel('Project', { exact: true }).last().selectOption({ label: 'Bluewater' })
  await page.getByLabel('Sales rep').locator('option', { hasText: ANN.name }).waitFor({ state: 'attached' })
  const reps = await page.getByLabel('Sales rep').locator('option').allTextContents()
  const members = (await stage.app.get('/api/v1/projects/bluewater/reps')).body.items.map((one: any) => one.name)
  expect(await faultsOf(page, 'the form of an association')).toEqual([])
  await page.getByLabel('Sales rep').selectOption({ label: ANN.name })
  await page.getByRole('button', { name: 'Associate to project' }).click()
  await page.getByText('Associated to Bluewater.').waitFor()
  await page.reload()

  const places = panel(page, 'Projects').getByRole('listitem')
  await places.nth(1).waitFor()
  expect(reps.slice(1)).toEqual(members)
  const all = await places.allTextContents()
  expect(all.map((one) => one.replace(/You are here|Prospect.*$/g, '')).sort()).toEqual([
    'BluewaterAnn Lee · ',
    'Online Sales CenterNo rep · ',
  ])
  expect(await panel(page, 'Projects').locator('[aria-current]').allTextContents()).toEqual([
    expect.stringContaining('Online Sales Center'),
  ])
})

test('S0.13 S0.14 S0.15 S0.16 S0.17 S0.18 S0.19 S0.20 S0.22 S0.23 from the profile, Actions, Appointment: it stands in the panel, and the invite is with rep and registrant', async () => {
  await stage.at(JUNE_1)
  const { id, name } = await registrant()
  const page = await counselor()
  await openProfile(page, name)
  await associate(page)
  const start = await makeAppointment(page)

  await listed(page, 'Appointments').waitFor()
  const { appointments } = (await stage.app.get(`/api/v1/customers/${id}/profile?project=online`)).body
  expect(appointments[0].booking).toMatchObject({
    subject: 'Tour of Lot 4',
    location: { kind: 'in-person', value: 'Bluewater sales center, Lot 4' },
    start: start.toISOString().replace('.000', ''),
    end: new Date(start.getTime() + 45 * 60_000).toISOString().replace('.000', ''),
    details: 'Likes the lake side.',
    createdIn: 'online',
    project: 'bluewater',
    rep: { email: ANN.email },
    bookedBy: OLIVE,
  })
  const mails = await stage.mailsOf(appointments[0].booking.id)
  expect(mails.map((one: any) => [one.audience, one.to.address, one.invitation?.includes('METHOD:REQUEST')]).sort()).toEqual([
    ['customer', `nora${registrants}@mail.example`, true],
    ['rep', ANN.email, true],
  ])
})

test.each(['Completed', 'Cancelled', 'No Show'])(
  'S0.24 S0.25 S0.26 S0.27 S0.28 S0.29 S0.30 S0.31 S0.32 S0.33 S0.34 S0.35 the onsite rep finds the registrant, opens the appointment with its arrow and sets it to %s: it moves to the history of both',
  async (outcome) => {
    await stage.at(JUNE_1)
    const { name } = await registrant()
    const olive = await counselor()
    await openProfile(olive, name)
    await associate(olive)
    const start = await makeAppointment(olive)
    const ann = await onsiteRep()
    if (outcome !== 'Cancelled') await stage.at(after(start), ann)
    await openProfile(ann, name)

    expect(await listed(ann, 'Appointments').locator('.arrow').getAttribute('title')).toBe('Created in Online Sales Center')
    await complete(ann, outcome)

    await listed(ann, 'History').waitFor()
    expect(await listed(ann, 'Appointments').count()).toBe(0)
    expect(await listed(ann, 'History').locator('.marks').textContent()).toBe(`${outcome}ALby Ann Lee`)
    await olive.reload()
    await listed(olive, 'History').waitFor()
    expect(await listed(olive, 'History').locator('.marks').textContent()).toBe(`${outcome}ALby Ann LeeB➜Completed in Bluewater`)
    expect(await faultsOf(ann, 'the profile on site')).toEqual([])
  },
)

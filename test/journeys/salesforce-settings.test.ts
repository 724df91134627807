/** An administrator connects Salesforce, decides what is written to it, and looks after what it did not take. */
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { forgetOrg } from '../../server/db/crm-org.ts'
import { openSalesforce, type TestSalesforce } from '../servers/salesforce.ts'
import { company, wish } from '../support/app.ts'
import { signingKey } from '../support/certificate.ts'
import { JUNE_1, openStage } from './stage.ts'

let org: TestSalesforce
const stage = openStage(JUNE_1, async () => {
  org = await openSalesforce({ now: () => new Date(JUNE_1) })
  const { clientId, clientSecret, url: loginUrl } = org
  return { salesforce: { clientId, clientSecret, loginUrl, bearer: null } }
})
afterAll(() => org.close())

/** A certificate as an org makes one. */
const certificate = (days: number, bits = 2048): string =>
  signingKey({ bits, until: new Date(Date.parse(JUNE_1) + days * 86_400_000).toISOString() }).certificate

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).setLegacyMode().analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}

async function shoot(page: Page, name: string) {
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`), fullPage: true })
}

async function connected(wishes = {}): Promise<Page> {
  await forgetOrg(stage.app.services.db)
  org.signIn(org.integration.id)
  const page = await stage.coordinator(wishes)
  await page.goto('/console/salesforce')
  await page.getByRole('button', { name: 'Connect Salesforce' }).click()
  await page.getByText('Connected. From now on bookings are written to Salesforce.').waitFor()
  return page
}

test('an administrator connects Salesforce, sees how it is, and disconnects it', async () => {
  await forgetOrg(stage.app.services.db)
  const page = await stage.coordinator()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Salesforce' }).click()
  await page.getByRole('heading', { name: 'Connect' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await shoot(page, 'connect')
  org.signIn(null)
  await page.getByRole('button', { name: 'Connect Salesforce' }).click()
  await page.getByRole('alert').getByText('Nothing was connected: Salesforce did not let us in.').waitFor()
  org.signIn(org.integration.id)
  await page.getByRole('button', { name: 'Connect Salesforce' }).click()

  await page.getByText('Connected. From now on bookings are written to Salesforce.').waitFor()
  await expect.poll(() => new URL(page.url()).search).toBe('')
  await page.getByText('Acme', { exact: true }).waitFor()
  await page.getByText('Everything was taken.').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await shoot(page, 'connected')
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await page.getByText('What was written stays in Salesforce').waitFor()
  await page.getByRole('button', { name: 'Yes, disconnect it' }).click()
  await page.getByRole('heading', { name: 'Connect' }).waitFor()
  expect((await stage.app.get('/api/v1/salesforce')).body.org).toBeNull()
})

test('without settings the page says what is to be done, by the names of the settings', async () => {
  await forgetOrg(stage.app.services.db)
  const { crmSignIn } = stage.app.services
  Object.assign(stage.app.services, { crmSignIn: null })
  const page = await stage.coordinator()
  await page.goto('/console/salesforce')
  await page.getByText('SALESFORCE_CLIENT_ID').waitFor()
  await page.getByText(`${stage.app.url}/salesforce/connected`).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await shoot(page, 'set-up')
  Object.assign(stage.app.services, { crmSignIn })
})

test('rules are plain choices, and a field that the org does not have is told beside its name', async () => {
  org.addField('Contact', 'Zone__c')
  org.addField('Lead', 'Zone__c')
  const page = await connected()
  const rules = page.getByRole('form', { name: 'What is written' })
  await rules.getByLabel('overwrites what the record says').check()
  await rules.getByLabel('no lead is made').check()
  await rules.getByLabel('Company of a new lead').fill('Households')
  await rules.getByLabel('Field for the customer’s time zone').fill('NoSuch__c')
  stage.expectRefusals('400 /api/v1/salesforce')
  await rules.getByRole('button', { name: 'Save' }).click()
  await rules.getByText('Contact has no field NoSuch__c.').waitFor()
  expect(await rules.getByLabel('Field for the customer’s time zone').getAttribute('aria-invalid')).toBe('true')
  expect(await faultsOf(page)).toEqual([])
  await rules.getByLabel('Field for the customer’s time zone').fill('Zone__c')
  await rules.getByRole('button', { name: 'Save' }).click()

  await rules.getByText('Saved.').waitFor()
  expect((await stage.app.get('/api/v1/salesforce')).body.org.rules).toMatchObject({
    update: 'overwrite',
    createLeads: false,
    leadCompany: 'Households',
    timeZoneField: 'Zone__c',
    languageField: null,
  })
})

test('an answer is written to a field that is chosen by its label; one that does not fit is told', async () => {
  org.addField('Lead', 'Interest__c', { type: 'picklist', values: ['Solar', 'Roof'] })
  await company(stage.app, {
    eventType: {
      questions: [
        { key: 'interest', label: 'What interests you?', kind: 'choice', options: ['Solar', 'Roof'] },
        { key: 'size', label: 'How large?', kind: 'choice', options: ['Small', 'Large'] },
      ],
    },
  })
  const page = await connected()
  const form = page.getByRole('form', { name: 'Fields of your own' })
  await form.getByLabel('Object').selectOption('Lead')
  await form.getByLabel('Field').selectOption('Interest__c')
  await form.getByLabel('Says').selectOption({ label: 'How large?' })
  stage.expectRefusals('400 /api/v1/salesforce')
  await form.getByRole('button', { name: 'Add' }).click()
  await form.getByText('Lead.Interest__c does not take “Small”.').waitFor()
  await form.getByLabel('Says').selectOption({ label: 'What interests you?' })
  await form.getByRole('button', { name: 'Add' }).click()

  await page.getByRole('cell', { name: 'Answer: What interests you?' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await shoot(page, 'mappings')
  expect((await stage.app.get('/api/v1/salesforce')).body.org.rules.mappings).toEqual([
    { from: 'answer:interest', object: 'Lead', field: 'Interest__c' },
  ])
  await page.getByRole('button', { name: 'Remove Lead Interest__c' }).click()
  await page.getByText('None yet.', { exact: true }).waitFor()
})

test('the certificate for launches is pasted and shown; its end is told a month before', async () => {
  const page = await connected()
  await page.getByLabel('Certificate (PEM)').fill(certificate(100, 1024))
  stage.expectRefusals('400 /api/v1/salesforce')
  await page.getByRole('button', { name: 'Save the certificate' }).click()
  await page.getByText('must hold a key of at least 2048 bits, and this one has 1024').waitFor()
  await page.getByLabel('Certificate (PEM)').fill(certificate(100))
  await page.getByRole('button', { name: 'Save the certificate' }).click()
  await page.getByText('CN=Switchboard').waitFor()
  await page.getByText('Saturday, September 9').waitFor()
  expect(await page.getByText('Make a new one in Salesforce').count()).toBe(0)

  await page.getByLabel('Certificate (PEM)').fill(certificate(20))
  await page.getByRole('button', { name: 'Save the certificate' }).click()
  await page.getByRole('alert').getByText('It ends in 20 days.').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await shoot(page, 'certificate')
  await page.getByRole('button', { name: 'Take it away' }).click()
  await page.getByRole('button', { name: 'Yes, take it away' }).click()
  await page.getByText('None yet, so a signed launch opens nothing.').waitFor()
})

test('what Salesforce did not take is told with its reason, and written once the reason is gone', async () => {
  const page = await connected()
  const made = await company(stage.app)
  org.addContact({ LastName: 'Smith', Email: `jane.${made.tag}@example.com` })
  org.addField('Booking__c', 'Region__c', { required: true, type: 'reference' })
  const { body: booking } = await stage.app.post('/api/v1/bookings', wish(made, '2017-06-06T19:30:00Z'))
  await stage.app.settled()
  expect((await stage.app.get(`/api/v1/bookings/${booking.id}`)).body).toMatchObject({
    sync: { crm: 'failed' },
    crmNotices: [expect.stringContaining('Region__c')],
  })
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.getByText(/Region__c.*Map the field, give it a default/).waitFor()
  await page.getByText('1 could not be written').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await shoot(page, 'failures')

  await page.getByRole('button', { name: 'Write “Consultation: Jane Smith” again' }).click()
  await page.getByText('1 booking is being written again.').waitFor()
  await stage.app.settled()
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.getByText(/Region__c/).waitFor()
  org.addField('Booking__c', 'Region__c')
  await page.getByRole('button', { name: 'Write “Consultation: Jane Smith” again' }).click()
  await stage.app.settled()
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.getByText('Everything was taken.').waitFor()
  expect((await stage.app.get(`/api/v1/bookings/${booking.id}`)).body).toMatchObject({
    sync: { crm: 'done' },
    crmNotices: ['Ann Lee is not an active user of Salesforce: the event keeps its owner.'],
  })
})

test('an org that lets us in no longer, one that is paused and one that fails say so in plain words', async () => {
  const page = await connected()
  const set = async (values: object) => {
    await stage.app.services.db.updateTable('crm_org').set(values).execute()
    await page.getByRole('button', { name: 'Look again' }).click()
  }
  const at = new Date('2017-06-01T13:30:00Z')
  await set({ calls_used: 92_000, calls_allowed: 100_000, read_at: at, paused_until: new Date('2017-06-01T15:00:00Z') })
  await page.getByText('Salesforce has asked to be left alone.').waitFor()
  await page.getByText('92,000 of 100,000').waitFor()
  await shoot(page, 'paused')
  await set({ paused_until: null, failing_since: at, problem: 'Salesforce answered with status 500.' })
  await page.getByText('The last tries to read it failed').waitFor()
  await page.getByText('Salesforce answered with status 500.').waitFor()
  await set({ revoked: true, problem: 'Salesforce does not let us in (invalid_grant).' })
  await page.getByText('It no longer lets us in.').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await shoot(page, 'revoked')
  await page.getByRole('button', { name: 'Connect again' }).click()
  await page.getByText('Connected. From now on bookings are written to Salesforce.').waitFor()
  expect((await stage.app.get('/api/v1/salesforce')).body.org).toMatchObject({ state: 'connected', problem: null })
})

test('on a phone, in the dark, by keyboard', async () => {
  const page = await connected({ viewport: { width: 320, height: 640 }, colorScheme: 'dark' })
  await stage.app.patch('/api/v1/salesforce', {
    rules: { mappings: [{ from: 'booking.notes', object: 'Contact', field: 'Description' }] },
    launchCertificate: certificate(20),
  })
  await page.reload()
  await page.getByLabel('Company of a new lead').focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('Families')
  await page.keyboard.press('Enter')

  await page.getByText('Saved.').waitFor()
  expect((await stage.app.get('/api/v1/salesforce')).body.org.rules.leadCompany).toBe('Families')
  expect(await faultsOf(page)).toEqual([])
  await shoot(page, 'narrow-dark')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
})

test('the bar stays in one line on a desk', async () => {
  const page = await stage.coordinator()
  await page.getByRole('link', { name: 'Settings' }).waitFor()
  const heights = await page
    .getByRole('navigation', { name: 'Console' })
    .getByRole('link')
    .evaluateAll((links) => links.map((one) => one.getBoundingClientRect().top))

  expect(new Set(heights).size).toBe(1)
  expect((await page.locator('.bar').boundingBox())?.height).toBeLessThan(64)
})

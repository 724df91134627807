/** What is decided about a connected org is checked against the org, and what it did not take is listed and written once more. */
import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sealedTokens } from '../../server/actions/crm/access.ts'
import { forgetOrg, insertOrg } from '../../server/db/crm-org.ts'
import { USUAL_RULES } from '../../server/domain/crm-rules.ts'
import { openSalesforce, type TestSalesforce } from '../servers/salesforce.ts'
import { company, NOW, type TestApp, wish } from '../support/app.ts'
import { signingKey } from '../support/certificate.ts'
import { ownApp } from './every-route.ts'

const HERE = '/api/v1/salesforce'
let app: TestApp
let org: TestSalesforce
beforeAll(async () => {
  org = await openSalesforce({ now: () => new Date(NOW) })
  app = await ownApp()
})
afterAll(async () => {
  await app.close()
  await org.close()
})
beforeEach(async () => {
  const { services } = app
  services.described.clear()
  await forgetOrg(services.db)
  const tokens = { accessToken: org.issueToken(), refreshToken: 'refresh', apiUrl: org.url }
  const secret = sealedTokens(services, org.orgId, tokens)
  const known = { id: org.orgId, name: 'Acme', sandbox: false, apiUrl: org.url, userId: org.integration.id, rules: USUAL_RULES, secret }
  await insertOrg(services.db, known, services.now())
})

const decide = (body: object) => app.patch(HERE, body)
const rulesNow = async () => (await app.get(HERE)).body.org.rules

describe('the certificate for launches', () => {
  const good = signingKey()

  test('is kept with its subject and its end, and taken away', async () => {
    const { status, body } = await decide({ launchCertificate: `  ${good.certificate}\n` })
    expect(status).toBe(200)
    expect(body.org.launchCertificate).toEqual({
      subject: 'CN=Switchboard',
      from: '2000-01-01T00:00:00Z',
      until: '2045-01-01T00:00:00Z',
    })

    expect((await decide({ launchCertificate: null })).body.org.launchCertificate).toBeNull()
  })

  test.each<[string, () => string, string]>([
    ['no certificate', () => 'Hello', 'must be one certificate in PEM form'],
    ['a broken one', () => good.certificate.replace(/M/g, 'x'), 'must be one certificate in PEM form'],
    ['two of them', () => good.certificate + good.certificate, 'must be one certificate in PEM form'],
    [
      'a public key',
      () => generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      'must be one',
    ],
    ['a private key', () => good.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'keep that secret'],
    ['a short key', () => signingKey({ bits: 1024 }).certificate, 'at least 2048 bits, and this one has 1024'],
    ['one that has ended', () => signingKey({ until: '2027-02-28T00:00:00Z' }).certificate, 'has ended on 2027-02-28'],
  ])('%s is told beside the field, and nothing is changed', async (_, pem, words) => {
    await decide({ launchCertificate: good.certificate })
    const { status, body } = await decide({ launchCertificate: pem(), rules: { leadCompany: 'Other' } })

    expect(status).toBe(400)
    expect(body.errors).toEqual([{ pointer: '/launchCertificate', detail: expect.stringContaining(words) }])
    expect((await app.get(HERE)).body.org).toMatchObject({
      launchCertificate: { subject: 'CN=Switchboard' },
      rules: { leadCompany: 'Unspecified' },
    })
  })
})

describe('rules', () => {
  const mapping = (field: string, from = 'booking.notes', object = 'Contact') => ({ from, object, field })

  test('what is not said stays, and what is said holds', async () => {
    const { body } = await decide({ rules: { createLeads: false, update: 'overwrite' } })

    expect(body).toMatchObject({ remark: null, org: { rules: { ...USUAL_RULES, createLeads: false, update: 'overwrite' } } })
  })

  test('mappings and names of fields are compared with the org: those that it does not have, cannot write or spells otherwise are told one by one', async () => {
    const mappings = [
      mapping('Description'),
      mapping('NoSuch__c'),
      mapping('description'),
      mapping('LastActivityDate', 'booking.start'),
      mapping('Birthdate'),
      mapping('Department', 'booking.nothing'),
    ]
    const { status, body } = await decide({ rules: { mappings, timeZoneField: 'Zone__c', languageField: 'Birthdate' } })

    expect(status).toBe(400)
    expect(body.errors).toEqual([
      { pointer: '/rules/mappings/1', detail: 'Contact has no field NoSuch__c.' },
      { pointer: '/rules/mappings/2', detail: 'Contact writes this field Description.' },
      { pointer: '/rules/mappings/3', detail: expect.stringContaining('cannot be written') },
      { pointer: '/rules/mappings/4', detail: expect.stringContaining('is of type date') },
      { pointer: '/rules/mappings/5', detail: expect.stringContaining('is no part of a booking') },
      { pointer: '/rules/timeZoneField', detail: 'Contact has no field Zone__c.' },
      { pointer: '/rules/languageField', detail: expect.stringContaining('must be a text or a picklist') },
    ])
    expect(await rulesNow()).toEqual(USUAL_RULES)
  })

  test('a field that only contacts have says no time zone', async () => {
    org.addField('Contact', 'HalfZone__c')
    const { body } = await decide({ rules: { timeZoneField: 'HalfZone__c' } })

    expect(body.errors).toEqual([{ pointer: '/rules/timeZoneField', detail: 'Lead has no field HalfZone__c.' }])
  })

  test('an answer whose options the picklist does not have is told with the value', async () => {
    org.addField('Lead', 'Interest__c', { type: 'picklist', values: ['Solar', 'Roof'] })
    const questions = [{ key: 'interest', label: 'Interest', kind: 'choice', options: ['solar'] }]
    await company(app, { eventType: { questions } })
    const { body } = await decide({ rules: { mappings: [mapping('Interest__c', 'answer:interest', 'Lead')] } })

    expect(body.errors).toEqual([{ pointer: '/rules/mappings/0', detail: 'Lead.Interest__c does not take “solar”, but “Solar”.' }])
  })

  test('one field is written from one place', async () => {
    const { status, body } = await decide({ rules: { mappings: [mapping('Description'), mapping('Description', 'booking.details')] } })

    expect([status, body.errors[0].pointer]).toEqual([400, '/rules/mappings'])
  })

  test('what was checked before is not asked about again, so a rule can be changed while one of the fields is gone', async () => {
    org.addField('Contact', 'Later__c')
    expect((await decide({ rules: { mappings: [mapping('Later__c')] } })).status).toBe(200)
    org.requests.length = 0

    expect((await decide({ rules: { mappings: [mapping('Later__c')], owner: 'rep' } })).status).toBe(200)
    expect(org.requests).toEqual([])
  })

  test('while the org cannot be asked they are kept unchecked, and that is remarked', async () => {
    org.failBy(() => 'unavailable')
    const { status, body } = await decide({ rules: { mappings: [mapping('NoSuch__c')] } })
    org.failBy(null)

    expect([status, body.remark]).toEqual([200, expect.stringContaining('could not be asked')])
    expect((await rulesNow()).mappings).toEqual([mapping('NoSuch__c')])
  })
})

describe('fields', () => {
  test('of an object are listed by what people call them', async () => {
    const { status, body } = await app.get(`${HERE}/fields?object=Lead`)
    const labels = body.items.map((one: any) => one.label)

    expect(status).toBe(200)
    expect(labels).toEqual(labels.toSorted((a: string, b: string) => a.localeCompare(b, 'en')))
    expect(body.items).toContainEqual(expect.objectContaining({ name: 'Company', required: true, creatable: true, type: 'string' }))
  })

  test('are refused in words while the org cannot be asked, and for an object of another kind', async () => {
    org.failBy(() => 'unavailable')
    const away = await app.get(`${HERE}/fields?object=Lead`)
    org.failBy(null)

    expect([away.status, away.body.detail]).toEqual([409, expect.stringContaining('Salesforce cannot be asked for its fields.')])
    expect((await app.get(`${HERE}/fields?object=Opportunity`)).status).toBe(400)
  })
})

describe('what the org did not take', () => {
  /** Bookings, written as far as the org takes them. */
  async function booked(count: number) {
    const made = await company(app)
    org.addContact({ LastName: 'Smith', Email: `jane.${made.tag}@example.com` })
    const ids: string[] = []
    for (let i = 0; i < count; i++) {
      const reply = await app.post('/api/v1/bookings', wish(made, `2027-03-0${2 + i}T20:30:00Z`))
      expect(reply.status).toBe(201)
      ids.push(reply.body.id)
      await app.settled()
    }
    return ids
  }
  const failures = async (query = '') => (await app.get(`${HERE}/failures${query}`)).body
  const syncOf = async (id: string) => (await app.get(`/api/v1/bookings/${id}`)).body.sync.crm
  const refuseAll = () => org.addField('Booking__c', 'Region__c', { required: true, type: 'reference' })
  const takeAll = () => org.addField('Booking__c', 'Region__c', { type: 'reference' })

  test('is listed with who, when, what and why, the latest first, page by page', async () => {
    refuseAll()
    const ids = await booked(3)
    takeAll()
    const all = await failures()
    expect(all.items.map((one: any) => one.id).sort()).toEqual(ids.toSorted())
    expect(all.items[0]).toMatchObject({ customer: 'Jane Smith', rep: 'Ann Lee', status: 'scheduled', tries: 1, failedAt: NOW })
    expect(all.items[0].problem).toContain('Region__c')
    expect((await app.get(HERE)).body.writes).toEqual({ pending: 0, failed: 3 })

    const first = await failures('?limit=2')
    const second = await failures(`?limit=2&cursor=${first.nextCursor}`)
    expect([...first.items, ...second.items]).toEqual(all.items)
    expect(second.nextCursor).toBeNull()
  })

  test('is written once more: one alone, then all that are left', async () => {
    refuseAll()
    const [one = '', ...others] = await booked(3)
    takeAll()
    const before = (await failures()).items.length
    expect((await app.post(`${HERE}/failures/${one}/replay`, {})).body).toEqual({ replayed: 1 })
    await app.settled()
    expect([await syncOf(one), await syncOf(others[0]!)]).toEqual(['done', 'failed'])

    expect((await app.post(`${HERE}/replays`, {})).body).toEqual({ replayed: before - 1 })
    await app.settled()
    expect((await failures()).items).toEqual([])
    expect((await app.get(HERE)).body.writes).toEqual({ pending: 0, failed: 0 })
    expect((await app.post(`${HERE}/failures/${one}/replay`, {})).status).toBe(409)
    expect((await app.post(`${HERE}/failures/unknown/replay`, {})).status).toBe(404)
    expect((await app.post(`${HERE}/replays`, {})).body).toEqual({ replayed: 0 })
  })
})

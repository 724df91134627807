/** Salesforce is connected, renewed, left and connected again: by consent, and with signed statements. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openOrg } from '../../server/actions/crm/access.ts'
import type { Services } from '../../server/actions/services.ts'
import type { CrmAccess } from '../../server/crm/provider.ts'
import { salesforceOrgs } from '../../server/crm/salesforce/salesforce.ts'
import { salesforceSignIn } from '../../server/crm/salesforce/sign-in.ts'
import { forgetOrg } from '../../server/db/crm-org.ts'
import type { CrmSettings } from '../../server/domain/crm-sign-in.ts'
import { openSalesforce, type TestSalesforce } from '../servers/salesforce.ts'
import { company, cookiesOf, NOW, person, type RequestOptions, signedIn, type TestApp, wish } from '../support/app.ts'
import { ownApp } from './every-route.ts'

const HERE = '/api/v1/salesforce'
const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const [PEM, OTHER_PEM] = [newKey(), newKey()]

let clock = () => new Date(NOW)
let app: TestApp
let org: TestSalesforce
/** How the org was opened last. */
let opened: CrmAccess | null = null

async function openWith(more: (org: TestSalesforce) => Partial<CrmSettings> = () => ({})): Promise<void> {
  const orgs = salesforceOrgs()
  const openCrm = (access: CrmAccess) => {
    opened = access
    return orgs(access)
  }
  org = await openSalesforce({ now: () => clock() })
  const { url: loginUrl, clientId, clientSecret } = org
  app = await ownApp({ openCrm, salesforce: { clientId, clientSecret, loginUrl, bearer: null, ...more(org) } })
  clock = app.services.now
}
async function close() {
  await app.close()
  await org.close()
}

const administrator = async (): Promise<RequestOptions> => signedIn(app, await person(app, 'administrator'))

/** A browser goes to Salesforce and comes back; `back` may change what it brings. Returns where it lands. */
async function consent(options: RequestOptions, back: (url: URL) => void = () => {}): Promise<string> {
  const begun = await app.post(`${HERE}/connect`, {}, options)
  expect(begun.status).toBe(200)
  const atVendor = await fetch(begun.body.url, { redirect: 'manual' })
  const url = new URL(atVendor.headers.get('location') ?? '')
  expect(url.origin + url.pathname).toBe('http://booking.test/salesforce/connected')
  back(url)
  const cookie = [options.headers?.cookie, cookiesOf(begun)].join('; ')
  const landed = await app.get(`${url.pathname}${url.search}`, { signedIn: false, headers: { cookie } })
  return landed.headers.get('location') ?? `${landed.status}`
}

const CONNECTED = '/console/salesforce?connected=1'
const problem = (name: string) => `/console/salesforce?problem=${name}`
const state = async () => (await app.get(HERE)).body
const formsOf = (grant: string) => org.forms.filter(({ form }) => form.grant_type?.endsWith(grant))
const renewals = () => formsOf('refresh_token')
/** As if what is connected, or was, were another org than the one that is really there. */
const OTHER = '00D000000000002EAA'
const beOther = () => app.services.db.updateTable('crm_org').set({ id: OTHER, name: 'Other' }).execute()

/** The door to tokens, as a process has it that opens the org now. */
async function tokenNow(services: Services = app.services) {
  await openOrg(services)
  return opened!.token
}
/** The service as another process of its own has it. */
const another = (): Services => ({ ...app.services, crmTokens: new Map() })

describe('by consent', () => {
  beforeAll(() => openWith())
  afterAll(close)
  beforeEach(async () => {
    app.at(NOW)
    app.services.crmTokens.clear()
    await forgetOrg(app.services.db)
    org.signIn(org.integration.id)
    org.forms.length = 0
    opened = null
  })

  test('an administrator lets us in, and sees which org it is and whom it takes us for', async () => {
    expect(await state()).toMatchObject({ signIn: 'consent', redirectUri: 'http://booking.test/salesforce/connected', org: null })
    expect(await consent(await administrator())).toBe(CONNECTED)

    expect((await state()).org).toMatchObject({
      id: org.orgId,
      name: 'Acme',
      sandbox: false,
      address: org.url,
      user: { id: org.integration.id },
      state: 'connected',
      connectedAt: NOW,
      launchCertificate: null,
      rules: { createLeads: true, update: 'fill', mappings: [] },
    })
    const [{ form } = { form: {} as Record<string, string> }] = formsOf('authorization_code')
    expect(form.code_verifier).toMatch(/^[\w.~-]{43,128}$/)
    const { secret } = await app.services.db.selectFrom('crm_org').select('secret').executeTakeFirstOrThrow()
    expect(secret).not.toContain('5Aep')
    expect((await openOrg(app.services))?.org.id).toBe(org.orgId)
  })

  test('who says no, takes too long, brings another state, is somebody else or signed out connects nothing and is told why', async () => {
    const options = await administrator()
    org.signIn(null)
    expect(await consent(options)).toBe(problem('denied'))
    org.signIn(org.integration.id)
    expect(await consent(options, (url) => url.searchParams.set('state', 'x'.repeat(32)))).toBe(problem('expired'))
    expect(await consent(options, () => app.at('2027-03-01T12:16:00Z'))).toBe(problem('expired'))
    app.at(NOW)
    expect(await consent(options, (url) => url.searchParams.set('code', 'another'))).toBe(problem('denied'))
    const other = await administrator()
    const begun = await app.post(`${HERE}/connect`, {}, options)
    const path = `/salesforce/connected?code=x&state=${new URL(begun.body.url).searchParams.get('state')}`
    const landed = (cookie: string) => app.get(path, { signedIn: false, headers: { cookie } })
    expect((await landed(`${other.headers?.cookie}; ${cookiesOf(begun)}`)).headers.get('location')).toBe(problem('other-person'))
    expect((await landed(options.headers?.cookie ?? '')).headers.get('location')).toBe(problem('expired'))
    expect((await landed('')).headers.get('location')).toBe(problem('other-person'))
    // From another website the session’s cookie does not come along: asked for once more by our own page, it does.
    const first = await landed(cookiesOf(begun))
    expect([first.status, String(first.body).includes('again=1')]).toEqual([200, true])

    expect([(await state()).org, opened]).toEqual([null, null])
  })

  test('no token is sent to an org at another machine than the one where people sign in', async () => {
    const loginUrl = org.url.replace('127.0.0.1', 'localhost')
    const settings = { clientId: org.clientId, clientSecret: org.clientSecret, loginUrl, bearer: null }
    const { crmSignIn } = app.services
    Object.assign(app.services, { crmSignIn: salesforceSignIn(settings, app.services.now) })
    const landed = await consent(await administrator())
    Object.assign(app.services, { crmSignIn })

    expect([landed, opened]).toEqual([problem('misconfigured'), null])
    expect(formsOf('authorization_code')).toHaveLength(1)
  })

  async function connected(): Promise<RequestOptions> {
    const options = await administrator()
    expect(await consent(options)).toBe(CONNECTED)
    return options
  }

  test('a token is used until it is refused, then renewed once for all who wait, and stored with the refresh token that came along', async () => {
    await connected()
    org.rotateRefreshTokens()
    const token = await tokenNow()
    const first = await token()
    expect([await token(), renewals().length]).toEqual([first, 0])

    const many = [token, await tokenNow(), await tokenNow()]
    const fresh = await Promise.all([...many, ...many].map((one) => one(first)))
    expect([new Set(fresh).size, fresh[0] === first, renewals().length]).toEqual([1, false, 1])
    expect(await (await tokenNow(another()))()).toBe(fresh[0])
    expect(await (await tokenNow(another()))(fresh[0])).not.toBe(fresh[0])
    expect(renewals()[1]?.form.refresh_token).not.toBe(renewals()[0]?.form.refresh_token)
  })

  test('sessions that end in the org are noticed by nobody: what was asked for is answered', async () => {
    await connected()
    org.expireSessions()

    expect((await (await openOrg(app.services))?.crm.org())?.name).toBe('Acme')
    expect(renewals()).toHaveLength(1)
  })

  test('two processes that renew at once end with one token, and neither takes the org for lost', async () => {
    await connected()
    org.rotateRefreshTokens()
    const [one, two] = [await tokenNow(), await tokenNow(another())]
    const first = await one()
    const fresh = await Promise.all([one(first), two(first)])

    expect(fresh[0]).toBe(fresh[1])
    expect((await state()).org.state).toBe('connected')
  })

  test('an org that lets us in no longer is told as such, and nothing asks again until it is connected anew', async () => {
    const options = await connected()
    const token = await tokenNow()
    org.revoke()
    await expect(token(await token())).rejects.toMatchObject({ kind: 'revoked' })

    expect((await state()).org).toMatchObject({ state: 'revoked', problem: 'Salesforce does not let us in (invalid_grant).' })
    const before = org.forms.length
    await expect(openOrg(app.services)).rejects.toMatchObject({ kind: 'revoked' })
    expect(org.forms).toHaveLength(before)
    expect(await consent(options)).toBe(CONNECTED)
    expect((await state()).org).toMatchObject({ state: 'connected', problem: null })
  })

  test('a sign-in that is out of reach, or asks for patience, is no lost consent', async () => {
    await connected()
    const token = await tokenNow()
    org.fail('unavailable', 1, 'oauth')
    await expect(token(await token())).rejects.toMatchObject({ kind: 'unreachable' })
    org.fail('slow-down', 1, 'oauth')
    await expect(token(await token())).rejects.toMatchObject({ kind: 'later', wholeOrg: true, retryAfterMs: 7000 })

    const before = await token()
    expect(await token(before)).not.toBe(before)
    expect((await state()).org.state).toBe('connected')
  })

  test('tokens that another SECRET_KEY has sealed say so', async () => {
    await connected()

    await expect(openOrg({ ...app.services, seals: ['another-secret-key-0123456789abcdef01'] })).rejects.toThrow('SECRET_KEY')
  })

  test('while one org is connected another one is refused', async () => {
    const options = await connected()
    await beOther()

    expect(await consent(options)).toBe(problem('other-org'))
    expect((await state()).org.name).toBe('Other')
  })

  /** A booking for somebody of the org that is written there, and what is known of it. */
  async function written() {
    const made = await company(app)
    const id = org.addContact({ LastName: 'Smith', Email: `jane.${made.tag}@example.com` })
    const reply = await app.post('/api/v1/bookings', wish(made, '2027-03-02T20:30:00Z'))
    expect(reply.status).toBe(201)
    await app.settled()
    const bookingId = reply.body.id as string
    const { db } = app.services
    await app.post('/api/v1/import', { customers: [{ key: made.tag, name: 'Jane', salesforce: { object: 'Contact', id } }] })
    const known = async () => ({
      sync: (await app.get(`/api/v1/bookings/${bookingId}`)).body.sync.crm,
      event: (await db.selectFrom('crm_record').select('event_id').where('booking_id', '=', bookingId).executeTakeFirst())?.event_id,
      record: (await db.selectFrom('customer').select('salesforce_id').where('key', '=', made.tag).executeTakeFirst())?.salesforce_id,
    })
    const row = () => org.records('Booking__c').find((one) => one.BookingId__c === bookingId)
    expect(await known()).toEqual({ sync: 'done', event: expect.stringMatching(/^00U/), record: id })
    return { made, bookingId, known, row }
  }

  test('disconnecting gives the consent back and keeps bookings; connected again, the org is told what has changed meanwhile, by the rules of before', async () => {
    const options = await connected()
    const { made, bookingId, known, row } = await written()
    await app.patch(HERE, { rules: { leadCompany: 'Households' } })
    const before = await known()
    expect((await app.delete(HERE)).status).toBe(204)

    expect(org.forms.at(-1)).toMatchObject({ path: '/services/oauth2/revoke', form: { token: expect.stringMatching(/^5Aep/) } })
    expect([(await state()).org, await openOrg(app.services)]).toEqual([null, null])
    expect((await app.services.db.selectFrom('crm_org').select('secret').executeTakeFirstOrThrow()).secret).toBeNull()
    expect((await app.delete(HERE)).status).toBe(204)
    await app.post(`/api/v1/bookings/${bookingId}/cancel`, { reason: 'No time.' })
    const meanwhile = await app.post('/api/v1/bookings', wish(made, '2027-03-03T20:30:00Z'))
    await app.settled()
    expect(await known()).toEqual({ ...before, sync: 'pending' })
    expect(meanwhile.body.sync.crm).toBe('none')
    expect(row()?.Status__c).toBe('scheduled')

    expect(await consent(options)).toBe(CONNECTED)
    expect((await state()).org.rules.leadCompany).toBe('Households')
    await app.settled()
    expect(await known()).toEqual(before)
    expect(row()).toMatchObject({ Status__c: 'cancelled', CancelReason__c: expect.stringContaining('No time.') })
  })

  test('another org begins with nothing: no customer, booking or user points from one into the other', async () => {
    const options = await connected()
    const { known, row } = await written()
    await app.patch(HERE, { rules: { leadCompany: 'Households' } })
    await app.delete(HERE)
    await beOther()

    expect(await consent(options)).toBe(CONNECTED)
    expect((await state()).org).toMatchObject({ id: org.orgId, rules: { leadCompany: 'Unspecified' } })
    expect(await known()).toEqual({ sync: 'none', event: undefined, record: null })
    expect(row()?.Status__c).toBe('scheduled')
  })

  test('disconnecting succeeds although Salesforce cannot be reached', async () => {
    await connected()
    org.fail('reset', 1, 'oauth')

    expect((await app.delete(HERE)).status).toBe(204)
    expect((await state()).org).toBeNull()
  })
})

describe('with signed statements', () => {
  beforeAll(async () => {
    await openWith(({ integration: { username } }) => ({ clientSecret: null, bearer: { username, privateKey: PEM } }))
    org.trust(createPublicKey(PEM).export({ type: 'spki', format: 'pem' }).toString())
  })
  afterAll(close)
  beforeEach(async () => {
    app.services.crmTokens.clear()
    await forgetOrg(app.services.db)
    org.forms.length = 0
  })
  const connect = async () => app.post(`${HERE}/connect`, {}, await administrator())

  test('a key that the app does not know, and a user who is not admitted, are told in words', async () => {
    const { crmSignIn } = app.services
    const { clientId, url: loginUrl, integration } = org
    const as = async (bearer: { username: string; privateKey: string }) => {
      const signIn = salesforceSignIn({ clientId, clientSecret: null, loginUrl, bearer }, app.services.now)
      Object.assign(app.services, { crmSignIn: signIn })
      const { status, body } = await connect()
      return [status, body.detail]
    }
    const stranger = await as({ username: integration.username, privateKey: OTHER_PEM })
    const nobody = await as({ username: 'nobody', privateKey: PEM })
    Object.assign(app.services, { crmSignIn })

    expect(stranger).toEqual([409, expect.stringContaining('SALESFORCE_PRIVATE_KEY')])
    expect(nobody).toEqual([409, expect.stringContaining('SALESFORCE_USERNAME')])
    expect((await state()).org).toBeNull()
  })

  test('an administrator connects at once, and a token is kept until it is refused', async () => {
    const reply = await connect()
    expect([reply.status, reply.body]).toEqual([200, { url: null }])
    expect(await state()).toMatchObject({ signIn: 'statement', org: { id: org.orgId, state: 'connected' } })

    const token = await tokenNow()
    const all = await Promise.all([token(), token(), (await tokenNow())()])
    expect([new Set(all).size, formsOf('jwt-bearer').length]).toEqual([1, 2])
    const next = await Promise.all([token(all[0]), token(all[0]), token(all[0])])
    expect([new Set(next).size, next[0] === all[0], formsOf('jwt-bearer').length]).toEqual([1, false, 3])
    expect((await app.services.db.selectFrom('crm_org').select('secret').executeTakeFirstOrThrow()).secret).toBeNull()
  })

  test('a statement that leads into another org opens nothing', async () => {
    await connect()
    await beOther()

    await expect((await tokenNow(another()))()).rejects.toThrow('another org')
    expect((await state()).org.state).toBe('revoked')
  })

  test('a user who is admitted no longer is noted', async () => {
    await connect()
    org.revoke()

    await expect((await tokenNow(another()))()).rejects.toMatchObject({ kind: 'revoked' })
    expect((await state()).org).toMatchObject({ state: 'revoked', problem: expect.stringContaining('invalid_grant') })
  })
})

test('without settings the API says that they are missing', async () => {
  app = await ownApp()

  expect(await state()).toMatchObject({ signIn: null, org: null, writes: { pending: 0, failed: 0 } })
  const reply = await app.post(`${HERE}/connect`, {}, await administrator())
  expect([reply.status, reply.body.detail]).toEqual([409, expect.stringContaining('docs/salesforce.md')])
  expect((await app.patch(HERE, { rules: { createLeads: false } })).status).toBe(409)
  expect((await app.get(`${HERE}/fields?object=Lead`)).status).toBe(409)
  await app.close()
})

/** The fake org refuses what Salesforce refuses: what passes there by mistake would fail at every customer's. */
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSalesforce, type TestSalesforce } from '../servers/salesforce.ts'

let org: TestSalesforce
beforeAll(async () => {
  org = await openSalesforce()
})
afterAll(() => org.close())

const ROOT = '/services/data/v65.0'

interface Said {
  readonly status: number
  readonly body: any
  readonly headers: Headers
}

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Said> {
  const response = await fetch(`${org.url}${path.startsWith('/services') ? path : `${ROOT}${path}`}`, {
    method,
    headers: {
      authorization: `Bearer ${org.issueToken()}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: /json/.test(response.headers.get('content-type') ?? '') && text ? JSON.parse(text) : text,
  }
}
const soql = (text: string, all = false) => ask('GET', `/${all ? 'queryAll' : 'query'}?q=${encodeURIComponent(text)}`)
const codeOf = ({ status, body }: Said) => [status, body[0]?.errorCode]
const uuid = () => crypto.randomUUID()

describe('records', () => {
  test('unknown objects, fields, paths and methods are refused', async () => {
    expect(codeOf(await ask('POST', '/sobjects/Nothing', {}))).toEqual([404, 'NOT_FOUND'])
    expect(codeOf(await ask('POST', '/sobjects/Lead', { LastName: 'A', Company: 'B', Nothing__c: 1 }))).toEqual([400, 'INVALID_FIELD'])
    expect(codeOf(await ask('GET', '/nothing'))).toEqual([404, 'NOT_FOUND'])
    expect(codeOf(await ask('GET', '/services/data/v64.0/limits'))).toEqual([404, 'NOT_FOUND'])
    expect(codeOf(await ask('PUT', '/sobjects/Lead', {}))).toEqual([405, 'METHOD_NOT_ALLOWED'])
    expect(codeOf(await ask('POST', '/sobjects/Lead', '{', {}))).toEqual([400, 'JSON_PARSER_ERROR'])
    expect((await ask('POST', '/sobjects/Lead', '{}', { 'content-type': 'text/plain' })).status).toBe(415)
  })
  test.each([
    [{ Company: 'Acme' }, 'REQUIRED_FIELD_MISSING', ['LastName']],
    [{ LastName: 'A' }, 'REQUIRED_FIELD_MISSING', ['Company']],
    [{ LastName: 'A'.repeat(81), Company: 'Acme' }, 'STRING_TOO_LONG', ['LastName']],
    [{ LastName: 'A', Company: 'Acme', Email: 'nobody' }, 'INVALID_EMAIL_ADDRESS', ['Email']],
    [{ LastName: 'A', Company: 'Acme', IsConverted: true }, 'INVALID_FIELD_FOR_INSERT_UPDATE', ['IsConverted']],
    [{ LastName: 'A', Company: 'Acme', OwnerId: '003Hs0000000001AAA' }, 'MALFORMED_ID', ['OwnerId']],
    [{ LastName: 1, Company: 'Acme' }, 'JSON_PARSER_ERROR', []],
  ])('a lead %j is refused: %s', async (lead, code, fields) => {
    expect(await ask('POST', '/sobjects/Lead', lead)).toMatchObject({ status: 400, body: [{ errorCode: code, fields }] })
  })
  test('somebody who no longer works there owns no lead and no event', async () => {
    const gone = org.addUser({ name: 'Gone', email: 'gone@org.example', active: false })
    const lead = await ask('POST', '/sobjects/Lead', { LastName: 'A', Company: 'B', OwnerId: gone })
    expect(codeOf(lead)).toEqual([400, 'INACTIVE_OWNER_OR_USER'])
    const row = await ask('PATCH', `/sobjects/Booking__c/BookingId__c/${uuid()}`, { Rep__c: gone })
    expect(row.status).toBe(201)
  })
  test('an event of a lead is related to nothing else, has a time, and does not end before it begins', async () => {
    const WhoId = org.addLead({ LastName: 'Who' })
    const time = { StartDateTime: '2027-03-02T15:00:00Z', EndDateTime: '2027-03-02T15:30:00Z' }
    const post = async (more: object) => codeOf(await ask('POST', '/sobjects/Event', { Subject: 'Meeting', WhoId, ...more }))
    expect(await post({ ...time, WhatId: org.addAccount({ Name: 'Acme' }) })).toEqual([400, 'FIELD_INTEGRITY_EXCEPTION'])
    expect(await post({})).toEqual([400, 'REQUIRED_FIELD_MISSING'])
    expect(await post({ StartDateTime: time.EndDateTime, EndDateTime: time.StartDateTime })).toEqual([400, 'FIELD_INTEGRITY_EXCEPTION'])
    expect((await ask('POST', '/sobjects/Event', { WhoId, ...time })).status).toBe(201)
  })
  test('a row of a booking is made once and changed after that, by its external id', async () => {
    const path = `/sobjects/Booking__c/BookingId__c/${uuid()}`
    expect(await ask('PATCH', path, { Status__c: 'scheduled' })).toMatchObject({ status: 201, body: { created: true } })
    expect(await ask('PATCH', path, { Status__c: 'cancelled' })).toMatchObject({ status: 200, body: { created: false } })
    expect(codeOf(await ask('PATCH', path, { Status__c: 'Kept' }))).toEqual([400, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'])
    expect(codeOf(await ask('PATCH', path, { BookingId__c: 'x' }))).toEqual([400, 'INVALID_FIELD'])
    expect(codeOf(await ask('PATCH', '/sobjects/Lead/Email/x', {}))).toEqual([404, 'NOT_FOUND'])
    const first = org.records('Booking__c').at(-1)
    expect(codeOf(await ask('POST', '/sobjects/Booking__c', { BookingId__c: first?.BookingId__c }))).toEqual([400, 'DUPLICATE_VALUE'])
    org.addField('Contact', 'Number__c', { externalId: true })
    for (const LastName of ['One', 'Two']) org.addContact({ LastName, Number__c: '7' })
    expect((await ask('PATCH', '/sobjects/Contact/Number__c/7', { LastName: 'Three' })).status).toBe(300)
  })
  test('a deleted record is gone for those who change it, and there for those who ask for everything', async () => {
    const id = org.addContact({ LastName: 'Deleted' })
    expect((await ask('DELETE', `/sobjects/Contact/${id}`)).status).toBe(204)
    expect(codeOf(await ask('PATCH', `/sobjects/Contact/${id}`, { LastName: 'Back' }))).toEqual([404, 'ENTITY_IS_DELETED'])
    expect((await soql(`SELECT Id FROM Contact WHERE Id = '${id}'`)).body.totalSize).toBe(0)
    expect((await soql(`SELECT Id, IsDeleted FROM Contact WHERE Id = '${id}'`, true)).body.records).toMatchObject([{ IsDeleted: true }])
  })
  test('a lead that was converted is not changed, and nothing refers to it', async () => {
    const id = org.addLead({ LastName: 'Turned' })
    org.convert(id)
    expect(codeOf(await ask('PATCH', `/sobjects/Lead/${id}`, { LastName: 'Back' }))).toEqual([400, 'CANNOT_UPDATE_CONVERTED_LEAD'])
    const row = await ask('PATCH', `/sobjects/Booking__c/BookingId__c/${uuid()}`, { Lead__c: id })
    expect(codeOf(row)).toEqual([400, 'CANNOT_UPDATE_CONVERTED_LEAD'])
  })
})

describe('questions', () => {
  test.each([
    ['SELECT Id FROM Nothing', 'INVALID_TYPE'],
    ['SELECT Nothing FROM Lead', 'INVALID_FIELD'],
    ['SELECT IsPersonAccount FROM Contact', 'INVALID_FIELD'],
    ['SELECT Nobody.Name FROM Lead', 'INVALID_FIELD'],
    ['SELECT Id, Id FROM Lead', 'INVALID_FIELD'],
    ["SELECT Id FROM Lead WHERE CreatedDate > '2027-01-01T00:00:00Z'", 'INVALID_FIELD'],
    ["SELECT Id FROM Lead WHERE IsConverted = 'false'", 'INVALID_FIELD'],
    ["SELECT Id FROM Lead WHERE Id = 'x'", 'INVALID_QUERY_FILTER_OPERATOR'],
    ["SELECT Id FROM Lead WHERE LastName = 'O'Neil'", 'MALFORMED_QUERY'],
    ["SELECT Id FROM Lead WHERE LastName = 'a\\z'", 'MALFORMED_QUERY'],
    ["SELECT Id FROM Lead WHERE LastName = 'a' AND LastName = 'b' OR LastName = 'c'", 'MALFORMED_QUERY'],
  ])('%s is refused: %s', async (text, code) => {
    expect(codeOf(await soql(text))).toEqual([400, code])
  })
  test('conditions, brackets, patterns, owners and order are understood', async () => {
    const owner = org.addUser({ name: 'Own Er', email: 'owner@org.example' })
    for (const [FirstName, Phone] of [
      ['Ann', '212-555-0100'],
      ['Bob', '(212) 555 0100'],
      ['Cid', '5550199'],
    ] as const)
      org.addContact({ FirstName, LastName: 'Asked', Phone, OwnerId: owner })
    const named = async (where: string) =>
      (await soql(`SELECT FirstName, Owner.Name FROM Contact WHERE LastName = 'asked' AND ${where} ORDER BY FirstName DESC LIMIT 5`)).body
        .records
    expect(await named("Phone LIKE '%555%01__'")).toMatchObject([{ FirstName: 'Cid' }, { FirstName: 'Bob', Owner: { Name: 'Own Er' } }, {}])
    expect(await named("(FirstName IN ('Ann', 'Cid') AND (NOT FirstName = 'Ann'))")).toMatchObject([{ FirstName: 'Cid' }])
    expect(await named("(FirstName = 'Ann' OR Phone LIKE '(%')")).toMatchObject([{ FirstName: 'Bob' }, { FirstName: 'Ann' }])
    expect(await named('Email != null')).toEqual([])
    expect(await named("Owner.Name = 'own er'")).toHaveLength(3)
  })
  test('more than a page comes page by page', async () => {
    org.pageSize = 2
    for (let i = 0; i < 5; i++) org.addLead({ LastName: 'Paged' })
    const first = (await soql("SELECT Id FROM Lead WHERE LastName = 'Paged'")).body
    const second = (await ask('GET', first.nextRecordsUrl)).body
    const third = (await ask('GET', second.nextRecordsUrl)).body
    org.pageSize = 2000
    expect([first.totalSize, first.done, second.done, third.done]).toEqual([5, false, false, true])
    const ids = [first, second, third].flatMap(({ records }) => records.map(({ Id }: { Id: string }) => Id))
    expect(new Set(ids).size).toBe(5)
  })
})

describe('several requests in one', () => {
  const part = (method: string, path: string, referenceId: string, body?: object) => ({
    ...{ method, url: `${ROOT}${path}`, referenceId },
    ...(body && { body }),
  })
  const composite = (compositeRequest: object[], allOrNone = true) => ask('POST', '/composite', { allOrNone, compositeRequest })

  test('a later one refers to an earlier one; if one fails, all are undone and say that they were halted', async () => {
    const before = org.records('Lead').length
    const lead = part('POST', '/sobjects/Lead', 'lead', { LastName: 'Undone', Company: 'Acme' })
    const good = part('PATCH', `/sobjects/Booking__c/BookingId__c/${uuid()}`, 'row', { Lead__c: '@{lead.id}' })
    expect((await composite([lead, good])).body.compositeResponse).toMatchObject([{ httpStatusCode: 201 }, { httpStatusCode: 201 }])
    const bad = part('PATCH', `/sobjects/Booking__c/BookingId__c/${uuid()}`, 'row', { Lead__c: '@{lead.id}', Nothing__c: 1 })
    const said = await composite([lead, bad])
    expect(said.status).toBe(200)
    expect(said.body.compositeResponse).toMatchObject([
      { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }], referenceId: 'lead' },
      { httpStatusCode: 400, body: [{ errorCode: 'INVALID_FIELD' }], referenceId: 'row' },
    ])
    expect(org.records('Lead')).toHaveLength(before + 1)
    await composite([lead, bad], false)
    expect(org.records('Lead')).toHaveLength(before + 2)
  })
  test('too many, too many questions, a name twice, another version and an unknown part are refused as a whole', async () => {
    const lead = (n: number) => part('POST', '/sobjects/Lead', `lead${n}`, { LastName: 'Many', Company: 'Acme' })
    const asked = (n: number) => part('GET', '/query?q=SELECT+Id+FROM+Lead', `asked${n}`)
    const list = (count: number, make: (n: number) => object) => Array.from({ length: count }, (_, n) => make(n))
    const before = org.records('Lead').length
    expect((await composite(list(26, lead))).status).toBe(400)
    expect((await composite(list(6, asked))).status).toBe(400)
    expect((await composite([lead(1), lead(1)])).status).toBe(400)
    expect((await composite([{ ...lead(1), url: '/services/data/v60.0/sobjects/Lead' }])).status).toBe(400)
    expect((await composite([{ ...lead(1), more: true }])).status).toBe(400)
    expect(org.records('Lead')).toHaveLength(before)
    expect((await composite(list(5, asked))).status).toBe(200)
  })
  test('they count as one call, and every answer says how many there were', async () => {
    const used = org.calls.used
    const said = await composite([part('GET', '/query?q=SELECT+Id+FROM+Lead', 'a'), part('GET', '/query?q=SELECT+Id+FROM+Lead', 'b')])
    expect(said.headers.get('sforce-limit-info')).toBe(`api-usage=${used + 1}/100000`)
    expect((await ask('GET', '/limits')).body.DailyApiRequests).toEqual({ Max: 100_000, Remaining: 100_000 - used - 2 })
  })
})

describe('who is let in', () => {
  const verifier = randomBytes(48).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const back = 'https://booking.example/salesforce/connected'
  const authorize = (more: Record<string, string> = {}) =>
    fetch(
      `${org.url}/services/oauth2/authorize?${new URLSearchParams({
        ...{ response_type: 'code', client_id: org.clientId, redirect_uri: back, scope: 'api refresh_token', state: 'here' },
        ...{ code_challenge: challenge, code_challenge_method: 'S256', ...more },
      })}`,
      { redirect: 'manual' },
    )
  const token = async (form: Record<string, string>) => {
    const response = await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) })
    return { status: response.status, body: (await response.json()) as any }
  }
  const client = () => ({ client_id: org.clientId, client_secret: org.clientSecret })
  async function code(): Promise<string> {
    const there = new URL((await authorize()).headers.get('location') ?? '')
    return there.searchParams.get('code') ?? ''
  }
  const exchange = async (more: object = {}) =>
    token({ ...client(), grant_type: 'authorization_code', code: await code(), redirect_uri: back, code_verifier: verifier, ...more })

  test('consent needs PKCE with S256, and a verifier of legal length', async () => {
    expect((await authorize({ code_challenge: '' })).status).toBe(400)
    expect((await authorize({ code_challenge_method: 'plain' })).status).toBe(400)
    expect(await exchange({ code_verifier: 'a'.repeat(42) })).toMatchObject({ status: 400 })
    expect(await exchange({ code_verifier: verifier.repeat(3) })).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
    const said = await exchange()
    expect(said).toMatchObject({ status: 200, body: { instance_url: org.url, id: `${org.url}/id/${org.orgId}/${org.integration.id}` } })
    expect(said.body).not.toHaveProperty('expires_in')
  })
  test('a code is good once, a refresh token until it is revoked', async () => {
    const once = await code()
    const form = { ...client(), grant_type: 'authorization_code', code: once, redirect_uri: back, code_verifier: verifier }
    const { body } = await token(form)
    expect(await token(form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    const renew = { ...client(), grant_type: 'refresh_token', refresh_token: body.refresh_token }
    expect(await token(renew)).toMatchObject({ status: 200 })
    const revoked = await fetch(`${org.url}/services/oauth2/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: body.refresh_token }),
    })
    expect(revoked.status).toBe(200)
    expect(await token(renew)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })
  test('a signed statement is believed only with the right key, app, user, audience and time', async () => {
    const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
    org.trust(keys.publicKey.export({ type: 'spki', format: 'pem' }).toString())
    const statement = (more: Record<string, unknown> = {}, key = keys.privateKey) => {
      const exp = Math.floor(Date.now() / 1000) + 120
      const claims = { iss: org.clientId, sub: org.integration.username, aud: org.url, exp, ...more }
      return new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(key)
    }
    const bearer = async (assertion: Promise<string>) =>
      (await token({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: await assertion })).status
    expect(await bearer(statement())).toBe(200)
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    const now = Math.floor(Date.now() / 1000)
    const forged = [
      statement({}, other),
      statement({ iss: 'another app' }),
      statement({ sub: 'nobody@org.example' }),
      statement({ aud: 'https://login.salesforce.com' }),
      statement({ exp: now - 1 }),
      statement({ exp: now + 600 }),
    ]
    expect(await Promise.all(forged.map(bearer))).toEqual(forged.map(() => 400))
  })
})

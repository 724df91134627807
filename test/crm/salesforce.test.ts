import { generateKeyPairSync, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { bearerAssertion } from '../../server/crm/salesforce/assertion.ts'
import type { Ask } from '../../server/crm/salesforce/calls.ts'
import { compositeCall } from '../../server/crm/salesforce/composite.ts'
import { askOne } from '../../server/crm/salesforce/soql.ts'
import { callsOf, salesforceTrouble } from '../../server/crm/salesforce/trouble.ts'
import { crmRecordId } from '../../server/domain/crm.ts'

const refusal = (status: number, errorCode: string, more: object = {}) =>
  salesforceTrouble({ status, body: [{ errorCode, message: 'Words.', ...more }], retryAfter: null })

test('a record has one id, whether it is named with 15 or 18 characters', () => {
  expect(crmRecordId('001D000000IqhSL')).toBe('001D000000IqhSLIAZ')
  expect(crmRecordId('001D000000IqhSLIAZ')).toBe('001D000000IqhSLIAZ')
})

test.each(['', '001D000000IqhS', '001D000000IqhSLIAA', '001d000000iqhslIAZ', "001D000000Iqh'L", '001D000000IqhSLIAZ\n'])(
  '%j names no record',
  (text) => {
    expect(crmRecordId(text)).toBeNull()
  },
)

test.each([
  [401, 'INVALID_SESSION_ID', 'revoked', null],
  [403, 'REQUEST_LIMIT_EXCEEDED', 'later', 900_000],
  [400, 'UNABLE_TO_LOCK_ROW', 'later', 2_000],
  [503, 'SERVER_UNAVAILABLE', 'later', 60_000],
  [404, 'NOT_FOUND', 'gone', null],
  [400, 'ENTITY_IS_DELETED', 'gone', null],
  [403, 'INSUFFICIENT_ACCESS', 'refused', null],
  [500, 'UNKNOWN_EXCEPTION', 'unreachable', null],
])('status %i with %s is told as it is: %s', (status, code, kind, retryAfterMs) => {
  expect(refusal(status, code)).toMatchObject({ kind, retryAfterMs, message: `Salesforce: Words. (${code})` })
})

test('calls that are used up concern the whole org, until tomorrow or only for a moment; a locked row does not', () => {
  const limit = (message: string) => refusal(403, 'REQUEST_LIMIT_EXCEEDED', { message })
  expect(limit('TotalRequests Limit exceeded.')).toMatchObject({ wholeOrg: true, retryAfterMs: 900_000, code: 'REQUEST_LIMIT_EXCEEDED' })
  expect(limit('ConcurrentRequests (Concurrent API Requests) Limit exceeded.')).toMatchObject({ wholeOrg: true, retryAfterMs: 30_000 })
  expect(refusal(400, 'UNABLE_TO_LOCK_ROW')).toMatchObject({ wholeOrg: false, code: 'UNABLE_TO_LOCK_ROW' })
})

test('an org whose API was turned off lets us in no longer', () => {
  expect(refusal(403, 'API_DISABLED_FOR_ORG')).toMatchObject({ kind: 'revoked', code: 'API_DISABLED_FOR_ORG' })
})

test('a next page that lies elsewhere is not asked for: the token would go along', async () => {
  for (const nextRecordsUrl of [
    'https://elsewhere.example/services/data/v65.0/query/01g-2000',
    '//elsewhere.example/x',
    '/services/apexrest/x',
  ]) {
    const asked: string[] = []
    const ask: Ask = async ({ path }) => {
      asked.push(path)
      return { done: false, records: [], nextRecordsUrl }
    }
    await expect(askOne(ask, { soql: 'SELECT Id FROM Lead', deleted: false })).rejects.toMatchObject({ kind: 'unreachable' })
    expect(asked).toHaveLength(1)
  }
})

test('a composite answer that leaves something out is none', async () => {
  const answer = { compositeResponse: [{ body: null, httpHeaders: {}, httpStatusCode: 204, referenceId: 'one' }] }
  const parts = ['one', 'two'].map((name) => ({ name, method: 'GET', path: '/limits' }) as const)
  await expect(compositeCall(async () => answer, parts, true)).rejects.toMatchObject({ kind: 'unreachable' })
  await expect(compositeCall(async () => 'text', parts, true)).rejects.toMatchObject({ kind: 'unreachable' })
})

test('what was refused is told in words, with the names of the fields', () => {
  expect(refusal(400, 'REQUIRED_FIELD_MISSING', { fields: ['Region__c'] })).toMatchObject({ kind: 'refused', fields: ['Region__c'] })
})

test('of a write that was undone as a whole, the part that failed gives the reason', () => {
  const halted = { errorCode: 'PROCESSING_HALTED', message: 'Rolled back.' }
  const body = [halted, { errorCode: 'UNABLE_TO_LOCK_ROW', message: 'Busy.' }]
  expect(salesforceTrouble({ status: 400, body, retryAfter: null }).kind).toBe('later')
})

test('an answer that cannot be read is never taken for a refusal, nor for a record that is gone', () => {
  for (const status of [400, 401, 403, 404, 410])
    expect([status, salesforceTrouble({ status, body: '<html>', retryAfter: null }).kind]).toEqual([status, 'unreachable'])
  expect(salesforceTrouble({ status: 503, body: '', retryAfter: '7' })).toMatchObject({ kind: 'later', retryAfterMs: 7_000 })
})

test('how many calls an org has left is read from each answer', () => {
  expect(callsOf('api-usage=18/5000')).toEqual({ used: 18, allowed: 5000 })
  expect(callsOf('per-app-api-usage=17/250(appName=ours)')).toBeNull()
  expect(callsOf('api-usage=25/5000; per-app-api-usage=17/250(appName=ours)')).toEqual({ used: 25, allowed: 5000 })
  expect(callsOf(null)).toBeNull()
})

test('a token is asked for in the name of one user, signed with the key of the app, for three minutes', () => {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const bearer = { clientId: 'app', username: 'integration@example.com', privateKey, audience: 'https://test.salesforce.com' }
  const [head, claims, signature] = bearerAssertion(bearer, new Date('2026-03-02T10:00:00.900Z')).split('.')
  const read = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString())
  expect(read(head!)).toEqual({ alg: 'RS256' })
  const exp = Date.parse('2026-03-02T10:03:00Z') / 1000
  expect(read(claims!)).toEqual({ iss: 'app', sub: 'integration@example.com', aud: 'https://test.salesforce.com', exp })
  expect(verify('RSA-SHA256', Buffer.from(`${head}.${claims}`), keys.publicKey, Buffer.from(signature!, 'base64url'))).toBe(true)
})

/** The stand-in for Microsoft Graph refuses what Graph has no name for: else the tests that stand on it would prove nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openGraph, type TestGraph } from '../servers/microsoft.ts'
import type { GraphAccount } from '../servers/microsoft-hands.ts'

const TIME = {
  start: { dateTime: '2027-03-02T10:00:00', timeZone: 'Eastern Standard Time' },
  end: { dateTime: '2027-03-02T10:30:00', timeZone: 'America/New_York' },
}
const WINDOW = 'startDateTime=2027-03-01T00:00:00Z&endDateTime=2027-04-01T00:00:00Z'

describe('the stand-in for Microsoft Graph', () => {
  let graph: TestGraph
  let account: GraphAccount
  let events: string
  beforeAll(async () => {
    graph = await openGraph()
    account = graph.account('rep@contoso.example')
    events = `/me/calendars/${encodeURIComponent(account.calendarId)}/events`
  })
  afterAll(() => graph.close())

  async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}, token = account.issueToken()) {
    const reply = await fetch(`${graph.url}/v1.0${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, prefer: 'IdType="ImmutableId"', 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await reply.text()
    return { status: reply.status, body: text === '' ? null : JSON.parse(text) }
  }
  const codeOf = ({ status, body }: Awaited<ReturnType<typeof ask>>) => [status, body?.error?.code]

  test.each([
    ['a misspelt field', { ...TIME, subjet: 'One' }, 'RequestBodyRead'],
    ['a misspelt field further down', { ...TIME, location: { displayname: 'Here' } }, 'RequestBodyRead'],
    ['a word that is none of the words', { ...TIME, showAs: 'occupied' }, 'RequestBodyRead'],
    ['a value of another type', { ...TIME, isAllDay: 'yes' }, 'RequestBodyRead'],
    ['a field that only Graph sets', { ...TIME, iCalUId: 'x' }, 'ErrorInvalidPropertySet'],
    ['no end', { start: TIME.start }, 'ErrorPropertyMissing'],
    ['a zone that nobody knows', { ...TIME, start: { ...TIME.start, timeZone: 'Mars Standard Time' } }, 'TimeZoneNotSupportedException'],
    ['whole days that begin at ten', { ...TIME, isAllDay: true }, 'ErrorInvalidRequest'],
    [
      'an extended property without a set',
      { ...TIME, singleValueExtendedProperties: [{ id: 'Uid', value: 'x' }] },
      'ErrorInvalidExtendedProperty',
    ],
  ])('refuses an event with %s', async (_, body, code) => {
    expect(codeOf(await ask('POST', events, body))).toEqual([400, code])
  })
  test.each([
    ['/me/calendars?$selekt=id', 'BadRequest'],
    ['/me/calendars?$select=title', 'RequestBroker--ParseUri'],
    ['EVENTS?$filter=subject eq 1', 'ErrorInvalidUrlQueryFilter'],
    ['EVENTS?$expand=attachments', 'RequestBroker--ParseUri'],
    ['VIEW', 'ErrorInvalidParameter'],
    [`VIEW/delta?${WINDOW}&$select=id`, 'BadRequest'],
    [`VIEW/delta?${WINDOW}&$expand=singleValueExtendedProperties`, 'BadRequest'],
    ['/me/calendar/evnts', 'BadRequest'],
  ])('refuses the question %s', async (question, code) => {
    const path = question.replace('EVENTS', events).replace('VIEW', events.replace(/events$/, 'calendarView'))
    expect(codeOf(await ask('GET', path))).toEqual([400, code])
  })
  test.each(['IdType="Immutable"', 'outlook.timezone="Mars"', 'odata.maxpagesize=0', 'something=else'])(
    'refuses the preference %s',
    async (prefer) => expect(codeOf(await ask('GET', '/me/calendars', undefined, { prefer }))).toEqual([400, 'ErrorInvalidRequest']),
  )
  test('an event that was changed meanwhile is not changed by whoever has seen the old one', async () => {
    const { body } = await ask('POST', events, { ...TIME, subject: 'One' })
    const path = `/me/events/${encodeURIComponent(body.id)}`
    const etag = { 'if-match': body['@odata.etag'] }
    expect((await ask('PATCH', path, { subject: 'Two' }, etag)).status).toBe(200)
    expect(codeOf(await ask('PATCH', path, { subject: 'Three' }, etag))).toEqual([412, 'ErrorIrresolvableConflict'])
    expect(codeOf(await ask('PATCH', path, { transactionId: 'x' }))).toEqual([400, 'ErrorInvalidPropertySet'])
    expect(codeOf(await ask('DELETE', `${path}x`))).toEqual([404, 'ErrorItemNotFound'])
  })
  test('without the preference for ids that stay, an id ends with the next change', async () => {
    const name = account.add({ title: 'One', start: new Date('2027-03-05T10:00:00Z'), end: new Date('2027-03-05T11:00:00Z') })
    const view = `${events.replace(/events$/, 'calendarView')}?startDateTime=2027-03-05T00:00:00Z&endDateTime=2027-03-06T00:00:00Z`
    const { body } = await ask('GET', view, undefined, { prefer: 'odata.maxpagesize=5' })
    const path = `/me/events/${encodeURIComponent(body.value[0].id)}`
    expect((await ask('GET', path)).status).toBe(200)
    account.change(name, { subject: 'Two' })
    expect((await ask('GET', path)).status).toBe(404)
    expect((await ask('GET', `/me/events/${encodeURIComponent(name)}`)).status).toBe(200)
  })
  test('a token of nobody, one that ended, and one for other things let nobody in', async () => {
    expect(codeOf(await ask('GET', '/me/calendars', undefined, {}, 'x'))).toEqual([401, 'InvalidAuthenticationToken'])
    const token = account.issueToken(['User.Read'])
    expect(codeOf(await ask('GET', '/me/calendars', undefined, {}, token))).toEqual([403, 'ErrorAccessDenied'])
    account.expireTokens()
    expect(codeOf(await ask('GET', '/me', undefined, {}, token))).toEqual([401, 'InvalidAuthenticationToken'])
  })
  test.each([
    ['more than 62 days', { endTime: { dateTime: '2027-05-05T00:00:00', timeZone: 'UTC' } }, 'ErrorTimeIntervalTooBig'],
    ['more than 20 people', { schedules: Array.from({ length: 21 }, (_, i) => `p${i}@contoso.example`) }, 'ErrorTooManyMailboxes'],
    ['a misspelt field', { interval: 30 }, 'RequestBodyRead'],
  ])('refuses a schedule of %s', async (_, more, code) => {
    const body = {
      schedules: ['rep@contoso.example'],
      startTime: { dateTime: '2027-03-01T00:00:00', timeZone: 'UTC' },
      endTime: { dateTime: '2027-03-02T00:00:00', timeZone: 'UTC' },
    }
    expect((await ask('POST', '/me/calendar/getSchedule', body)).status).toBe(200)
    expect(codeOf(await ask('POST', '/me/calendar/getSchedule', { ...body, ...more }))).toEqual([400, code])
  })
  test.each([
    ['that lasts for more than a week', { expirationDateTime: '2099-01-01T00:00:00Z' }, [400, 'InvalidRequest']],
    ['with a secret that is too long', { clientState: 'x'.repeat(129) }, [400, 'InvalidRequest']],
    ['for a change that there is not', { changeType: 'created,renamed' }, [400, 'InvalidRequest']],
    ['of a calendar of nobody', { resource: 'me/calendars/x/events' }, [404, 'ErrorItemNotFound']],
    ['at an address where nobody is', { notificationUrl: 'http://127.0.0.1:9/' }, [400, 'ValidationError']],
  ])('refuses a watch %s', async (_, more, refusal) => {
    const expirationDateTime = new Date(Date.now() + 3_600_000).toISOString()
    const body = {
      changeType: 'created',
      resource: 'me/events',
      notificationUrl: 'http://127.0.0.1:9/',
      clientState: 'x',
      expirationDateTime,
    }
    expect(codeOf(await ask('POST', '/subscriptions', { ...body, ...more }))).toEqual(refusal)
  })
})

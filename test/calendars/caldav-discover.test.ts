/** How an address that a person enters becomes the home of their calendars (RFC 6764). */
import { afterAll, describe, expect, test } from 'vitest'
import { discover, type ServiceRecords } from '../../server/calendars/caldav-discover.ts'
import { CalendarTrouble } from '../../server/domain/calendar.ts'
import type { Call, Fetch } from '../../server/outbound/fetch.ts'
import { guardedFetch } from '../../server/outbound/fetch.ts'
import { outboundGuard } from '../../server/outbound/guard.ts'
import { accessOf, hasRadicale, startRadicale } from '../servers/radicale.ts'

interface Asked {
  readonly address: string
  readonly password: boolean
}

/** A made-up internet: what each address answers, and what it was asked. */
function internet(places: Record<string, Response | ((call: Call) => Response)>): { fetch: Fetch; asked: Asked[] } {
  const asked: Asked[] = []
  const fetch: Fetch = async (address, call = {}) => {
    asked.push({ address, password: 'authorization' in (call.headers ?? {}) })
    const place = places[address]
    return typeof place === 'function' ? place(call) : (place?.clone() ?? new Response('', { status: 404 }))
  }
  return { fetch, asked }
}

const told = (href: string, ...props: string[]) =>
  new Response(
    `<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response><d:href>${href}</d:href><d:propstat><d:prop>${props.join('')}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>`,
    { status: 207 },
  )
const principal = (href: string) => `<d:current-user-principal><d:href>${href}</d:href></d:current-user-principal>`
const home = (href: string) => `<c:calendar-home-set><d:href>${href}</d:href></c:calendar-home-set>`
const named = (name: string) => `<d:displayname>${name}</d:displayname>`
const away = (location: string, status = 301) => new Response('', { status, headers: { location } })

const services = (found: { name: string; port?: number; priority?: number }[], path?: string): ServiceRecords => ({
  srv: async (name) =>
    name === '_caldavs._tcp.example.com'
      ? found.map((one) => ({ port: 443, priority: 0, weight: 0, ...one }))
      : Promise.reject(new Error('ENOTFOUND')),
  txt: async () => (path === undefined ? Promise.reject(new Error('ENODATA')) : [[`path=${path}`]]),
})
const silent = services([])

const who = { user: 'rep@example.com', password: 'secret' }
const find = (fetch: Fetch, address: string, records = silent) => discover(fetch, { address, ...who }, records)
const troubleOf = (doing: Promise<unknown>): Promise<{ kind: string; message: string }> =>
  doing.then(
    () => ({ kind: 'nothing', message: '' }),
    (error) => (error instanceof CalendarTrouble ? error : Promise.reject(error)),
  )

const ROOT = {
  'https://dav.example.com/': told('/', principal('/me/')),
  'https://dav.example.com/me/': told('/me/', home('/calendars/me/'), named('Rita Rep')),
}
const FOUND = { server: 'https://dav.example.com/calendars/me/', name: 'Rita Rep' }

test.each(['https://dav.example.com', 'https://dav.example.com/', 'dav.example.com', ' caldavs://dav.example.com/ '])(
  'found by %j',
  async (address) => {
    expect(await find(internet(ROOT).fetch, address)).toEqual(FOUND)
  },
)

test.each(['example.com', 'Rep@Example.com', 'mailto:rep@example.com'])('found by the domain %j, where its DNS says', async (address) => {
  const { fetch } = internet({ ...ROOT, 'https://dav.example.com:8443/dav': told('/dav', principal('https://dav.example.com/me/')) })
  expect(await find(fetch, address, services([{ name: 'dav.example.com', port: 8443 }], '/dav'))).toEqual(FOUND)
})

test('of several machines in DNS the first that answers counts, and without a path the well-known address', async () => {
  const { fetch, asked } = internet({ ...ROOT, 'https://two.example.com/.well-known/caldav': away('https://dav.example.com/', 302) })
  const records = services([
    { name: 'two.example.com', priority: 20 },
    { name: 'one.example.com', priority: 10 },
  ])
  expect(await find(fetch, 'example.com', records)).toMatchObject({ name: 'Rita Rep' }) // Within example.com the password may follow.
  expect(asked[0]?.address).toBe('https://one.example.com/.well-known/caldav')
})

test('without DNS the domain’s well-known address is followed, also by several redirects', async () => {
  const { fetch } = internet({
    ...ROOT,
    'https://example.com/.well-known/caldav': away('/dav', 308),
    'https://example.com/dav': away('https://dav.example.com/', 307),
  })
  expect(await find(fetch, 'example.com')).toEqual(FOUND)
})

test('the address of a principal or of a single calendar is enough', async () => {
  expect(await find(internet(ROOT).fetch, 'https://dav.example.com/me/')).toEqual(FOUND)
  const calendar = told('/cal/work/', '<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>')
  expect(await find(internet({ 'https://dav.example.com/cal/work/': calendar }).fetch, 'https://dav.example.com/cal/work/')).toEqual({
    server: 'https://dav.example.com/cal/',
    name: 'rep@example.com',
  })
})

test('a server that has let us in may name a home on another machine', async () => {
  const places = { ...ROOT, 'https://dav.example.com/me/': told('/me/', home('https://p7.other.example/7/calendars/')) }
  expect((await find(internet(places).fetch, 'dav.example.com')).server).toBe('https://p7.other.example/7/calendars/')
})

describe('what is told when it fails', () => {
  test('the password goes to no other domain by a redirect; the person is told where it leads', async () => {
    const { fetch, asked } = internet({ 'https://example.com/.well-known/caldav': away('https://dav.elsewhere.example/') })
    const trouble = await troubleOf(find(fetch, 'example.com'))
    expect(trouble).toMatchObject({ kind: 'refused', message: expect.stringContaining('https://dav.elsewhere.example') })
    expect(asked.filter(({ address }) => address.includes('elsewhere'))).toEqual([])
  })

  test('nor by DNS', async () => {
    const { fetch, asked } = internet({})
    const trouble = await troubleOf(find(fetch, 'example.com', services([{ name: 'dav.elsewhere.example' }])))
    expect(trouble).toMatchObject({ kind: 'refused', message: expect.stringContaining('https://dav.elsewhere.example') })
    expect(asked).toEqual([])
  })

  test('a domain that only ends alike is another domain', async () => {
    const { fetch } = internet({ 'https://example.com/.well-known/caldav': away('https://notexample.com/') })
    expect(await troubleOf(find(fetch, 'example.com'))).toMatchObject({ kind: 'refused' })
  })

  test.each([
    ['a wrong password', new Response('', { status: 401 }), 'revoked', /password/],
    ['a user who may not enter', new Response('', { status: 403 }), 'revoked', /not let/],
    ['a server that fails', new Response('', { status: 500 }), 'unreachable', /500/],
    ['a server that asks for patience', new Response('', { status: 429 }), 'later', /429/],
    ['a website', new Response('<html>', { status: 200 }), 'gone', /no CalDAV/],
    ['an answer that cannot be read', new Response('<html>', { status: 207 }), 'unreachable', /cannot be read/],
    ['redirects without end', away('/'), 'unreachable', /on and on/],
    ['a way out of encryption', away('http://dav.example.com/'), 'refused', /not encrypted/],
  ])('%s', async (_, answer, kind, words) => {
    const trouble = await troubleOf(find(internet({ 'https://dav.example.com/': answer }).fetch, 'https://dav.example.com/'))
    expect(trouble).toMatchObject({ kind, message: expect.stringMatching(words) })
  })

  test('a name that nobody knows', async () => {
    const unknown = outboundGuard([], (_name, _options, answer) => answer(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []))
    expect(await troubleOf(find(guardedFetch(unknown), 'dav.example.com'))).toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('no server of this name'),
    })
  })

  test('no address at all', async () => {
    expect(await troubleOf(find(internet({}).fetch, 'not an address'))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('no address'),
    })
  })

  test.each(['https://127.0.0.1:5232/', 'https://localhost/dav', 'https://10.0.0.1/', 'http://dav.example.com/'])(
    '%s, which the guard does not let through',
    async (address) => {
      expect(await troubleOf(find(guardedFetch(outboundGuard([])), address))).toMatchObject({ kind: 'refused' })
    },
  )
})

const there = await hasRadicale()
describe.skipIf(!there)('with Radicale', async () => {
  const radicale = there ? await startRadicale() : null
  afterAll(async () => {
    await radicale?.close()
  })
  const fetch = guardedFetch(outboundGuard(['127.0.0.1']))

  test('an account is found by the server’s bare address', async () => {
    const { url, makeCalendar } = radicale!
    await makeCalendar('rep0')
    const { user, password, server } = accessOf(url, 'rep0')
    expect(await discover(fetch, { address: url, user, password })).toEqual({ server, name: 'rep0' })
  })

  test('a wrong password is told', async () => {
    expect(await troubleOf(discover(fetch, { address: radicale!.url, user: 'rep0', password: 'wrong' }))).toMatchObject({ kind: 'revoked' })
  })
})

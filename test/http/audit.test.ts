/** What was changed in the settings, by whom; and that two who change them at once undo nothing unseen. */
import { beforeAll, expect, test } from 'vitest'
import { company, PASSWORD, person, signedIn, startApp, type TestApp } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

const entries = async (query: string) => (await app.get(`/api/v1/audit?limit=200&${query}`)).body.items as any[]

test('an import writes down who has changed what of each thing, and from what to what', async () => {
  const { pool, tag, reps } = await company(app, { reps: [{}, {}] })
  const ada = await person(app, 'administrator', { email: `ada.${tag}@example.com`, name: 'Ada Admin' })

  const reply = await app.post(
    '/api/v1/import',
    { pools: [{ slug: pool, strict: true }], projects: [{ slug: `new-${tag}`, name: 'New' }] },
    await signedIn(app, ada),
  )
  const again = await app.post('/api/v1/import', { pools: [{ slug: pool, strict: true }] })

  expect([reply.status, again.status]).toEqual([200, 200])
  const [changed, created] = await entries(`kind=pool&name=${pool}`)
  expect(changed).toMatchObject({ author: { name: 'Ada Admin', email: ada.email }, action: 'changed', name: pool })
  expect(changed.changes).toEqual([{ field: 'strict', before: false, after: true }])
  expect(created).toMatchObject({ author: { kind: 'api' }, action: 'created' })
  expect(await entries(`kind=project&name=new-${tag}`)).toMatchObject([{ action: 'created' }])
  expect(await entries(`kind=rep&name=${reps[0]}`)).toHaveLength(1)
})

test('an import that is refused leaves nothing in the log', async () => {
  const { pool, tag } = await company(app)

  const reply = await app.post('/api/v1/import', {
    pools: [{ slug: pool, name: 'Other' }],
    bookingPages: [{ slug: `p-${tag}`, title: 'P', pool: `nowhere-${tag}`, eventTypes: [] }],
  })

  expect(reply.status).toBe(400)
  expect(await entries(`kind=pool&name=${pool}&action=changed`)).toEqual([])
})

test('accounts, keys, webhooks, the blocklist and texts are in the log, and no secret ever is', async () => {
  const { tag } = await company(app)
  const ada = await person(app, 'administrator', { email: `keys.${tag}@example.com`, name: 'Kay Keys' })
  const mine = await signedIn(app, ada)
  const made = await app.post('/api/v1/accounts', { name: 'Ivy', email: `ivy.${tag}@example.com`, level: 'coordinator' }, mine)
  await app.patch(`/api/v1/accounts/${made.body.id}`, { level: 'manager' }, mine)
  const key = await app.post('/api/v1/api-keys', { name: `Key ${tag}`, scopes: ['read'] }, mine)
  await app.delete(`/api/v1/api-keys/${key.body.id}`, mine)
  const webhook = await app.post('/api/v1/webhooks', { url: `http://127.0.0.1/${tag}`, events: ['booking.created'] }, mine)
  await app.patch(`/api/v1/webhooks/${webhook.body.id}`, { active: false }, mine)
  await app.delete(`/api/v1/webhooks/${webhook.body.id}`, mine)
  const blocked = await app.post('/api/v1/blocklist', { entry: `${tag}.example.org`, reason: 'Floods.' }, mine)
  await app.delete(`/api/v1/blocklist/${blocked.body.id}`, mine)
  const place = { eventType: null, moment: 'booked', audience: 'customer', channel: 'sms', language: 'fr' }
  const text = await app.post('/api/v1/message-templates', { ...place, subject: null, body: `Bonjour ${tag}` }, mine)
  await app.delete(`/api/v1/message-templates/${text.body.id}`, mine)

  const log = await entries(`by=keys.${tag}`)

  expect(log.map((one) => `${one.kind} ${one.action}`)).toEqual([
    'text deleted',
    'text created',
    'blocked deleted',
    'blocked created',
    'webhook deleted',
    'webhook changed',
    'webhook created',
    'key deleted',
    'key created',
    'account changed',
    'account created',
  ])
  expect(log.at(-2).changes).toEqual([{ field: 'level', before: 'coordinator', after: 'manager' }])
  const said = JSON.stringify(log)
  for (const secret of [key.body.key, webhook.body.secret, PASSWORD]) expect(said).not.toContain(secret)
})

test('the log is read page by page, newest first, by kind, by author, by thing and by time', async () => {
  const { pool } = await company(app)
  for (const name of ['One', 'Two', 'Three']) await app.post('/api/v1/import', { pools: [{ slug: pool, name }] })

  const first = await app.get(`/api/v1/audit?kind=pool&name=${pool}&limit=2`)
  const second = await app.get(`/api/v1/audit?kind=pool&name=${pool}&limit=2&cursor=${first.body.nextCursor}`)
  const nameAfter = (one: any) => one.changes.find((change: any) => change.field === 'name').after

  expect(first.body.items.map(nameAfter)).toEqual(['Three', 'Two'])
  expect(second.body.items.map(nameAfter)[0]).toBe('One')
  expect(second.body.nextCursor).toBeNull()
  expect(await entries(`name=${pool}&by=nobody-of-that-name`)).toEqual([])
  expect(await entries(`name=${pool}&from=2027-03-02T00:00:00Z`)).toEqual([])
  expect(await entries(`name=${pool}&to=2027-03-01T12:00:00Z`)).toEqual([])
  expect((await app.get('/api/v1/audit?kind=secret')).status).toBe(400)
  expect((await app.get('/api/v1/audit?cursor=nonsense')).status).toBe(400)
})

test('two who save the same field at once: the second is told who was faster, and nothing is lost', async () => {
  const { pool, tag } = await company(app)
  const ada = await person(app, 'administrator', { email: `fast.${tag}@example.com`, name: 'Ada Fast' })
  const { body } = await app.get('/api/v1/export?only=pools')
  const { name, strict } = body.pools.find((one: any) => one.slug === pool)

  const saved = await app.post(
    '/api/v1/import',
    { pools: [{ slug: pool, name: 'Fast' }], asRead: { pools: { [pool]: { name } } } },
    await signedIn(app, ada),
  )
  const late = await app.post('/api/v1/import', { pools: [{ slug: pool, name: 'Late' }], asRead: { pools: { [pool]: { name } } } })
  const other = await app.post('/api/v1/import', { pools: [{ slug: pool, strict: true }], asRead: { pools: { [pool]: { strict } } } })

  expect([saved.status, late.status, other.status]).toEqual([200, 409, 200])
  expect(late.body).toMatchObject({
    code: 'conflict',
    detail: `Nothing was saved: Ada Fast has changed “${pool}” since it was read.`,
    errors: [{ pointer: '/pools/0/name', detail: 'has been changed by somebody else' }],
  })
  const now = (await app.get('/api/v1/export?only=pools')).body.pools.find((one: any) => one.slug === pool)
  expect([now.name, now.strict]).toEqual(['Fast', true])
})

test('what is to be new does not replace what has that name already', async () => {
  const { pool } = await company(app)

  const reply = await app.post('/api/v1/import', { pools: [{ slug: pool, name: 'New' }], asRead: { pools: { [pool]: null } } })

  expect(reply.status).toBe(409)
  expect(reply.body.errors).toEqual([{ pointer: '/pools/0', detail: 'is there already' }])
})

test('of the configuration some kinds alone can be exported', async () => {
  await company(app)

  const { body } = await app.get('/api/v1/export?only=pools,shares')

  expect(Object.keys(body).sort()).toEqual(['pools', 'shares'])
  expect((await app.get('/api/v1/export?only=secrets')).status).toBe(400)
})

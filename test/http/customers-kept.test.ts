/** What staff do with what is known of customers: take down, change, find although misspelt, and make one of two. */
import { beforeEach, expect, test } from 'vitest'
import { accountIdOf, company, person, signedIn, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
let tag: string
beforeEach(async () => {
  app = await startApp()
  tag = crypto.randomUUID().slice(0, 8)
})

const TUESDAY = '2027-03-02T15:30:00-05:00'
const email = (name: string) => `${name}.${tag}@example.com`
async function known(name: string, more: object = {}): Promise<any> {
  const reply = await app.post('/api/v1/customers', { name, email: email(name.split(' ')[0]!.toLowerCase()), ...more })
  expect([reply.status, reply.body.detail]).toEqual([201, undefined])
  return reply.body
}
const find = async (search: string, more = {}) => (await app.get(`/api/v1/customers?${new URLSearchParams({ search, ...more })}`)).body

/** Letters that no other test’s names have. */
const surname = () => `Q${tag.replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!)}`

test('somebody new is taken down with what is known, and is found and booked from then on', async () => {
  const made = await company(app)
  const jo = await known(`Jo ${surname()}`, { phone: '+12125550133', timeZone: 'America/Chicago', owner: made.reps[0], notes: 'Twins.' })

  const { status, body } = await app.post('/api/v1/bookings', wish(made, TUESDAY, { customer: { id: jo.id } }))

  expect(jo).toMatchObject({ phone: '+12125550133', timeZone: 'America/Chicago', owner: { email: made.reps[0] }, notes: 'Twins.' })
  expect([status, body.customer.id]).toEqual([201, jo.id])
})

test('an email that is known is told, and taken down once more only on purpose', async () => {
  const first = await known(`Jo ${surname()}`)
  const again = { name: 'Joanna', email: first.email.toUpperCase() }

  const refused = await app.post('/api/v1/customers', again)
  const { status, body } = await app.post('/api/v1/customers', { ...again, anyway: true })

  expect([refused.status, refused.body.code, refused.body.detail]).toEqual([409, 'conflict', `${first.name} has this email already.`])
  expect([status, body.email]).toEqual([201, first.email])
})

test.each([
  ['a letter too many', (name: string) => `${name.slice(0, 3)}${name.slice(2)}`],
  ['a letter missing', (name: string) => `${name.slice(0, 4)}${name.slice(5)}`],
  ['another letter', (name: string) => `${name.slice(0, 4)}x${name.slice(5)}`],
  ['two letters that changed places', (name: string) => `${name.slice(0, 4)}${name[5]}${name[4]}${name.slice(6)}`],
])('a name with %s finds who is meant', async (_, misspelt) => {
  const name = surname()
  const { id } = await known(`Jo ${name}`)

  expect((await find(misspelt(name))).items.map((one: any) => one.id)).toContain(id)
})

test.each([
  ['two letters in the middle of a short name that changed places', 'John', 'Jhon'],
  ['two letters at its beginning that changed places', 'Amy', 'May'],
  ['no space', 'Van Dyke', 'Vandyke'],
  ['no spaces', 'De La Cruz', 'Delacruz'],
  ['a space too many', 'Vandyke', 'Van Dyke'],
  ['no apostrophe, and another letter', 'O’Brien', 'Obrian'],
  ['an apostrophe too many', 'Obrien', "O'Brien"],
  ['one of its two parts, which has two letters that changed places', 'Garcia-Lopez', 'Garica'],
  ['no hyphen, and two letters that changed places', 'Garcia-Lopez', 'Garica Lopez'],
  ['a hyphen in the place of a space, and a letter too many', 'Mary Anne', 'Marry-Anne'],
])('a name with %s finds who is meant', async (_, name, written) => {
  const last = surname()
  const { id } = await known(`${name} ${last}`, { email: email('alike') })

  expect((await find(`${written} ${last}`)).items.map((one: any) => one.id)).toEqual([id])
})

test('the most alike come first, whichever word is misspelt, and those who are as much alike by name', async () => {
  const last = surname()
  const wished = ['Katherine', 'Katharine', 'Katrine'].map((first) => `${first} ${last}`)
  for (const name of [...wished].reverse()) await known(name)

  const first = await find(`Katehrine ${last}`)
  const second = await find(`Katherine ${last.slice(0, 4)}${last[5]}${last[4]}${last.slice(6)}`)

  expect(first.items.map(({ name }: any) => name)).toEqual(wished)
  expect(second.items.map(({ name }: any) => name)).toEqual(wished)
})

test('one word of a name is not two that are searched', async () => {
  const { id } = await known(`Mary${surname()} Martin${surname()}`)
  await known(`Mary${surname()} Smith${surname()}`, { email: email('other') })

  const { items } = await find(`Mary${surname()} Martni${surname()}`)

  expect(items.map((one: any) => one.id)).toEqual([id])
})

test.each([
  ['an email with a letter missing', ({ email }: any) => email.replace('jo', 'o')],
  ['an email with two letters that changed places', ({ email }: any) => email.replace(/^(..)(.)(.)/, '$1$3$2')],
  ['an email at another company', ({ email }: any) => email.replace('example.com', 'example.org')],
  ['a phone with a wrong digit', ({ phone }: any) => `${phone.slice(0, 8)}${(Number(phone[8]) + 1) % 10}${phone.slice(9)}`],
  [
    'a phone without its country and with two digits that changed places',
    ({ phone }: any) => phone.slice(2).replace(/(.)(.)(?=..$)/, '$2$1'),
  ],
])('%s finds who is meant', async (_, mistyped) => {
  const phone = `+1212${String(2_000_000 + (parseInt(tag.slice(0, 6), 16) % 7_999_999))}`
  const one = await known(`Jo ${surname()}`, { phone, email: `jo${surname()}@example.com` })

  expect((await find(mistyped(one))).items.map(({ id }: any) => id)).toContain(one.id)
})

test('an email that is known finds nobody else', async () => {
  const one = await known(`Ann ${surname()}`)
  await known(`Anna ${surname()}`, { email: email('anna') })

  expect((await find(one.email)).items.map(({ id }: any) => id)).toEqual([one.id])
})

test('what is written as it is comes first, and pages hold nobody twice', async () => {
  const name = surname()
  const exact = [await known(`Ann ${name}`), await known(`Ben ${name}`), await known(`Cid ${name}`)]
  const alike = await known(`Ada ${name.slice(0, 4)}x${name.slice(5)}`)

  const { items } = await find(name)
  const first = await find(name, { limit: '2' })
  const second = await find(name, { limit: '2', cursor: first.nextCursor })

  expect(items.slice(0, 4).map((one: any) => one.id)).toEqual([...exact, alike].map(({ id }) => id))
  expect([...first.items, ...second.items].map((one: any) => one.id)).toEqual(exact.map(({ id }) => id))
  expect(second.nextCursor).toBeNull()
})

test('a word of one or two letters begins a name', async () => {
  const { id } = await known(`Xy Zu${surname()}`)

  expect((await find('zu xy', { limit: '200' })).items.map((one: any) => one.id)).toContain(id)
  expect((await find(`${surname().slice(-2)}`, { limit: '200' })).items.map((one: any) => one.id)).not.toContain(id)
})

test('what is known can be changed, and coming bookings reach a new email', async () => {
  const made = await company(app)
  const jo = await known('Jo Before')
  const { body: booking } = await app.post('/api/v1/bookings', wish(made, TUESDAY, { customer: { id: jo.id } }))

  const { status, body } = await app.patch(`/api/v1/customers/${jo.id}`, { name: 'Jo After', email: email('after'), phone: null })
  await app.settled()

  expect([status, body.name, body.email, body.phone]).toEqual([200, 'Jo After', email('after'), null])
  expect((await app.get(`/api/v1/bookings/${booking.id}`)).body.customer.email).toBe(email('after'))
  const { items } = (await app.get(`/api/v1/outbox?booking=${booking.id}`)).body
  expect(items.some((one: any) => one.to.address === email('after') && one.invitation?.includes('METHOD:REQUEST'))).toBe(true)
})

test('what a record in Salesforce says is changed there; the rest here', async () => {
  const id = `003${tag.replace(/[^0-9a-z]/g, '0').padStart(12, '0')}`
  await app.post('/api/v1/import', { customers: [{ name: 'Sally Force', email: email('sally'), salesforce: { object: 'Contact', id } }] })
  const change = (body: object) => app.patch(`/api/v1/customers/${email('sally')}`, body)

  expect((await change({ name: 'Sal' })).body).toMatchObject({ code: 'conflict', detail: expect.stringContaining('Salesforce') })
  expect((await change({ notes: 'Prefers mornings.' })).body.notes).toBe('Prefers mornings.')
})

test('who shares an email or a phone is listed, and two are made one with all that belongs to both', async () => {
  const made = await company(app)
  const projects = [`p-${tag}`, `q-${tag}`]
  await app.post('/api/v1/import', { projects: projects.map((slug) => ({ slug, name: slug, timeZone: 'America/New_York' })) })
  const phone = `+1212555${String(parseInt(tag.slice(0, 4), 16) % 10_000).padStart(4, '0')}`
  const [stays, goes] = [
    await known('Jo One', { phone }),
    await known('Joe Two', { phone, timeZone: 'Europe/Berlin', notes: 'Likes tea.' }),
  ]
  for (const [customer, project, rating] of [
    [stays, projects[0], 'A'],
    [goes, projects[0], 'B'],
    [goes, projects[1], 'C'],
  ])
    await app.post(`/api/v1/customers/${customer.id}/registrations`, { project, rating })
  const { body: booking } = await app.post('/api/v1/bookings', wish(made, TUESDAY, { customer: { id: goes.id } }))

  const groups = (await app.get('/api/v1/customers/duplicates')).body.items
  const { status, body } = await app.post(`/api/v1/customers/${goes.id}/merge`, { into: stays.id })

  expect(
    groups
      .find((one: any) => one.value === phone)
      ?.customers.map((one: any) => one.id)
      .sort(),
  ).toEqual([stays.id, goes.id].sort())
  expect([status, body]).toMatchObject([200, { id: stays.id, name: 'Jo One', timeZone: 'Europe/Berlin', notes: 'Likes tea.' }])
  expect((await app.get(`/api/v1/customers/${goes.id}`)).status).toBe(404)
  expect((await app.get(`/api/v1/bookings/${booking.id}`)).body.customer.id).toBe(stays.id)
  const { registrations } = (await app.get(`/api/v1/customers/${stays.id}/profile`)).body
  expect(registrations.map((one: any) => [one.project.slug, one.rating]).sort()).toEqual([
    [projects[0], 'A'],
    [projects[1], 'C'],
  ])
  expect((await app.post(`/api/v1/customers/${stays.id}/merge`, { into: stays.id })).body.code).toBe('conflict')
})

test('customers are listed by their ids, those of them whom one sees', async () => {
  const projects = [`i-${tag}`, `j-${tag}`]
  await app.post('/api/v1/import', { projects: projects.map((slug) => ({ slug, name: slug, timeZone: 'America/New_York' })) })
  const [mine, other] = [await known('Jo Mine'), await known('Al Other')]
  await app.post(`/api/v1/customers/${mine.id}/registrations`, { project: projects[0] })
  await app.post(`/api/v1/customers/${other.id}/registrations`, { project: projects[1] })
  const coordinator = await person(app, 'coordinator')
  const id = await accountIdOf(app, coordinator.email)
  await app.patch(`/api/v1/accounts/${id}`, { projects: [projects[0]] })
  const path = `/api/v1/customers?ids=${mine.id},${other.id},no-id,${crypto.randomUUID()}`

  const all = await app.get(path)
  const seen = await app.get(path, await signedIn(app, coordinator))

  expect(all.body.items.map((one: any) => one.id).sort()).toEqual([mine.id, other.id].sort())
  expect(seen.body.items.map((one: any) => one.id)).toEqual([mine.id])
})

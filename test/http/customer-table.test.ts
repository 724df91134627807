/** Customers in and out as a table. */
import { beforeEach, expect, test } from 'vitest'
import { company, startApp, type TestApp } from '../support/app.ts'

let app: TestApp
let tag: string
beforeEach(async () => {
  app = await startApp()
  tag = crypto.randomUUID().slice(0, 8)
})

const email = (name: string) => `${name}.${tag}@example.com`
/** A project of this test alone. */
async function aProject(): Promise<string> {
  const slug = `onsite-${tag}`
  const reply = await app.post('/api/v1/import', { projects: [{ slug, name: 'Bluewater', kind: 'onsite', timeZone: 'America/New_York' }] })
  expect(reply.status).toBe(200)
  return slug
}
const bring = (csv: string, more: object = {}) => app.post('/api/v1/customers/import-csv', { csv, ...more })
/** The customers of an email. A search finds those who are spelt alike as well. */
const found = async (search: string) => {
  const { items } = (await app.get(`/api/v1/customers?${new URLSearchParams({ search })}`)).body
  return items.filter((one: any) => one.email === search)
}
const detailsOf = ({ body }: { body: any }) => body.errors.map((one: any) => one.detail)

test('a table makes who is new and changes who is known; an empty cell says nothing', async () => {
  const made = await company(app)
  await bring(`name,email,phone\nJo First,${email('jo')},+12125550101\n`)

  const { status, body } = await bring(
    `Name,E-Mail Address,Phone,Time Zone,Owner,Shoe size\r\nJo Second,${email('jo')},,America/Chicago,${made.reps[0]},9\r\n"Lee, Ann",${email('ann')},+1 (212) 555-0102,,,7\r\n`.replace(
      'E-Mail Address',
      'Email address',
    ),
  )

  expect([status, body]).toEqual([200, { created: 1, updated: 1, ignored: ['Shoe size'], dryRun: false }])
  const [jo] = await found(email('jo'))
  expect(jo).toMatchObject({ name: 'Jo Second', phone: '+12125550101', timeZone: 'America/Chicago', owner: { email: made.reps[0] } })
  const [ann] = await found(email('ann'))
  expect(ann).toMatchObject({ name: 'Lee, Ann', phone: '+12125550102' })
})

test('first and last names, semicolons, a byte order mark and empty lines are read as spreadsheets write them', async () => {
  const { body } = await bring(`﻿First name;Last name;Email\n\nJo;Smith;${email('jo')}\n;;\n`.replace('\n;;', ''))

  expect(body).toMatchObject({ created: 1, updated: 0 })
  expect((await found(email('jo')))[0].name).toBe('Jo Smith')
})

test('one wrong line and nobody is imported: each error names its line and column', async () => {
  const { status, body } = await bring(`name,email,phone,owner\nJo,${email('jo')},,\nAnn,no address,,\nBen,${email('ben')},555,\nCid,,,\n`)

  expect([status, body.code, body.detail]).toEqual([400, 'invalid', 'Nobody was imported: the table has errors.'])
  expect(body.errors).toEqual([
    { pointer: '/csv', detail: 'Line 3, email: must be an email address' },
    { pointer: '/csv', detail: 'Line 4, phone: must be a phone number in E.164 form, such as +12125550100' },
    { pointer: '/csv', detail: 'Line 5: a customer needs an email, a key or a Salesforce id' },
  ])
  expect(await found(email('jo'))).toEqual([])
})

test('a rep who does not exist and somebody who comes twice are told by their lines', async () => {
  const reply = await bring(`name,email,owner\nJo,${email('jo')},nobody@example.com\n\nAnn,${email('ann')},\nAnna,${email('ann')},\n`)

  expect(reply.status).toBe(400)
  expect(detailsOf(reply)).toEqual([
    expect.stringMatching(/^Line 2, owner: .*nobody@example\.com/),
    expect.stringMatching(/^Line 5: The email ann\..* comes twice\.$/),
  ])
})

test.each([
  ['nothing', '', 'Line 1: the table is empty.'],
  ['no name', 'email\njo@example.com\n', 'Line 1: there is no column “name”.'],
  ['a column twice', 'name,email,Email address\nJo,jo@example.com,\n', 'Line 1: the column “Email address” comes twice.'],
  ['a line too long', 'name,email\nJo,jo@example.com,more\n', 'Line 2: it has more or fewer columns than the heading.'],
  ['an open quotation mark', 'name,email\n"Jo,jo@example.com\n', 'a quotation mark is not closed.'],
])('a table with %s is refused with what is wrong', async (_, csv, detail) => {
  const reply = await bring(csv)

  expect(reply.status).toBe(400)
  expect(detailsOf(reply)[0]).toContain(detail)
})

test('a trial run says what would become of a table, and changes nothing', async () => {
  const { body } = await bring(`name,email\nJo,${email('jo')}\n`, { dryRun: true })

  expect(body).toEqual({ created: 1, updated: 0, ignored: [], dryRun: true })
  expect(await found(email('jo'))).toEqual([])
})

test('whoever is imported into a project gets a place there, and keeps the one they have', async () => {
  const project = await aProject()
  const csv = `name,email\nJo,${email('jo')}\n`
  await bring(csv, { project })
  await bring(csv, { project })

  const [{ id }] = await found(email('jo'))
  const { body } = await app.get(`/api/v1/customers/${id}/profile`)
  expect(body.registrations.map((one: any) => [one.project.slug, one.source])).toEqual([[project, 'Import']])
})

test('what is exported can be imported and changes nothing; formulas are no formulas', async () => {
  const made = await company(app)
  const tables = [`name,email,notes,owner\n"=1+1 ""Jo"", Smith",${email('jo')},"two\nlines",${made.reps[0]}\n`]
  await bring(tables[0]!)

  const exported = await app.get(`/api/v1/customers.csv?search=${email('jo')}`)
  const before = await found(email('jo'))
  const again = await bring(String(exported.body))

  expect(exported.headers.get('content-type')).toMatch(/^text\/csv/)
  expect(exported.headers.get('content-disposition')).toBe('attachment; filename=registrants.csv')
  expect(String(exported.body)).toContain(`"'=1+1 ""Jo"", Smith"`)
  expect(again.body).toMatchObject({ created: 0, updated: 1 })
  expect(await found(email('jo'))).toEqual(before)
  expect(before[0]).toMatchObject({ name: '=1+1 "Jo", Smith', notes: 'two\nlines' })
})

test('2,500 customers go out in one table, each once', async () => {
  const names = Array.from({ length: 2500 }, (_, i) => `Zed ${tag} ${String(i).padStart(4, '0')}`)
  await bring(`name,key\n${names.map((name, i) => `${name},${tag}-${i}`).join('\n')}\n`)

  const { body } = await app.get(`/api/v1/customers.csv?search=${tag}`)

  const listed = String(body).trimEnd().split('\r\n').slice(1)
  expect(listed.map((one) => one.split(',')[0])).toEqual(names)
})

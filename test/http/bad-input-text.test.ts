/** Text that is odd but legal: kept as it was typed, harmless wherever it is shown. */
import { beforeAll, expect, test } from 'vitest'
import { company, startApp, type TestApp, wish } from '../support/app.ts'
import { storedRows } from './every-route.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

const ODD = [
  "Robert'); drop table booking; --",
  "' or '1'='1",
  '<img src=x onerror=alert(1)>',
  '"><script>alert(document.cookie)</script>',
  '{{ 7 * 7 }}{% include "/etc/passwd" %}',
  '$\u007b7*7} #{7*7} <%= 7*7 %> %s%n%x $(id) `id`',
  'Zoë 👩‍👩‍👧‍👦 🏳️‍🌈',
  'שלום עולם \u202eevil\u202c مرحبا',
  '& < > " \' \\ / ; , : ^',
  '__proto__',
  'null',
  'undefined\u00a0\u2028\u200b',
  '=cmd|"/c calc"!A1',
  'ǅ ﬃ ß İ',
]

const TUESDAY = Date.parse('2027-03-02T14:00:00Z')

test('odd text in every field of a booking is given back unchanged, and stands escaped in every mail', async () => {
  const made = await company(app, {
    eventType: {
      questions: [
        { key: 'topic', label: 'Topic', kind: 'text' },
        { key: 'more', label: 'More', kind: 'long-text' },
      ],
    },
  })

  for (const [i, odd] of ODD.entries()) {
    const given = {
      subject: odd,
      details: odd,
      location: { kind: 'other', value: odd },
      customer: { name: odd, email: `odd${i}.${made.tag}@example.com`, phone: null },
      answers: [
        { key: 'topic', label: 'Topic', value: odd },
        { key: 'more', label: 'More', value: odd },
      ],
      guests: [{ name: odd, email: `guest${i}.${made.tag}@example.com` }],
    }
    const { phone: _, ...customer } = given.customer
    const body = wish(made, new Date(TUESDAY + i * 30 * 60_000).toISOString(), { ...given, customer, answers: { topic: odd, more: odd } })

    const booked = await app.post('/api/v1/bookings', body)
    const found = await app.get(`/api/v1/bookings/${booked.body.id}`)
    expect(found.body, odd).toMatchObject(given)
    const cancelled = await app.post(`/api/v1/bookings/${booked.body.id}/cancel`, { reason: odd })
    expect(cancelled.status).toBe(200)
    await app.settled()
    const { body: outbox } = await app.get(`/api/v1/outbox?booking=${booked.body.id}`)
    expect(outbox.items.length).toBeGreaterThanOrEqual(3)
    for (const mail of outbox.items) expectHarmless(mail, odd)
  }
})

const SINGLE_LINE = /^[^\p{Cc}\u2028\u2029]*$/u

/** Text is shown as text: nothing of it is markup, nothing was worked out, and no header holds more than a line. */
function expectHarmless(mail: { subject: string; html: string; text: string; to: { name: string | null } }, odd: string): void {
  const letters = (text: string) => text.replace(/[\s\u2028]+/g, ' ')
  const shown = letters(
    mail.html
      .replace(/<[^>]*>/g, ' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&'),
  )
  const tags = new Set([...mail.html.matchAll(/<\/?([a-z!][a-z0-9]*)/gi)].map(([, tag]) => tag!.toLowerCase()))

  expect(
    [...tags].filter(
      (tag) => !['!doctype', 'html', 'head', 'meta', 'title', 'body', 'bdi', 'main', 'p', 'table', 'tr', 'th', 'td', 'a'].includes(tag),
    ),
  ).toEqual([])
  expect(mail.html).not.toMatch(/<[^>]*\son\w+=/i)
  expect(mail.html).not.toMatch(/href="(?!https?:)/i)
  expect(shown).toContain(letters(odd).trim())
  expect(letters(mail.text)).toContain(letters(odd).trim())
  expect(mail.subject).toMatch(SINGLE_LINE)
}

test('odd names of reps, event types, pools and pages come out of setup, pages and export as they went in', async () => {
  for (const odd of ODD) {
    const made = await company(app, {
      reps: [{ name: odd, skills: [odd] }],
      eventType: { name: odd },
      pool: { name: odd },
      page: { title: odd },
    })

    const page = await app.get(`/api/v1/pages/${made.page}`, { signedIn: false })
    const [setup, exported] = [await app.get('/api/v1/setup'), await app.get('/api/v1/export')]

    expect(page.body).toMatchObject({ title: odd, eventTypes: [{ name: odd }], reps: [{ name: odd }] })
    expect(setup.body.pools.find((one: any) => one.slug === made.pool).name).toBe(odd)
    expect(exported.body.reps.find((one: any) => one.email === made.reps[0])).toMatchObject({ name: odd, skills: [odd] })
  }
})

test('a search means what it says: no character in it is a pattern or a piece of SQL', async () => {
  const made = await company(app)
  const names = ['100% Sure', 'Under_score', "O'Brien", 'Back\\slash', 'Plain']
  await app.post('/api/v1/import', { customers: names.map((name, i) => ({ key: `${i}.${made.tag}`, name: `${name} ${made.tag}` })) })
  const before = await storedRows(app)
  const search = async (words: string) => {
    const { body } = await app.get(`/api/v1/customers?search=${encodeURIComponent(`${words} ${made.tag}`)}`)
    return body.items.map((one: { name: string }) => one.name.replace(` ${made.tag}`, ''))
  }

  expect(await search('%')).toEqual(['100% Sure'])
  expect(await search('_')).toEqual(['Under_score'])
  expect(await search("'")).toEqual(["O'Brien"])
  expect(await search('\\')).toEqual(['Back\\slash'])
  expect(await search("';drop/**/table/**/customer;--")).toEqual([])
  expect(await storedRows(app)).toEqual(before)
})

test('a subject of the longest names together is cut between characters', async () => {
  const made = await company(app, { eventType: { name: 'x'.repeat(187) } })

  const { body, status } = await app.post(
    '/api/v1/bookings',
    wish(made, '2027-03-02T15:30:00-05:00', { customer: { name: `${'y'.repeat(10)}👋 and more` } }),
  )
  const found = await app.get(`/api/v1/bookings/${body.id}`)

  expect(status).toBe(201)
  expect(body.subject.isWellFormed()).toBe(true)
  expect(found.body.subject).toBe(body.subject)
})

test('a public booking with odd text is told back to nobody but its own link', async () => {
  const made = await company(app)
  const name = '<svg/onload=alert(1)>'
  const body = {
    eventType: made.eventType,
    start: '2027-03-02T15:30:00-05:00',
    timeZone: 'America/New_York',
    customer: { name, email: `svg.${made.tag}@example.com` },
  }

  const { status, body: booked } = await app.post(`/api/v1/pages/${made.page}/bookings`, body, { signedIn: false })
  const ics = await app.get(`/api/v1${booked.manageUrl.replace('http://booking.test', '')}/invite.ics`, { signedIn: false })

  expect(status).toBe(201)
  expect(JSON.stringify(booked)).not.toContain(name)
  expect(ics.headers.get('content-type')).toContain('text/calendar')
  expect(ics.body.split('\r\n').filter((line: string) => line.startsWith('BEGIN:'))).toEqual(['BEGIN:VCALENDAR', 'BEGIN:VEVENT'])
})

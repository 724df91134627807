/**
 * With 50,000 customers and 200,000 bookings every question that is asked while somebody waits on the phone is answered from indexes. What is
 * explained is what the product itself has just asked. On PostgreSQL alone: PGlite plans in the same way, but would fill for minutes.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findComeDue, findDueOf } from '../../server/db/activities.ts'
import { findMornings } from '../../server/db/reminders.ts'
import { onPostgres, openTestApp, person, type RequestOptions, signedIn, type TestApp } from '../support/app.ts'
import { freshDatabase } from '../support/postgres.ts'
import { type Overheard, overhear, stepsOf } from './asked.ts'
import { fillLarge, largeSetup } from './large.ts'
import { fillActivities } from './large-activities.ts'

/** No step of a plan looks at more rows than these: a small part of each table, and nothing that grows with the company. */
const MOST_ROWS = 3000
const TABLES = ['customer', 'customer_name_word', 'registration', 'booking', 'activity', 'process_run']

describe.skipIf(!onPostgres)('with 50,000 customers and 200,000 bookings', () => {
  let database: Overheard
  let drop: () => Promise<void>
  let app: TestApp
  /** Somebody of whom much is known, by the name, and who asks. */
  let known: { id: string; name: string; email: string; phone: string }
  const askers: Record<string, RequestOptions> = {}
  beforeAll(async () => {
    const fresh = await freshDatabase()
    drop = fresh.drop
    database = overhear(fresh.url)
    app = await openTestApp(database, { role: 'web' })
    await app.post('/api/v1/import', largeSetup)
    await fillLarge(database.db, app.services.now())
    await fillActivities(database.db, app.services.now())
    const coordinator = await person(app, 'coordinator', { email: 'coordinator3@large.example' })
    const { body: accounts } = await app.get('/api/v1/accounts?limit=100')
    const { id } = accounts.items.find(({ email }: { email: string }) => email === coordinator.email)
    await app.patch(`/api/v1/accounts/${id}`, { projects: ['online-0', 'onsite-3'] })
    askers.everything = {}
    askers.projects = await signedIn(app, coordinator)
    askers.rep = await signedIn(app, await person(app, 'rep', { email: 'rep013@large.example' }))
    const met = await app.get('/api/v1/bookings?status=scheduled&project=onsite-3&limit=50', askers.rep)
    const whom = met.body.items.find(({ customer }: any) => customer.id && customer.email?.includes('.') && customer.phone)
    known = whom.customer
  }, 120_000)
  afterAll(async () => {
    await app?.close()
    await drop?.()
  })

  const misspelt = () => known.name.replace(/(.)(.)(?=.{2}$)/, '$2$1')
  const questions: readonly [string, () => string][] = [
    ['customers by name', () => `customers?search=${known.name}`],
    ['customers by a frequent last name', () => 'customers?search=smith'],
    ['customers by how a name begins', () => `customers?search=${known.name.slice(0, 5)}`],
    ['customers by a misspelt name', () => `customers?search=${misspelt()}`],
    ['customers by a frequent last name, misspelt', () => 'customers?search=smiht'],
    ['customers by a short first name, misspelt', () => 'customers?search=Jhon'],
    ['customers by a frequent name, misspelt', () => 'customers?search=Jmaes Smiht'],
    ['customers by two names that begin alike', () => 'customers?search=Mary Martni'],
    ['customers by a name that is written without its space', () => `customers?search=${known.name.replaceAll(' ', '')}`],
    ['customers by email', () => `customers?search=${known.email}`],
    ['customers by how an email begins', () => `customers?search=${known.email.split('@')[0]}`],
    ['customers by phone', () => `customers?search=${encodeURIComponent(known.phone)}`],
    ['customers by the end of a phone', () => `customers?search=${known.phone.slice(-4)}`],
    ['the list of customers', () => 'customers'],
    ['somebody’s own customers', () => 'customers?coordinator=coordinator3@large.example'],
    ['a customer', () => `customers/${known.id}`],
    ['a profile', () => `customers/${known.id}/profile`],
    ['a profile as a project sees it', () => `customers/${known.id}/profile?project=onsite-3`],
    ['the bookings of a customer', () => `bookings?customer=${known.id}`],
    ['the list of bookings', () => 'bookings'],
    ['bookings of a week', () => 'bookings?from=2027-03-01&to=2027-03-07&timeZone=America/New_York'],
    ['bookings of a project on a day', () => 'bookings?project=onsite-3&from=2027-03-01&to=2027-03-01&timeZone=America/New_York'],
    ['bookings of a rep on a day', () => 'bookings?rep=rep013@large.example&from=2027-03-01&to=2027-03-01&timeZone=America/New_York'],
    ['home', () => 'home?timeZone=America/New_York'],
    ['home as a project has it', () => 'home?project=onsite-3&timeZone=America/New_York'],
    ['activities', () => 'activities'],
    ['a rep’s activities that are due', () => 'activities?rep=rep013@large.example&when=overdue,today'],
    ['a rep’s calls', () => 'activities?rep=rep013@large.example&type=call'],
    ['the activities of a project', () => 'activities?project=onsite-3'],
    ['the activities of a customer', () => `activities?customer=${known.id}`],
    ['requests', () => 'bookings?status=requested&from=2027-03-01&timeZone=America/New_York'],
  ]

  describe.each(['everything', 'projects', 'rep'])('to somebody who sees by %s', (asker) => {
    test.each(questions)('%s: no table is read from end to end', async (_, path) => {
      const queries = await database.during(async () => {
        expect((await app.get(`/api/v1/${path()}`, askers[asker])).status).toBe(200)
      })

      const steps = (await stepsOf(database.db, queries)).filter(({ table }) => TABLES.includes(table))

      expect(steps.length).toBeGreaterThan(0)
      expect(steps.filter(({ how, rows }) => how === 'Seq Scan' || rows > MOST_ROWS)).toEqual([])
    })
  })

  describe.each(['everything', 'projects', 'rep'])('to somebody who sees by %s', (asker) => {
    // The last one is for managers.
    const reports = ['appointment-summary', 'registrant-history', 'bookings', ...(asker === 'everything' ? ['appointments'] : [])]
    test.each(reports)('the report %s reads what it counts, and no table from end to end', async (report) => {
      const dates = 'from=2027-02-01&to=2027-02-28&timeZone=America/New_York'
      const { body: everything } = await app.get(`/api/v1/reports/bookings?${dates}`)
      let total = 0
      const queries = await database.during(async () => {
        const { status, body } = await app.get(`/api/v1/reports/${report}?${dates}`, askers[asker])
        expect(status).toBe(200)
        total = body.totals.total
      })

      const steps = (await stepsOf(database.db, queries)).filter(({ table }) => TABLES.includes(table))
      expect(total).toBeGreaterThan(0)
      // One pass over the bookings of its dates at most, for the figures and once more for a page of the list.
      expect(steps.filter(({ how, rows }) => how === 'Seq Scan' || rows > everything.totals.total)).toEqual([])
      expect(steps.filter(({ table }) => table === 'booking').length).toBeLessThanOrEqual(2)
    })
  })

  test('what is owed is counted from what is counted, and what comes by the clock costs what has come', async () => {
    const { db, now } = app.services
    const counted = await app.get('/api/v1/activities/counts')
    const most = Object.values<number>(counted.body.total).reduce((sum, one) => sum + one)
    const owed = await app.get('/api/v1/activities?when=today&limit=1')
    const counts = `/api/v1/activities/counts?rep=${owed.body.items[0].rep.email}`
    const rep = await app.get(counts)
    const asked = async (what: () => Promise<unknown>) => {
      const steps = (await stepsOf(db, await database.during(async () => void (await what())))).filter(({ table }) =>
        TABLES.includes(table),
      )
      expect(steps.filter(({ how }) => how === 'Seq Scan')).toEqual([])
      return Math.max(...steps.filter(({ table }) => table === 'activity').map(({ rows }) => rows))
    }

    expect(rep.body.total.overdue + rep.body.total.today).toBeGreaterThan(0)
    expect(await asked(() => app.get('/api/v1/activities/counts'))).toBeLessThanOrEqual(most * 1.5)
    expect(await asked(() => app.get(counts))).toBeLessThanOrEqual(most / 20)
    const come = await findComeDue(db, now(), 200)
    expect(await asked(() => findComeDue(db, now(), 200))).toBeLessThanOrEqual(Math.max(1, come.length))
    const mornings = await findMornings(db, now(), ['06:30', '11:00'])
    expect(mornings.length).toBeGreaterThan(100)
    expect(await asked(() => findMornings(db, now(), ['06:30', '11:00']))).toBeLessThanOrEqual(200)
    const [first] = mornings
    expect(await asked(() => findDueOf(db, first!.rep.id, first!.today, 30))).toBeLessThan(200)
  })

  test('who is looked for is found, by each of them', async () => {
    for (const search of [known.name, misspelt(), known.email, known.phone])
      for (const asker of Object.values(askers)) {
        const { body } = await app.get(`/api/v1/customers?search=${encodeURIComponent(search)}&limit=200`, asker)
        expect(body.items.map(({ id }: { id: string }) => id)).toContain(known.id)
      }
  })

  test('a table that is read from end to end is noticed', async () => {
    const queries = await database.during(() => database.db.selectFrom('booking').select('id').where('details', '=', 'x').execute())

    const [step] = await stepsOf(database.db, queries)
    expect(step).toMatchObject({ how: 'Seq Scan', table: 'booking' })
    expect(step?.rows).toBeGreaterThan(199_000)
  })
})

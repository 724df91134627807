/** An org that cannot be read, and readings that meet each other. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readCrmChanges } from '../../server/actions/crm/read.ts'
import { noteCalls } from '../../server/db/crm-org.ts'
import { CrmTrouble } from '../../server/domain/crm.ts'
import { connectOrg } from '../support/crm.ts'
import { openReadingWorld, type ReadingWorld } from './crm-reading-world.ts'

let world: ReadingWorld
beforeEach(async () => {
  world = await openReadingWorld()
})
afterEach(() => world.close())

/** Every reading meets this from now on. */
const fail = (trouble: Error | null) => {
  world.door = trouble === null ? (crm) => crm : (crm) => ({ ...crm, changes: () => Promise.reject(trouble) })
}

const subjects = async () => (await world.mails('admin@example.com')).map(({ subject }) => subject)

test('administrators are told once that the org is out of reach, and once that it is back', async () => {
  await world.read()
  fail(new CrmTrouble('unreachable', 'No answer within 30 seconds.'))
  for (let minute = 0; minute < 15; minute++) await world.read()
  await world.work('crm.tell')
  expect(await subjects()).toEqual([])
  expect(await world.orgRow()).toMatchObject({ problem: 'No answer within 30 seconds.', revoked: false, told: null })

  for (let minute = 0; minute < 10; minute++) {
    await world.read()
    await world.work('crm.tell')
  }
  expect(await subjects()).toEqual(['Salesforce cannot be reached'])
  const [mail] = await world.mails('admin@example.com')
  expect(mail!.text).toContain('No answer within 30 seconds.')
  expect(mail!.text).toContain('/console/salesforce')

  fail(null)
  await world.read()
  await world.read()
  await world.work('crm.tell')
  expect(await subjects()).toEqual(['Salesforce cannot be reached', 'Salesforce is back'])
  expect(await world.orgRow()).toMatchObject({ failing_since: null, problem: null, told: null })
})

test('trouble that passes within a quarter of an hour is told to nobody', async () => {
  fail(new CrmTrouble('unreachable', 'No answer.'))
  for (let minute = 0; minute < 10; minute++) await world.read()
  fail(null)
  await world.read()
  await world.work('crm.tell')
  expect(await subjects()).toEqual([])
})

test('an org that lets us in no longer is told at once, and not asked again; bookings go on', async () => {
  await world.read()
  fail(new CrmTrouble('revoked', 'The refresh token has been revoked.'))
  await world.read()
  await world.work('crm.tell')
  expect(await subjects()).toEqual(['Salesforce is disconnected'])
  expect(await world.orgRow()).toMatchObject({ revoked: true, problem: 'The refresh token has been revoked.' })

  fail(null)
  const { calls } = world.crm
  await world.read()
  expect(world.crm.calls).toBe(calls)
  const customer = { name: 'Jane Smith', email: 'jane@example.com' }
  const { eventType, pool } = world.made
  const reply = await world.app.post('/api/v1/bookings', { eventType, pool, start: '2027-03-02T15:00:00Z', timeZone: 'UTC', customer })
  expect(reply.status).toBe(201)

  // An administrator lets us in again.
  await world.app.services.db.updateTable('crm_org').set({ revoked: false }).execute()
  await world.read()
  await world.work('crm.tell')
  expect(await subjects()).toEqual(['Salesforce is disconnected', 'Salesforce is back'])
})

test('administrators are told whoever finds out that the org lets us in no longer', async () => {
  await world.read()
  await world.app.services.db.updateTable('crm_org').set({ revoked: true }).execute()
  await world.read()
  await world.read()
  await world.work('crm.tell')
  expect(await subjects()).toEqual(['Salesforce is disconnected'])
})

test('an org that counts our calls is left alone until it takes some again', async () => {
  await world.read()
  fail(
    new CrmTrouble('later', 'The day’s calls are used up.', { code: 'REQUEST_LIMIT_EXCEEDED', wholeOrg: true, retryAfterMs: 5 * 60_000 }),
  )
  await world.read()
  fail(null)
  const { calls } = world.crm
  for (let minute = 0; minute < 4; minute++) await world.read()
  expect(world.crm.calls).toBe(calls)
  await world.read()
  expect(world.crm.calls).toBe(calls + 1)
  expect(await world.orgRow()).toMatchObject({ problem: null })
})

test.each([
  [85, 15],
  [96, 60],
])('with %s percent of the day’s calls used, it is read every %s minutes', async (used, minutes) => {
  await world.read()
  await noteCalls(world.app.services.db, { used, allowed: 100 })
  const { calls } = world.crm
  for (let minute = 1; minute < minutes; minute++) await world.read()
  expect(world.crm.calls).toBe(calls)
  await world.read()
  expect(world.crm.calls).toBe(calls + 1)
})

test('without an org there is nothing to read', async () => {
  await world.app.services.db.deleteFrom('crm_org').execute()
  await world.read()
  expect(world.crm.calls).toBe(0)
})

test('a reading that began before the org was connected anew does not write what it read', async () => {
  const { app, org, crm } = world
  await world.read()
  const pat = org.person({ name: 'Pat Before' })
  const { id } = await world.launch(pat)
  org.edit(pat.ref, { name: 'Pat After' })
  // While the answer is on its way, somebody connects another org.
  world.door = (one) => ({
    ...one,
    async changes(since) {
      const changes = await one.changes(since)
      await app.services.db.deleteFrom('crm_org').execute()
      await connectOrg(app, { ...crm, org: { ...crm.org, id: '00D000000000002EAA' } })
      return changes
    },
  })
  const connected = app.services.now()
  world.later(1)
  await readCrmChanges(app.services)
  expect(await world.customer(id)).toMatchObject({ name: 'Pat Before' })
  expect(await world.orgRow()).toMatchObject({ id: '00D000000000002EAA', read_at: null })
  expect((await world.orgRow()).changes_until.getTime()).toBeGreaterThan(connected.getTime())
})

test('of two readings at once the one that began later counts, whatever the other has read before', async () => {
  const { app, org } = world
  await world.read()
  const pat = org.person({ name: 'Pat First' })
  const { id } = await world.launch(pat)
  org.edit(pat.ref, { name: 'Pat Second' })
  let held: (() => void) | null = null
  world.door = (one) => ({
    ...one,
    async changes(since) {
      const changes = await one.changes(since)
      await new Promise<void>((resolve) => {
        held = resolve
      })
      return changes
    },
  })
  world.later(1)
  const slow = readCrmChanges(app.services)
  while (held === null) await new Promise((resolve) => setTimeout(resolve, 5))
  world.door = (one) => one
  org.edit(pat.ref, { name: 'Pat Third' })
  await world.read()
  ;(held as () => void)()
  await slow
  expect(await world.customer(id)).toMatchObject({ name: 'Pat Third' })
})

test('what a reading could not finish is read again: the cursor is advanced last', async () => {
  const { app, org } = world
  await world.read()
  const pat = org.person({ name: 'Pat First' })
  const { id } = await world.launch(pat)
  org.edit(pat.ref, { name: 'Pat Second' })
  const before = (await world.orgRow()).changes_until
  world.later(1)
  const { queue } = app.services
  const dying = { enqueue: () => Promise.reject(new Error('The process dies here.')) }
  await expect(readCrmChanges({ ...app.services, queue: dying })).rejects.toThrow('dies here')
  expect(queue).toBe(app.services.queue)
  expect((await world.orgRow()).changes_until).toEqual(before)
  expect(await world.customer(id)).toMatchObject({ name: 'Pat First' })

  await world.read()
  expect(await world.customer(id)).toMatchObject({ name: 'Pat Second' })
})

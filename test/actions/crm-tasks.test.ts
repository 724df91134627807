/** What was done for a registrant who has a record in the org is a task there, once, whatever happens on the way. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { askForWaitingTasks, writeTask } from '../../server/actions/crm/write-task.ts'
import { CrmTrouble } from '../../server/domain/crm.ts'
import { type Company, company, type Reply } from '../support/app.ts'
import { type CrmWorld, openCrmWorld } from './crm-world.ts'

let world: CrmWorld
let made: Company
let project: string
let count = 0

beforeAll(async () => {
  world = await openCrmWorld()
  await world.connect()
})
afterAll(() => world.app.close())
beforeEach(async () => {
  world.app.at('2027-05-01T14:00:00Z')
  world.troubles.length = 0
  await world.app.services.db.updateTable('crm_org').set({ paused_until: null, revoked: false }).execute()
  project = `tasks-${count++}`
  await ok(world.app.post('/api/v1/import', { projects: [{ slug: project, name: 'Bluewater', timeZone: 'America/New_York' }] }))
  made = await company(world.app, { reps: [{ projects: [project] }] })
  world.quiet()
})

async function ok(reply: Promise<Reply>): Promise<any> {
  const { status, body } = await reply
  expect([status, body?.detail]).toEqual([expect.toSatisfy((one: number) => one < 300), undefined])
  return body
}

/** An activity of somebody with a record in the org, or without one. */
async function owed(object: 'Contact' | 'Lead' | null = 'Contact'): Promise<{ id: string; person: { object: string; id: string } | null }> {
  const known = object === null ? null : world.person({ object })
  const email = known?.email ?? `nobody${count++}@example.com`
  await ok(world.app.post('/api/v1/import', { customers: [{ email, name: 'Jane Doe', ...(known && { salesforce: known.ref }) }] }))
  const rep = made.reps[0]
  await ok(world.app.post(`/api/v1/customers/${email}/registrations`, { project, rep }))
  const { id } = await ok(world.app.post('/api/v1/activities', { customer: email, project, type: 'call', note: 'Ask for questions' }))
  return { id, person: known?.ref ?? null }
}
const complete = (id: string) => ok(world.app.post(`/api/v1/activities/${id}/complete`, { result: 'Wants a garden' }))
const write = (activityId: string) => writeTask(world.app.services, { activityId })
const stands = async (id: string) =>
  world.app.services.db.selectFrom('activity').select(['crm_sync', 'crm_id']).where('id', '=', id).executeTakeFirstOrThrow()
const waiting = async (id: string): Promise<boolean> => (await stands(id)).crm_sync === 'pending'

test.each(['Contact', 'Lead'] as const)(
  'what was done for a %s is a task of the record, of the rep’s user, on the day it was done',
  async (object) => {
    const userId = await world.user(made.reps[0]!)
    const { id, person } = await owed(object)
    world.app.at('2027-05-02T02:00:00Z')
    await complete(id)
    expect(await waiting(id)).toBe(true)

    await write(id)
    await write(id)

    const task = world.crm.tasks.get(id)
    expect(task).toMatchObject({
      person,
      fields: {
        ...{ Subject: 'Call: Ask for questions', Status: 'Completed', Priority: 'Normal', TaskSubtype: 'Call', OwnerId: userId },
        ActivityDate: '2027-05-01',
      },
    })
    expect(task?.fields.Description).toContain('Result: Wants a garden')
    expect(await stands(id)).toEqual({ crm_sync: 'ok', crm_id: task?.id })
    expect(world.calls).toEqual(['putTask'])
  },
)

test('what was skipped, and what was done for somebody without a record, is no task', async () => {
  const [skipped, unknown] = [await owed(), await owed(null)]
  await ok(world.app.post(`/api/v1/activities/${skipped.id}/skip`, { reason: 'Met in the street' }))
  await complete(unknown.id)

  await write(skipped.id)
  await write(unknown.id)

  expect([(await stands(skipped.id)).crm_sync, (await stands(unknown.id)).crm_sync, world.calls]).toEqual([null, null, []])
})

test('a task whose answer was lost is found and not made again; one that never got there is made', async () => {
  for (const lost of [{ after: new CrmTrouble('unreachable', 'The line broke.') }, new CrmTrouble('unreachable', 'Nobody answers.')]) {
    const { id } = await owed()
    await complete(id)
    world.troubles.push(lost)
    await expect(write(id)).rejects.toThrow()
    world.quiet()

    await write(id)

    expect((await stands(id)).crm_sync).toBe('ok')
    expect((await stands(id)).crm_id).toBe(world.crm.tasks.get(id)?.id)
    expect(world.calls).toEqual(lost instanceof CrmTrouble ? ['findTask', 'putTask'] : ['findTask'])
  }
})

test('an org that asks for patience is left alone and asked again; what it will never take is given up', async () => {
  const { id } = await owed()
  await complete(id)
  world.troubles.push(new CrmTrouble('later', 'Too many calls.', { wholeOrg: true, retryAfterMs: 600_000 }))
  await write(id)
  world.quiet()
  await write(id)
  expect(world.calls).toEqual([])
  world.app.at('2027-05-01T14:11:00Z')
  world.troubles.push(new CrmTrouble('refused', 'This field is required.', { code: 'REQUIRED_FIELD_MISSING' }))
  await write(id)

  expect((await stands(id)).crm_sync).toBe('failed')
})

test('what waits while the org lets us in no longer is asked for again once it does', async () => {
  const { id } = await owed()
  await complete(id)
  world.troubles.push(new CrmTrouble('revoked', 'No more.'))
  await write(id)
  await write(id)
  const jobs = async () => {
    const { db } = world.app.services
    const rows = await db.selectFrom('activity').select('id').where('crm_sync', 'in', ['pending', 'trying']).execute()
    return rows.map((one) => one.id)
  }
  expect(await jobs()).toContain(id)

  await world.app.services.db.updateTable('crm_org').set({ revoked: false }).execute()
  world.app.at('2027-05-01T16:00:00Z')
  await askForWaitingTasks(world.app.services)
  await write(id)

  expect((await stands(id)).crm_sync).toBe('ok')
})

/** Whatever happens to a registrant, in whatever order and however often: no activity is lost, doubled, or somebody else's. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { type Company, company, type Reply, startApp, type TestApp } from '../support/app.ts'

let app: TestApp
let made: Company
let project: string
const options: string[] = []
let count = 0

const offset = { amount: 1, unit: 'days' }
const steps = (...types: string[]) => types.map((type) => ({ type, offset }))

beforeAll(async () => {
  app = await startApp()
  app.at('2027-05-01T14:00:00Z')
  project = `any-${Date.now().toString(36)}`
  await ok(app.post('/api/v1/import', { projects: [{ slug: project, name: 'Any', timeZone: 'America/New_York' }] }))
  made = await company(app, { reps: [{ projects: [project] }, { projects: [project] }] })
  for (const name of ['One', 'Two']) options.push((await ok(app.post(`/api/v1/projects/${project}/follow-ups`, { name }))).id)
  const process = (name: string, trigger: object, types: string[], more: object = {}) =>
    ok(app.post('/api/v1/processes', { project, name, trigger, steps: steps(...types), ...more }))
  await process('New', { kind: 'registration' }, ['call', 'email', 'visit'], { dates: 'from-completion' })
  await process('Hot', { kind: 'rating', value: 'hot' }, ['call', 'task'], { stops: ['not-interested'] })
  await process('One', { kind: 'follow-up', value: options[0] }, ['email', 'call'])
  await process('Two', { kind: 'follow-up', value: options[1] }, ['text', 'call', 'call'], { stops: ['purchaser'] })
})

async function ok(reply: Promise<Reply>): Promise<any> {
  const { status, body } = await reply
  expect([status, body?.detail]).toEqual([expect.toSatisfy((one: number) => one < 300), undefined])
  return body
}

/** What may happen: a change of the registration, or something that is done with one of the open activities. */
const anything = fc.oneof(
  fc.record({
    rep: fc.option(fc.constantFrom(0, 1), { nil: undefined }),
    rating: fc.option(fc.constantFrom('hot', 'cold'), { nil: undefined }),
    followUp: fc.option(fc.constantFrom(0, 1, null), { nil: undefined }),
    status: fc.option(fc.constantFrom('Prospect', 'Purchaser', 'Not interested'), { nil: undefined }),
  }),
  fc.record({ what: fc.constantFrom('complete', 'skip', 'reschedule'), which: fc.nat(5) }),
)

test('activities of a process are there all or not at all, each once, and open ones belong to whoever looks after the registrant', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anything, { minLength: 3, maxLength: 14 }), fc.boolean(), async (happenings, sideBySide) => {
      const email = `any${count++}.${project}@example.com`
      const { id } = await ok(app.post('/api/v1/customers', { name: 'Any Body', email }))
      const { id: place } = await ok(app.post(`/api/v1/customers/${id}/registrations`, { project }))
      const one = async (happening: any): Promise<number> => {
        if ('what' in happening) {
          const { activities } = (await app.get(`/api/v1/customers/${id}/profile`)).body
          const open = activities[happening.which]
          if (!open) return 200
          const body = { complete: {}, skip: { reason: 'No' }, reschedule: { dueOn: '2027-06-01', rest: true } }[
            happening.what as 'complete'
          ]
          return (await app.post(`/api/v1/activities/${open.id}/${happening.what}`, body)).status
        }
        const { rep, followUp, ...rest } = happening
        const wish = {
          ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
          ...(rep === undefined ? {} : { rep: made.reps[rep] }),
          ...(followUp === undefined ? {} : { followUp: followUp === null ? null : options[followUp] }),
        }
        return (await app.patch(`/api/v1/registrations/${place}`, wish)).status
      }
      const statuses: number[] = []
      if (sideBySide) statuses.push(...(await Promise.all(happenings.map(one))))
      else for (const happening of happenings) statuses.push(await one(happening))

      expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([])
      const { rows: runs } = await sql<any>`
        select run.id, process.name, jsonb_array_length(run.plan->'steps') as steps, run.begun_at is not null as begun, run.ended_at is not null as ended,
          (select count(*)::int from activity where run_id = run.id) as made,
          (select count(distinct step_id)::int from activity where run_id = run.id) as different,
          (select count(*)::int from activity where run_id = run.id and status = 'open') as open
        from process_run run join process on process.id = run.process_id where customer_id = ${id}::uuid`.execute(app.services.db)
      for (const run of runs) {
        expect([run.name, run.made, run.different]).toEqual([run.name, run.begun ? run.steps : 0, run.begun ? run.steps : 0])
        if (run.begun) expect([run.name, run.ended]).toEqual([run.name, run.open === 0])
      }
      for (const name of new Set(runs.map((run) => run.name)))
        expect(runs.filter((run) => run.name === name && !run.ended).length).toBeLessThanOrEqual(1)
      const { registrations, activities, entries } = (await app.get(`/api/v1/customers/${id}/profile`)).body
      const rep = registrations[0].rep?.id ?? null
      expect(activities.filter((activity: any) => activity.rep?.id !== rep)).toEqual([])
      expect(activities.length + entries.length).toBe(runs.reduce((sum, run) => sum + run.made, 0))
      const chosen = registrations[0].followUp?.name
      expect(runs.filter((run) => ['One', 'Two'].includes(run.name) && !run.ended && run.name !== chosen)).toEqual([])
    }),
    { numRuns: 30 },
  )
}, 120_000)

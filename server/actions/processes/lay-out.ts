import { randomUUID } from 'node:crypto'
import { insertActivities } from '../../db/activities.ts'
import type { Database } from '../../db/database.ts'
import { noteBegun, type Run } from '../../db/processes.ts'
import { holidaysOf } from '../../domain/holidays.ts'
import type { Closed, Step } from '../../domain/process.ts'
import { type Due, duesOf, notBefore, rolledForward } from '../../domain/process-due.ts'

/** When each of these steps is due, on days that are open. */
export async function openDues(
  { steps, closed }: { readonly steps: readonly Step[]; readonly closed: Closed },
  anchor: Date,
  timeZone: string,
  earliest: string | null = null,
  known?: ReadonlyMap<string, Due>,
): Promise<Due[]> {
  const all = duesOf(steps, anchor, timeZone, known)
  const dues = earliest === null ? all : notBefore(all, earliest, timeZone)
  const isHoliday = await holidays(closed.country, dues)
  return dues.map((due, i) => (known?.has(steps[i]?.id ?? '') ? due : rolledForward(due, closed.weekdays, isHoliday, timeZone)))
}

/** Whether a date is a holiday in a country, for the years in which something is due and those after. */
async function holidays(country: string | null, dues: readonly Due[]): Promise<(date: string) => boolean> {
  if (country === null) return () => false
  const years = new Set(dues.flatMap(({ on }) => [Number(on.slice(0, 4)), Number(on.slice(0, 4)) + 1]))
  const all = (await Promise.all([...years].map((year) => holidaysOf(country, null, year)))).flatMap((list) => list ?? [])
  return (date) => all.some(({ from, to }) => from <= date && date <= to)
}

/** Make all activities of runs at once, each with its own due moment, for the rep who looks after the registrant. */
export async function layOut(tx: Database, runs: readonly Run[], repId: string, timeZone: string, at: Date): Promise<number> {
  const made = await Promise.all(
    runs.map(async ({ id: runId, projectId, customerId, plan, anchor, notBefore: earliest }) => {
      const dues = await openDues(plan, anchor, timeZone, earliest)
      return plan.steps.flatMap(({ id: stepId, type, note, email, automatic }, position) => {
        const due = dues[position]
        const shared = { projectId, customerId, repId, status: 'open' as const, createdAt: at }
        return due ? [{ ...shared, id: randomUUID(), runId, stepId, position, type, note, email, automatic, due }] : []
      })
    }),
  )
  await insertActivities(tx, made.flat())
  await noteBegun(
    tx,
    runs.map(({ id }) => id),
    at,
  )
  return made.flat().length
}

import { randomUUID } from 'node:crypto'
import { noteAudit } from '../../db/audit.ts'
import { violates } from '../../db/database.ts'
import { findFollowUpsByIds } from '../../db/follow-ups.ts'
import { getProcess, insertProcess, updateProcess } from '../../db/processes.ts'
import { getProject } from '../../db/projects.ts'
import { emailProblems } from '../../domain/activity-mail.ts'
import type { Caller } from '../../domain/booking.ts'
import { holidayCountries } from '../../domain/holidays.ts'
import { type Plan, type Process, type Step, stepProblems } from '../../domain/process.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Services } from '../services.ts'

/** A step as it is wished for; its place in the list is its id unless it has one. */
export interface StepWish extends Omit<Step, 'id'> {
  readonly id?: string
}

export interface ProcessWish extends Omit<Plan, 'steps'> {
  readonly project: string
  readonly name: string
  readonly active: boolean
  readonly trigger: Process['trigger']
  readonly steps: readonly StepWish[]
}

/** Steps with their ids. Refuses with `invalid` what could not be laid out or sent. */
export function stepsOf(wished: readonly StepWish[]): Step[] {
  const steps = wished.map((step, i): Step => ({ ...step, id: step.id ?? String(i + 1) }))
  const errors = [...stepProblems(steps), ...emailProblems(steps)]
  if (errors.length > 0) throw new Refusal('invalid', 'Some steps are wrong.', { errors })
  return steps
}

/** Make a process. It begins with what happens from now on. */
export async function makeProcess(
  services: Services,
  author: Caller,
  { project, name, active, trigger, steps, ...rules }: ProcessWish,
): Promise<Process> {
  const { id: projectId } = await getProject(services.db, project)
  const process: Process = { id: randomUUID(), projectId, name, active, trigger, plan: { ...rules, steps: stepsOf(steps) } }
  return save(services, author, null, process)
}

/** Change a process. What runs already keeps the plan with which it began. */
export async function changeProcess(
  services: Services,
  author: Caller,
  id: string,
  { name, active, trigger, steps, ...rules }: Partial<Omit<ProcessWish, 'project'>>,
): Promise<Process> {
  const before = await getProcess(services.db, id)
  const plan: Plan = { ...before.plan, ...rules, ...(steps ? { steps: stepsOf(steps) } : {}) }
  const after = { ...before, name: name ?? before.name, active: active ?? before.active, trigger: trigger ?? before.trigger, plan }
  return save(services, author, before, after)
}

async function save({ db, now }: Services, author: Caller, before: Process | null, after: Process): Promise<Process> {
  await refuseUnknown(db, after)
  try {
    await db.transaction().execute(async (tx) => {
      if (before) await updateProcess(tx, after)
      else await insertProcess(tx, after, now())
      const told = ({ name, active, trigger, plan }: Process) => ({ name, active, trigger, ...plan })
      await noteAudit(tx, author, now(), [{ kind: 'process', name: after.name, before: before && told(before), after: told(after) }])
    })
  } catch (error) {
    if (!violates(error, 'process_name')) throw error
    throw new Refusal('invalid', 'There is a process of this name in the project already.', {
      errors: [{ pointer: '/name', detail: 'is the name of another process of the project' }],
    })
  }
  return after
}

/** Refuse options of other projects, and countries that nobody knows. */
async function refuseUnknown(db: Services['db'], { projectId, trigger, plan: { closed } }: Process): Promise<void> {
  const errors: { pointer: string; detail: string }[] = []
  if (trigger.kind === 'follow-up' && trigger.value !== null) {
    const [option] = await findFollowUpsByIds(db, [trigger.value])
    if (option?.projectId !== projectId) errors.push({ pointer: '/trigger/value', detail: 'must be a follow-up option of the project' })
  }
  if (closed.country !== null && !(await holidayCountries()).some(({ code }) => code === closed.country))
    errors.push({ pointer: '/closed/country', detail: 'must be a country whose holidays are known' })
  if (errors.length > 0) throw new Refusal('invalid', 'Some fields are wrong.', { errors })
}

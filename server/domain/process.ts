/** The plan of what a rep owes a registrant: which activities, in which order, how long after what, and what begins it. */

/** What an activity is done by. */
export const ACTIVITY_TYPES = ['call', 'email', 'text', 'visit', 'task'] as const
export type ActivityType = (typeof ACTIVITY_TYPES)[number]

/** Hours count by the clock; days, weeks and months by the calendar of the project’s zone. */
export const OFFSET_UNITS = ['hours', 'days', 'weeks', 'months'] as const
export interface Offset {
  readonly amount: number
  readonly unit: (typeof OFFSET_UNITS)[number]
}

/** The words of an email, in Liquid. */
export interface EmailWords {
  readonly subject: string
  readonly body: string
}

/** One activity of a plan. */
export interface Step {
  /** Stable within its process, so that later steps can name it. */
  readonly id: string
  readonly type: ActivityType
  readonly offset: Offset
  /** What the offset counts from: the step before (for the first one: the trigger), the trigger, or an earlier step by its id. */
  readonly anchor: string
  /** `09:30` in the project’s zone; null: some time that day. Steps in hours have a time of their own. */
  readonly time: string | null
  /** What it is about: project details, questions to ask. */
  readonly note: string | null
  readonly email: EmailWords | null
  /** An email that is sent by itself at its time. */
  readonly automatic: boolean
}

export const PREVIOUS = 'previous'
export const TRIGGER = 'trigger'

/** What begins a process: a new registration, what is known of one, an entry in the history, a choice, an appointment. */
export const TRIGGERS = [
  'registration',
  'source',
  'rating',
  'history',
  'follow-up',
  'purchaser',
  'appointment-booked',
  'appointment-outcome',
] as const
export type TriggerKind = (typeof TRIGGERS)[number]
export interface Trigger {
  readonly kind: TriggerKind
  /** Which source, rating, type of entry, option (by id) or outcome, or `online` for a registration that the registrant made; null: any. */
  readonly value: string | null
}

/** What ends a running process before its last activity. */
export const STOPS = ['purchaser', 'not-interested', 'appointment-booked'] as const
export type Stop = (typeof STOPS)[number]

/** What must be true of a registration for a process to begin; an empty list asks for nothing. Capital and small letters are the same. */
export interface Conditions {
  readonly sources: readonly string[]
  readonly ratings: readonly string[]
  readonly statuses: readonly string[]
}

/** On which days nothing is due: an activity that falls on one moves to the next open day. */
export interface Closed {
  /** `SA`, `SU` */
  readonly weekdays: readonly string[]
  /** Whose public holidays are closed; null: none are. */
  readonly country: string | null
}

export interface Plan {
  readonly conditions: Conditions
  readonly steps: readonly Step[]
  /** Whether what is done early or late leaves the later dates as they are, or they count anew from when it was done. */
  readonly dates: 'fixed' | 'from-completion'
  readonly stops: readonly Stop[]
  readonly closed: Closed
}

export interface Process {
  readonly id: string
  readonly projectId: string
  readonly name: string
  readonly trigger: Trigger
  readonly plan: Plan
  readonly active: boolean
}

const same = (one: string | null, other: string | null) => one !== null && other !== null && one.toLowerCase() === other.toLowerCase()

/** Something that happens to a registration. */
export interface Happening {
  readonly kind: TriggerKind
  readonly value: string | null
  /** By what it is known: the same happening begins a process once. Null: it may happen again, and begins it again once nothing of it is open. */
  readonly cause: string | null
  /** Its first activity is not due before this date. */
  readonly notBefore?: string | null
}

/** Whether a process begins with this, for a registration of which so much is known. */
export function begins(
  { active, trigger, plan: { conditions } }: Process,
  { kind, value }: Happening,
  place: { readonly source: string | null; readonly rating: string | null; readonly status: string },
): boolean {
  const holds = (wanted: readonly string[], is: string | null) => wanted.length === 0 || wanted.some((one) => same(one, is))
  return (
    active &&
    trigger.kind === kind &&
    (trigger.value === null || same(trigger.value, value)) &&
    holds(conditions.sources, place.source) &&
    holds(conditions.ratings, place.rating) &&
    holds(conditions.statuses, place.status)
  )
}

/** What a registration’s status says, where it means something to processes. */
const PURCHASER = 'Purchaser'
const NOT_INTERESTED = 'Not interested'
export function meaningOf(status: string): 'purchaser' | 'not-interested' | null {
  if (same(status, PURCHASER)) return 'purchaser'
  return same(status, NOT_INTERESTED) ? 'not-interested' : null
}

/** What is wrong with the steps of a plan, by the path to each; empty: nothing. */
export function stepProblems(steps: readonly Step[]): { readonly pointer: string; readonly detail: string }[] {
  const seen = new Set<string>()
  return steps.flatMap((step, i) => {
    const wrong: { pointer: string; detail: string }[] = []
    const say = (field: string, detail: string) => wrong.push({ pointer: `/steps/${i}/${field}`, detail })
    if (seen.has(step.id)) say('id', 'is the id of an earlier step as well')
    if (step.anchor !== PREVIOUS && step.anchor !== TRIGGER && !seen.has(step.anchor)) say('anchor', 'must name an earlier step')
    if (step.offset.unit === 'hours' && step.time !== null) say('time', 'comes from the hours')
    if (step.email !== null && step.type !== 'email') say('email', 'belongs to an email')
    if (step.automatic && step.type !== 'email') say('automatic', 'only emails are sent by themselves')
    else if (step.automatic && step.email === null) say('email', 'must be written: the email is sent by itself')
    if (step.automatic && step.offset.unit !== 'hours' && step.time === null) say('time', 'must say when the email is sent')
    seen.add(step.id)
    return wrong
  })
}

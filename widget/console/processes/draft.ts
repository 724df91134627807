/** A process as it stands in the editor, where everything is text until it is sent. */
import type { Process } from '../wire.ts'

export interface StepDraft {
  readonly id: string
  readonly type: Process['steps'][number]['type']
  readonly amount: string
  readonly unit: Process['steps'][number]['offset']['unit']
  readonly anchor: string
  readonly time: string
  readonly note: string
  readonly hasEmail: boolean
  readonly subject: string
  readonly body: string
  readonly automatic: boolean
}

export interface Draft {
  /** Null: it is a new one. */
  readonly id: string | null
  readonly name: string
  readonly kind: Process['trigger']['kind']
  readonly value: string
  readonly sources: string
  readonly ratings: string
  readonly statuses: string
  readonly steps: readonly StepDraft[]
  readonly dates: Process['dates']
  readonly stops: readonly Process['stops'][number][]
  readonly weekdays: readonly string[]
  readonly country: string
  readonly running: number
}

export const newStep = (steps: readonly StepDraft[]): StepDraft => {
  const taken = new Set(steps.map(({ id }) => id))
  let number = steps.length + 1
  while (taken.has(String(number))) number++
  return { ...EMPTY, id: String(number) }
}
const EMPTY: Omit<StepDraft, 'id'> = {
  ...{
    type: 'call',
    amount: '1',
    unit: 'days',
    anchor: 'previous',
    time: '',
    note: '',
    hasEmail: false,
    subject: '',
    body: '',
    automatic: false,
  },
}

export const newDraft = (): Draft => ({
  ...{ id: null, name: '', kind: 'registration', value: 'online', sources: '', ratings: '', statuses: '', steps: [newStep([])] },
  ...{ dates: 'fixed', stops: [], weekdays: [], country: '', running: 0 },
})

/** The draft of a process that is to be edited or, with another name, copied. */
export const draftOf = ({ id, name, trigger, conditions, steps, dates, stops, closed, running }: Process): Draft => ({
  ...{
    id,
    name,
    dates,
    stops,
    running,
    kind: trigger.kind,
    value: trigger.value ?? '',
    weekdays: closed.weekdays,
    country: closed.country ?? '',
  },
  sources: conditions.sources.join(', '),
  ratings: conditions.ratings.join(', '),
  statuses: conditions.statuses.join(', '),
  steps: steps.map((step) => ({
    ...{
      id: step.id,
      type: step.type,
      amount: String(step.offset.amount),
      unit: step.offset.unit,
      anchor: step.anchor,
      automatic: step.automatic,
    },
    ...{
      time: step.time ?? '',
      note: step.note ?? '',
      hasEmail: step.email !== null,
      subject: step.email?.subject ?? '',
      body: step.email?.body ?? '',
    },
  })),
})

const list = (text: string) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)

/** The steps as the service takes them. */
const stepsOf = ({ steps }: Pick<Draft, 'steps'>) =>
  steps.map(({ id, type, amount, unit, anchor, time, note, hasEmail, subject, body, automatic }) => ({
    ...{ id, type, anchor, offset: { amount: amount.trim() === '' ? null : Number(amount), unit } },
    time: unit === 'hours' || time === '' ? null : time,
    note: note.trim() || null,
    email: type === 'email' && hasEmail ? { subject, body } : null,
    automatic: type === 'email' && hasEmail && automatic,
  }))

/** The steps as far as dates depend on them; null: some cannot be laid out yet. */
export function datedSteps(draft: Pick<Draft, 'steps'>) {
  if (draft.steps.some(({ amount }) => !/^\d{1,4}$/.test(amount.trim()))) return null
  return stepsOf(draft).map(({ id, type, anchor, offset, time }) => ({ id, type, anchor, offset, time }))
}

/** The days on which nothing is due. */
export const closedOf = ({ weekdays, country }: Pick<Draft, 'weekdays' | 'country'>) => ({
  weekdays: [...weekdays],
  country: country || null,
})

/** What is sent to save it. */
export const wishOf = (draft: Draft) => ({
  name: draft.name,
  trigger: { kind: draft.kind, value: draft.value.trim() || null },
  conditions: { sources: list(draft.sources), ratings: list(draft.ratings), statuses: list(draft.statuses) },
  steps: stepsOf(draft),
  dates: draft.dates,
  stops: [...draft.stops],
  closed: closedOf(draft),
})

/** The steps with one of them a place further up or down; what counted from a later one now counts from the one before. */
export function moved(steps: readonly StepDraft[], index: number, by: -1 | 1): StepDraft[] {
  const [step] = steps.slice(index, index + 1)
  return step ? anchored(steps.toSpliced(index, 1).toSpliced(index + by, 0, step)) : [...steps]
}

/** Steps of which each counts from what stands before it. */
export const anchored = (steps: readonly StepDraft[]): StepDraft[] =>
  steps.map((step, i) => {
    const known = ['previous', 'trigger', ...steps.slice(0, i).map(({ id }) => id)]
    return known.includes(step.anchor) ? step : { ...step, anchor: 'previous' }
  })

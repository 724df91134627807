import { z } from 'zod'
import { ACTIVITY_TYPES, OFFSET_UNITS, PREVIOUS, STOPS, TRIGGERS } from '../../domain/process.ts'
import { Instant, InstantOut, line, listOf, Ref, text } from './shapes.ts'

const ProjectName = z.object({ slug: z.string(), name: z.string() })

export const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 09:30')
  .meta({ description: 'In the project’s zone.', example: '09:30' })

/** The words of an email, as a template: plain text in Liquid. */
const EmailWordsIn = z.strictObject({ subject: line(300), body: text(10_000) }).meta({ id: 'EmailWords' })

const StepIn = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9-]{1,40}$/, 'must be small letters, digits and hyphens')
      .exactOptional()
      .meta({ description: 'By which later steps name it; its place in the list (1, 2, …) unless given.' }),
    type: z.enum(ACTIVITY_TYPES),
    offset: z.strictObject({ amount: z.int().min(0).max(1000), unit: z.enum(OFFSET_UNITS) }),
    anchor: line(40).default(PREVIOUS).meta({
      description:
        'What the offset counts from: `previous` (the step before; for the first one the trigger), `trigger`, or an earlier step’s id.',
    }),
    time: TimeOfDay.nullable().default(null),
    note: text(2000).nullable().default(null),
    email: EmailWordsIn.nullable().default(null),
    automatic: z.boolean().default(false).meta({ description: 'An email that is sent by itself at its time.' }),
  })
  .meta({ id: 'ProcessStepRequest' })

const words = z.array(line(100)).max(20).default([])
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

const plan = {
  trigger: z.strictObject({
    kind: z.enum(TRIGGERS),
    value: line(100).nullable().default(null).meta({
      description:
        'Which source, rating, type of entry, follow-up option (by id) or outcome; `online` for registrations that registrants make themselves. Null: any.',
    }),
  }),
  conditions: z.strictObject({ sources: words, ratings: words, statuses: words }).prefault({}),
  steps: z.array(StepIn).min(1).max(40),
  dates: z
    .enum(['fixed', 'from-completion'])
    .default('fixed')
    .meta({ description: 'Whether what is done early or late leaves later dates as they are, or they count anew from when it was done.' }),
  stops: z
    .array(z.enum(STOPS))
    .max(STOPS.length)
    .default([])
    .meta({ description: 'What ends a running process before its last activity.' }),
  closed: z
    .strictObject({
      weekdays: z.array(z.enum(WEEKDAYS)).max(6).default([]),
      country: z
        .string()
        .regex(/^[A-Z]{2}$/)
        .nullable()
        .default(null),
    })
    .prefault({})
    .meta({ description: 'Days on which nothing is due: weekdays, and the public holidays of a country.' }),
}

/** `active`: whether it begins; what runs already goes on. */
export const ProcessRequest = z
  .strictObject({ project: Ref, name: line(200), active: z.boolean().default(true), ...plan })
  .meta({ id: 'ProcessRequest' })
export const ProcessChange = z
  .strictObject({
    name: line(200).exactOptional(),
    active: z.boolean().exactOptional(),
    trigger: plan.trigger.exactOptional(),
    conditions: z.strictObject({ sources: words, ratings: words, statuses: words }).exactOptional(),
    steps: plan.steps.exactOptional(),
    dates: z.enum(['fixed', 'from-completion']).exactOptional(),
    stops: z.array(z.enum(STOPS)).max(STOPS.length).exactOptional(),
    closed: z
      .strictObject({
        weekdays: z.array(z.enum(WEEKDAYS)).max(6),
        country: z
          .string()
          .regex(/^[A-Z]{2}$/)
          .nullable(),
      })
      .exactOptional(),
  })
  .meta({ id: 'ProcessChange' })

const StepView = z.object({
  id: z.string(),
  type: z.enum(ACTIVITY_TYPES),
  offset: z.object({ amount: z.int(), unit: z.enum(OFFSET_UNITS) }),
  anchor: z.string(),
  time: z.string().nullable(),
  note: z.string().nullable(),
  email: z.object({ subject: z.string(), body: z.string() }).nullable(),
  automatic: z.boolean(),
})

/** `running`: for how many registrants it runs; `waiting`: for how many it waits until somebody looks after them. */
export const ProcessView = z
  .object({
    id: z.string(),
    project: ProjectName,
    name: z.string(),
    active: z.boolean(),
    trigger: z.object({ kind: z.enum(TRIGGERS), value: z.string().nullable() }),
    conditions: z.object({ sources: z.array(z.string()), ratings: z.array(z.string()), statuses: z.array(z.string()) }),
    steps: z.array(StepView),
    dates: z.enum(['fixed', 'from-completion']),
    stops: z.array(z.enum(STOPS)),
    closed: z.object({ weekdays: z.array(z.string()), country: z.string().nullable() }),
    running: z.int(),
    waiting: z.int(),
  })
  .meta({ id: 'Process' })
export const ProcessList = listOf(ProcessView).meta({ id: 'ProcessList' })
export const ProcessQuery = z.strictObject({ project: Ref.exactOptional() }).meta({ id: 'ProcessQuery' })

/** On which dates a registrant of the project would get what. `at`: the moment of the trigger; now unless given. */
export const TimelineRequest = z
  .strictObject({ project: Ref, steps: plan.steps, closed: plan.closed, at: Instant.exactOptional() })
  .meta({ id: 'TimelineRequest' })
export const TimelineView = z
  .object({
    timeZone: z.string(),
    at: InstantOut,
    activities: z.array(
      z.object({
        step: z.string(),
        type: z.enum(ACTIVITY_TYPES),
        dueOn: z.string().meta({ format: 'date' }),
        dueAt: InstantOut.nullable(),
      }),
    ),
  })
  .meta({ id: 'Timeline' })

/** Somebody for whom a process runs, or waits. */
export const RunView = z.object({
  id: z.string(),
  customer: z.object({ id: z.string(), name: z.string() }),
  rep: z.object({ id: z.string(), name: z.string() }).nullable(),
  begunAt: InstantOut.nullable(),
  open: z.int(),
  nextOn: z.string().nullable().meta({ format: 'date' }),
})
export const RunList = listOf(RunView).meta({ id: 'ProcessRunList' })

/** `meaning`: when a rep chooses it. One that is not active is no longer offered. */
export const FollowUpRequest = z
  .strictObject({ name: line(100), meaning: text(500).nullable().default(null) })
  .meta({ id: 'FollowUpRequest' })
export const FollowUpChange = z
  .strictObject({
    name: line(100).exactOptional(),
    meaning: text(500).nullable().exactOptional(),
    active: z.boolean().exactOptional(),
    position: z.int().min(1).max(1000).exactOptional().meta({ description: 'Its place in the list, from 1.' }),
  })
  .meta({ id: 'FollowUpChange' })
/** `begins`: the names of the processes that choosing it begins. */
export const FollowUpView = z
  .object({
    id: z.string(),
    name: z.string(),
    meaning: z.string().nullable(),
    active: z.boolean(),
    position: z.int(),
    begins: z.array(z.string()),
  })
  .meta({ id: 'FollowUp' })
export const FollowUpList = listOf(FollowUpView).meta({ id: 'FollowUpList' })

import { z } from 'zod'
import { ActivityView } from './activities.ts'
import { BookingView } from './bookings.ts'
import { CustomerView } from './customers.ts'
import { HistoryEntryView, LeadView } from './leads.ts'
import { OrderView } from './orders.ts'
import { InstantOut, line, listOf, Ref, RepView } from './shapes.ts'

const ProjectView = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    kind: z.enum(['osc', 'onsite']),
    timeZone: z.string(),
    /** Whether whoever asks works in it. */
    own: z.boolean(),
  })
  .meta({ id: 'Project' })
export const ProjectList = listOf(ProjectView).meta({ id: 'ProjectList' })
export const MemberList = listOf(RepView).meta({ id: 'MemberList' })

/** `rep`: who looks after the customer there; one of the project's own. */
const place = {
  rep: Ref.nullable().exactOptional(),
  rating: line(100).nullable().exactOptional(),
  source: line(100).nullable().exactOptional(),
  status: line(100).exactOptional(),
}
const followUp = z.uuid().nullable().exactOptional().meta({ description: 'The follow-up option that is chosen, by its id; null: none.' })
export const RegistrationRequest = z.strictObject({ project: Ref, ...place }).meta({ id: 'RegistrationRequest' })
export const RegistrationChange = z.strictObject({ ...place, followUp }).meta({ id: 'RegistrationChange' })

const ProjectName = z.object({ slug: z.string(), name: z.string(), kind: z.enum(['osc', 'onsite']) })

/** A customer's place in a project. `current`: it is the project from which one looks. */
export const RegistrationView = z
  .object({
    id: z.string(),
    project: ProjectName,
    rep: RepView.nullable(),
    rating: z.string().nullable(),
    source: z.string().nullable(),
    status: z.string(),
    followUp: z.object({ id: z.string(), name: z.string(), meaning: z.string().nullable() }).nullable(),
    createdAt: InstantOut,
    current: z.boolean(),
  })
  .meta({ id: 'Registration' })

/** What somebody sent with a registration form, in their own words. */
export const SentEntryView = z
  .object({
    form: z.object({ slug: z.string(), title: z.string() }),
    project: z.object({ slug: z.string(), name: z.string() }),
    name: z.string(),
    email: z.string(),
    phone: z.string().nullable(),
    answers: z.array(
      z.object({ key: z.string(), label: z.string(), value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]) }),
    ),
    consent: z.string().nullable().meta({ description: 'The words that were agreed to.' }),
    createdAt: InstantOut,
  })
  .meta({ id: 'SentForm' })

/** `elsewhere`: the other project in which it was made or, in the history, finished. */
export const PanelItem = z
  .object({
    booking: BookingView,
    elsewhere: z.object({ slug: z.string(), name: z.string(), initial: z.string() }).nullable(),
    completedBy: z.object({ name: z.string(), initials: z.string() }).nullable(),
  })
  .meta({ id: 'PanelItem' })

/** `project`: from which one looks; from all of one's own unless given. */
export const ProfileQuery = z.strictObject({ project: Ref.exactOptional() }).meta({ id: 'ProfileQuery' })

/** A customer as a project sees them: where they are registered, what is agreed with them, and what has been. */
export const ProfileView = z
  .object({
    customer: CustomerView,
    registrations: z.array(RegistrationView),
    forms: z
      .array(SentEntryView)
      .meta({ description: 'What they have sent with registration forms of the project from which one looks, or of one’s own.' }),
    appointments: z.array(PanelItem),
    history: z.array(PanelItem),
    activities: z.array(ActivityView).meta({ description: 'What is owed to them, soonest first.' }),
    entries: z.array(ActivityView).meta({ description: 'What was done for them, or was given up, newest first.' }),
    orders: z.array(OrderView).meta({ description: 'What they ordered, newest first.' }),
    lead: LeadView.nullable().meta({ description: 'Whose lead they are, or were last.' }),
    log: z.array(HistoryEntryView).meta({ description: 'Orders, assignments and calls, newest first.' }),
  })
  .meta({ id: 'Profile' })

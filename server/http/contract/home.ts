import { z } from 'zod'
import { VENDORS } from '../../domain/calendar.ts'
import { PanelItem } from './registrations.ts'
import { InstantOut, Ref, RepView, TimeZone } from './shapes.ts'

/** `project`: from which one looks; from all of one's own unless given. `days`: how many are shown, today included. */
export const HomeQuery = z
  .strictObject({
    project: Ref.exactOptional(),
    days: z.coerce.number().int().min(1).max(31).default(7),
    timeZone: TimeZone.default('UTC'),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(200)
      .default(30)
      .meta({ description: 'As many appointments are listed at most, and a quarter as many of what needs attention.' }),
  })
  .meta({ id: 'HomeQuery' })

/** Bookings in the order in which they are shown; `more`: there are others that are not. */
const Items = z.object({ items: z.array(PanelItem), more: z.boolean() })

/** What a person's day looks like: to a rep their own, to others what their projects show them. */
export const HomeView = z
  .object({
    today: z.string().meta({ format: 'date' }),
    timeZone: z.string(),
    /** What is agreed and what has been, from today on, by start. */
    appointments: Items,
    attention: z.object({
      /** Requests that nobody has answered, the oldest first. */
      requests: Items,
      /** Meetings that are over and have no outcome, the newest first. */
      outcomes: Items,
      /** Bookings of which somebody could not be told, or a calendar or the CRM could not be written. */
      failed: Items,
      /** Calendars out of reach, for those who look after calendars. */
      calendars: z.array(
        z.object({
          rep: RepView,
          vendor: z.enum(VENDORS),
          name: z.string(),
          revoked: z.boolean(),
          problem: z.string().nullable(),
          since: InstantOut.nullable(),
        }),
      ),
    }),
  })
  .meta({ id: 'Home' })

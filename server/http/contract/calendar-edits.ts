import { z } from 'zod'
import { BookingView } from './bookings.ts'
import { InstantOut, listOf } from './shapes.ts'

/** `follow`: the booking moves, or is cancelled, as the event was. `put-back`: the event says again what the booking says. */
export const CalendarEditAnswer = z.strictObject({ answer: z.enum(['follow', 'put-back']) }).meta({ id: 'CalendarEditAnswer' })

/** What somebody made of a booking's event by hand. `movedTo` is null if it was deleted. */
export const CalendarEditView = z
  .object({ booking: BookingView, movedTo: z.object({ start: InstantOut, end: InstantOut }).nullable() })
  .meta({ id: 'CalendarEdit' })
export const CalendarEditList = listOf(CalendarEditView).meta({ id: 'CalendarEditList' })

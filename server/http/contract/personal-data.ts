import { z } from 'zod'
import { ActivityView } from './activities.ts'
import { BookingView } from './bookings.ts'
import { CustomerView, MessageView } from './customers.ts'
import { HistoryEntryView, LeadView } from './leads.ts'
import { OrderView } from './orders.ts'
import { RegistrationView, SentEntryView } from './registrations.ts'
import { InstantOut } from './shapes.ts'

/** Everything that is known of a person. */
export const CustomerDataView = z
  .object({
    at: InstantOut,
    customer: CustomerView,
    registrations: z.array(RegistrationView),
    bookings: z.array(BookingView),
    messages: z.array(MessageView),
    forms: z.array(SentEntryView),
    activities: z.array(ActivityView).meta({ description: 'What is owed to them, and what was done for them.' }),
    orders: z.array(OrderView),
    leads: z.array(LeadView).meta({ description: 'To whom they were assigned.' }),
    log: z.array(HistoryEntryView).meta({ description: 'Orders, assignments and calls.' }),
    bookingLinks: z.array(z.object({ page: z.string(), uses: z.int(), expiresAt: InstantOut, createdAt: InstantOut })),
  })
  .meta({ id: 'CustomerData' })
export const EraseRequest = z.strictObject({}).meta({ id: 'EraseRequest' })
export const ErasedView = z
  .object({ bookings: z.int().meta({ description: 'How many bookings stay as figures, without a name.' }) })
  .meta({ id: 'Erased' })

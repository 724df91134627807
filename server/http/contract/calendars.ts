import { z } from 'zod'
import { VENDORS } from '../../domain/calendar.ts'
import { anyText, InstantOut, line, listOf, Ref, RepView } from './shapes.ts'

const Vendor = z.enum(VENDORS)
const ConsentVendor = z.enum(['google', 'microsoft'])
const Rep = Ref.meta({ description: 'The rep whose calendars they are: an id or an email. Left out, it is whoever asks.' })

export const CalendarAccountQuery = z.strictObject({ rep: Ref.exactOptional() }).meta({ id: 'CalendarAccountQuery' })

export const ConsentRequest = z
  .strictObject({
    vendor: ConsentVendor,
    rep: Rep.exactOptional(),
    account: line(100).exactOptional().meta({ description: 'The id of an account that is to be connected anew.' }),
  })
  .meta({ id: 'CalendarConsentRequest' })
export const ConsentView = z
  .object({ url: z.string().meta({ description: 'Where the browser goes, to come back to /calendars/connected/{vendor}.' }) })
  .meta({ id: 'CalendarConsent' })

export const CaldavRequest = z
  .strictObject({
    rep: Rep.exactOptional(),
    address: line(2000).meta({
      description: 'Of a server, of a person’s calendars, or an email: the calendars are looked for (RFC 6764).',
    }),
    user: line(320),
    // As it was typed: a password may begin or end with a blank.
    password: anyText(1000)
      .min(1)
      .regex(/^[^\r\n]*$/, 'must be a single line'),
  })
  .meta({ id: 'CaldavRequest' })

export const CalendarChoice = z
  .strictObject({
    calendars: z
      .array(z.strictObject({ id: line(100), counts: z.boolean().exactOptional(), takesBookings: z.boolean().exactOptional() }))
      .min(1)
      .max(500),
  })
  .meta({ id: 'CalendarChoice' })
export const CheckRequest = z.strictObject({}).meta({ id: 'CalendarCheckRequest' })

const CalendarView = z
  .object({
    id: z.string(),
    name: z.string(),
    access: z.enum(['write', 'read', 'free-busy']),
    counts: z.boolean().meta({ description: 'Whether what is in it makes the rep busy.' }),
    takesBookings: z.boolean().meta({ description: 'Whether bookings are written to it.' }),
    lastSyncAt: InstantOut.nullable(),
  })
  .meta({ id: 'Calendar' })

/** `state`: `failing` since a while, `unreachable` for so long that the rep is left out of the answers, `disconnected` until its owner connects it anew. */
export const CalendarAccountView = z
  .object({
    id: z.string(),
    rep: RepView,
    vendor: Vendor,
    name: z.string(),
    server: z.string().nullable(),
    state: z.enum(['connected', 'failing', 'unreachable', 'disconnected']),
    problem: z.string().nullable(),
    failingSince: InstantOut.nullable(),
    lastSyncAt: InstantOut.nullable(),
    calendars: z.array(CalendarView),
  })
  .meta({ id: 'CalendarAccount' })
export const CalendarAccountList = listOf(CalendarAccountView)
  .extend({
    reps: z.array(RepView).meta({ description: 'Whose calendars the asker may see.' }),
    vendors: z.array(Vendor).meta({ description: 'Whose calendars can be connected.' }),
  })
  .meta({ id: 'CalendarAccountList' })

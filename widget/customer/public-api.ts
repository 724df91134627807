/** What the booking page asks of the server; nobody is signed in. */
import type { z } from 'zod'
import type {
  ManageReschedule,
  PageView,
  PublicBookingRequest,
  PublicBookingView,
  QuestionShape,
  SlotRepsAnswer,
  SlotsAnswer,
} from '../../server/http/contract/pages.ts'
import type { AskedView } from '../../server/http/contract/requests.ts'
import { get, post } from '../api.ts'

export type Page = z.infer<typeof PageView>
export type PageEventType = Page['eventTypes'][number]
export type PageRep = Page['reps'][number]
export type Question = z.infer<typeof QuestionShape>
export type Slots = z.infer<typeof SlotsAnswer>
export type BookingWish = z.input<typeof PublicBookingRequest>
export type Booked = z.infer<typeof PublicBookingView>
export type Asked = z.infer<typeof AskedView>

/** Local dates in `timeZone`, both included. */
export interface DateRange {
  readonly from: string
  readonly to: string
  readonly timeZone: string
}

const page = (slug: string) => `/api/v1/pages/${encodeURIComponent(slug)}`
const manage = (token: string) => `/api/v1/manage/${encodeURIComponent(token)}`

export const getPage = (slug: string): Promise<Page> => get(page(slug))

export const getSlots = (slug: string, eventType: string, rep: string | undefined, range: DateRange): Promise<Slots> =>
  get(`${page(slug)}/slots`, { eventType, rep, ...range })

export const getRepsAt = (
  slug: string,
  start: string,
  query: { eventType: string; timeZone: string },
): Promise<z.infer<typeof SlotRepsAnswer>> => get(`${page(slug)}/slots/${encodeURIComponent(start)}/reps`, query)

export const book = (slug: string, wish: BookingWish, key: string): Promise<Booked> => post(`${page(slug)}/bookings`, wish, key)

export const getBooked = (token: string): Promise<Booked> => get(manage(token))

export const getManageSlots = (token: string, rep: 'same' | 'any', range: DateRange): Promise<Slots> =>
  get(`${manage(token)}/slots`, { rep, ...range })

export const reschedule = (token: string, body: z.input<typeof ManageReschedule>, key: string): Promise<Booked> =>
  post(`${manage(token)}/reschedule`, body, key)

export const cancel = (token: string, reason: string, key: string): Promise<Booked> =>
  post(`${manage(token)}/cancel`, reason ? { reason } : {}, key)

const request = (token: string) => `/api/v1/requests/${encodeURIComponent(token)}`

export const getAsked = (token: string): Promise<Asked> => get(request(token))

export const answerAsked = (token: string, answer: 'approve' | 'decline', reason: string): Promise<Asked> =>
  post(`${request(token)}/${answer}`, reason ? { reason } : {})

/** The calendar file of a booking, from the address where it can be managed. */
export function inviteUrl(manageUrl: string): string {
  const token = new URL(manageUrl, location.href).pathname.split('/').at(-1) ?? ''
  return `/api/v1/manage/${token}/invite.ics`
}

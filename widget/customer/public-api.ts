/** What the booking page asks of the server to offer times; nobody is signed in. */
import type { z } from 'zod'
import type { OpenedLinkView } from '../../server/http/contract/booking-links.ts'
import type { PageView, PublicBookingView, QuestionShape, SlotRepsAnswer, SlotsAnswer } from '../../server/http/contract/pages.ts'
import { get } from '../reading.ts'
import { handedOut } from './handed-out.ts'
import { known, token } from './own-link.ts'

export type Page = z.infer<typeof PageView>
export type PageEventType = Page['eventTypes'][number]
export type PageRep = Page['reps'][number]
export type Question = z.infer<typeof QuestionShape>
export type Slots = z.infer<typeof SlotsAnswer>
type Opened = z.infer<typeof OpenedLinkView>
export type Booked = z.infer<typeof PublicBookingView>

/** Local dates in `timeZone`, both included. */
export interface DateRange {
  readonly from: string
  readonly to: string
  readonly timeZone: string
}

/** Where a page is asked for: by a customer’s own link, or by its name. */
export const page = (slug: string) =>
  token === null ? `/api/v1/pages/${encodeURIComponent(slug)}` : `/api/v1/links/${encodeURIComponent(token)}`

/** A page, with its first free times in these dates where it is clear whose they are. */
export async function getPage(slug: string, first: DateRange & { eventType?: string; rep?: string }): Promise<Page> {
  if (token === null) return handedOut(await get<Page>(page(slug), { ...first }))
  const opened = await get<Opened>(page(slug), { ...first })
  known.value = opened.customer
  return handedOut(opened.page)
}

export const getSlots = (slug: string, eventType: string, rep: string | undefined, range: DateRange): Promise<Slots> =>
  get(`${page(slug)}/slots`, { eventType, rep, ...range })

export const getRepsAt = (
  slug: string,
  start: string,
  query: { eventType: string; timeZone: string },
): Promise<z.infer<typeof SlotRepsAnswer>> => get(`${page(slug)}/slots/${encodeURIComponent(start)}/reps`, query)

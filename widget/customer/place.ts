import type { Choices } from './choices.ts'
import type { Prefill } from './prefill.ts'
import type { Booked } from './public-api.ts'

/** What a widget tells the page around it: never what a person typed, nor a link that opens a booking. */
export interface Happenings {
  readonly ready: { readonly page: string; readonly title: string }
  readonly 'slot-selected': { readonly start: string; readonly timeZone: string; readonly eventType: string }
  readonly booked: BookedDetail
  readonly rescheduled: BookedDetail
  readonly cancelled: BookedDetail
  readonly registered: { readonly form: string; readonly title: string }
  readonly error: { readonly code: string; readonly title: string }
}

type BookedDetail = Pick<Booked, 'uid' | 'status' | 'start' | 'end' | 'timeZone' | 'eventType' | 'rep'>

export type Tell = <Name extends keyof Happenings>(name: Name, detail: Happenings[Name]) => void

/** Where the widget is shown: a page of our own, or a place on somebody else's. */
export interface Place {
  readonly choices: (onBack: () => void) => Choices
  readonly prefill: Prefill
  readonly tell: Tell
  /** Show another booking page in the same place; null where a page has an address that links lead to. */
  readonly showPage: ((slug: string) => void) | null
  /** Ends when the widget is taken away. */
  readonly lifetime: AbortSignal
}

/** What the page around may know of a booking. */
export const toldOf = ({ uid, status, start, end, timeZone, eventType, rep }: Booked): BookedDetail => ({
  uid,
  status,
  start,
  end,
  timeZone,
  eventType,
  rep,
})

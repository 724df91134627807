/** What a language must have to write our messages. A sentence that is missing does not compile. */
import type { Moment } from '../message-rule.ts'

/** What a sentence may speak of. */
export interface Spoken {
  /** What is booked and with whom: `Consultation with Ann Lee`. */
  readonly what: string
  readonly rep: string
  readonly customer: string
  /** Who led the meeting before, if that was somebody else. */
  readonly before: string | null
  /** Whether the reader, a rep, leads the meeting. */
  readonly leads: boolean
}

/** A title, which also begins the subject, and sentences. */
export type Said = readonly [title: string, ...sentences: string[]]
type Say = (spoken: Spoken) => Said

export interface MessageTexts {
  /** How dates and times are written. */
  readonly locale: string
  readonly direction: 'ltr' | 'rtl'
  readonly hello: (name: string) => string
  readonly meeting: (eventType: string, person: string) => string
  /** Between two clock times: from … to …. */
  readonly span: (from: string, until: string) => string
  readonly labels: Readonly<
    Record<
      | 'what'
      | 'subject'
      | 'when'
      | 'newTime'
      | 'oldTime'
      | 'answerBy'
      | 'with'
      | 'where'
      | 'details'
      | 'reason'
      | 'customer'
      | 'email'
      | 'phone'
      | 'guests'
      | 'itWas',
      string
    >
  >
  readonly places: Readonly<Record<'phone' | 'in-person' | 'link' | 'other', string>>
  readonly byPhone: (number: string) => string
  readonly yes: string
  readonly no: string
  readonly doors: Readonly<Record<'coordinator' | 'customer' | 'salesforce' | 'api', string>>
  readonly bookedBy: (who: string, door: string) => string
  readonly bookedThrough: (door: string) => string
  /** Over the link with which a booking is changed. */
  readonly change: string
  /** Over the same link for whoever is asked to choose another time. */
  readonly chooseAnew: string
  /** Over the links with which a rep answers a request. */
  readonly approve: string
  readonly decline: string
  readonly another: (company: string) => string
  readonly speakWith: (customer: string) => string
  /** How to end text messages. */
  readonly stopTexts: string
  /** The title of a reassignment for a rep who takes part and does not lead. */
  readonly changed: string
  readonly customer: Readonly<Record<Moment, Say>>
  readonly guest: Readonly<Record<Exclude<Moment, 'follow-up' | 'no-show' | 'choose-anew'>, Say>>
  readonly rep: Readonly<Record<Moment, Say>>
  readonly formerRep: Say
}

/** Who must be told what of a booking, from what is true now and what each of them has been told so far. */
import type { Booking, BookingStatus } from './booking.ts'
import type { Channel } from './event-type.ts'
import type { Audience } from './message.ts'
import type { Moment, Side } from './message-rule.ts'

/** Whether a message says that the meeting is on or off; one about a request says neither. */
export type Method = 'REQUEST' | 'CANCEL'

/** Somebody who takes part in a booking, at one address: by mail and by text message it is two. */
export interface Participant {
  readonly name: string | null
  /** An email, or a phone if the channel is `sms`. */
  readonly address: string
  readonly channel?: Channel
  readonly audience: 'customer' | 'guest' | 'rep'
  readonly timeZone?: string
}

/** The last thing somebody was told about a booking. */
export interface Told extends Participant {
  readonly sequence: number
  readonly moment: string
  readonly method: Method | null
}

export interface Notice {
  readonly to: Participant
  readonly audience: Audience
  readonly moment: Moment
  readonly method: Method | null
  /** The sequence at which the reader last heard of the booking: what has changed is told from there. */
  readonly since: number | null
}

type Known = Pick<Booking, 'status' | 'sequence' | 'repId'>

export const sideOf = (audience: Audience): Side => (audience === 'customer' || audience === 'guest' ? 'customer' : 'rep')

/** What else decides who hears what. */
export interface Circumstances {
  /** The rep who led the meeting at a sequence number. */
  readonly ledBy: (sequence: number) => string | undefined
  /** How the booking began. */
  readonly origin?: BookingStatus
  /** Whether somebody hears of a moment by the channel of his address. */
  readonly hears?: (who: Participant, moment: Moment) => boolean
}

/**
 * The notices that make what people know equal to what is true.
 *
 * They follow from the state alone, so a job that runs late, twice, or after several changes never says anything stale: whoever takes part
 * hears of the latest state once, whoever was invited and takes part no longer gets a cancellation. Who does not hear of the beginning
 * counts as knowing it: a later change is told to them as a change. Of a meeting that has taken place there is nothing left to tell.
 */
export function noticesFor(
  booking: Known,
  participants: readonly Participant[],
  told: readonly Told[],
  { ledBy, origin = 'scheduled', hears = () => true }: Circumstances,
): Notice[] {
  if (booking.status === 'completed' || booking.status === 'no-show') return []
  const lastTold = (address: string) => told.findLast((one) => one.address === address)
  const beginning: Moment = origin === 'requested' ? 'requested' : 'booked'
  const notices: Notice[] = []
  for (const to of unique(participants)) {
    const unheard = hears(to, beginning) ? null : { ...to, sequence: 0, moment: beginning, method: methodOf(beginning) }
    const last = lastTold(to.address) ?? unheard
    if (last && last.sequence >= booking.sequence) continue
    const notice = noticeFor(booking, to, last, { ledBy, origin })
    if (hears(to, notice.moment)) notices.push({ to, audience: to.audience, since: last?.sequence ?? null, ...notice })
  }
  for (const address of new Set(told.map((one) => one.address))) {
    const last = lastTold(address)
    if (!last || participants.some((one) => one.address === address)) continue
    const notice = noticeOfLeaving(booking, last)
    if (notice && hears(notice.to, notice.moment)) notices.push(notice)
  }
  return notices
}

const methodOf = (moment: Moment): Method | null => (moment === 'booked' ? 'REQUEST' : null)

function noticeFor(
  booking: Known,
  to: Participant,
  last: Told | null,
  { ledBy, origin }: Circumstances,
): Pick<Notice, 'moment' | 'method'> {
  const changed = (sequence: number): Moment => (ledBy(sequence) === booking.repId ? 'rescheduled' : 'reassigned')
  switch (booking.status) {
    case 'requested':
      if (!last || (last.audience === 'rep' && !isAsked(last))) return { moment: 'requested', method: null }
      return { moment: changed(last.sequence), method: null }
    case 'declined':
    case 'expired':
      return { moment: booking.status, method: null }
    case 'cancelled':
      return { moment: 'cancelled', method: last?.method === null ? null : 'CANCEL' }
    default:
      if (last?.method === 'REQUEST') return { moment: changed(last.sequence), method: 'REQUEST' }
      return { moment: origin === 'requested' && knowsRequest(to, last) ? 'approved' : 'booked', method: 'REQUEST' }
  }
}

/** Whether an approval is news to somebody: the customer asked for it, and a rep may have been asked. */
const knowsRequest = (to: Participant, last: Told | null): boolean =>
  to.audience === 'rep' ? last !== null && isAsked(last) : last === null || last.method === null

/** What somebody is told who takes part no longer, if it concerns him at all. */
function noticeOfLeaving(booking: Known, last: Told): Notice | null {
  const ended = ['cancelled', 'declined', 'expired'].includes(booking.status)
  // A customer is still who is met, and is reached elsewhere: to the address of before there is nothing more to say.
  if (last.audience === 'customer') return null
  const invited = last.method === 'REQUEST'
  if (!invited && !isAsked(last)) return null
  const audience: Audience = last.audience === 'rep' && !ended ? 'former-rep' : last.audience
  const { name, address, audience: role, channel, timeZone } = last
  const to = {
    name,
    address,
    audience: role,
    ...(channel === undefined ? {} : { channel }),
    ...(timeZone === undefined ? {} : { timeZone }),
  }
  return { to, audience, since: last.sequence, moment: invited && !ended ? 'reassigned' : 'cancelled', method: invited ? 'CANCEL' : null }
}

/** Whether a rep was asked for an answer and not yet told that it is no longer his to give. */
const isAsked = ({ audience, method, moment }: Told): boolean => audience === 'rep' && method === null && moment !== 'cancelled'

/** One notice for each address, to the first role it has. */
const unique = (participants: readonly Participant[]): Participant[] =>
  participants.filter((one, i) => participants.findIndex((other) => other.address === one.address) === i)

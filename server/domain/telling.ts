/** Who must be told what of a booking, from what is true now and what each of them has been told so far. */
import type { Booking } from './booking.ts'
import type { Audience, Moment } from './message.ts'

export type Method = 'REQUEST' | 'CANCEL'

/** Somebody who takes part in a booking. */
export interface Participant {
  readonly name: string | null
  readonly address: string
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

/**
 * The notices that make what people know equal to what is true.
 *
 * They follow from the state alone, so a job that runs late, twice, or after several changes never says anything stale: whoever takes part
 * hears of the latest state once, whoever was invited and takes part no longer gets a cancellation.
 *
 * @param ledBy the rep who led the meeting at a sequence number
 */
export function noticesFor(
  booking: Known,
  participants: readonly Participant[],
  told: readonly Told[],
  ledBy: (sequence: number) => string | undefined,
): Notice[] {
  const lastTold = (address: string) => told.findLast((one) => one.address === address)
  const notices: Notice[] = []
  for (const to of unique(participants)) {
    const last = lastTold(to.address)
    if (last && last.sequence >= booking.sequence) continue
    const notice = noticeFor(booking, last ?? null, ledBy)
    if (notice) notices.push({ to, audience: to.audience, since: last?.sequence ?? null, ...notice })
  }
  for (const address of new Set(told.map((one) => one.address))) {
    const last = lastTold(address)
    if (!last || participants.some((one) => one.address === address)) continue
    const ended = booking.status === 'cancelled' || booking.status === 'declined'
    const invited = last.method === 'REQUEST'
    if (!invited && !isAsked(last)) continue
    const audience: Audience = last.audience === 'rep' && !ended ? 'former-rep' : last.audience
    const { name, audience: role, timeZone } = last
    const to = { name, address, audience: role, ...(timeZone === undefined ? {} : { timeZone }) }
    const said = invited
      ? ({ moment: ended ? 'cancelled' : 'reassigned', method: 'CANCEL' } as const)
      : ({ moment: 'cancelled', method: null } as const)
    notices.push({ to, audience, since: last.sequence, ...said })
  }
  return notices
}

function noticeFor(
  booking: Known,
  last: Told | null,
  ledBy: (sequence: number) => string | undefined,
): Pick<Notice, 'moment' | 'method'> | null {
  switch (booking.status) {
    case 'requested':
      if (!last || (last.audience === 'rep' && !isAsked(last))) return { moment: 'requested', method: null }
      return { moment: ledBy(last.sequence) === booking.repId ? 'moved' : 'reassigned', method: null }
    case 'declined':
    case 'expired':
      return { moment: 'declined', method: null }
    case 'cancelled':
      return { moment: 'cancelled', method: last?.method === null ? null : 'CANCEL' }
    default:
      if (last?.method !== 'REQUEST') return { moment: 'booked', method: 'REQUEST' }
      return { moment: ledBy(last.sequence) === booking.repId ? 'moved' : 'reassigned', method: 'REQUEST' }
  }
}

/** Whether a rep was asked for an answer and not yet told that it is no longer his to give. */
const isAsked = ({ audience, method, moment }: Told): boolean => audience === 'rep' && method === null && moment !== 'cancelled'

/** One notice for each address, to the first role it has. */
const unique = (participants: readonly Participant[]): Participant[] =>
  participants.filter((one, i) => participants.findIndex((other) => other.address === one.address) === i)

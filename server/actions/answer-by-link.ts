import { getBooking, type StoredBooking } from '../db/bookings.ts'
import { findReps } from '../db/reps.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Rep } from '../domain/rep.ts'
import { type RequestState, readRequestToken, showsRequest, stateOfRequest } from '../domain/request-link.ts'
import { approve, decline } from './answer-request.ts'
import type { Services } from './services.ts'

/** A request by its mailed link. */
export interface AskedRequest {
  readonly state: RequestState
  readonly booking: StoredBooking
  readonly rep: Rep
  /** Whether the link may show whom it is from. */
  readonly shown: boolean
}

/** The request that a mailed link asks about. Refuses with `not-found`, or `gone` if a newer message asks anew. */
export async function findAsked({ db, secret, now }: Services, token: string): Promise<AskedRequest> {
  const named = readRequestToken(secret, token)
  if (!named) throw new Refusal('not-found', 'This link is not valid. Look for a newer message about the request.')
  const booking = await getBooking(db, named.id)
  const state = stateOfRequest(booking, named.sequence, now())
  if (state === null) throw new Refusal('gone', 'The request has changed since this message. Look for a newer one.')
  const [rep] = await findReps(db, [booking.repId])
  if (!rep) throw new Error(`Booking ${booking.id} has no rep.`)
  return { state, booking, rep, shown: showsRequest(booking, named.sequence) }
}

const sayings: Readonly<Record<Exclude<RequestState, 'open'>, string>> = {
  approved: 'The request has been approved already.',
  declined: 'The request has been declined already.',
  expired: 'The request was not answered in time.',
  cancelled: 'The request has been withdrawn.',
}

/** Answer a request by its mailed link, as its rep; history remembers that it was by link. Refuses with `conflict` what is no longer open. */
export async function answerByLink(
  services: Services,
  token: string,
  answer: { kind: 'approve' } | { kind: 'decline'; reason?: string },
): Promise<AskedRequest> {
  const { state, booking, rep } = await findAsked(services, token)
  if (state !== 'open') throw new Refusal('conflict', sayings[state])
  const caller = { kind: 'coordinator', name: rep.name, email: rep.email, via: 'mailed-link' } as const
  if (answer.kind === 'approve') await approve(services, caller, booking)
  else await decline(services, caller, booking, answer.reason)
  return findAsked(services, token)
}

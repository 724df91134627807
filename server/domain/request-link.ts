import type { Booking } from './booking.ts'
import { readSigned, signed } from './signed.ts'

/** The addresses at which a rep answers a request, one for each answer. */
export interface AnswerUrls {
  readonly approve: string
  readonly decline: string
}

/** Nothing is stored: the links are for a request as it stands, and any change of it, an answer too, makes them void. */
export function answerUrls(publicUrl: string, secret: string, { id, sequence }: Pick<Booking, 'id' | 'sequence'>): AnswerUrls {
  const url = `${publicUrl}/requests/${signed(secret, 'request', `${id}:${sequence}`)}`
  return { approve: `${url}?answer=approve`, decline: `${url}?answer=decline` }
}

/** The booking that a token asks about, and its sequence when the link was mailed; null if it is not ours. */
export function readRequestToken(secret: string, token: string): { id: string; sequence: number } | null {
  const [id, sequence] = readSigned(secret, 'request', token)?.split(':') ?? []
  return id && sequence ? { id, sequence: Number(sequence) } : null
}

/** What a mailed question has come to: it can be answered, or it no longer can because of this. */
export type RequestState = 'open' | 'approved' | 'declined' | 'expired' | 'cancelled'

/** What has become of the request that a link of this sequence asks about; null if it was changed and a newer message asks anew. */
export function stateOfRequest(booking: Pick<Booking, 'status' | 'sequence' | 'start'>, sequence: number, now: Date): RequestState | null {
  const { status } = booking
  if (status === 'declined' || status === 'expired' || status === 'cancelled') return status
  if (status !== 'requested') return 'approved'
  if (booking.sequence !== sequence) return null
  return booking.start > now ? 'open' : 'expired'
}

/** Whether a link of this sequence may still show whom the request is from: nothing but its answer has happened since. */
export const showsRequest = (booking: Pick<Booking, 'status' | 'sequence'>, sequence: number): boolean =>
  booking.sequence === sequence || (booking.status !== 'requested' && booking.sequence === sequence + 1)

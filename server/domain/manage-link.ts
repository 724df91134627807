import type { Booking } from './booking.ts'
import { readSigned, signed } from './signed.ts'

/** The address at which whoever has it can see, move and cancel a booking. Nothing is stored: raising the generation makes it void. */
export const manageUrl = (publicUrl: string, secret: string, { id, generation }: Pick<Booking, 'id' | 'generation'>): string =>
  `${publicUrl}/manage/${signed(secret, 'manage', `${id}:${generation}`)}`

/** The booking and generation that a manage token names, or null if it is not ours. */
export function readManageToken(secret: string, token: string): { id: string; generation: number } | null {
  const [id, generation] = readSigned(secret, 'manage', token)?.split(':') ?? []
  return id && generation ? { id, generation: Number(generation) } : null
}

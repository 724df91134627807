import { readSigned, signed } from './signed.ts'

/** Says when the form of a booking page was handed out. */
export const formToken = (secret: string, at: Date): string => signed(secret, 'form', String(at.getTime()))

/** Whether a form comes back sooner than a person could have filled it in. One without a token of ours is not judged by it. */
export function isTooFast(secret: string, token: string | undefined, now: Date, fastestSeconds: number): boolean {
  const at = token === undefined ? null : readSigned(secret, 'form', token)
  return at !== null && now.getTime() - Number(at) < fastestSeconds * 1000
}

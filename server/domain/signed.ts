import { createHmac, timingSafeEqual } from 'node:crypto'

const signature = (secret: string, purpose: string, payload: string): Buffer =>
  createHmac('sha256', secret).update(`${purpose}\n${payload}`).digest()

/** A token that carries `payload` in the open and cannot be made without the secret. Tokens of one purpose are worth nothing for another. */
export const signed = (secret: string, purpose: string, payload: string): string =>
  `${Buffer.from(payload).toString('base64url')}.${signature(secret, purpose, payload).toString('base64url')}`

/** The payload of a token that we made for this purpose, or null. */
export function readSigned(secret: string, purpose: string, token: string): string | null {
  const [body, proof, rest] = token.split('.')
  if (!body || !proof || rest !== undefined) return null
  const payload = Buffer.from(body, 'base64url').toString()
  const given = Buffer.from(proof, 'base64url')
  const right = signature(secret, purpose, payload)
  return given.length === right.length && timingSafeEqual(given, right) ? payload : null
}

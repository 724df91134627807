import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

/** One key for sealing alone, so that nothing else which the secret does gives it away. */
const keyOf = (secret: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', 'switchboard sealed secrets', 32))

/**
 * A text that only whoever has the secret can read again (AES-256-GCM). `place` says where it is kept: moved elsewhere it is worth nothing.
 * The nonce is 12 random bytes, never used twice.
 */
export function seal(secret: string, place: string, text: string, nonce: Uint8Array): string {
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce).setAAD(Buffer.from(place))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return [nonce, cipher.getAuthTag(), sealed].map((part) => Buffer.from(part).toString('base64url')).join('.')
}

/** The text that was sealed for this place, or null if it was not, or not with this secret. */
export function unseal(secret: string, place: string, sealed: string): string | null {
  const [nonce, tag, body, rest] = sealed.split('.').map((part) => Buffer.from(part, 'base64url'))
  if (nonce?.length !== 12 || tag?.length !== 16 || !body || rest) return null
  const cipher = createDecipheriv('aes-256-gcm', keyOf(secret), nonce).setAAD(Buffer.from(place)).setAuthTag(tag)
  try {
    return Buffer.concat([cipher.update(body), cipher.final()]).toString()
  } catch {
    return null
  }
}

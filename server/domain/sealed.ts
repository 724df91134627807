import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

/** One key for sealing alone, so that nothing else which the secret does gives it away. */
const keyOf = (secret: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', 'switchboard sealed secrets', 32))

/** Tells secrets apart without telling anything of them. */
const keyIdOf = (secret: string): string => Buffer.from(hkdfSync('sha256', secret, '', 'switchboard seal key id', 6)).toString('base64url')

/**
 * A text that only whoever has the secret can read again (AES-256-GCM). `place` says where it is kept: moved elsewhere it is worth nothing.
 * The nonce is 12 random bytes, never used twice. It begins with the id of its key, so that the secret can be replaced by another.
 */
export function seal(secret: string, place: string, text: string, nonce: Uint8Array): string {
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce).setAAD(Buffer.from(place))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return [keyIdOf(secret), ...[nonce, cipher.getAuthTag(), sealed].map((part) => Buffer.from(part).toString('base64url'))].join('.')
}

/** The text that was sealed for this place, or null if it was not, or with none of these secrets. */
export function unseal(secrets: readonly string[], place: string, sealed: string): string | null {
  const parts = sealed.split('.')
  // Seals had no key id at first: of those, every secret is tried.
  const [keyId, body] = parts.length === 3 ? [null, parts] : [parts[0], parts.slice(1)]
  for (const secret of secrets) {
    const text = keyId === null || keyId === keyIdOf(secret) ? open(secret, place, body) : null
    if (text !== null) return text
  }
  return null
}

/** Whether a seal is of this secret, rather than of one before it. */
export const isSealedWith = (secret: string, sealed: string): boolean => sealed.startsWith(`${keyIdOf(secret)}.`)

function open(secret: string, place: string, parts: readonly string[]): string | null {
  const [nonce, tag, body, rest] = parts.map((part) => Buffer.from(part, 'base64url'))
  if (nonce?.length !== 12 || tag?.length !== 16 || !body || rest) return null
  const cipher = createDecipheriv('aes-256-gcm', keyOf(secret), nonce).setAAD(Buffer.from(place)).setAuthTag(tag)
  try {
    return Buffer.concat([cipher.update(body), cipher.final()]).toString()
  } catch {
    return null
  }
}

import { sign } from 'node:crypto'

/** Who asks an org for a token: its app, the user it acts as, and the private key whose certificate the app holds. */
export interface Bearer {
  readonly clientId: string
  readonly username: string
  /** In PEM. */
  readonly privateKey: string
  /** Salesforce's sign-in address: https://login.salesforce.com, https://test.salesforce.com, or a site's own. */
  readonly audience: string
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/**
 * The signed statement that is exchanged for a token, good for three minutes
 * ("OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration", Salesforce Help).
 */
export function bearerAssertion(bearer: Bearer, now: Date): string {
  const exp = Math.floor(now.getTime() / 1000) + 180
  const content = `${part({ alg: 'RS256' })}.${part({ iss: bearer.clientId, sub: bearer.username, aud: bearer.audience, exp })}`
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), bearer.privateKey).toString('base64url')}`
}

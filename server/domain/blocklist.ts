const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** Whether a text, in lower case, is a domain that could be blocked: a whole top-level domain is not. */
export const isDomain = (text: string): boolean => text.length <= 253 && DOMAIN.test(text)

/** Every entry of the blocklist that would stop this email: itself, its domain, and the domains above that. */
export function entriesAgainst(email: string): string[] {
  const lower = email.toLowerCase()
  const labels = lower.slice(lower.lastIndexOf('@') + 1).split('.')
  return [lower, ...labels.slice(0, -1).map((_, from) => labels.slice(from).join('.'))]
}

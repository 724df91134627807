/** A notice from Google that something in a watched calendar has changed. What has changed, only the calendar itself tells. */
export interface GoogleNotice {
  /** The id that we chose for the watch. */
  readonly watchId: string
  /** The token that we gave with the watch: whoever knows it is Google. */
  readonly token: string | null
  /** Google's own name for what is watched. */
  readonly resource: string
  /** `sync` says no more than that the watch has begun. */
  readonly state: 'sync' | 'exists' | 'not_exists'
}

/**
 * The notice in the headers of a call, their names in lower case, or null if it is none. Everything that Google says stands in headers, and the
 * body is empty (Calendar API, Push notifications, "Understand the notification message format"). A notice may come twice, or late.
 */
export function readGoogleNotice(headers: Readonly<Record<string, string | readonly string[] | undefined>>): GoogleNotice | null {
  const one = (name: string): string | null => {
    const value = headers[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const [watchId, resource, state] = [one('x-goog-channel-id'), one('x-goog-resource-id'), one('x-goog-resource-state')]
  const numbered = /^\d+$/.test(one('x-goog-message-number') ?? '')
  if (watchId === null || resource === null || !numbered) return null
  if (state !== 'sync' && state !== 'exists' && state !== 'not_exists') return null
  return { watchId, token: one('x-goog-channel-token'), resource, state }
}

import type { Request } from 'express'
import { launchSession } from '../actions/crm/launch.ts'
import type { Services } from '../actions/services.ts'
import type { LaunchSession } from '../db/launches.ts'

/** The cookie of consoles that were opened from records. */
export const LAUNCH_COOKIE = 'switchboard_launch'

/** The header with which a page that was opened from a record names its customer. Another website cannot send it. */
export const LAUNCH_HEADER = 'x-switchboard-launch'

/** The launch cookie that a browser sends, if there is one. */
export const launchCookieOf = (req: Request): string | null =>
  new RegExp(`(?:^|;\\s*)${LAUNCH_COOKIE}=([\\w-]{43})(?:;|$)`).exec(req.get('cookie') ?? '')?.[1] ?? null

/** The console in which a request was made, if it was opened from a record and is open still. */
export async function launchOf(req: Request, services: Services): Promise<LaunchSession | null> {
  const [cookie, customerId] = [launchCookieOf(req), req.get(LAUNCH_HEADER)]
  return cookie === null || customerId === undefined ? null : launchSession(services, cookie, customerId)
}

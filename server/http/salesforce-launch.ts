import { type RequestHandler, Router } from 'express'
import { endLaunch, type LaunchKey, openLaunch } from '../actions/crm/launch.ts'
import type { Services } from '../actions/services.ts'
import { SESSION_HOURS } from '../domain/launch.ts'
import { LAUNCH_COOKIE, launchCookieOf, launchOf } from './launch-cookie.ts'
import { launchWords } from './launch-page.ts'
import { sendPlainPage } from './plain-page.ts'

const LONGEST_TICKET = 100

/** The console opened from a record of Salesforce: by a token that the org has signed, or by a one-time address. */
export const salesforceLaunchRoutes = (services: Services, limit: RequestHandler): Router => {
  const cookie = {
    httpOnly: true,
    // The browser brings it along although the way here began at Salesforce.
    sameSite: 'lax',
    secure: services.publicUrl.startsWith('https:'),
    path: '/',
  } as const
  return (
    Router()
      .get('/salesforce/launch', limit, async (req, res) => {
        res.set('Cache-Control', 'no-store')
        // Programs that only look must not use the address up.
        if (req.method !== 'GET') return void res.status(405).set('Allow', 'GET').end()
        const key = keyOf(req.query)
        const opened = key ? await openLaunch(services, key, launchCookieOf(req)) : ({ problem: 'malformed', why: 'malformed' } as const)
        if ('cookie' in opened) {
          res.cookie(LAUNCH_COOKIE, opened.cookie, { ...cookie, maxAge: SESSION_HOURS * 3_600_000 })
          return void res.redirect(303, `/console/launch/${opened.customerId}`)
        }
        const facts = { why: opened.why, by: key ? Object.keys(key).join() : 'nothing', requestId: String(res.getHeader('X-Request-Id')) }
        services.report('A launch was refused', facts, 'error' in opened ? opened.error : null)
        const { status, title, says, again } = launchWords(opened.problem)
        if (status === 503) res.set('Retry-After', '10')
        sendPlainPage(res, status, title, says, again ? { link: again } : {})
      })
      // In a console that was opened from a record, signing out ends that one alone: whoever else is signed in stays so.
      .delete('/api/v1/session', async (req, res, next) => {
        const launch = await launchOf(req, services)
        if (!launch) return next()
        if (await endLaunch(services, launch)) res.clearCookie(LAUNCH_COOKIE, cookie)
        res.status(204).end()
      })
  )
}

/** A token or a ticket; one of them, once. */
function keyOf({ token, ticket }: Readonly<Record<string, unknown>>): LaunchKey | null {
  if (typeof token === 'string' && token !== '' && ticket === undefined) return { token }
  if (typeof ticket === 'string' && /^[\w-]+$/.test(ticket) && ticket.length <= LONGEST_TICKET && token === undefined) return { ticket }
  return null
}

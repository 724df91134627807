import { Router } from 'express'
import { type ConsentProblem, finishConsent } from '../actions/calendars/connect.ts'
import type { Services } from '../actions/services.ts'
import { askingOf, personAsks } from './auth.ts'

/** What the browser keeps while somebody is at the vendor. */
export const CONSENT_COOKIE = 'switchboard_calendars'
export const CONSENT_PATH = '/calendars/connected'

/** Somebody comes back from a vendor that was asked for consent. Whatever comes of it is said on the console's page of calendars. */
export const consentRoutes = (services: Services): Router =>
  Router().get(`${CONSENT_PATH}/:vendor`, async (req, res, next) => {
    const { vendor } = req.params
    if (vendor !== 'google' && vendor !== 'microsoft') return next()
    const says = Object.fromEntries(
      Object.entries(req.query).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    )
    const kept = new RegExp(`(?:^|;\\s*)${CONSENT_COOKIE}=([\\w.-]+)`).exec(req.get('cookie') ?? '')?.[1]
    const known = await services.signIn.session(askingOf(req))
    res.set('Cache-Control', 'no-store')
    // The session's cookie is not sent when another website leads here: this page asks for itself once more, and then it is.
    if (kept !== undefined && !known && says.again === undefined) return void res.type('html').send(onceMore(says))

    res.clearCookie(CONSENT_COOKIE, { path: CONSENT_PATH })
    const end = (name: string, value: string) => res.redirect(303, `/console/calendars?${new URLSearchParams({ [name]: value })}`)
    if (kept === undefined || !known) return end('problem', (known ? 'expired' : 'other-person') satisfies ConsentProblem)
    const result = await finishConsent(services, {
      vendor,
      kept,
      by: known.accountId,
      author: (await personAsks(services, known)).caller,
      says,
    })
    if ('problem' in result) return end('problem', result.problem)
    end('connected', result.accountId)
  })

/** A page of our own that asks for the same once more, with what the vendor said. */
export const onceMore = (says: Readonly<Record<string, string>>): string => {
  const address = `?${new URLSearchParams({ ...says, again: '1' })}`.replaceAll('&', '&amp;')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Switchboard</title>
<meta http-equiv="refresh" content="0;url=${address}"></head><body><a href="${address}">Continue</a></body></html>`
}

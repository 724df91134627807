import { Router } from 'express'
import { type CrmConsentProblem, finishCrmConsent } from '../actions/crm/connect.ts'
import type { Services } from '../actions/services.ts'
import { askingOf, personAsks } from './auth.ts'
import { onceMore } from './calendar-consent.ts'

/** What the browser keeps while somebody is at Salesforce. */
export const CRM_COOKIE = 'switchboard_salesforce'
export const CRM_PATH = '/salesforce/connected'

/** An administrator comes back from Salesforce. Whatever comes of it is said on the console's page of Salesforce. */
export const salesforceConsentRoutes = (services: Services): Router =>
  Router().get(CRM_PATH, async (req, res) => {
    const says = Object.fromEntries(
      Object.entries(req.query).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    )
    const kept = new RegExp(`(?:^|;\\s*)${CRM_COOKIE}=([\\w.-]+)`).exec(req.get('cookie') ?? '')?.[1]
    const known = await services.signIn.session(askingOf(req))
    res.set('Cache-Control', 'no-store')
    // The session's cookie is not sent when another website leads here: this page asks for itself once more, and then it is.
    if (kept !== undefined && !known && says.again === undefined) return void res.type('html').send(onceMore(says))

    res.clearCookie(CRM_COOKIE, { path: CRM_PATH })
    const end = (query: Readonly<Record<string, string>>) => res.redirect(303, `/console/salesforce?${new URLSearchParams(query)}`)
    const ended = (problem: CrmConsentProblem) => end({ problem })
    if (known?.level !== 'administrator') return ended('other-person')
    if (kept === undefined) return ended('expired')
    const problem = await finishCrmConsent(services, {
      kept,
      by: known.accountId,
      author: (await personAsks(services, known)).caller,
      says,
    })
    return problem === null ? end({ connected: '1' }) : ended(problem)
  })

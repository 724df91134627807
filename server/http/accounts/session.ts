import { Router } from 'express'
import type { z } from 'zod'
import { makeFirstAccount } from '../../actions/accounts/first.ts'
import type { Services } from '../../actions/services.ts'
import { anyAccount } from '../../db/accounts.ts'
import { findOrg } from '../../db/crm-org.ts'
import { findReadAt } from '../../db/crm-people.ts'
import { getCustomer } from '../../db/customers.ts'
import type { LaunchSession } from '../../db/launches.ts'
import { findProjects } from '../../db/projects.ts'
import { instantText } from '../../domain/interval.ts'
import { Refusal } from '../../domain/refusal.ts'
import { operationsOf } from '../../domain/rights.ts'
import { type Asker, askerOf, askingOf, isKey, personAsks, projectsOf, setCookies } from '../auth.ts'
import { FirstAccountRequest, type LaunchedView, SessionRequest, type SessionView } from '../contract/accounts.ts'
import type { SignInLimits } from '../limits.ts'
import { read } from '../problem.ts'

async function sessionView(
  services: Services,
  asker: Asker,
  launch: z.input<typeof SessionView>['launch'] = null,
): Promise<z.input<typeof SessionView>> {
  const { caller, standing, known } = asker
  const own = await projectsOf(services, asker)
  const projects = standing.level === 'launched' ? [] : await findProjects(services.db)
  return {
    name: caller.name,
    email: caller.email,
    level: standing.level,
    secondFactor: known?.secondFactor ?? false,
    rights: operationsOf(standing),
    projects: projects.filter(({ id }) => own === null || own.includes(id)),
    agent: asker.agent && { ...asker.agent, pages: [...asker.agent.pages] },
    launch,
  }
}

/** What anybody may ask before they are signed in, and signing in itself. */
export const signInRoutes = (services: Services, adminKey: string, limits: SignInLimits): Router => {
  const { db, signIn, publicUrl } = services
  return Router()
    .get('/sign-in', async (_req, res) => {
      const elsewhere = signIn.elsewhere && { name: signIn.elsewhere.name, url: `${publicUrl}/api/v1/sign-in/oidc` }
      res.json({ firstAccount: !(await anyAccount(db)), elsewhere })
    })
    .get('/sign-in/oidc', limits.perAddress, async (req, res) => {
      if (!signIn.elsewhere) throw new Refusal('not-found', 'Accounts are kept here alone.')
      const start = await signIn.startElsewhere(askingOf(req))
      if (!start) return res.redirect(302, '/console/home?elsewhere=unreachable')
      setCookies(res, start.cookies)
      res.redirect(302, start.url)
    })
    .get('/sign-in/callback/oidc', limits.perAddress, async (req, res) => {
      const query = Object.entries(req.query).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
      const cookies = await signIn.finishElsewhere(askingOf(req), Object.fromEntries(query))
      if (!cookies) return res.redirect(302, '/console/home?elsewhere=refused')
      setCookies(res, cookies)
      res.redirect(302, '/console/home')
    })
    .post('/accounts/first', async (req, res) => {
      const { key, ...wish } = read(FirstAccountRequest, req.body)
      if (!isKey(key, adminKey)) throw new Refusal('unauthenticated', 'This is not the administrator key.')
      await makeFirstAccount(services, wish)
      res.status(204).end()
    })
    .post('/session', limits.perAccount, async (req, res) => {
      const { email, password, code } = read(SessionRequest, req.body)
      const answer = await signIn.withPassword(askingOf(req), email, password, code ?? null)
      if (answer.is === 'refused') throw new Refusal('unauthenticated', 'This email and password do not belong together.')
      if (answer.is === 'code-needed') {
        res.locals.halfway = code === undefined
        throw new Refusal('second-factor-required', code === undefined ? undefined : 'This code is not right, or was used before.')
      }
      const begun = await signIn.session({ ...askingOf(req), cookie: answer.cookies.map((one) => one.split(';', 1)[0]).join('; ') })
      if (!begun) throw new Refusal('unauthenticated', 'This session has just been ended.')
      setCookies(res, answer.cookies)
      res.status(201).json(await sessionView(services, await personAsks(services, begun)))
    })
    .delete('/session', async (req, res) => {
      setCookies(res, await signIn.end(askingOf(req)))
      res.status(204).end()
    })
}

/** Who is signed in. Behind `staffOnly`. */
export const sessionRoutes = (services: Services): Router =>
  Router().get('/session', async (_req, res) => {
    const asker = askerOf(res)
    res.json(await sessionView(services, asker, asker.launch && (await launchView(services, asker.launch))))
  })

/** For whom a console was opened from a record, and the way back to that record. */
async function launchView({ db }: Services, { customerId, stale }: LaunchSession): Promise<z.input<typeof LaunchedView>> {
  const [org, { salesforceId }, readAt] = [await findOrg(db), await getCustomer(db, customerId), await findReadAt(db, customerId)]
  return {
    customer: customerId,
    recordUrl: org && salesforceId ? `${org.apiUrl}/${salesforceId}` : null,
    stale,
    readAt: readAt && instantText(readAt),
  }
}

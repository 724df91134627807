import { type Response, Router } from 'express'
import { voidLinks } from '../../actions/accounts/choose-password.ts'
import { endSession } from '../../actions/accounts/sessions.ts'
import type { Services } from '../../actions/services.ts'
import { findSessions } from '../../db/accounts.ts'
import { instantText } from '../../domain/interval.ts'
import { Refusal } from '../../domain/refusal.ts'
import { askingOf, personOf, setCookies } from '../auth.ts'
import { PasswordChange, SecondFactorCode, SecondFactorRequest } from '../contract/accounts.ts'
import type { SignInLimits } from '../limits.ts'
import { read } from '../problem.ts'

const wrong = (pointer: string, what: string) =>
  new Refusal('invalid', `This ${what} is not right.`, { errors: [{ pointer, detail: 'is not right' }] })

/** A change that began a new session. */
function renewed(res: Response, cookies: readonly string[]): void {
  setCookies(res, cookies)
  res.status(204).end()
}

/** What people do with their own account. */
export const ownAccountRoutes = (services: Services, limits: SignInLimits): Router => {
  const { db, signIn } = services
  return Router()
    .use('/account', limits.perAddress)
    .post('/account/password', async (req, res) => {
      const { accountId } = personOf(res)
      const { current, password } = read(PasswordChange, req.body)
      const cookies = await signIn.changePassword(askingOf(req), current, password)
      if (!cookies) throw wrong('/current', 'password')
      await voidLinks(services, accountId)
      renewed(res, cookies)
    })
    .post('/account/second-factor', async (req, res) => {
      const { secondFactor } = personOf(res)
      const { password } = read(SecondFactorRequest, req.body)
      if (secondFactor) throw new Refusal('conflict', 'There is a second factor already. Turn it off first.')
      const made = await signIn.enrolSecondFactor(askingOf(req), password)
      if (!made) throw wrong('/password', 'password')
      res.json(made)
    })
    .post('/account/second-factor/confirm', async (req, res) => {
      personOf(res)
      const cookies = await signIn.confirmSecondFactor(askingOf(req), read(SecondFactorCode, req.body).code)
      if (!cookies) throw wrong('/code', 'code')
      renewed(res, cookies)
    })
    .post('/account/second-factor/disable', async (req, res) => {
      personOf(res)
      const cookies = await signIn.disableSecondFactor(askingOf(req), read(SecondFactorRequest, req.body).password)
      if (!cookies) throw wrong('/password', 'password')
      renewed(res, cookies)
    })
    .get('/sessions', async (_req, res) => {
      const { accountId, sessionId } = personOf(res)
      const items = (await findSessions(db, accountId)).map(({ id, createdAt, expiresAt, userAgent, address }) => ({
        id,
        current: id === sessionId,
        createdAt: instantText(createdAt),
        expiresAt: instantText(expiresAt),
        userAgent,
        address,
      }))
      res.json({ items, nextCursor: null })
    })
    .delete('/sessions/:id', async (req, res) => {
      await endSession(services, personOf(res).accountId, req.params.id)
      res.status(204).end()
    })
}

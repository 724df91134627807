import { Router } from 'express'
import { choosePassword, readAccountLink, requestReset } from '../../actions/accounts/choose-password.ts'
import type { Services } from '../../actions/services.ts'
import { AccountLinkRequest, ChoosePasswordRequest, ResetRequest } from '../contract/accounts.ts'
import type { SignInLimits } from '../limits.ts'
import { read } from '../problem.ts'

/** What is done with a mailed link, and asking for one. Tokens come in bodies, so that no log of addresses holds them. */
export const accountLinkRoutes = (services: Services, limits: SignInLimits): Router =>
  Router()
    .post('/password-resets', limits.resets, async (req, res) => {
      await requestReset(services, read(ResetRequest, req.body).email)
      res.status(204).end()
    })
    .post('/account-links/read', async (req, res) => {
      const { account, kind } = await readAccountLink(services, read(AccountLinkRequest, req.body).token)
      res.json({ kind, name: account.name, email: account.email })
    })
    .post('/account-links/use', async (req, res) => {
      const { token, password } = read(ChoosePasswordRequest, req.body)
      await choosePassword(services, token, password)
      res.status(204).end()
    })

import { Router } from 'express'
import type { z } from 'zod'
import { makeApiKey, revokeApiKey } from '../../actions/accounts/api-keys.ts'
import { changeAccount } from '../../actions/accounts/change.ts'
import { inviteAccount, inviteAgain } from '../../actions/accounts/invite.ts'
import type { Services } from '../../actions/services.ts'
import { findAccounts, type ListedAccount } from '../../db/accounts.ts'
import { type ApiKey, findApiKeys } from '../../db/api-keys.ts'
import { instantText } from '../../domain/interval.ts'
import { callerOf, personOf } from '../auth.ts'
import { AccountChange, AccountQuery, AccountRequest, type AccountView, ApiKeyRequest, type ApiKeyView } from '../contract/accounts.ts'
import { cursorOf, pageOf, readCursor } from '../cursor.ts'
import { read } from '../problem.ts'

const accountView = ({
  id,
  name,
  email,
  level,
  projects,
  agent,
  secondFactor,
  joined,
  deactivatedAt,
  createdAt,
}: ListedAccount): z.input<typeof AccountView> => ({
  id,
  name,
  email,
  level,
  projects: [...projects],
  agent: agent && { ...agent, pages: [...agent.pages] },
  status: deactivatedAt ? 'deactivated' : joined ? 'active' : 'invited',
  secondFactor,
  createdAt: instantText(createdAt),
})

const keyView = ({ id, name, scopes, expiresAt, createdAt }: ApiKey): z.input<typeof ApiKeyView> => ({
  id,
  name,
  scopes: [...scopes],
  expiresAt: expiresAt && instantText(expiresAt),
  createdAt: instantText(createdAt),
})

/** Who may sign in, and which programs may ask. */
export const accountRoutes = (services: Services): Router => {
  const { db } = services
  return Router()
    .get('/accounts', async (req, res) => {
      const { cursor, limit } = read(AccountQuery, req.query)
      const [after] = readCursor(cursor, ['email']) ?? []
      const page = pageOf(await findAccounts(db, { ...(after ? { after } : {}), limit: limit + 1 }), limit, (last) => cursorOf(last.email))
      res.json({ ...page, items: page.items.map(accountView) })
    })
    .post('/accounts', async (req, res) => {
      res.status(201).json(accountView(await inviteAccount(services, callerOf(res), read(AccountRequest, req.body))))
    })
    .patch('/accounts/:id', async (req, res) => {
      res.json(accountView(await changeAccount(services, callerOf(res), req.params.id, read(AccountChange, req.body))))
    })
    .post('/accounts/:id/invitation', async (req, res) => {
      await inviteAgain(services, req.params.id)
      res.status(204).end()
    })
    .get('/api-keys', async (_req, res) => {
      res.json({ items: (await findApiKeys(db, personOf(res).accountId)).map(keyView), nextCursor: null })
    })
    .post('/api-keys', async (req, res) => {
      const { key, ...made } = await makeApiKey(services, callerOf(res), personOf(res).accountId, read(ApiKeyRequest, req.body))
      res.status(201).json({ ...keyView(made), key })
    })
    .delete('/api-keys/:id', async (req, res) => {
      await revokeApiKey(services, callerOf(res), personOf(res).accountId, req.params.id)
      res.status(204).end()
    })
}

import { Router } from 'express'
import { Refusal } from '../../domain/refusal.ts'
import { beginSession, callerOf, endSession, isKey, type Keys, staffOnly } from '../auth.ts'
import { SessionRequest } from '../contract/customers.ts'
import { read } from '../problem.ts'

/** Signing in to the console with the administrator key, and saying who one is. */
export const sessionRoutes = (keys: Keys): Router =>
  Router()
    .post('/session', (req, res) => {
      const { key, name, email } = read(SessionRequest, req.body)
      if (!isKey(key, keys.adminKey)) throw new Refusal('unauthenticated', 'This is not the administrator key.')
      beginSession(res, keys, { name, email: email.toLowerCase() })
      res.status(201).json({ name, email: email.toLowerCase(), level: 'administrator' })
    })
    .get('/session', staffOnly(keys), (_req, res) => {
      const { name, email } = callerOf(res)
      res.json({ name, email, level: 'administrator' })
    })
    .delete('/session', (_req, res) => {
      endSession(res, keys)
      res.status(204).end()
    })

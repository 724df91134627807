import { Router } from 'express'
import { hold, releaseHold, renewHold } from '../../actions/hold.ts'
import type { Services } from '../../actions/services.ts'
import type { Database } from '../../db/database.ts'
import { callerKey } from '../../domain/booking.ts'
import type { Hold } from '../../domain/hold.ts'
import { callerOf, refuseOtherRep } from '../auth.ts'
import { HoldRequest, RenewRequest } from '../contract/holds.ts'
import { answerCreation } from '../idempotency.ts'
import { read } from '../problem.ts'
import { holdView } from '../views.ts'

/** Times kept for a moment while a customer decides. */
export const holdRoutes = (services: Services): Router =>
  Router()
    .post('/holds', async (req, res) => {
      const wish = read(HoldRequest, req.body)
      const caller = callerOf(res)
      await refuseOtherRep(services, res, wish.rep)
      await answerCreation(services, req, res, `hold ${callerKey(caller)}`, async (keep) => {
        const answered = async (from: Database, made: Hold) => {
          const location = `${services.publicUrl}/api/v1/holds/${made.id}`
          return { status: 201, location, body: await holdView(from, made) }
        }
        const made = await hold(services, caller, wish, async (tx, stored) => keep(tx, await answered(tx, stored)))
        return answered(services.db, made)
      })
    })
    .post('/holds/:id/renew', async (req, res) => {
      read(RenewRequest, req.body)
      res.json(await holdView(services.db, await renewHold(services, req.params.id)))
    })
    .delete('/holds/:id', async (req, res) => {
      await releaseHold(services, req.params.id)
      res.status(204).end()
    })

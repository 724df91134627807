import { Router } from 'express'
import { countFreeReps, findFreeReps } from '../../actions/count-free-reps.ts'
import { idOfRecord } from '../../actions/crm/record-customer.ts'
import { findTime } from '../../actions/find-time.ts'
import type { Services } from '../../actions/services.ts'
import { instantText, minuteText } from '../../domain/interval.ts'
import { ownCustomerOf, refuseMoving, refuseOtherCustomer, seenCustomer } from '../auth.ts'
import { AvailabilityQuery, FindByTimeRequest, FreeRepsQuery } from '../contract/find-time.ts'
import { Instant } from '../contract/shapes.ts'
import { answerKept } from '../kept.ts'
import { read } from '../problem.ts'
import { repView, timeAnswerView } from '../views.ts'

/** Find by time, and the heat map. */
export const findTimeRoutes = (services: Services): Router =>
  Router()
    .post('/find-by-time', async (req, res) => {
      const { customer: asked, ...question } = read(FindByTimeRequest, req.body)
      const own = ownCustomerOf(res)
      refuseOtherCustomer(res, typeof asked === 'object' ? '' : asked)
      await refuseMoving(services, res, question.booking)
      const named = typeof asked === 'object' ? await idOfRecord(services, asked.salesforce) : asked
      const customer = own ?? (named === undefined ? undefined : (await seenCustomer(services, res, named)).id)
      const answer = await findTime(services, customer === undefined ? question : { ...question, customer })
      // Not `res.json`: it would digest the whole answer for an ETag that nobody sends back.
      res.type('json').end(JSON.stringify(timeAnswerView(answer)))
    })
    .get('/availability', async (req, res) => {
      const question = read(AvailabilityQuery, req.query)
      await refuseMoving(services, res, question.booking)
      await answerKept(services, req, res, question, async () => {
        const { start, stepMinutes, counts } = await countFreeReps(services, question)
        return { start: minuteText(start), stepMinutes, counts }
      })
    })
    .get('/availability/:instant/reps', async (req, res) => {
      const at = read(Instant, req.params.instant)
      const question = read(FreeRepsQuery, req.query)
      await refuseMoving(services, res, question.booking)
      const reps = await findFreeReps(services, { ...question, at })
      res.json({ at: instantText(at), reps: reps.map(repView) })
    })

import { Router } from 'express'
import { countFreeReps, findFreeReps } from '../../actions/count-free-reps.ts'
import { findTime } from '../../actions/find-time.ts'
import type { Services } from '../../actions/services.ts'
import { instantText, minuteText } from '../../domain/interval.ts'
import { AvailabilityQuery, FindByTimeRequest, FreeRepsQuery } from '../contract/find-time.ts'
import { Instant } from '../contract/shapes.ts'
import { answerKept } from '../kept.ts'
import { read } from '../problem.ts'
import { repView, timeAnswerView } from '../views.ts'

/** Find by time, and the heat map. */
export const findTimeRoutes = (services: Services): Router =>
  Router()
    .post('/find-by-time', async (req, res) => {
      const answer = await findTime(services, read(FindByTimeRequest, req.body))
      // Not `res.json`: it would digest the whole answer for an ETag that nobody sends back.
      res.type('json').end(JSON.stringify(timeAnswerView(answer)))
    })
    .get('/availability', async (req, res) => {
      const question = read(AvailabilityQuery, req.query)
      await answerKept(services, req, res, question, async () => {
        const { start, stepMinutes, counts } = await countFreeReps(services, question)
        return { start: minuteText(start), stepMinutes, counts }
      })
    })
    .get('/availability/:instant/reps', async (req, res) => {
      const at = read(Instant, req.params.instant)
      const reps = await findFreeReps(services, { ...read(FreeRepsQuery, req.query), at })
      res.json({ at: instantText(at), reps: reps.map(repView) })
    })

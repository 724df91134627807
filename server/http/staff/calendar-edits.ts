import { Router } from 'express'
import { answerEdit, findEdits } from '../../actions/calendars/answer-edit.ts'
import type { Services } from '../../actions/services.ts'
import { getBooking } from '../../db/bookings.ts'
import { instantText } from '../../domain/interval.ts'
import { ownRepOf, sightIn } from '../auth.ts'
import { CalendarEditAnswer } from '../contract/calendar-edits.ts'
import { read } from '../problem.ts'
import { bookingViews } from '../views.ts'

/** Events of bookings that were moved or deleted by hand, and wait for a word on whether the booking is to follow. */
export const calendarEditRoutes = (services: Services): Router => {
  const { db } = services
  return Router()
    .get('/calendar-edits', async (_req, res) => {
      const edits = await findEdits(services, ownRepOf(res), await sightIn(services, res))
      const views = await bookingViews(
        db,
        services,
        edits.map(({ booking }) => booking),
      )
      const items = edits.map(({ movedTo }, i) => ({
        booking: views[i],
        movedTo: movedTo && { start: instantText(movedTo.start), end: instantText(movedTo.end) },
      }))
      res.json({ items, nextCursor: null })
    })
    .post('/bookings/:id/calendar-edit', async (req, res) => {
      const { answer } = read(CalendarEditAnswer, req.body)
      await answerEdit(services, req.params.id, answer)
      res.json((await bookingViews(db, services, [await getBooking(db, req.params.id)]))[0])
    })
}

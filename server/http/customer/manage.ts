import { Router } from 'express'
import { cancel } from '../../actions/cancel.ts'
import { findManaged, findManagedSlots, invitationOf } from '../../actions/manage.ts'
import { reschedule } from '../../actions/reschedule.ts'
import type { Services } from '../../actions/services.ts'
import { type Booking, type Caller, policyNow } from '../../domain/booking.ts'
import { minuteText } from '../../domain/interval.ts'
import { Refusal } from '../../domain/refusal.ts'
import { ManageCancel, ManageReschedule, ManageSlotsQuery } from '../contract/pages.ts'
import { read } from '../problem.ts'
import { publicBookingView } from '../views.ts'

/** Refuse with `forbidden` what the booking's policy keeps with its rep. */
function allowRep(booking: Booking, rep: 'same' | 'any'): void {
  if (rep === 'any' && policyNow(booking).moveTo === 'same') throw new Refusal('forbidden', 'This booking stays with its rep.')
}

/** The customer's link to a booking: see, move, cancel. Whoever has it acts as the customer. */
export function manageRoutes(services: Services): Router {
  const customer = ({ customer: { name, email } }: Booking): Caller => ({ kind: 'customer', name, email })
  const view = (booking: Booking) => publicBookingView(services.db, services, booking)

  return Router()
    .get('/manage/:token', async (req, res) => void res.json(await view(await findManaged(services, req.params.token))))
    .get('/manage/:token/slots', async (req, res) => {
      const booking = await findManaged(services, req.params.token)
      const question = read(ManageSlotsQuery, req.query)
      allowRep(booking, question.rep)
      const { timeZone, days } = await findManagedSlots(services, booking, question)
      res.json({ timeZone, days: days.map(({ date, slots }) => ({ date, slots: slots.map(minuteText) })) })
    })
    .post('/manage/:token/reschedule', async (req, res) => {
      const { start, timeZone, rep } = read(ManageReschedule, req.body)
      const booking = await findManaged(services, req.params.token)
      allowRep(booking, rep)
      const move = { start, timeZone, ...(rep === 'any' ? { rep: 'any' } : {}) }
      res.json(await view(await reschedule(services, customer(booking), booking.id, move)))
    })
    .post('/manage/:token/cancel', async (req, res) => {
      const booking = await findManaged(services, req.params.token)
      res.json(await view(await cancel(services, customer(booking), booking.id, read(ManageCancel, req.body))))
    })
    .get('/manage/:token/invite.ics', async (req, res) => {
      const { method, text } = await invitationOf(services, await findManaged(services, req.params.token))
      res.type(`text/calendar; charset=utf-8; method=${method}`).attachment('invite.ics').send(text)
    })
}

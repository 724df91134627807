import { Router } from 'express'
import type { Services } from '../../actions/services.ts'
import { getBooking } from '../../db/bookings.ts'
import { findCustomers, getCustomer } from '../../db/customers.ts'
import { findMessages } from '../../db/messages.ts'
import { Refusal } from '../../domain/refusal.ts'
import { callerOf, reachIn } from '../auth.ts'
import { CustomerQuery, MessageQuery } from '../contract/customers.ts'
import { Ref } from '../contract/shapes.ts'
import { cursorOf, pageOf, readCursor } from '../cursor.ts'
import { read } from '../problem.ts'
import { customerViews, messageView } from '../views.ts'

/** Customers as the phone workspace finds them, and the outbox. */
export const customerRoutes = ({ db }: Services): Router =>
  Router()
    .get('/customers', async (req, res) => {
      const { search, coordinator, cursor, limit } = read(CustomerQuery, req.query)
      const mine = coordinator === 'me' ? callerOf(res).email : coordinator
      if (mine === null)
        throw new Refusal('invalid', 'A key has no customers of its own.', {
          errors: [{ pointer: '/coordinator', detail: 'must be an email with this key' }],
        })
      const [name, id] = readCursor(cursor, ['name', 'id']) ?? []
      const found = await findCustomers(db, {
        ...(search ? { search } : {}),
        ...(mine === undefined ? {} : { coordinator: mine }),
        ...(name !== undefined && id ? { after: { name, id } } : {}),
        limit: limit + 1,
      })
      const page = pageOf(found, limit, (last) => cursorOf(last.name, last.id))
      res.json({ ...page, items: await customerViews(db, page.items) })
    })
    .get('/customers/:id', async (req, res) => {
      const [view] = await customerViews(db, [await getCustomer(db, read(Ref, req.params.id))])
      res.json(view)
    })
    .get('/outbox', async (req, res) => {
      const { booking, cursor, limit } = read(MessageQuery, req.query)
      const [createdAt, id] = readCursor(cursor, ['instant', 'id']) ?? []
      const found = await findMessages(db, {
        ofBookings: reachIn(res) === 'own',
        ...(booking ? { bookingId: (await getBooking(db, booking)).id } : {}),
        ...(createdAt && id ? { before: { createdAt: new Date(createdAt), id } } : {}),
        limit: limit + 1,
      })
      const page = pageOf(found, limit, (last) => cursorOf(last.createdAt.toISOString(), last.id))
      res.json({ ...page, items: page.items.map(messageView) })
    })

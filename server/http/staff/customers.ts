import { Router } from 'express'
import { changeCustomer } from '../../actions/customers/change.ts'
import { makeCustomer } from '../../actions/customers/make.ts'
import { findDuplicates, mergeCustomers } from '../../actions/customers/merge.ts'
import type { Services } from '../../actions/services.ts'
import { getBooking } from '../../db/bookings.ts'
import { findCustomers } from '../../db/customer-search.ts'
import { getCustomer } from '../../db/customers.ts'
import { findMessages } from '../../db/messages.ts'
import { Refusal } from '../../domain/refusal.ts'
import { callerOf, reachIn, seenCustomer, sightIn } from '../auth.ts'
import { CustomerChange, CustomerQuery, CustomerRequest, MergeRequest, MessageQuery } from '../contract/customers.ts'
import { Ref } from '../contract/shapes.ts'
import { cursorOf, pageOf, readCursor } from '../cursor.ts'
import { read } from '../problem.ts'
import { customerViews, messageView } from '../views.ts'

/** As many groups of duplicates are listed at once. */
const MOST_GROUPS = 50

/** Customers as the phone workspace finds them, and the outbox. */
export const customerRoutes = (services: Services): Router => {
  const { db } = services
  return Router()
    .get('/customers', async (req, res) => {
      const { search, coordinator, project, ids, cursor, limit } = read(CustomerQuery, req.query)
      const mine = coordinator === 'me' ? callerOf(res).email : coordinator
      if (mine === null)
        throw new Refusal('invalid', 'A key has no customers of its own.', {
          errors: [{ pointer: '/coordinator', detail: 'must be an email with this key' }],
        })
      const [name, id] = readCursor(cursor, ['name', 'id']) ?? []
      const found = await findCustomers(db, await sightIn(services, res, project), {
        ...(search ? { search } : {}),
        ...(ids ? { ids } : {}),
        ...(mine === undefined ? {} : { coordinator: mine }),
        ...(name !== undefined && id ? { after: { name, id } } : {}),
        limit: limit + 1,
      })
      const page = pageOf(found, limit, (last) => cursorOf(last.name, last.id))
      res.json({ ...page, items: await customerViews(db, page.items) })
    })
    .post('/customers', async (req, res) => {
      const wish = read(CustomerRequest, req.body)
      if (wish.project !== undefined) await sightIn(services, res, wish.project)
      const [view] = await customerViews(db, [await makeCustomer(services, callerOf(res), wish)])
      res.status(201).json(view)
    })
    .get('/customers/duplicates', async (_req, res) => {
      const groups = await findDuplicates(services, await sightIn(services, res), MOST_GROUPS)
      const views = new Map(
        (
          await customerViews(
            db,
            groups.flatMap(({ customers }) => customers),
          )
        ).map((one) => [one.id, one]),
      )
      const items = groups.map(({ by, value, customers }) => ({ by, value, customers: customers.map(({ id }) => views.get(id)) }))
      res.json({ items, nextCursor: null })
    })
    .patch('/customers/:id', async (req, res) => {
      const wish = read(CustomerChange, req.body)
      const [view] = await customerViews(db, [await changeCustomer(services, callerOf(res), read(Ref, req.params.id), wish)])
      res.json(view)
    })
    .post('/customers/:id/merge', async (req, res) => {
      const { into } = read(MergeRequest, req.body)
      const from = await getCustomer(db, read(Ref, req.params.id))
      const [view] = await customerViews(db, [await mergeCustomers(services, from.id, (await seenCustomer(services, res, into)).id)])
      res.json(view)
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
        sight: await sightIn(services, res),
        ...(booking ? { bookingId: (await getBooking(db, booking)).id } : {}),
        ...(createdAt && id ? { before: { createdAt: new Date(createdAt), id } } : {}),
        limit: limit + 1,
      })
      const page = pageOf(found, limit, (last) => cursorOf(last.createdAt.toISOString(), last.id))
      res.json({ ...page, items: page.items.map(messageView) })
    })
}

import { Router } from 'express'
import type { z } from 'zod'
import { eraseCustomer } from '../../actions/customers/erase.ts'
import type { Services } from '../../actions/services.ts'
import { findActivities, findEndedActivities } from '../../db/activities.ts'
import { findBookingLinks } from '../../db/booking-links.ts'
import { findPages } from '../../db/booking-pages.ts'
import { findBookings } from '../../db/bookings.ts'
import { findEntriesOf } from '../../db/customer-history.ts'
import { getCustomer } from '../../db/customers.ts'
import { findLeadsOf } from '../../db/leads.ts'
import { findMessagesOf } from '../../db/messages.ts'
import { findOrdersOf } from '../../db/orders.ts'
import { findSentEntries } from '../../db/registration-forms.ts'
import { findRegistrations } from '../../db/registrations.ts'
import { instantText } from '../../domain/interval.ts'
import { EVERYTHING } from '../../domain/sight.ts'
import { type CustomerDataView, type ErasedView, EraseRequest } from '../contract/personal-data.ts'
import { Ref } from '../contract/shapes.ts'
import { historyView, leadView, orderView } from '../order-views.ts'
import { read } from '../problem.ts'
import { activityView, bookingViews, customerViews, messageView, registrationViews, sentEntryView } from '../views.ts'

/** More than anybody has. */
const ALL = 100_000

/** What a person may ask for: everything that is known of them, and to be forgotten. */
export const personalDataRoutes = (services: Services): Router => {
  const { db } = services
  return Router()
    .get('/customers/:id/data', async (req, res) => {
      const customer = await getCustomer(db, read(Ref, req.params.id))
      const bookings = await findBookings(db, { customer, limit: ALL })
      const pages = new Map((await findPages(db)).map(({ id, slug }) => [id, slug]))
      const links = await findBookingLinks(db, customer.id, ALL)
      const [view] = await customerViews(db, [customer])
      if (!view) throw new Error('A customer has no view')
      const about = { sight: EVERYTHING, customerId: customer.id, now: services.now() }
      const activities = [
        ...(await findActivities(db, about, { limit: ALL })),
        ...(await findEndedActivities(db, EVERYTHING, customer.id, ALL)),
      ]
      const messages = await findMessagesOf(
        db,
        bookings.map(({ id }) => id),
        activities.map(({ id }) => id),
      )
      res.attachment('personal-data.json').json({
        at: instantText(services.now()),
        customer: view,
        registrations: await registrationViews(db, await findRegistrations(db, customer.id)),
        bookings: await bookingViews(db, services, bookings),
        messages: messages.map(messageView),
        activities: activities.map((one) => activityView(one, services.now())),
        forms: (await findSentEntries(db, customer.id)).map(sentEntryView),
        orders: (await findOrdersOf(db, customer.id, ALL)).map((order) => orderView(order)),
        leads: (await findLeadsOf(db, customer.id)).map(leadView),
        log: (await findEntriesOf(db, customer.id, ALL)).map(historyView),
        bookingLinks: links.map(({ pageId, uses, expiresAt, createdAt }) => ({
          page: pages.get(pageId) ?? '',
          uses,
          expiresAt: instantText(expiresAt),
          createdAt: instantText(createdAt),
        })),
      } satisfies z.input<typeof CustomerDataView>)
    })
    .post('/customers/:id/erase', async (req, res) => {
      read(EraseRequest, req.body)
      res.json({ bookings: await eraseCustomer(services, read(Ref, req.params.id)) } satisfies z.input<typeof ErasedView>)
    })
}

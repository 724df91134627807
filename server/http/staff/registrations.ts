import { Router } from 'express'
import type { z } from 'zod'
import { changeRegistration, register } from '../../actions/register.ts'
import type { Services } from '../../actions/services.ts'
import { findActivities, findEndedActivities } from '../../db/activities.ts'
import { findBookings, type StoredBooking } from '../../db/bookings.ts'
import { findEntriesOf } from '../../db/customer-history.ts'
import { getCustomer } from '../../db/customers.ts'
import { findLatestLeads } from '../../db/leads.ts'
import { findOrdersOf } from '../../db/orders.ts'
import { findProjects, getProject, type Project } from '../../db/projects.ts'
import { findSentEntries } from '../../db/registration-forms.ts'
import { findRegistrations, getRegistration } from '../../db/registrations.ts'
import { findRepsOfProject } from '../../db/reps.ts'
import { type Landscape, refuseUnseenCustomer } from '../../db/sight.ts'
import type { Panel } from '../../domain/profile.ts'
import type { Sight } from '../../domain/sight.ts'
import { askerOf, callerOf, lookFrom, projectsOf, sightIn } from '../auth.ts'
import { ProfileQuery, type ProfileView, RegistrationChange, RegistrationRequest } from '../contract/registrations.ts'
import { Ref } from '../contract/shapes.ts'
import { historyView, leadView, orderView } from '../order-views.ts'
import { panelItems } from '../panel-items.ts'
import { read } from '../problem.ts'
import { activityView, customerViews, registrationViews, repView, sentEntryView } from '../views.ts'

/** As many appointments, and as much history, a profile shows; the rest is in the reports. */
const MOST_SHOWN = 200

/** Customers in projects: where they are registered, and what a project sees of them. */
export function registrationRoutes(services: Services): Router {
  const { db } = services

  return Router()
    .get('/projects', async (_req, res) => {
      const own = await projectsOf(services, askerOf(res))
      const items = (await findProjects(db)).map((one) => ({ ...one, own: own === null || own.includes(one.id) }))
      res.json({ items, nextCursor: null })
    })
    .get('/projects/:ref/reps', async (req, res) => {
      const { id } = await getProject(db, read(Ref, req.params.ref))
      res.json({ items: (await findRepsOfProject(db, id)).map(repView), nextCursor: null })
    })
    .get('/customers/:id/profile', async (req, res) => {
      const { project } = read(ProfileQuery, req.query)
      const customer = await getCustomer(db, read(Ref, req.params.id))
      const { from, sight, landscape } = await lookFrom(services, res, project)
      const [bookings, [view], registrations, forms, activities, orders, leads, log] = await Promise.all([
        findBookings(db, { customer, sight, newestFirst: true, limit: 2 * MOST_SHOWN }),
        customerViews(db, [customer]),
        findRegistrations(db, customer.id).then((found) => registrationViews(db, found, from?.id ?? null)),
        formsSeen(customer.id, sight),
        activitiesOf(customer.id, sight),
        findOrdersOf(db, customer.id, MOST_SHOWN),
        findLatestLeads(db, [customer.id]),
        findEntriesOf(db, customer.id, MOST_SHOWN),
      ])
      const lead = leads.get(customer.id)
      const panels = await panelsOf(bookings, from, landscape)
      res.json({
        customer: view,
        registrations,
        forms,
        ...activities,
        ...panels,
        orders: orders.map((order) => orderView(order)),
        lead: lead ? leadView(lead) : null,
        log: log.map(historyView),
      } satisfies Record<keyof z.input<typeof ProfileView>, unknown>)
    })
    .post('/customers/:id/registrations', async (req, res) => {
      const made = await register(services, callerOf(res), read(Ref, req.params.id), read(RegistrationRequest, req.body))
      res.status(201).json((await registrationViews(db, [made]))[0])
    })
    .patch('/registrations/:id', async (req, res) => {
      const wish = read(RegistrationChange, req.body)
      await refuseUnseenCustomer(db, await sightIn(services, res), (await getRegistration(db, req.params.id)).customerId)
      res.json((await registrationViews(db, [await changeRegistration(services, callerOf(res), req.params.id, wish)]))[0])
    })

  /** What is owed to a customer, and what was done for them, in the projects from which one looks. */
  async function activitiesOf(customerId: string, sight: Sight) {
    const at = services.now()
    const [open, ended] = await Promise.all([
      findActivities(db, { sight, customerId, now: at }, { limit: MOST_SHOWN }),
      findEndedActivities(db, sight, customerId, MOST_SHOWN),
    ])
    return { activities: open.map((one) => activityView(one, at)), entries: ended.map((one) => activityView(one, at)) }
  }

  /** What a customer has sent with forms of the projects from which one looks, the newest first. */
  async function formsSeen(customerId: string, { projectIds }: Sight) {
    const entries = await findSentEntries(db, customerId)
    return entries
      .filter(({ project }) => projectIds?.includes(project.id) ?? true)
      .slice(0, MOST_SHOWN)
      .map(sentEntryView)
  }

  /** The appointments, soonest first, and the history, newest first, as a project sees them. */
  async function panelsOf(bookings: readonly StoredBooking[], from: Project | null, landscape: Landscape) {
    const placed = await panelItems(services, bookings, from?.id ?? null, landscape)
    const items = (wanted: Panel) => placed.flatMap(({ panel, item }) => (panel === wanted ? [item] : []))
    return { appointments: items('appointments').reverse().slice(0, MOST_SHOWN), history: items('history').slice(0, MOST_SHOWN) }
  }
}

import { type Response, Router } from 'express'
import type { z } from 'zod'
import { type Affected, countAllAffected, findAffected } from '../../actions/affected.ts'
import { askAnew } from '../../actions/ask-anew.ts'
import { addTimeOff, changeSchedule, removeTimeOff } from '../../actions/change-schedule.ts'
import { openMany, type Placement, planMany, reassignMany } from '../../actions/reassign-many.ts'
import { findRepCalendar } from '../../actions/rep-calendar.ts'
import type { Services } from '../../actions/services.ts'
import { findTimeOff, getSchedule, type TimeOff } from '../../db/absence.ts'
import { findBookingsByIds, getBooking } from '../../db/bookings.ts'
import { findPeople, type RepCard } from '../../db/reps.ts'
import { holidayCountries, holidaysOf } from '../../domain/holidays.ts'
import { dateOf, instantText, minuteText, type Span } from '../../domain/interval.ts'
import { Refusal } from '../../domain/refusal.ts'
import { dayOf, zone } from '../../domain/zone.ts'
import { askerOf, callerOf, ownRepOf, projectsOf, refuseOtherRep, sightIn } from '../auth.ts'
import {
  AffectedQuery,
  AskAnewRequest,
  CalendarQuery,
  type CalendarView,
  HolidayQuery,
  ReassignManyRequest,
  ScheduleChange,
  TimeOffRequest,
  type TimeOffView,
} from '../contract/absence.ts'
import { read } from '../problem.ts'
import { bookingViews, reasonView, repView } from '../views.ts'

/** Time that lies behind nobody. */
const FOREVER = new Date('9998-01-01T00:00:00Z')

/** When reps work and when they are away, which bookings that concerns, and what becomes of these. */
export function absenceRoutes(services: Services): Router {
  const { db, now } = services

  return Router()
    .get('/reps', async (_req, res) => {
      const people = await peopleSeen(res)
      res.json({ items: people.map(({ active, ...rep }) => ({ ...repView(rep), active })), nextCursor: null })
    })
    .get('/affected', async (_req, res) => {
      const ids = (await peopleSeen(res)).map(({ id }) => id)
      res.json({ items: (await countAllAffected(services, ids)).map(({ rep, bookings }) => ({ rep: repView(rep), bookings })) })
    })
    .get('/reps/:ref/affected', async (req, res) => {
      const { from, to } = read(AffectedQuery, req.query)
      const rep = await repMeant(res, req.params.ref)
      const midnight = (date: string, after: number) => dateOf(zone(rep.timeZone).startOfDay(dayOf(date) + after))
      const span =
        from === undefined || to === undefined
          ? null
          : { from: typeof from === 'string' ? midnight(from, 0) : from, to: typeof to === 'string' ? midnight(to, 1) : to }
      res.json(await affectedView(res, rep.id, span))
    })
    .get('/reps/:ref/calendar', async (req, res) => {
      const { from, to, timeZone } = read(CalendarQuery, req.query)
      const rep = await repMeant(res, req.params.ref)
      const local = zone(timeZone)
      const span = { start: local.startOfDay(dayOf(from)), end: local.startOfDay(dayOf(to) + 1) }
      const found = await findRepCalendar(services, rep.id, span, await sightIn(services, res))
      res.json({
        rep: repView(rep),
        active: found.active,
        working: found.working.map(spanView),
        busy: found.busy.map(spanView),
        held: found.held.map(spanView),
        elsewhere: found.elsewhere.map(spanView),
        timeOff: found.timeOff.map(timeOffView),
        bookings: await bookingViews(db, services, found.bookings),
      } satisfies z.input<typeof CalendarView>)
    })
    .get('/reps/:ref/schedule', async (req, res) => void res.json(await scheduleView(await repMeant(res, req.params.ref))))
    .patch('/reps/:ref/schedule', async (req, res) => {
      const wish = read(ScheduleChange, req.body)
      const rep = await repMeant(res, req.params.ref)
      await changeSchedule(services, callerOf(res), rep, wish)
      res.json({ schedule: await scheduleView(rep), affected: await affectedView(res, rep.id, null) })
    })
    .post('/reps/:ref/time-off', async (req, res) => {
      const { timeOff } = read(TimeOffRequest, req.body)
      const rep = await repMeant(res, req.params.ref)
      const made = await addTimeOff(services, callerOf(res), rep, timeOff)
      res.status(201).json({ timeOff: made.map(timeOffView), affected: await affectedView(res, rep.id, null) })
    })
    .delete('/reps/:ref/time-off/:timeOffId', async (req, res) => {
      await removeTimeOff(services, callerOf(res), await repMeant(res, req.params.ref), req.params.timeOffId)
      res.status(204).end()
    })
    .post('/bookings/reassign-many', async (req, res) => {
      const { bookings, reason, preview } = read(ReassignManyRequest, req.body)
      const wishes = await openMany(services, bookings, await sightIn(services, res))
      const placed = preview ? await planMany(services, wishes) : await reassignMany(services, callerOf(res), wishes, reason)
      res.json({ items: await placementViews(placed) })
    })
    .post('/bookings/:id/ask-anew', async (req, res) => {
      read(AskAnewRequest, req.body)
      const before = await getBooking(db, req.params.id)
      if (ownRepOf(res) !== null) await refuseOtherRep(services, res, before.repId)
      await askAnew(services, callerOf(res), before.id)
      res.json((await bookingViews(db, services, [await getBooking(db, before.id)]))[0])
    })
    .get('/holidays', async (req, res) => {
      const { country, region, year } = read(HolidayQuery, req.query)
      const items = await holidaysOf(country, region ?? null, year)
      if (!items) throw new Refusal('not-found', 'There is no such country or region.')
      res.json({ items })
    })
    .get('/holidays/countries', async (_req, res) => void res.json({ items: await holidayCountries() }))

  /** The people of whom the asker may know: a rep oneself, others those of their projects. */
  async function peopleSeen(res: Response) {
    const onlyId = ownRepOf(res)
    return findPeople(db, { onlyId, projectIds: onlyId === null ? await projectsOf(services, askerOf(res)) : null })
  }

  /** The rep who is named by id or email, if the asker may know of them. Refuses with `not-found`. */
  async function repMeant(res: Response, ref: string): Promise<RepCard> {
    const email = ref.toLowerCase()
    const found = (await peopleSeen(res)).find((one) => one.id === ref || one.email === email)
    if (!found) throw new Refusal('not-found', `There is no rep “${ref}”.`)
    return found
  }

  async function scheduleView(rep: RepCard) {
    const { active, weeklyHours, overrides } = await getSchedule(db, rep.id)
    const timeOff = (await findTimeOff(db, rep.id, now(), FOREVER)).map(timeOffView)
    return { rep: repView(rep), active, weeklyHours, overrides, timeOff }
  }

  async function affectedView(res: Response, repId: string, span: { from: Date; to: Date } | null) {
    const { items, unseen } = await findAffected(services, repId, span, await sightIn(services, res))
    return { items: await affectedViews(items), unseen }
  }

  async function affectedViews(items: readonly Affected[]) {
    const bookings = await bookingViews(
      db,
      services,
      items.map(({ booking }) => booking),
    )
    return items.map(({ reasons }, i) => ({ booking: bookings[i], reasons: reasons.map(reasonView) }))
  }

  /** Each booking as it is now: those that were given away say so. */
  async function placementViews(placements: readonly Placement[]) {
    const found = await findBookingsByIds(
      db,
      placements.map(({ bookingId }) => bookingId),
    )
    const stored = placements.flatMap(({ bookingId }) => found.get(bookingId) ?? [])
    const views = new Map((await bookingViews(db, services, stored)).map((view) => [view.id, view]))
    return placements.map(({ bookingId, rep, reasons, others, unavailable, refusal }) => ({
      booking: views.get(bookingId),
      rep: rep && repView(rep),
      reasons: reasons.map(reasonView),
      others: others.map(repView),
      unavailable: unavailable.map((one) => ({ rep: repView(one.rep), reasons: one.reasons.map(reasonView) })),
      refusal,
    }))
  }
}

const spanView = ({ start, end }: Span) => ({ start: minuteText(start), end: minuteText(end) })

const timeOffView = ({ id, start, end, source, reason }: TimeOff): z.input<typeof TimeOffView> => ({
  id,
  start: instantText(start),
  end: instantText(end),
  source,
  reason,
})

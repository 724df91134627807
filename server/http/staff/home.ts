import { Router } from 'express'
import type { z } from 'zod'
import type { Services } from '../../actions/services.ts'
import { findBookingsByIds } from '../../db/bookings.ts'
import { findHomeIds, findLostCalendars } from '../../db/home.ts'
import { dateOf, instantText, minuteOf } from '../../domain/interval.ts'
import { reachOf } from '../../domain/rights.ts'
import { dateText, zone } from '../../domain/zone.ts'
import { askerOf, lookFrom, ownRepOf, projectsOf } from '../auth.ts'
import { HomeQuery, type HomeView } from '../contract/home.ts'
import { panelItems } from '../panel-items.ts'
import { read } from '../problem.ts'
import { repView } from '../views.ts'

/** As many calendars are listed. */
const MOST_CALENDARS = 25

/** What is longer over than this is history, and no longer something to be done. */
const ATTENTION_DAYS = 60

/** What somebody sees first: the days to come, and what needs attention. */
export function homeRoutes(services: Services): Router {
  const { db, now } = services
  return Router().get('/home', async (req, res) => {
    const { project, days, timeZone, limit } = read(HomeQuery, req.query)
    const { from, sight, landscape } = await lookFrom(services, res, project)
    const ownRepId = ownRepOf(res)
    const at = now()
    const local = zone(timeZone)
    const today = local.localDay(minuteOf(at))
    const most = Math.ceil(limit / 4)
    const mayLookAfterCalendars = reachOf('GET /api/v1/calendar-accounts', askerOf(res).standing) !== null
    const inProjects = from ? [from.id] : await projectsOf(services, askerOf(res))
    const losing = mayLookAfterCalendars ? findLostCalendars(db, inProjects, ownRepId, MOST_CALENDARS) : []
    const lists = await findHomeIds(
      db,
      sight,
      { ownRepId, projectId: from?.id ?? null },
      {
        from: dateOf(local.startOfDay(today)),
        to: dateOf(local.startOfDay(today + days)),
        now: at,
        since: new Date(at.getTime() - ATTENTION_DAYS * 86_400_000),
        most: limit + 1,
        mostOfTheRest: most + 1,
      },
    )
    const bookings = await findBookingsByIds(db, Object.values(lists).flat())
    // Reps meet whom they meet, wherever it was agreed; what a project shows is for those who look after it.
    const placed = await panelItems(services, [...bookings.values()], from?.id ?? null, landscape, ownRepId !== null)
    const items = new Map(placed.map(({ id, item }) => [id, item]))
    const listed = (ids: readonly string[], most: number) => {
      const all = ids.flatMap((id) => items.get(id) ?? [])
      return { items: all.slice(0, most), more: all.length > most }
    }
    const lost = await losing
    res.json({
      today: dateText(today),
      timeZone,
      appointments: listed(lists.appointments, limit),
      attention: {
        requests: listed(lists.requests, most),
        outcomes: listed(lists.outcomes, most),
        failed: listed(lists.failed, most),
        calendars: lost.map(({ rep, since, ...rest }) => ({ ...rest, rep: repView(rep), since: since && instantText(since) })),
      },
    } satisfies z.input<typeof HomeView>)
  })
}

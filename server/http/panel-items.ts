import type { z } from 'zod'
import type { Services } from '../actions/services.ts'
import type { StoredBooking } from '../db/bookings.ts'
import type { Landscape } from '../db/sight.ts'
import { initialOf, initialsOf, type Panel, placeOf } from '../domain/profile.ts'
import type { PanelItem } from './contract/registrations.ts'
import { bookingViews } from './views.ts'

/** A booking in a panel, by where it stands. */
export interface Placed {
  readonly id: string
  readonly panel: Panel
  readonly item: z.input<typeof PanelItem>
}

/**
 * These bookings as a project shows them (null: as they are seen from everywhere), in the same order. Those that it does not show are left out,
 * unless `whole`: then they stand there as those of another project.
 */
export async function panelItems(
  services: Services,
  bookings: readonly StoredBooking[],
  projectId: string | null,
  { projects: all, shares }: Landscape,
  whole = false,
): Promise<Placed[]> {
  const { db } = services
  const projects = new Map(all.map((one) => [one.id, one]))
  const placed = bookings.flatMap((booking) => {
    const place = placeOf(booking, projectId, whole ? [] : shares)
    return place ? [{ booking, place }] : []
  })
  const views = await bookingViews(
    db,
    services,
    placed.map(({ booking }) => booking),
  )
  return views.flatMap((booking, i) => {
    const { panel, elsewhere } = placed[i]?.place ?? {}
    if (panel === undefined) return []
    const project = elsewhere == null ? undefined : projects.get(elsewhere)
    const by = booking.completedBy?.name ?? booking.completedBy?.email
    const item = {
      booking,
      elsewhere: project ? { slug: project.slug, name: project.name, initial: initialOf(project.name) } : null,
      completedBy: by ? { name: by, initials: initialsOf(by) } : null,
    }
    return [{ id: booking.id, panel, item }]
  })
}

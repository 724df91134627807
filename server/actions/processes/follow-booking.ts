import type { Database } from '../../db/database.ts'
import { isWatched } from '../../db/processes.ts'
import { lockRegistration } from '../../db/registrations.ts'
import type { Booking, Caller } from '../../domain/booking.ts'
import type { Registration } from '../../domain/registration.ts'
import { followNew, happen } from './happen.ts'

/** An appointment was booked, in the transaction that stores it; `made` are the places that its customer has because of it. */
export async function followBooked(
  tx: Database,
  booking: Booking,
  made: readonly Pick<Registration, 'projectId'>[],
  by: Caller,
  at: Date,
): Promise<void> {
  for (const place of await placesOf(tx, booking, ['registration', 'appointment-booked'])) {
    if (made.some(({ projectId }) => projectId === place.projectId))
      await followNew(tx, place, by.kind === 'customer' ? 'online' : 'staff', by, at)
    await happen(tx, place, {
      happenings: [{ kind: 'appointment-booked', value: null, cause: `booking ${booking.id}` }],
      stops: ['appointment-booked'],
      by,
      at,
    })
  }
}

/** Something came of an appointment, in the transaction that stores it. */
export async function followOutcome(tx: Database, booking: Booking, by: Caller, at: Date): Promise<void> {
  for (const place of await placesOf(tx, booking, ['appointment-outcome']))
    await happen(tx, place, {
      happenings: [{ kind: 'appointment-outcome', value: booking.status, cause: `outcome ${booking.status} ${booking.id}` }],
      by,
      at,
    })
}

/** The places of a booking’s customer in the projects that it belongs to, locked; none where no process asks for it. */
async function placesOf(
  tx: Database,
  { customer, createdIn, projectId, completedIn }: Booking,
  kinds: Parameters<typeof isWatched>[2],
): Promise<Registration[]> {
  const projects = [...new Set([createdIn, projectId, completedIn].flatMap((id) => id ?? []))].sort()
  if (customer.id === null || projects.length === 0 || !(await isWatched(tx, projects, kinds, customer.id))) return []
  const places: Registration[] = []
  for (const id of projects) {
    const place = await lockRegistration(tx, customer.id, id)
    if (place) places.push(place)
  }
  return places
}

import type { Caller } from '../../domain/booking.ts'
import { CalendarTrouble } from '../../domain/calendar.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Services } from '../services.ts'
import { keepAccount } from './keep-account.ts'

interface Entered {
  readonly address: string
  readonly user: string
  readonly password: string
}

/** Connect an account at a CalDAV server that somebody names: find its calendars, and keep it once they could be listed. Its id. */
export async function connectCaldav(
  services: Services,
  author: Caller,
  repId: string,
  { address, user, password }: Entered,
): Promise<string> {
  try {
    const { server } = await services.discoverCaldav({ address, user, password })
    const provider = services.openCalendars('caldav', { kind: 'password', server, user, password })
    const account = { repId, vendor: 'caldav' as const, name: user, server, secret: { password } }
    return await keepAccount(services, author, account, await provider.calendars())
  } catch (error) {
    if (!(error instanceof CalendarTrouble)) throw error
    throw new Refusal('invalid', error.message)
  }
}

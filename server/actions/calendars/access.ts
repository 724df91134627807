import { z } from 'zod'
import type { CalendarProvider, WatchingCalendars } from '../../calendars/provider.ts'
import { CalendarTrouble } from '../../domain/calendar.ts'
import { unseal } from '../../domain/sealed.ts'
import type { Services } from '../services.ts'

/** Where the secret of an account is kept. */
export const placeOfAccount = (accountId: string): string => `calendar account ${accountId}`

/** Open the account's calendars. Throws `revoked` if its secret can no longer be read. */
export async function openAccount(services: Services, accountId: string): Promise<CalendarProvider | WatchingCalendars> {
  const row = await services.db
    .selectFrom('calendar_account')
    .innerJoin('rep', 'rep.id', 'calendar_account.rep_id')
    .select(['vendor', 'calendar_account.name', 'server', 'secret', 'rep.time_zone as zone'])
    .where('calendar_account.id', '=', accountId)
    .executeTakeFirst()
  const text = row && unseal(services.secret, placeOfAccount(accountId), row.secret)
  if (!row || !text) throw new CalendarTrouble('revoked', 'The account’s password can no longer be read.')
  const { password } = z.object({ password: z.string() }).parse(JSON.parse(text))
  return services.openCalendars(row.vendor, { kind: 'password', server: row.server ?? '', user: row.name, password, zone: row.zone })
}

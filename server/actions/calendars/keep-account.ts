import { randomUUID } from 'node:crypto'
import { saveCalendars } from '../../db/account-calendars.ts'
import { noteAudit } from '../../db/audit.ts'
import { findAccountNamed, insertCalendarAccount, renewCalendarAccount } from '../../db/calendar-accounts.ts'
import { getRepCard, touchReps } from '../../db/reps.ts'
import type { Caller } from '../../domain/booking.ts'
import type { CalendarInfo, Vendor } from '../../domain/calendar.ts'
import type { Tokens } from '../../domain/oauth.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Services } from '../services.ts'
import { sealedFor } from './access.ts'
import { readSoon, writeSoon } from './soon.ts'

/** An account that has just let us in. */
interface LetIn {
  readonly repId: string
  readonly vendor: Vendor
  readonly name: string
  readonly server: string | null
  readonly secret: Tokens | { readonly password: string }
}

/** Keep an account that has let us in, and which calendars it has. If it is known already it is connected anew: what was wrong is over. Its id. */
export async function keepAccount(
  services: Services,
  author: Caller,
  { secret, ...account }: LetIn,
  calendars: readonly CalendarInfo[],
): Promise<string> {
  const { db, now } = services
  const { repId, server } = account
  return db.transaction().execute(async (tx) => {
    await touchReps(tx, [repId])
    const known = await findAccountNamed(tx, account)
    if (known && known.server !== null && server !== null && URL.parse(known.server)?.host !== URL.parse(server)?.host)
      throw new Refusal('conflict', `This user is connected at another server, ${known.server}. Disconnect that account first.`)
    const id = known?.id ?? randomUUID()
    const kept = { ...account, id, secret: sealedFor(services, id, secret) }
    await (known ? renewCalendarAccount(tx, kept, now()) : insertCalendarAccount(tx, kept, now()))
    // What was not written while the account was out of reach is written now.
    if ((await saveCalendars(tx, { accountId: id, repId }, calendars)) || known) await writeSoon(services, tx, repId)
    await readSoon(services, tx, id)
    const after = { rep: (await getRepCard(tx, repId)).email, vendor: account.vendor, server }
    // Connected anew, nothing is different that could be told, and that it was is worth knowing.
    await noteAudit(tx, author, now(), [{ kind: 'calendar', name: account.name, before: null, after }])
    return id
  })
}

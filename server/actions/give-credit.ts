import type { Database } from '../db/database.ts'
import { insertLedger } from '../db/ledger.ts'
import { getPool, lockPools, type Pool } from '../db/pools.ts'
import { getRepCard, type RepCard } from '../db/reps.ts'
import type { Caller } from '../domain/booking.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Services } from './services.ts'

/** Turns given to a member of a pool by hand, or (negative) taken away. */
export interface Credit {
  readonly pool: Pool
  readonly rep: RepCard
  readonly amount: number
  readonly reason: string
  readonly author: Caller
  readonly at: Date
}

/** Owe a member of a pool so many turns more, for a reason and under the name of whoever decides it. */
export async function giveCredit(
  services: Services,
  author: Caller,
  wish: { readonly pool: string; readonly rep: string; readonly amount: number; readonly reason: string },
  also: (tx: Database, credit: Credit) => Promise<void> = async () => {},
): Promise<Credit> {
  const { db, now } = services
  const pool = await getPool(db, wish.pool)
  const rep = await getRepCard(db, wish.rep)
  if (!pool.members.includes(rep.id)) throw new Refusal('not-qualified', `This rep is not a member of the pool “${pool.slug}”.`)
  const { amount, reason } = wish
  return db.transaction().execute(async (tx) => {
    await lockPools(tx, [pool.id])
    const at = now()
    await insertLedger(tx, {
      poolId: pool.id,
      eventTypeId: null,
      bookingId: null,
      repId: rep.id,
      kind: 'credit',
      at,
      amount,
      author,
      reason,
    })
    const credit = { pool, rep, amount, reason, author, at }
    await also(tx, credit)
    return credit
  })
}

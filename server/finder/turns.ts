/**
 * Every pool's ledger in memory, folded to what its rule asks for.
 *
 * A reader folds just the entries that are new since the last look. That is exact because whoever writes entries holds the lock on their
 * pool until they are committed: they become visible in the order of their ids, so none is ever missed below one that was seen.
 */
import type { Database } from '../db/database.ts'
import { findEntries } from '../db/ledger.ts'
import type { Pool } from '../db/pools.ts'
import { emptyLedger, fold, type LedgerState } from '../domain/ledger.ts'

export interface Turns {
  /**
   * A pool's state with everything that is committed. `db` is the transaction that decides, and it must not have written to the ledger yet:
   * what is read stays known even if the transaction is rolled back.
   */
  read(db: Database, pool: Pick<Pool, 'id' | 'correction' | 'cycle'>): Promise<LedgerState>
}

export function openTurns(find: typeof findEntries = findEntries): Turns {
  const states = new Map<string, LedgerState>()
  return {
    async read(db, { id, correction, cycle }) {
      let state = states.get(id)
      if (state?.rule.correction !== correction || state.rule.cycle !== cycle) state = emptyLedger({ correction, cycle })
      // Another reader may have folded the first of them meanwhile.
      for (const entry of await find(db, id, state.version)) if (BigInt(entry.id) > BigInt(state.version)) fold(state, entry)
      states.set(id, state)
      return state
    },
  }
}

import { effect, signal } from '@preact/signals'
import { attempts, get, post } from '../../api.ts'
import { asking, newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import { setup } from '../session.ts'
import { texts } from '../text.ts'
import type { Credit, CreditWish, Fairness } from '../wire.ts'

/** Which team is looked at, by slug. */
export const team = signal('')
export const cycle = signal<Fairness['cycle']>('current')
/** What the server told of them; null while not known. */
export const fairness = signal<Fairness | null>(null)
export const fairnessProblem = signal<string | null>(null)
/** What became of the last credit. */
export const creditSaid = signal<{ readonly text: string; readonly isProblem: boolean } | null>(null)

const version = signal(0)
const asked = newestOnly()
const tries = attempts()

/** Read what is looked at, now and whenever the choice changes, until the returned function is called. */
export function watchFairness(): () => void {
  if (!team.value) team.value = setup.value?.pools[0]?.slug ?? ''
  return effect(() => {
    const [slug, which] = [team.value, cycle.value]
    version.value
    if (slug) void load(slug, which)
  })
}

async function load(slug: string, which: Fairness['cycle']): Promise<void> {
  const outcome = await asked((abort) => get<Fairness>(`/api/v1/pools/${encodeURIComponent(slug)}/fairness`, { cycle: which }, abort))
  if (!outcome) return
  fairnessProblem.value = 'error' in outcome ? failureText(outcome.error) : null
  if ('value' in outcome) fairness.value = outcome.value
}

/** Where the table of what is looked at can be taken away. */
export const tableAddress = (slug: string, which: Fairness['cycle']): string =>
  `/api/v1/pools/${encodeURIComponent(slug)}/fairness.csv?cycle=${which}`

/** Give a member turns by hand. True once it is done. */
export async function giveCredit(wish: CreditWish): Promise<boolean> {
  const slug = team.value
  try {
    const key = tries.keyFor({ slug, wish })
    const { rep, amount } = await asking(post<Credit>(`/api/v1/pools/${encodeURIComponent(slug)}/credits`, wish, key))
    creditSaid.value = { text: texts.fairness.credited(amount, rep.name), isProblem: false }
    tries.settled()
    version.value += 1
    return true
  } catch (error) {
    creditSaid.value = { text: failureText(error), isProblem: true }
    return false
  }
}

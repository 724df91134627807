import { rankText } from '../reasons.ts'
import { ownZone } from '../said.ts'
import { locale, texts } from '../text.ts'
import type { Fairness, FairnessMember } from '../wire.ts'

const whole = new Intl.NumberFormat(locale)
const fine = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
const part = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
const day = (instant: string) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: ownZone() }).format(new Date(instant))

const heads = texts.fairness.heads
const columns: readonly { readonly head: string; readonly of: (one: FairnessMember) => string | null }[] = [
  { head: heads.given, of: ({ given }) => whole.format(given) },
  { head: heads.lost, of: ({ lost }) => whole.format(lost) },
  { head: heads.skipped, of: ({ skipped }) => whole.format(skipped) },
  { head: heads.credited, of: ({ credited }) => whole.format(credited) },
  { head: heads.owed, of: ({ owed }) => (owed === null ? null : whole.format(owed)) },
  { head: heads.share, of: ({ share }) => (share === null ? null : part.format(share)) },
  { head: heads.target, of: ({ target }) => (target === null ? null : fine.format(target)) },
]

/** Each member's figures, in the order in which they are next. */
export function FairnessTable({ fairness }: { fairness: Fairness }) {
  if (fairness.members.length === 0) return <p>{texts.fairness.nobody}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone must scroll with the keyboard too.
    <section class="wide-table" aria-labelledby="fairness-team" tabIndex={0}>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col" class="number">
              {heads.rank}
            </th>
            <th scope="col">{heads.rep}</th>
            {columns.map(({ head }) => (
              <th key={head} scope="col" class="number">
                {head}
              </th>
            ))}
            <th scope="col">{heads.why}</th>
          </tr>
        </thead>
        <tbody>
          {fairness.members.map((one) => (
            <tr key={one.rep.id} {...(!one.active && { class: 'muted' })}>
              <td class="number">{one.rank ?? '–'}</td>
              <th scope="row">
                <span class="strong">{one.rep.name}</span>
                <span class="small muted">{one.active ? texts.fairness.since(day(one.joinedAt)) : texts.fairness.inactive}</span>
              </th>
              {columns.map(({ head, of }) => (
                <td key={head} class="number">
                  {of(one) ?? '–'}
                </td>
              ))}
              <td class="small">{one.reasons.map((reason) => rankText(reason, one.rank ?? 0)).join(' · ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

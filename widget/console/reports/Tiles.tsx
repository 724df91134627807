import { locale, texts } from '../text.ts'
import type { Shown } from './reports-state.ts'

const t = texts.reports
const whole = new Intl.NumberFormat(locale)
const part = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })

/** The totals at a glance. */
export function Tiles({ report: { totals, which } }: { report: Shown }) {
  const { completed, 'no-show': noShow, cancelled, scheduled, requested } = totals.byStatus
  const over = completed + noShow + cancelled
  return (
    <dl class="tiles">
      <Tile name={t.all} figure={whole.format(totals.total)} />
      {which !== 'history' && <Tile name={t.statuses.scheduled} figure={whole.format(scheduled + requested)} />}
      <Tile name={t.statuses.completed} figure={whole.format(completed)} />
      <Tile name={t.statuses['no-show']} figure={whole.format(noShow)} />
      <Tile name={t.statuses.cancelled} figure={whole.format(cancelled)} />
      <Tile name={t.kept} figure={over > 0 ? part.format(completed / over) : '–'} hint={t.keptHint} />
    </dl>
  )
}

function Tile({ name, figure, hint }: { name: string; figure: string; hint?: string }) {
  return (
    <div class="tile">
      <dt>
        {name} {hint && <span class="small">{hint}</span>}
      </dt>
      <dd>{figure}</dd>
    </div>
  )
}

import { locale, texts } from '../text.ts'
import type { ReportStatus } from '../wire.ts'
import type { Figures, Shown } from './reports-state.ts'

const t = texts.reports
const whole = new Intl.NumberFormat(locale)
const USUAL: readonly ReportStatus[] = ['completed', 'no-show', 'cancelled']

/** What became of the appointments of each line. Statuses that nothing has are left out, but for the usual three. */
export function FiguresTable({ report, figures }: { report: Shown; figures: readonly Figures[] }) {
  const { total, byStatus } = report.totals
  const isOutcome = report.which === 'bookings' && report.by === 'outcome'
  const statuses = isOutcome
    ? []
    : (Object.keys(t.statuses) as ReportStatus[]).filter((status) => byStatus[status] > 0 || USUAL.includes(status))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone must scroll with the keyboard too.
    <section class="wide-table" aria-labelledby="figures-title" tabIndex={0}>
      <table class="figures report-figures">
        <thead>
          <tr>
            <td />
            {statuses.map((status) => (
              <th key={status} scope="col" class="number">
                {t.statuses[status]}
              </th>
            ))}
            <th scope="col" class="number">
              {t.total}
            </th>
          </tr>
        </thead>
        <tbody>
          {figures.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <span class="strong">{one.label}</span>
                {one.more && <span class="small muted">{one.more}</span>}
              </th>
              {statuses.map((status) => (
                <td key={status} class={one.byStatus[status] === 0 ? 'number muted' : 'number'}>
                  {whole.format(one.byStatus[status])}
                </td>
              ))}
              <td class="number strong">{whole.format(one.total)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t.total}</th>
            {statuses.map((status) => (
              <td key={status} class="number">
                {whole.format(byStatus[status])}
              </td>
            ))}
            <td class="number">{whole.format(total)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  )
}

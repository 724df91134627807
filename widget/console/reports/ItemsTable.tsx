import { shortMoment } from '../said.ts'
import { texts } from '../text.ts'
import type { ReportItem } from '../wire.ts'
import { isBusy, items, next, readOn, type Shown } from './reports-state.ts'

const t = texts.reports

/** The appointments that are counted, by start. */
export function ItemsTable({ report: { totals, timeZone } }: { report: Shown }) {
  const list = items.value
  return (
    <section class="panel stack" aria-labelledby="items-title">
      <div class="row spread">
        <h2 id="items-title">{t.list}</h2>
        <span class="small muted" role="status">
          {t.shown(list.length, totals.total)}
        </span>
      </div>
      <table class="figures report-items">
        <thead>
          <tr>
            <th scope="col">{t.when}</th>
            <th scope="col">{t.registrant}</th>
            <th scope="col">{t.appointment}</th>
            <th scope="col">{t.rep}</th>
            <th scope="col">{t.madeBy}</th>
            <th scope="col">{t.finishedBy}</th>
            <th scope="col">{t.status}</th>
          </tr>
        </thead>
        <tbody>
          {list.map((one) => (
            <Line key={one.id} one={one} timeZone={timeZone} />
          ))}
        </tbody>
      </table>
      {next.value !== null && (
        <div class="row screen-only">
          <button type="button" class="button-quiet" aria-disabled={isBusy.value} onClick={() => void readOn()}>
            {t.more}
          </button>
        </div>
      )}
      {next.value !== null && <p class="small muted paper-only">{t.cut(list.length, totals.total)}</p>}
    </section>
  )
}

function Line({ one, timeZone }: { one: ReportItem; timeZone: string }) {
  const { customer, bookedBy, completedBy, createdIn, completedIn } = one
  const booker = bookedBy.kind === 'customer' ? t.themselves : (bookedBy.name ?? t.program)
  return (
    <tr>
      <td data-head={t.when} class="when-cell">
        <time dateTime={one.start}>{shortMoment(new Date(one.start), timeZone)}</time>
      </td>
      <th scope="row" data-head={t.registrant}>
        {customer.id ? <a href={`/console/customers/${customer.id}`}>{customer.name}</a> : <span>{customer.name}</span>}
      </th>
      <td data-head={t.appointment}>
        {one.subject}
        {!one.subject.startsWith(one.eventType.name) && <span class="small muted">{one.eventType.name}</span>}
      </td>
      <td data-head={t.rep}>{one.rep.name}</td>
      <td data-head={t.madeBy}>
        {booker}
        {createdIn && <span class="small muted">{t.from_(createdIn.name)}</span>}
      </td>
      <td data-head={t.finishedBy} {...(!completedBy && { class: 'nothing' })}>
        {completedBy ? (completedBy.name ?? t.program) : '–'}
        {completedBy && completedIn && <span class="small muted">{t.from_(completedIn.name)}</span>}
      </td>
      <td data-head={t.status}>
        <span class="tag outcome" data-status={one.status}>
          {t.statuses[one.status]}
        </span>
      </td>
    </tr>
  )
}

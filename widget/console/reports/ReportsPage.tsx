import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { momentText, ownZone, zoneCity } from '../said.ts'
import { may } from '../session.ts'
import { locale, texts } from '../text.ts'
import { FiguresTable } from './FiguresTable.tsx'
import { ItemsTable } from './ItemsTable.tsx'
import { ReportFilters } from './ReportFilters.tsx'
import { ReportPlot } from './ReportPlot.tsx'
import {
  choose,
  credited,
  figures,
  isBusy,
  isPrinting,
  ownReports,
  people,
  printAll,
  reportProblem,
  type Shown,
  shown,
  status,
  tableAddress,
  type Which,
  watchReports,
  which,
} from './reports-state.ts'
import { Tiles } from './Tiles.tsx'

const t = texts.reports

/** What was made, met and finished: one report at a time, as figures, as bars, and as the list that they count. */
export function ReportsPage() {
  const { query } = useLocation()
  const wanted = ownReports().find((one) => one === query.report) ?? 'summary'
  useEffect(() => choose(wanted), [wanted])
  useEffect(watchReports, [])
  useEffect(() => {
    document.title = `${t.names[wanted]} · ${texts.brand}`
  }, [wanted])
  return (
    <div class="reports-page">
      <header class="stack tight screen-only">
        <h1>{t.title}</h1>
        <p class="muted">{t.hint}</p>
      </header>
      <nav class="tab-links report-names screen-only" aria-label={t.label}>
        {ownReports().map((one) => (
          <a key={one} href={`/console/reports?report=${one}`} {...(one === wanted && { 'aria-current': 'page' as const })}>
            {t.short[one]}
          </a>
        ))}
        {may('GET /api/v1/pools/{ref}/fairness') && <a href="/console/fairness">{t.fairness}</a>}
      </nav>
      <ReportFilters />
      {reportProblem.value && (
        <p role="alert" class="error">
          {t.failed} {reportProblem.value}
        </p>
      )}
      {shown.value?.which === which.value && <Report report={shown.value} />}
    </div>
  )
}

function Report({ report }: { report: Shown }) {
  const isEmpty = report.totals.total === 0
  return (
    <article class="stack report" aria-labelledby="report-name" aria-busy={isBusy.value}>
      <header class="row spread report-head">
        <div class="stack tight">
          <h2 id="report-name">{t.names[report.which]}</h2>
          <p>{aboutText(report)}</p>
          <p class="small muted">{t.rules[report.which]}</p>
          <p class="small muted paper-only">{t.printed(momentText(new Date(), ownZone(), new Date()))}</p>
        </div>
        <div class="row tight screen-only">
          <a class="button-quiet" href={tableAddress.value} download>
            {t.download}
          </a>
          <button type="button" class="button-quiet" aria-disabled={isPrinting.value} onClick={() => void printAll()}>
            {isPrinting.value ? t.printing : t.print}
          </button>
        </div>
      </header>
      {isEmpty ? (
        <div class="panel empty-state">
          <p class="strong">{t.nothing}</p>
          <p class="muted">{t.nothingHint}</p>
        </div>
      ) : (
        <>
          <Tiles report={report} />
          <section class="panel figures-panel" aria-labelledby="figures-title">
            <h2 id="figures-title">{headOf(report)}</h2>
            <div class="figures-and-plot">
              <FiguresTable report={report} figures={figures.value} />
              <ReportPlot figures={figures.value} />
            </div>
          </section>
          <ItemsTable report={report} />
        </>
      )}
    </article>
  )
}

/** What the lines of the figures are told apart by. */
const headOf = (report: Shown): string =>
  report.which === 'bookings' ? t.groupings[report.by] : report.which === 'across' ? t.projects : t.credited[report.which as Which]

/** `Bluewater · March 1 – 31, 2027, time of New York · only Cancelled` */
function aboutText({ project, from, to, timeZone }: Shown): string {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const who = people.value.find(({ ref }) => ref === credited.value)?.name ?? credited.value
  return [
    project?.name ?? t.allProjects,
    `${day.formatRange(new Date(from), new Date(to))}, ${t.zone(zoneCity(timeZone))}`,
    ...(who ? [t.only(who)] : []),
    ...(status.value ? [t.only(t.statuses[status.value])] : []),
  ].join(' · ')
}

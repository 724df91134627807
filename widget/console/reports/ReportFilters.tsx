import { Field } from '../../ui/Field.tsx'
import { chooseProject, ownProjects, project } from '../session.ts'
import { texts } from '../text.ts'
import type { Grouping, ReportStatus } from '../wire.ts'
import { PERIODS, type Period } from './periods.ts'
import { by, choosePeriod, credited, crossing, dates, people, period, readsOwn, status, which } from './reports-state.ts'

const t = texts.reports
const HISTORY: readonly ReportStatus[] = ['completed', 'no-show', 'cancelled']

/** What is counted: of which project, in which time, of whom, with which outcome. */
export function ReportFilters() {
  const statuses = which.value === 'history' ? HISTORY : (Object.keys(t.statuses) as ReportStatus[])
  const groupings = Object.entries(t.groupings) as [Grouping, string][]
  return (
    <form class="panel report-filters screen-only" onSubmit={(event) => event.preventDefault()}>
      {ownProjects().length > 1 && (
        <Choice
          id="report-project"
          label={t.project}
          value={project.value?.slug ?? ''}
          options={[['', t.allProjects], ...ownProjects().map(({ slug, name }): [string, string] => [slug, name])]}
          onChoose={(slug) => chooseProject(slug || null)}
        />
      )}
      <Choice
        id="report-period"
        label={t.period}
        value={period.value}
        options={PERIODS.map((one): [Period, string] => [one, t.periods[one]])}
        onChoose={choosePeriod}
      />
      <Day id="report-from" label={t.from} edge="from" />
      <Day id="report-to" label={t.to} edge="to" />
      {which.value === 'bookings' && (
        <Choice
          id="report-by"
          label={t.by}
          value={by.value}
          options={groupings}
          onChoose={(grouping) => {
            by.value = grouping
          }}
        />
      )}
      {!readsOwn() && (
        <Choice
          id="report-rep"
          label={t.credited[which.value]}
          value={credited.value}
          options={[['', t.anybody], ...people.value.map(({ ref, name }): [string, string] => [ref, name])]}
          onChoose={(ref) => {
            credited.value = ref
          }}
        />
      )}
      <Choice
        id="report-status"
        label={t.status}
        value={status.value}
        options={[['', t.anyStatus], ...statuses.map((one): [ReportStatus, string] => [one, t.statuses[one]])]}
        onChoose={(one) => {
          status.value = one
        }}
      />
      {which.value === 'across' && (
        <label class="tick report-crossing">
          <input
            type="checkbox"
            checked={crossing.value}
            onChange={(event) => {
              crossing.value = event.currentTarget.checked
            }}
          />
          {t.crossing}
        </label>
      )}
    </form>
  )
}

interface ChoiceProps<T extends string> {
  readonly id: string
  readonly label: string
  readonly value: T
  readonly options: readonly (readonly [T, string])[]
  readonly onChoose: (value: T) => void
}

function Choice<T extends string>({ id, label, value, options, onChoose }: ChoiceProps<T>) {
  return (
    <Field id={id} label={label}>
      {(control) => (
        <select {...control} value={value} onChange={(event) => onChoose(event.currentTarget.value as T)}>
          {options.map(([option, name]) => (
            <option key={option} value={option}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** Choosing a date means other dates than those of a period; the one stays before the other. */
function Day({ id, label, edge }: { id: string; label: string; edge: 'from' | 'to' }) {
  function change(date: string) {
    if (!/^\d{4}-\d\d-\d\d$/.test(date)) return
    const chosen = { ...dates.value, [edge]: date }
    choosePeriod('own')
    dates.value = chosen.from <= chosen.to ? chosen : { from: date, to: date }
  }
  return (
    <Field id={id} label={label}>
      {(control) => (
        <input {...control} type="date" required value={dates.value[edge]} onChange={(event) => change(event.currentTarget.value)} />
      )}
    </Field>
  )
}

import type { ComponentChildren } from 'preact'
import { locale, texts } from '../text/language.ts'
import { dayText, spanText, zoneText } from '../ui/span.ts'
import type { Booked } from './public-api.ts'

interface Props {
  readonly booked: Pick<Booked, 'start' | 'end' | 'timeZone' | 'rep' | 'location'> & { readonly eventType: { readonly name: string } }
  /** More lines. */
  readonly children?: ComponentChildren
}

/** A booking in four lines: what, when, with whom, where; and what else there is to say. */
export function BookedFacts({ booked, children }: Props) {
  const { eventType, start, end, timeZone, rep, location } = booked
  return (
    <dl class="facts">
      <dt>{texts.summary.eventType}</dt>
      <dd class="strong">{eventType.name}</dd>
      <dt>{texts.summary.when}</dt>
      <dd>
        <time class="strong" dateTime={start}>
          {dayText(locale, timeZone, start)}
          <br />
          {spanText(locale, timeZone, start, end)}
        </time>
        <br />
        <span class="muted">
          {zoneText(locale, timeZone, start)} ({timeZone.replaceAll('_', ' ')})
        </span>
      </dd>
      <dt>{texts.summary.rep}</dt>
      <dd class="strong">{rep.name}</dd>
      <dt>{texts.summary.where}</dt>
      <dd>{isWebAddress(location.value) ? <a href={location.value}>{location.value}</a> : placeOf(location)}</dd>
      {children}
    </dl>
  )
}

const isWebAddress = (value: string | undefined): value is string => value !== undefined && /^https?:\/\//.test(value)

const placeOf = ({ kind, value }: Booked['location']): string =>
  value === undefined ? texts.location[kind] : kind === 'other' ? value : `${texts.location[kind]}: ${value}`

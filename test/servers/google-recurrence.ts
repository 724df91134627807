/** How the fake of Google Calendar unfolds a series: wall times by ical.js, real times by the zone. */
import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js'
import ICAL from 'ical.js'

export type Event = calendar_v3.Schema$Event
export type When = calendar_v3.Schema$EventDateTime

/** An instant, also of a whole day, which begins at midnight in the calendar's zone. */
export const instantOf = (when: When, zone: string): number =>
  when.date ? Temporal.PlainDate.from(when.date).toZonedDateTime(zone).epochMilliseconds : Date.parse(when.dateTime ?? '')

const basic = (ms: number) =>
  new Date(ms)
    .toISOString()
    .replaceAll(/[-:]/g, '')
    .replace(/\.\d+Z$/, 'Z')

/** Google unfolds no more than this of a series that never ends. */
const MOST = 730

/** The occurrences of a series up to an instant, each as an event of its own: id of the series, and the original time. */
export function occurrencesOf(series: Event, zone: string, until: number): Event[] {
  const start = series.start!
  const own = start.timeZone ?? zone
  const whole = Boolean(start.date)
  const wallOf = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(own).toPlainDateTime().toString()
  const real = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(own).epochMilliseconds
  const first = whole ? ICAL.Time.fromDateString(start.date!) : ICAL.Time.fromDateTimeString(wallOf(Date.parse(start.dateTime!)))
  const length = instantOf(series.end!, zone) - instantOf(start, zone)
  const days = whole ? Temporal.PlainDate.from(start.date!).until(series.end!.date!).days : 0
  const left = new Set(
    (series.recurrence ?? [])
      .filter((line) => line.startsWith('EXDATE'))
      .flatMap((line) => line.slice(line.indexOf(':') + 1).split(','))
      .map((text) => {
        const wall = text.replace(/^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d))?Z?$/, (_, y, m, d, h, i, s) =>
          h ? `${y}-${m}-${d}T${h}:${i}:${s}` : `${y}-${m}-${d}`,
        )
        return whole ? wall : text.endsWith('Z') ? Date.parse(`${wall}Z`) : real(wall)
      }),
  )
  const found: Event[] = []
  for (const line of series.recurrence ?? []) {
    if (!line.startsWith('RRULE:')) continue
    const rule = ICAL.Recur.fromString(line.slice(6).replace(/UNTIL=(\d{8}T\d{6}Z)/, (_, text) => `UNTIL=${floating(text, wallOf)}`))
    const iterator = rule.iterator(first)
    for (let next = iterator.next(); next && found.length < MOST; next = iterator.next()) {
      const at = whole ? Temporal.PlainDate.from(next.toString()).toZonedDateTime(zone).epochMilliseconds : real(next.toString())
      if (at >= until) break
      if (left.has(whole ? next.toString() : at)) continue
      const day = next.toString().slice(0, 10)
      const { recurrence: _, ...rest } = series
      found.push({
        ...rest,
        id: `${series.id}_${whole ? day.replaceAll('-', '') : basic(at)}`,
        recurringEventId: series.id!,
        originalStartTime: whole ? { date: day } : { dateTime: new Date(at).toISOString(), timeZone: own },
        start: whole ? { date: day } : { dateTime: new Date(at).toISOString(), timeZone: own },
        end: whole
          ? { date: Temporal.PlainDate.from(day).add({ days }).toString() }
          : { dateTime: new Date(at + length).toISOString(), timeZone: own },
      })
    }
  }
  return found
}

/** `UNTIL` is in UTC (RFC 5545, 3.3.10), the rest of the rule in wall time. */
function floating(text: string, wallOf: (ms: number) => string): string {
  const iso = text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  return wallOf(Date.parse(iso)).replaceAll(/[-:]/g, '')
}

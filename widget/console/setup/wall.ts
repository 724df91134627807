/** Instants as the fields of a browser take them: wall time in somebody's zone. */
import { instantText } from '../wire.ts'
import { instantOf as instantAt, wallAt } from '../zone.ts'

const two = (value: number) => String(value).padStart(2, '0')

/** What a date and time field shows of an instant; nothing for none, and for a zone that is still being typed. */
export function wallOf(instant: string, zone: string): string {
  if (instant === '') return ''
  try {
    const { year, month, day, hour, minute } = wallAt(new Date(instant), zone)
    return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`
  } catch {
    return ''
  }
}

/** The instant that such a field says; what is not finished stays as it was typed, and the server says so. */
export function instantOf(wall: string, zone: string): string {
  const [year, month, day, hour, minute] = wall.split(/[-T:]/).map(Number)
  if (year === undefined || month === undefined || day === undefined || hour === undefined || minute === undefined) return wall
  try {
    return instantText(instantAt({ year, month, day, hour, minute }, zone).start)
  } catch {
    return wall
  }
}

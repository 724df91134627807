import { locale } from '../text/language.ts'
import { formatter, timeText } from '../ui/format.ts'

/** Times as they are shown. When the clocks go back an hour comes twice: then, and only then, a time needs the name of its zone. */
export function timesOf(slots: readonly string[], timeZone: string): { start: string; label: string; hour: number }[] {
  const plain = slots.map((start) => timeText(locale, timeZone, start))
  const hourOf = formatter('en', { hour: 'numeric', hourCycle: 'h23', numberingSystem: 'latn', timeZone })
  return slots.map((start, place) => {
    const label = plain[place] ?? ''
    const twice = plain.indexOf(label) !== plain.lastIndexOf(label)
    return { start, label: twice ? timeText(locale, timeZone, start, true) : label, hour: Number(hourOf.format(new Date(start))) }
  })
}

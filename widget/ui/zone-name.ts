import { formatter } from './format.ts'

/** Cities that browsers still list under a name of old. */
const renamed: Readonly<Record<string, string>> = {
  Calcutta: 'Kolkata',
  Katmandu: 'Kathmandu',
  Saigon: 'Ho Chi Minh',
  Rangoon: 'Yangon',
  Kiev: 'Kyiv',
}

/** `New York`: the city that a zone is named after. */
export function cityOf(timeZone: string): string {
  const city = timeZone.split('/').at(-1) ?? timeZone
  return renamed[city] ?? city.replaceAll('_', ' ')
}

/** `GMT-5`: how far a zone's clock is from Greenwich at an instant. */
export const offsetText = (locale: string, timeZone: string, at: Date): string =>
  formatter(locale, { timeZone, timeZoneName: 'shortOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value ?? ''

/** Public holidays by country and region. The tables are large: they are read when somebody asks for the first time. */
import { DAY } from './interval.ts'
import { dateText, dayOf } from './zone.ts'

/** A public holiday: its first and its last date. */
export interface Holiday {
  readonly from: string
  readonly to: string
  readonly name: string
}

/** A country, and the regions of it that have holidays of their own. */
export interface Country {
  readonly code: string
  readonly name: string
  readonly regions: readonly { readonly code: string; readonly name: string }[]
}

const tables = async () => (await import('date-holidays')).default

const named = (list: Readonly<Record<string, string>> | undefined) =>
  Object.entries(list ?? {})
    .map(([code, name]) => ({ code, name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))

/** The countries whose holidays are known, by name. */
export async function holidayCountries(): Promise<Country[]> {
  const Holidays = await tables()
  const all = new Holidays()
  return named(all.getCountries('en')).map(({ code, name }) => ({ code, name, regions: named(all.getStates(code, 'en')) }))
}

/** The public holidays of a year in a country and, if it is named, a region of it; null if there is no such place. */
export async function holidaysOf(country: string, region: string | null, year: number): Promise<Holiday[] | null> {
  const Holidays = await tables()
  const all = new Holidays()
  if (!all.getCountries('en')?.[country]) return null
  if (region !== null && !all.getStates(country, 'en')?.[region]) return null
  const place = region === null ? new Holidays(country) : new Holidays(country, region)
  return place
    .getHolidays(year, 'en')
    .filter(({ type }) => type === 'public')
    .map(({ date, start, end, name }) => {
      // Its date is local to the country; a holiday that begins at sunset still counts by whole days.
      const first = dayOf(date.slice(0, 10))
      const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / (DAY * 60_000)))
      return { from: dateText(first), to: dateText(first + days - 1), name }
    })
}

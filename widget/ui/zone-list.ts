import { zoneText } from './format.ts'
import { cityOf, offsetText } from './zone-name.ts'

export interface NamedZone {
  readonly name: string
  readonly city: string
  /** `Eastern Standard Time`, or what it is called in the reader's language. */
  readonly long: string
  readonly offset: string
  /** All that it can be found by. */
  readonly words: string
}

/** What people look for in places that zones are not named after. */
const alsoIn: Readonly<Record<string, string>> = {
  'America/Chicago': 'Dallas Houston Texas',
  'America/Los_Angeles': 'San Francisco Seattle San Diego California',
  'America/New_York': 'Boston Washington Miami Atlanta Philadelphia',
  'America/Toronto': 'Ottawa Montreal',
  'Asia/Calcutta': 'India Mumbai Delhi Bangalore Chennai Calcutta',
  'Asia/Dubai': 'Abu Dhabi',
  'Asia/Kolkata': 'India Mumbai Delhi Bangalore Chennai Calcutta',
  'Asia/Riyadh': 'Jeddah',
  'Asia/Shanghai': 'Beijing Shenzhen',
  'Australia/Sydney': 'Canberra',
  'Europe/Berlin': 'Frankfurt Hamburg München Munich',
  'Europe/London': 'Manchester Edinburgh',
  'Europe/Madrid': 'Barcelona',
  'Europe/Zurich': 'Genève Geneva Bern',
}

/** All zones with what they are called at an instant; the present one first, then by city. */
export function listZones(locale: string, at: Date, present: string): NamedZone[] {
  const names = new Set([present, 'UTC', ...Intl.supportedValuesOf('timeZone')])
  const zones = [...names].map((name) => {
    const city = cityOf(name)
    const long = zoneText(locale, name, at.toISOString())
    const offset = offsetText(locale, name, at)
    return {
      name,
      city,
      long,
      offset,
      words: plain(`${city} ${name} ${long} ${offset} ${offset.replace('GMT', 'UTC')} ${alsoIn[name] ?? ''}`),
    }
  })
  return zones.sort((a, b) => Number(b.name === present) - Number(a.name === present) || a.city.localeCompare(b.city, locale))
}

/** The zones in which every word is found, those that begin with what was typed first. */
export function findZones(zones: readonly NamedZone[], typed: string): NamedZone[] {
  const wanted = plain(typed).split(' ').filter(Boolean)
  const first = wanted.join(' ')
  return zones
    .filter(({ words }) => wanted.every((word) => words.includes(word)))
    .sort((a, b) => Number(plain(b.city).startsWith(first)) - Number(plain(a.city).startsWith(first)))
}

/** Without accents, capitals and slashes: `sao paulo` finds São Paulo. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .replaceAll('−', '-')
    .replaceAll(/[/_]/g, ' ')
    .toLowerCase()

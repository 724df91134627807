/** What an address says of the person who lives there: in which country, and in which time zone. */

/** Names that people use beside the official ones. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  usa: 'US',
  'u s a': 'US',
  'u s': 'US',
  america: 'US',
  'united states of america': 'US',
  uk: 'GB',
  'u k': 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  holland: 'NL',
  'the netherlands': 'NL',
  'czech republic': 'CZ',
  uae: 'AE',
  korea: 'KR',
  turkiye: 'TR',
}
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const IN_WORDS = ['en', 'de', 'es', 'fr', 'it', 'nl', 'pt']

const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

let byName: ReadonlyMap<string, string> | undefined

/** Every country by its name in the languages that addresses are often written in, and by its code. */
function countries(): ReadonlyMap<string, string> {
  if (byName) return byName
  const names = new Map<string, string>()
  for (const language of IN_WORDS) {
    const display = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
    for (const one of LETTERS)
      for (const two of LETTERS) {
        const code = one + two
        const name = display.of(code)
        // Codes that are no country: groups of them, private ones, and those that another has taken the place of.
        if (!name || /^(E[UZ]|UN|Q[M-Z]|X[A-Z]|ZZ|AA)$/.test(code) || Intl.getCanonicalLocales(`und-${code}`)[0] !== `und-${code}`) continue
        names.set(plain(name), code)
        names.set(plain(code), code)
      }
  }
  for (const [name, code] of Object.entries(OTHER_NAMES)) names.set(name, code)
  byName = names
  return names
}

/** The code (ISO 3166) of a country that is named by name or code, or null if it is not known. */
export const countryCode = (text: string): string | null => countries().get(plain(text)) ?? null

/** A state whose people live on one clock, 19 of 20 of them at least; states on two clocks are left out. */
const STATES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  US: byZone({
    'America/New_York':
      'CT Connecticut,DE Delaware,DC District of Columbia,FL Florida,GA Georgia,ME Maine,MD Maryland,MA Massachusetts,' +
      'NH New Hampshire,NJ New Jersey,NY New York,NC North Carolina,OH Ohio,PA Pennsylvania,RI Rhode Island,SC South Carolina,' +
      'VT Vermont,VA Virginia,WV West Virginia',
    'America/Detroit': 'MI Michigan',
    'America/Chicago':
      'AL Alabama,AR Arkansas,IL Illinois,IA Iowa,KS Kansas,LA Louisiana,MN Minnesota,MS Mississippi,MO Missouri,OK Oklahoma,' +
      'TX Texas,WI Wisconsin',
    'America/Denver': 'CO Colorado,MT Montana,NM New Mexico,UT Utah,WY Wyoming',
    'America/Phoenix': 'AZ Arizona',
    'America/Los_Angeles': 'CA California,NV Nevada,OR Oregon,WA Washington',
    'America/Anchorage': 'AK Alaska',
    'Pacific/Honolulu': 'HI Hawaii',
    'America/Puerto_Rico': 'PR Puerto Rico',
  }),
  CA: byZone({
    'America/Vancouver': 'BC British Columbia',
    'America/Edmonton': 'AB Alberta,NT Northwest Territories',
    'America/Regina': 'SK Saskatchewan',
    'America/Winnipeg': 'MB Manitoba',
    'America/Toronto': 'ON Ontario,QC Quebec',
    'America/Halifax': 'NS Nova Scotia,NB New Brunswick,PE Prince Edward Island',
    'America/Whitehorse': 'YT Yukon',
  }),
  AU: byZone({
    'Australia/Sydney': 'NSW New South Wales,ACT Australian Capital Territory',
    'Australia/Melbourne': 'VIC Victoria',
    'Australia/Brisbane': 'QLD Queensland',
    'Australia/Adelaide': 'SA South Australia',
    'Australia/Perth': 'WA Western Australia',
    'Australia/Hobart': 'TAS Tasmania',
    'Australia/Darwin': 'NT Northern Territory',
  }),
}

function byZone(zones: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const states = Object.entries(zones).flatMap(([zone, list]) =>
    list.split(',').flatMap((state) => {
      const [code = '', ...name] = state.split(' ')
      return [
        [plain(code), zone],
        [plain(name.join(' ')), zone],
      ]
    }),
  )
  return Object.fromEntries(states)
}

/** The time zone of whoever lives at an address, or null if it does not tell: the country has one clock, or the state has. */
export function zoneOfAddress(address: { readonly country: string | null; readonly state: string | null }): string | null {
  const country = address.country === null ? null : countryCode(address.country)
  if (country === null) return null
  const states = STATES[country]
  if (states) return (address.state === null ? undefined : states[plain(address.state)]) ?? null
  const zones = new Intl.Locale(`und-${country}`).getTimeZones() ?? []
  const [first, ...others] = zones
  return first !== undefined && others.every((other) => sameClock(first, other)) ? first : null
}

/** Whether clocks of two zones show the same time in winter and in summer. */
function sameClock(one: string, other: string): boolean {
  const hours = (timeZone: string, at: string) =>
    new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(at))
  return ['2026-01-15T12:00:00Z', '2026-07-15T12:00:00Z'].every((at) => hours(one, at) === hours(other, at))
}

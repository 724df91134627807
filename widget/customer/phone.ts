import { locale } from '../text/language.ts'

const E164 = /^\+[1-9]\d{6,14}$/

/** The numbering plans of the world are heavier than the page: they come once the form is there. */
const loadPhoneReader = () => import('libphonenumber-js/min')

/** A country with its calling code. */
export interface Country {
  readonly code: string
  readonly name: string
  readonly calling: string
}

/** The reader's own country, as far as the browser tells. */
export const ownCountry = (): string => {
  const own = [navigator.language, ...navigator.languages, locale].map((tag) => new Intl.Locale(tag))
  return own.find(({ region }) => region)?.region ?? own[0]?.maximize().region ?? 'US'
}

/** All countries by name, in the reader's language. */
export async function listCountries(): Promise<Country[]> {
  const reader = await loadPhoneReader()
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  return reader
    .getCountries()
    .map((code) => ({ code, name: names.of(code) ?? code, calling: `+${reader.getCountryCallingCode(code)}` }))
    .sort((a, b) => a.name.localeCompare(b.name, locale))
}

/** A phone number as people write it, made one that machines dial; null if it cannot be read. Without a country code it is from `country`. */
export async function readPhone(
  typed: string,
  country: string | null,
): Promise<{ e164: string; shown: string; country: string | null } | null> {
  const reader = await loadPhoneReader().catch(() => null)
  if (reader === null) {
    const plain = typed.replace(/[^\d+]/g, '')
    return E164.test(plain) ? { e164: plain, shown: plain, country: null } : null
  }
  const from = [country, ownCountry(), 'US'].find((code) => code !== null && reader.isSupportedCountry(code))
  const number = reader.parsePhoneNumberFromString(typed, from as Parameters<typeof reader.getCountryCallingCode>[0])
  if (!number?.isPossible() || !E164.test(number.number)) return null
  return { e164: number.number, shown: number.formatInternational(), country: number.country ?? null }
}

import { locale } from '../text/language.ts'

const E164 = /^\+[1-9]\d{6,14}$/

/** The numbering plans of the world are heavier than the page: they come when somebody begins to type a number. */
export const loadPhoneReader = () => import('libphonenumber-js/min')

/** A phone number as people write it, made one that machines dial; null if it cannot be read. */
export async function readPhone(typed: string): Promise<{ e164: string; shown: string } | null> {
  const reader = await loadPhoneReader().catch(() => null)
  if (reader === null) {
    const plain = typed.replace(/[^\d+]/g, '')
    return E164.test(plain) ? { e164: plain, shown: plain } : null
  }
  const region = new Intl.Locale(navigator.language || locale).maximize().region
  const country = reader.isSupportedCountry(region ?? '') ? (region as Parameters<typeof reader.getCountryCallingCode>[0]) : 'US'
  const number = reader.parsePhoneNumberFromString(typed, country)
  return number?.isPossible() && E164.test(number.number) ? { e164: number.number, shown: number.formatInternational() } : null
}

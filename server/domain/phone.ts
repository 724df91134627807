import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'

/** A phone number in E.164 form, or null if there is no such number. Without its country's code it is read as one of `country` (ISO 3166). */
export function phoneNumber(text: string, country: string | null): string | null {
  const home: CountryCode | undefined = country !== null && isSupportedCountry(country) ? country : undefined
  const number = parsePhoneNumberFromString(text, home)
  return number?.isValid() ? number.number : null
}

/** What a number in E.164 form is made of, or null if it is none: the country it is of, and its digits without that country's code. */
export function phoneParts(number: string): { readonly country: string | null; readonly national: string } | null {
  const read = parsePhoneNumberFromString(number)
  return read?.isValid() ? { country: read.country ?? null, national: read.nationalNumber } : null
}

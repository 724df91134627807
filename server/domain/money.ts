/** Amounts of money: whole numbers of the smallest unit of a currency (ISO 4217), written as decimals. */

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'))
/** As much as an order can come to, in the smallest unit. */
export const MOST_MONEY = 1_000_000_000_000

export const isCurrency = (code: string): boolean => CURRENCIES.has(code)

/** Currencies whose amounts have another number of digits behind the point than two (ISO 4217, minor unit). */
const DIGITS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}

/** How many digits follow the point in amounts of a currency: 2 for USD, none for JPY, 3 for KWD. */
const digitsOf = (currency: string): number => Number(Object.entries(DIGITS).find(([, codes]) => codes.includes(currency))?.[0] ?? 2)

/** What a decimal such as `19.9` comes to in the smallest unit; null if it is no amount of that currency. */
export function amountOf(text: string, currency: string): number | null {
  const found = /^(\d{1,10})(?:\.(\d{1,4}))?$/.exec(text)
  if (!found) return null
  const digits = digitsOf(currency)
  const [, whole = '', part = ''] = found
  const needless = part.slice(digits)
  if (/[1-9]/.test(needless)) return null
  const amount = Number(whole + part.slice(0, digits).padEnd(digits, '0'))
  return amount <= MOST_MONEY ? amount : null
}

/** An amount as a decimal: 1990 of USD is `19.90`. */
export function amountText(amount: number, currency: string): string {
  const digits = digitsOf(currency)
  if (digits === 0) return String(amount)
  const padded = String(amount).padStart(digits + 1, '0')
  return `${padded.slice(0, -digits)}.${padded.slice(-digits)}`
}

import { locale } from '../locale.ts'

const digitsIn = (amount: string): number => amount.split('.')[1]?.length ?? 0

/** An amount as people of this browser write it: `$19.90`. It has as many digits behind the point as the server gave it. */
export function moneyText(amount: string, currency: string): string {
  const digits = digitsIn(amount)
  const format = { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const
  return new Intl.NumberFormat(locale, format).format(amount as Intl.StringNumericLiteral)
}

/** An amount as it was typed, with a point; null if it is none, or could be two (1,500). Which digits a currency has the server knows. */
export function amountTyped(typed: string): string | null {
  if (/,\d{3}$/.test(typed.trim())) return null
  const text = typed.trim().replace(',', '.')
  return /^\d{1,9}(?:\.\d{0,4})?$/.test(text) ? text.replace(/\.$/, '') : null
}

/** What items come to, as a decimal with as many digits as their prices have. */
export function totalOf(items: readonly { readonly price: string; readonly quantity: number }[]): string {
  const digits = Math.max(0, ...items.map(({ price }) => digitsIn(price)))
  // Whole numbers of the smallest unit: fractions of binary numbers add up to something else.
  const units = items.reduce((sum, { price, quantity }) => sum + Math.round(Number(price) * 10 ** digits) * quantity, 0)
  return (units / 10 ** digits).toFixed(digits)
}

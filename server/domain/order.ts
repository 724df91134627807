/** Orders: what became of them, what may become of them, and what is never kept with them. */

/** `partial`: begun and not paid; `declined`: the payment was. */
export const ORDER_STATUSES = ['partial', 'complete', 'declined', 'cancelled', 'refunded'] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]

/** Something that is ordered. `price` is of one, in the smallest unit of the order's currency. */
export interface OrderItem {
  readonly name: string
  readonly sku: string | null
  readonly quantity: number
  readonly price: number
}

export interface Order {
  readonly id: string
  /** Slug of the shop; null: it was made in Order Entry. */
  readonly shop: string | null
  readonly number: string
  readonly customerId: string | null
  readonly status: OrderStatus
  readonly currency: string
  /** In the smallest unit of the currency. A shop's may hold shipping, taxes and discounts. */
  readonly total: number
  readonly items: readonly OrderItem[]
  readonly paymentReference: string | null
  readonly paymentUrl: string | null
  readonly note: string | null
  readonly placedAt: Date
  readonly changedAt: Date
  /** When it was so as its shop last told: older news changes nothing. Null: no shop has told of it. */
  readonly toldAt: Date | null
  readonly completedAt: Date | null
}

/** What may become of an order, as shops tell it. What is complete is never partial again, and what is refunded stays so. */
const NEXT: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  partial: ['partial', 'complete', 'declined', 'cancelled', 'refunded'],
  declined: ['declined', 'partial', 'complete', 'cancelled', 'refunded'],
  complete: ['complete', 'cancelled', 'refunded'],
  cancelled: ['cancelled', 'refunded'],
  refunded: ['refunded'],
}

export const canBecome = (from: OrderStatus, to: OrderStatus): boolean => NEXT[from].includes(to)

/** Whether an order still waits for its customer: it can be changed and finished. */
export const isOpenOrder = (status: OrderStatus): boolean => status === 'partial' || status === 'declined'

export const totalOf = (items: readonly OrderItem[]): number => items.reduce((sum, { quantity, price }) => sum + quantity * price, 0)

/** The ranges and lengths of the cards with which one pays (ISO/IEC 7812): Visa, Mastercard, American Express, Diners Club, JCB, Discover, UnionPay, Maestro. */
const CARDS = new RegExp(
  [
    '4\\d{12}(?:\\d{3}){0,2}',
    '5[1-5]\\d{14}|2(?:22[1-9]|2[3-9]\\d|[3-6]\\d\\d|7[01]\\d|720)\\d{12}',
    '3[47]\\d{13}',
    '3(?:0[0-5]|[68]\\d)\\d{11}',
    '35\\d{14}',
    '6(?:011|5\\d\\d|4[4-9]\\d)\\d{12,15}|62\\d{14,17}',
    '(?:5018|5020|5038|5893|6304|6759|676[1-3])\\d{8,15}',
  ]
    .map((one) => `^(?:${one})$`)
    .join('|'),
)

const LONGEST_CARD = 19

/** Whether a text holds the number of a card, in groups or not, with the right check digit (Luhn), beside whatever other numbers. Such are never stored. */
export function holdsCardNumber(text: string): boolean {
  const runs = text.match(/\d(?:[\s.\-_/\u00a0]{0,2}\d){12,}/gu) ?? []
  return runs.some((run) => {
    const groups = run.split(/\D+/)
    return groups.some((_, from) => {
      // No card has more digits, and each group has at least one: however many groups there are, few are put together.
      const near = groups.slice(from, from + LONGEST_CARD)
      return near.some((__, more) => isCard(near.slice(0, more + 1).join('')))
    })
  })
}

const isCard = (digits: string): boolean => digits.length <= LONGEST_CARD && CARDS.test(digits) && isLuhn(digits)

function isLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

/** Where a customer pays for an order: where its shop said, else where the call center's agents hand over, with the order's number put in. */
export const paymentUrlOf = (order: Pick<Order, 'number' | 'paymentUrl'>, ofCallCenter: string | null): string | null =>
  order.paymentUrl ?? ofCallCenter?.replaceAll('{number}', encodeURIComponent(order.number)) ?? null

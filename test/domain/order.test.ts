import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openSince } from '../../server/domain/lead.ts'
import { amountOf, amountText, isCurrency, MOST_MONEY } from '../../server/domain/money.ts'
import { canBecome, holdsCardNumber, ORDER_STATUSES, paymentUrlOf, totalOf } from '../../server/domain/order.ts'

const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'HUF', 'CLF', 'KRW')

describe('amounts', () => {
  test('an amount that was written is read as the same amount, in every currency', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MOST_MONEY }), currency, (amount, code) => {
        // As much as has ten digits before the point.
        fc.pre(amountText(amount, code).split('.')[0]!.length <= 10)
        expect(amountOf(amountText(amount, code), code)).toBe(amount)
      }),
    )
  })

  test.each([
    ['19.9', 'USD', 1990],
    ['19', 'USD', 1900],
    ['19.900', 'USD', 1990],
    ['19.901', 'USD', null],
    ['500', 'JPY', 500],
    ['500.5', 'JPY', null],
    ['1.234', 'KWD', 1234],
    ['199.5', 'HUF', 19950],
    ['-1', 'USD', null],
    ['1e3', 'USD', null],
    ['', 'USD', null],
  ])('%s of %s is %s in the smallest unit', (text, code, amount) => expect(amountOf(text, code)).toBe(amount))

  test('a currency is one that ISO 4217 lists', () => {
    expect([isCurrency('USD'), isCurrency('usd'), isCurrency('ABC')]).toEqual([true, false, false])
  })

  test('items come to the sum of their prices', () => {
    const item = (quantity: number, price: number) => ({ name: 'Kit', sku: null, quantity, price })
    expect(totalOf([item(2, 1990), item(1, 500)])).toBe(4480)
    expect(totalOf([])).toBe(0)
  })
})

describe('what may become of an order', () => {
  test('whatever is told, in whatever order: complete is never partial again, and refunded stays so', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ORDER_STATUSES), { minLength: 1, maxLength: 30 }), (told) => {
        const stages = [told[0]!]
        for (const next of told) stages.push(canBecome(stages.at(-1)!, next) ? next : stages.at(-1)!)
        const [paid, refunded] = [stages.indexOf('complete'), stages.indexOf('refunded')]
        if (paid >= 0) expect(stages.slice(paid).filter((one) => one === 'partial' || one === 'declined')).toEqual([])
        if (refunded >= 0) expect(new Set(stages.slice(refunded))).toEqual(new Set(['refunded']))
      }),
    )
  })

  test('told again, an order is what it was', () => {
    for (const status of ORDER_STATUSES) expect(canBecome(status, status)).toBe(true)
  })
})

/** Digits with the check digit that makes them the number of a card. */
const cardOf = (digits: string): string => {
  const sum = (text: string) =>
    [...text].reverse().reduce((total, digit, i) => {
      const value = Number(digit) * (i % 2 === 1 ? 2 : 1)
      return total + (value > 9 ? value - 9 : value)
    }, 0)
  return `${digits}${(10 - (sum(`${digits}0`) % 10)) % 10}`
}

describe('the number of a card', () => {
  test('is found in any text, with any separators, beside any other digits', () => {
    const number = fc
      .tuple(
        fc.constantFrom(['4', 13], ['4', 16], ['4', 19], ['51', 16], ['2720', 16], ['34', 15], ['36', 14], ['3530', 16], ['6011', 16], [
          '62',
          19,
        ] as const),
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 18, maxLength: 18 }),
      )
      .map(([[first, length], rest]) => cardOf((first + rest.join('')).slice(0, Number(length) - 1)))
    const before = fc.constantFrom('', 'paid with ', '2027-03-01 ', 'no. 17: ')
    const after = fc.constantFrom('', ' 12/27', ' 123', ' ok', '/0127')
    fc.assert(
      fc.property(
        number,
        fc.constantFrom(' ', '-', '.', '\u00a0', '  '),
        fc.integer({ min: 1, max: 6 }),
        before,
        after,
        (card, gap, size, one, other) => {
          const groups = card.match(new RegExp(`.{1,${size}}`, 'g')) ?? []
          expect(holdsCardNumber(`${one}${groups.join(gap)}${other}`)).toBe(true)
          expect(holdsCardNumber(`${one}${card}${other}`)).toBe(true)
        },
      ),
    )
  })

  test('a long number that is no card’s is left alone, nearly always', () => {
    const numbers = Array.from({ length: 2000 }, (_, i) => String(10_000_000_000_000_000n + BigInt(i) * 7_919_191_919_191n))
    expect(numbers.filter(holdsCardNumber).length).toBeLessThan(40)
  })

  test.each(['', 'pay_9f3b2', '1001', '+1 212 555 0100', '2027-03-01T15:30:00Z', 'Order 1001-2027'])('%j is none', (text) =>
    expect(holdsCardNumber(text)).toBe(false),
  )
})

test('a customer pays where the shop said, else where the call center takes payments, with the number put in as an address has it', () => {
  const order = { number: 'A 1/2', paymentUrl: null }
  expect(paymentUrlOf(order, 'https://pay.example.com/?o={number}&again={number}')).toBe(
    'https://pay.example.com/?o=A%201%2F2&again=A%201%2F2',
  )
  expect(paymentUrlOf({ ...order, paymentUrl: 'https://shop.example.com' }, 'https://pay.example.com')).toBe('https://shop.example.com')
  expect(paymentUrlOf(order, null)).toBeNull()
})

test('S3.34 S3.35 whoever was resolved an hour ago to the millisecond is the last who can still be opened', () => {
  expect(openSince(new Date('2027-03-01T13:00:00.000Z'))).toEqual(new Date('2027-03-01T12:00:00.000Z'))
})

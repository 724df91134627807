import { expect, test } from 'vitest'
import { eventOf, secretOf, signedHeaders, wasTaken } from '../../server/domain/webhook.ts'

test('a delivery is signed as Standard Webhooks has it', () => {
  const body = '{"test": 2432232314}'
  const headers = signedHeaders('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'msg_p5jXN8AQM9LWM0D4loKWxJek', new Date(1_614_265_330_999), body)

  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})

test('a secret is what people know as one: whsec_ and base64', () => {
  expect(secretOf(new Uint8Array(24).fill(255))).toBe(`whsec_${'/'.repeat(32)}`)
})

test.each([
  ['booked', 'booking.created'],
  ['requested', 'booking.requested'],
  ['approved', 'booking.approved'],
  ['declined', 'booking.declined'],
  ['expired', 'booking.expired'],
  ['rescheduled', 'booking.rescheduled'],
  ['reassigned', 'booking.reassigned'],
  ['cancelled', 'booking.cancelled'],
  ['outcome: no-show', 'booking.outcome'],
  ['looked at', null],
])('a change that history calls “%s” is told as %s', (action, event) => {
  expect(eventOf(action)).toBe(event)
})

test('a delivery was taken if the answer is a 2xx, and not if it leads elsewhere', () => {
  expect([200, 204, 299, 199, 301, 410, 500, null].map(wasTaken)).toEqual([true, true, true, false, false, false, false, false])
})

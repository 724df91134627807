import { expect, test } from 'vitest'
import { seal, unseal } from '../../server/domain/sealed.ts'
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

const nonce = new Uint8Array(12).fill(7)

test('what is sealed shows nothing, and is read with the same secret in the same place alone', () => {
  const sealed = seal('one secret', 'webhook 1', 'whsec_abc', nonce)

  expect(sealed).not.toContain('whsec')
  expect(unseal('one secret', 'webhook 1', sealed)).toBe('whsec_abc')
  expect(unseal('another secret', 'webhook 1', sealed)).toBeNull()
  expect(unseal('one secret', 'webhook 2', sealed)).toBeNull()
})

test('what was sealed and then changed is not read', () => {
  const [one, tag, body] = seal('one secret', 'here', 'whsec_abc', nonce).split('.')

  for (const changed of [
    '',
    'x',
    `${one}.${tag}`,
    `${one}.${tag}.AAAA`,
    `${one}.AAAA.${body}`,
    `AAAA.${tag}.${body}`,
    `${one}.${tag}.${body}.x`,
  ])
    expect(unseal('one secret', 'here', changed)).toBeNull()
})

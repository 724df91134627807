import { describe, expect, test } from 'vitest'
import type { Booking } from '../../server/domain/booking.ts'
import { type Audience, compose, type Facts, placeOf } from '../../server/domain/message.ts'
import { MOMENTS, type Moment } from '../../server/domain/message-rule.ts'

const MANAGE = 'https://book.example.com/manage/secret-token'

const booking = (changes: Partial<Booking> = {}): Booking => ({
  id: 'b1',
  uid: 'b1@switchboard',
  sequence: 0,
  status: 'scheduled',
  eventTypeId: 'e1',
  poolId: null,
  repId: 'r1',
  with: [],
  customer: { id: 'c1', name: 'Jane Smith', email: 'jane@example.com', phone: '+12125550100' },
  guests: [{ name: 'Tom Smith', email: 'tom@example.com' }],
  projectId: null,
  createdIn: null,
  completedIn: null,
  completedBy: null,
  start: new Date('2027-03-02T20:30:00Z'),
  end: new Date('2027-03-02T21:15:00Z'),
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  timeZone: 'America/New_York',
  subject: 'Choosing a floor plan',
  location: { kind: 'in-person', value: '12 Harbor Rd\nBluewater' },
  details: 'Prefers the corner lot.',
  notes: 'Never to be sent',
  answers: [
    { key: 'budget', label: 'Budget', value: 450000 },
    { key: 'lots', label: 'Lots', value: ['12', '14'] },
    { key: 'own', label: 'Owns a home', value: true },
  ],
  bookedBy: { kind: 'coordinator', name: 'Olivia Park', email: 'olivia@example.com' },
  assignment: { method: 'longest-idle', reasons: [] },
  notify: { customer: ['email'], rep: ['email'] },
  policy: { rescheduleUntilMinutes: 0, cancelUntilMinutes: 0, moveTo: 'any' },
  cancelReason: null,
  generation: 0,
  createdAt: new Date('2027-03-01T00:00:00Z'),
  ...changes,
})

const facts = (changes: Partial<Facts> = {}, ofBooking: Partial<Booking> = {}): Facts => ({
  booking: booking(ofBooking),
  eventTypeName: 'Design consultation',
  rep: { name: 'Ann Lee', email: 'ann@example.com', timeZone: 'America/Los_Angeles' },
  withNames: ['Ray Ortiz'],
  previous: null,
  manageUrl: MANAGE,
  company: 'Bluewater Homes',
  ...changes,
})

const jane = { name: 'Jane Smith', email: 'jane@example.com' }
const tom = { name: 'Tom Smith', email: 'tom@example.com' }
const ann = { name: 'Ann Lee', email: 'ann@example.com' }
const bob = { name: 'Bob Ray', email: 'bob@example.com', timeZone: 'Europe/Berlin' }
const before = { start: new Date('2027-03-01T15:00:00Z'), repName: 'Bob Ray' }

const EAST = 'Tuesday, March 2, 2027, 3:30 PM to 4:15 PM, Eastern Standard Time (America/New_York)'
const WEST = 'Tuesday, March 2, 2027, 12:30 PM to 1:15 PM, Pacific Standard Time (America/Los_Angeles)'

describe('the customer', () => {
  test('who was booked learns what, when in their zone, with whom, where, and how to change it', () => {
    const { subject, text } = compose('booked', 'customer', jane, facts())

    expect(subject).toBe('Confirmed: Design consultation with Ann Lee, Tue, Mar 2, 3:30 PM EST')
    expect(text).toBe(
      [
        'Hello Jane Smith,',
        'Your Design consultation with Ann Lee is booked. We look forward to meeting you.',
        [
          'What: Design consultation',
          'Subject: Choosing a floor plan',
          `When: ${EAST}`,
          'With: Ann Lee, Ray Ortiz',
          'Where: 12 Harbor Rd\n  Bluewater',
          'Details: Prefers the corner lot.',
        ].join('\n'),
        `Change or cancel: ${MANAGE}`,
        'Bluewater Homes\n',
      ].join('\n\n'),
    )
  })

  test('who asked hears that the request was received, not that it is confirmed', () => {
    const { subject, text } = compose('requested', 'customer', jane, facts())

    expect(subject).toMatch(/^Request received: /)
    expect(text).toContain('as soon as it is confirmed')
    expect(text).toContain(EAST)
    expect(text).toContain(MANAGE)
  })

  test('whose booking was moved reads the new and the old time, and who comes instead', () => {
    const { subject, text } = compose('rescheduled', 'customer', jane, facts({ previous: before }))

    expect(subject).toMatch(/^New time: .*Tue, Mar 2, 3:30 PM EST$/)
    expect(text).toContain(`New time: ${EAST}\nOld time: Monday, March 1, 2027, 10:00 AM, Eastern Standard Time (America/New_York)`)
    expect(text).toContain('Ann Lee will meet you instead of Bob Ray.')
  })

  test.each(['Ann Lee', ''])('hears of no other rep when the one before was "%s"', (repName) => {
    const { text } = compose('rescheduled', 'customer', jane, facts({ previous: { ...before, repName } }))

    expect(text).not.toContain('instead of')
  })

  test('whose booking was reassigned hears who meets them now, at the time that stays', () => {
    const { text } = compose('reassigned', 'customer', jane, facts({ previous: { start: booking().start, repName: 'Bob Ray' } }))

    expect(text).toContain('Ann Lee will meet you instead of Bob Ray.')
    expect(text).toContain(`When: ${EAST}`)
    expect(text).not.toContain('Old time')
    expect(text).toContain(MANAGE)
  })

  test.each(['cancelled', 'declined', 'expired', 'no-show'] as const)(
    'whose booking was %s reads the reason, and no link to change it',
    (moment) => {
      const { text, html } = compose(moment, 'customer', jane, facts({}, { cancelReason: 'Ann is ill' }))

      expect(text).toContain('Reason: Ann is ill')
      expect(text).toContain(EAST)
      expect(text).toContain('Bluewater Homes will be glad to find one with you.')
      expect(text + html).not.toContain(MANAGE)
    },
  )

  test('reads no reason when none was given', () => {
    expect(compose('cancelled', 'customer', jane, facts()).text).not.toContain('Reason')
  })

  test('reads the details that go with the appointment, and nothing that is the staff’s alone', () => {
    const { text } = compose('booked', 'customer', jane, facts())

    expect(text).toContain('Details: Prefers the corner lot.')
    for (const inside of ['Olivia', '450000', 'Never to be sent', 'ann@example.com']) expect(text).not.toContain(inside)
  })

  test('without a name is still greeted', () => {
    expect(compose('booked', 'customer', { name: null, email: 'jane@example.com' }, facts()).text).toMatch(/^Hello,\n/)
  })
})

describe('a guest', () => {
  const moments: readonly Moment[] = MOMENTS.filter((moment) => moment !== 'follow-up' && moment !== 'no-show')

  test.each(moments)('hears that a meeting is %s in the zone of the customer, without the means to change it', (moment) => {
    const message = compose(moment, 'guest', tom, facts({ previous: before }, { location: { kind: 'phone' } }))

    expect(message.text).toMatch(/^Hello Tom Smith,\n/)
    expect(message.text).toContain(EAST)
    expect(message.text).toContain('Jane Smith')
    for (const kept of [MANAGE, '+12125550100', 'jane@example.com', '450000', 'Olivia'])
      expect(message.text + message.html).not.toContain(kept)
  })

  test('is told whom to ask for a change', () => {
    expect(compose('booked', 'guest', tom, facts()).text).toContain('please speak with Jane Smith')
  })
})

describe('the rep', () => {
  test('reads the time in their own zone, and all that is known of the customer', () => {
    const { subject, text } = compose('booked', 'rep', ann, facts())

    expect(subject).toBe('New booking: Design consultation with Jane Smith, Tue, Mar 2, 12:30 PM PST')
    expect(text).toContain(`When: ${WEST}`)
    for (const row of [
      'With: Ray Ortiz\n',
      'Customer: Jane Smith',
      'Email: jane@example.com',
      'Phone: +12125550100',
      'Guests: Tom Smith (tom@example.com)',
      'Budget: 450000',
      'Lots: 12, 14',
      'Owns a home: Yes',
      'Details: Prefers the corner lot.',
      'Booked by Olivia Park (coordinator).',
    ])
      expect(text).toContain(row)
    expect(text).not.toContain(MANAGE)
    expect(text).not.toContain('Never to be sent')
  })

  test.each([
    ['customer', 'Jane Smith', null, 'Booked by Jane Smith (customer).'],
    ['salesforce', null, 'olivia@example.com', 'Booked by olivia@example.com (Salesforce).'],
    ['api', null, null, 'Booked through: API.'],
  ] as const)('learns who booked through the door %s', (kind, name, email, said) => {
    expect(compose('booked', 'rep', ann, facts({}, { bookedBy: { kind, name, email } })).text).toContain(said)
  })

  test('is asked to answer a request', () => {
    const { subject, text } = compose('requested', 'rep', ann, facts())

    expect(subject).toMatch(/^Please answer: /)
    expect(text).toContain('approved or declined')
  })

  test('whose meeting was moved reads both times in their own zone', () => {
    const { text } = compose('rescheduled', 'rep', ann, facts({ previous: before }))

    expect(text).toContain(`New time: ${WEST}`)
    expect(text).toContain('Old time: Monday, March 1, 2027, 7:00 AM, Pacific Standard Time (America/Los_Angeles)')
  })

  test('who takes over hears from whom', () => {
    const { subject, text } = compose('reassigned', 'rep', ann, facts({ previous: before }))

    expect(subject).toMatch(/^Yours now: /)
    expect(text).toContain('It was with Bob Ray before.')
  })

  test('whose meeting was cancelled reads why', () => {
    expect(compose('cancelled', 'rep', ann, facts({}, { cancelReason: 'Jane has moved away' })).text).toContain(
      'Reason: Jane has moved away',
    )
  })

  test('who only takes part is told who leads, in the zone of their own', () => {
    const { text } = compose('booked', 'rep', bob, facts({ withNames: ['Bob Ray', 'Room 2'] }))

    expect(text).toContain('led by Ann Lee')
    expect(text).toContain('With: Ann Lee, Room 2\n')
    expect(text).toContain('9:30 PM to 10:15 PM, Central European Standard Time (Europe/Berlin)')
  })
})

test('the former rep learns that the old meeting is no longer theirs, and nothing of the new one', () => {
  const { subject, text, html } = compose('reassigned', 'former-rep', bob, facts({ previous: before }))

  expect(subject).toBe('No longer yours: Design consultation with Jane Smith, Mon, Mar 1, 4:00 PM GMT+1')
  expect(text).toContain('no longer yours')
  expect(text).toContain('It was: Monday, March 1, 2027, 4:00 PM, Central European Standard Time (Europe/Berlin)')
  for (const kept of ['Ann Lee', 'March 2', 'Harbor', 'jane@example.com', '+1212', 'corner lot', MANAGE])
    expect(text + html).not.toContain(kept)
})

test.each([
  ['phone', undefined, 'customer', 'By phone: +12125550100'],
  ['phone', undefined, 'rep', 'By phone: +12125550100'],
  ['phone', undefined, 'guest', 'By phone'],
  ['phone', '+12125550199', 'guest', 'By phone: +12125550199'],
  ['in-person', undefined, 'customer', 'In person'],
  ['link', 'https://meet.example.com/x', 'guest', 'https://meet.example.com/x'],
  ['link', undefined, 'guest', 'Online'],
  ['other', undefined, 'customer', 'To be agreed'],
] as const)('a place of kind %s with value %s reads for the %s as %s', (kind, value, audience, said) => {
  const location = value === undefined ? { kind } : { kind, value }

  expect(placeOf(booking({ location }), audience)).toBe(said)
})

describe('the time', () => {
  const when = (start: string, end: string, timeZone: string) =>
    compose('booked', 'customer', jane, facts({}, { start: new Date(start), end: new Date(end), timeZone })).text.match(
      /^When: (.*)$/m,
    )?.[1]

  test.each([
    ['2027-07-01T20:30:00Z', 'America/New_York', 'Thursday, July 1, 2027, 4:30 PM to 5:00 PM, Eastern Daylight Time (America/New_York)'],
    ['2027-03-14T06:30:00Z', 'America/New_York', /1:30 AM Eastern Standard Time to 3:00 AM, Eastern Daylight Time/],
    ['2027-11-07T05:45:00Z', 'America/New_York', /1:45 AM Eastern Daylight Time to 1:15 AM, Eastern Standard Time/],
    ['2027-11-07T06:00:00Z', 'America/New_York', /1:00 AM to 1:30 AM, Eastern Standard Time/],
    ['2027-03-02T20:30:00Z', 'Asia/Kathmandu', 'Wednesday, March 3, 2027, 2:15 AM to 2:45 AM, Nepal Time (Asia/Kathmandu)'],
    ['2027-03-03T04:45:00Z', 'America/New_York', /Tuesday, March 2, 2027, 11:45 PM to Wednesday, March 3, 2027, 12:15 AM, Eastern/],
  ])('of a half hour from %s is told by the clock of %s', (start, zone, said) => {
    const end = new Date(Date.parse(start) + 30 * 60_000).toISOString()

    if (typeof said === 'string') expect(when(start, end, zone)).toBe(said)
    else expect(when(start, end, zone)).toMatch(said)
  })
})

const HOSTILE = `<img src="https://evil.example/x" onerror='alert(1)'>&amp;\r\nBcc: eve@example.com</td></title>`

/** Every text that people can type, hostile. */
const hostile = (): Facts =>
  facts(
    {
      eventTypeName: `type ${HOSTILE}`,
      rep: { name: `rep ${HOSTILE}`, email: 'ann@example.com', timeZone: 'UTC' },
      withNames: [`with ${HOSTILE}`],
      previous: { start: before.start, repName: `previous ${HOSTILE}` },
      manageUrl: `${MANAGE}?a="><script>`,
      company: `company ${HOSTILE}`,
    },
    {
      customer: { id: null, name: `customer ${HOSTILE}`, email: `email${HOSTILE}`, phone: `phone ${HOSTILE}` },
      guests: [{ name: `guest ${HOSTILE}`, email: `guest-email${HOSTILE}` }],
      subject: `subject ${HOSTILE}`,
      location: { kind: 'link', value: `https://meet.example.com/"onclick="x"<b>` },
      details: `details ${HOSTILE}`,
      answers: [{ key: 'q', label: `label ${HOSTILE}`, value: [`answer ${HOSTILE}`] }],
      bookedBy: { kind: 'coordinator', name: `booker ${HOSTILE}`, email: null },
      cancelReason: `reason ${HOSTILE}`,
    },
  )

const everything = MOMENTS.flatMap((moment) =>
  (['customer', 'guest', 'rep', 'former-rep'] as Audience[]).map((audience) => [moment, audience] as const),
)

describe.each(everything)('a message that a booking is %s, to a %s,', (moment, audience) => {
  const named = { name: `reader ${HOSTILE}`, email: 'ann@example.com' }
  const harmless = compose(
    moment,
    audience,
    ann,
    facts({ previous: before }, { cancelReason: 'Ill', location: { kind: 'link', value: 'https://meet.example.com' } }),
  )
  const attacked = compose(moment, audience, named, hostile())
  const tags = (html: string) => new Set([...html.matchAll(/<\/?([a-z0-9!]+)/gi)].map(([tag]) => tag))

  test('has markup of its own only, whatever people typed', () => {
    expect(tags(attacked.html).difference(tags(harmless.html))).toEqual(new Set())
    expect(attacked.html).toContain('&lt;img src=&quot;https://evil.example/x&quot; onerror=&#39;alert(1)&#39;&gt;&amp;amp;')
    for (const [, attributes] of attacked.html.matchAll(/<[a-z0-9]+((?:\s[^>]*)?)>/g)) expect(attributes).toMatch(/^(\s[a-z]+="[^"<>]*")*$/)
    expect(attacked.html).not.toMatch(/\s(on[a-z]+|src)="/)
  })

  test('loads nothing, and is readable by anyone', () => {
    expect(harmless.html).not.toMatch(/<(img|link|script|style|iframe|svg|object)\b|url\(|@import/)
    expect(harmless.html).toMatch(/^<!doctype html>\n<html lang="en" dir="ltr">/)
    expect(harmless.html).toMatch(/<title>[^<]+<\/title>/)
    expect(harmless.html.match(/<th /g)).toEqual(harmless.html.match(/<th scope="row"/g)?.map(() => '<th '))
  })

  test('has a subject of one line, and a text and an HTML that say the same', () => {
    expect(attacked.subject).not.toMatch(/[\r\n]/)
    const plainOf = (html: string) =>
      html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
    const words = plainOf(
      harmless.html
        .replace(/<title>.*?<\/title>/, '')
        .replace(/<a href="([^"]*)" style="display[^>]*>([^<]*)/, '$2 $1')
        .replace(/<[^>]*>/g, ' '),
    )
    const plain = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
    expect(plain(words)).toBe(plain(harmless.text))
  })
})

test('the link to change a booking, and the link to the meeting, can be clicked', () => {
  const { html } = compose(
    'booked',
    'customer',
    jane,
    facts({}, { location: { kind: 'link', value: 'https://meet.example.com/a?b=1&c=2' } }),
  )

  expect(html).toContain(`<a href="${MANAGE}"`)
  expect(html).toContain('<a href="https://meet.example.com/a?b=1&amp;c=2"')
})

test('a place that is no address on the web is never a link', () => {
  const { html } = compose('booked', 'guest', tom, facts({}, { location: { kind: 'link', value: 'javascript:alert(1)' } }))

  expect(html).not.toContain('href')
})

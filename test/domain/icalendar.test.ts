import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { type Invitation, invitationText } from '../../server/domain/icalendar.ts'

const ZOE = 'Zoë "Zed" O\'Neil, Jr.'

const invitation = (changes: Partial<Invitation> = {}): Invitation => ({
  method: 'REQUEST',
  uid: '6f1f6a52-58d5-4f0a-9a80-0d8a3f2c9a11',
  sequence: 0,
  start: new Date('2027-03-02T20:30:00Z'),
  end: new Date('2027-03-02T21:15:00Z'),
  stamp: new Date('2027-02-20T09:08:07.654Z'),
  subject: 'Design consultation; first, "long" visit',
  description: 'Bring your plans.',
  location: '12 Harbor Rd, Suite 4\nBluewater; gate \\ B',
  url: 'https://book.example.com/manage/abc-123?x=1,2;3',
  organizer: { name: ZOE, email: 'zoe@example.com' },
  attendees: [
    { name: 'Jürgen; von: "Ost^n"', email: "o'neil+visits@example.com", kind: 'person' },
    { name: null, email: 'guest@example.com', kind: 'person' },
    { name: 'Model Home, Room 2', email: 'room2@example.com', kind: 'room' },
  ],
  ...changes,
})

/** The raw lines, as octets, of a text that must end each of them with CRLF and have no CR or LF elsewhere. */
function rawLines(text: string): Buffer[] {
  const octets = Buffer.from(text)
  const lines: Buffer[] = []
  let from = 0
  for (let at = octets.indexOf('\r\n'); at >= 0; at = octets.indexOf('\r\n', from)) {
    lines.push(octets.subarray(from, at))
    from = at + 2
  }
  expect(from, 'the text ends with CRLF').toBe(octets.length)
  return lines
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The logical lines (RFC 5545, 3.1), after every raw line was found to be within the limits of the format. */
function logicalLines(text: string): string[] {
  const lines: string[] = []
  for (const raw of rawLines(text)) {
    expect(raw.length).toBeLessThanOrEqual(75)
    const line = utf8.decode(raw)
    expect(line).not.toMatch(/(?!\t)\p{Cc}/u)
    if (line.startsWith(' ')) lines.push(lines.pop() + line.slice(1))
    else lines.push(line)
  }
  return lines
}

/** contentline = name *(";" param) ":" value */
const CONTENT_LINE = /^[A-Z-]+(;[A-Z-]+=("[^"\p{Cc}]*"|[^";:,\p{Cc}]*))*:[^\n\r]*$/u

function parse(text: string) {
  const lines = logicalLines(text)
  for (const line of lines) expect(line).toMatch(CONTENT_LINE)
  const calendar = new ICAL.Component(ICAL.parse(text))
  const events = calendar.getAllSubcomponents()
  expect(events.map((event) => event.name)).toEqual(['vevent'])
  const event = events[0] as InstanceType<typeof ICAL.Component>
  const value = (name: string) => event.getFirstPropertyValue(name)
  const people = (name: string) =>
    event.getAllProperties(name).map((one) => ({ name: one.getParameter('cn'), address: String(one.getFirstValue()) }))
  return { lines, calendar, event, value, people, names: event.getAllProperties().map((property) => property.name) }
}

describe.each([
  ['a new booking', { method: 'REQUEST', sequence: 0 }, 'CONFIRMED'],
  ['a changed booking', { method: 'REQUEST', sequence: 7 }, 'CONFIRMED'],
  ['a cancelled booking', { method: 'CANCEL', sequence: 8 }, 'CANCELLED'],
] as const)('the calendar message for %s', (_, changes, status) => {
  test('names its method, its event, its version and its state', () => {
    const { lines, calendar, value } = parse(invitationText(invitation(changes)))

    expect(lines[0]).toBe('BEGIN:VCALENDAR')
    expect(lines.at(-1)).toBe('END:VCALENDAR')
    expect(lines.filter((line) => line.startsWith('METHOD'))).toEqual([`METHOD:${changes.method}`])
    expect(calendar.getFirstPropertyValue('version')).toBe('2.0')
    expect(calendar.getFirstPropertyValue('prodid')).toContain('Switchboard')
    expect(value('uid')).toBe(invitation().uid)
    expect(value('sequence')).toBe(changes.sequence)
    expect(value('status')).toBe(status)
    expect(value('transp')).toBe('OPAQUE')
  })

  test('tells its times in UTC, to the second', () => {
    const { lines } = parse(invitationText(invitation(changes)))

    expect(lines.filter((line) => line.startsWith('DT')).sort()).toEqual([
      'DTEND:20270302T211500Z',
      'DTSTAMP:20270220T090807Z',
      'DTSTART:20270302T203000Z',
    ])
  })

  test('brings texts and names back exactly', () => {
    const wanted = invitation(changes)
    const { value, people } = parse(invitationText(wanted))

    expect(value('summary')).toBe(wanted.subject)
    expect(value('description')).toBe(wanted.description)
    expect(value('location')).toBe(wanted.location)
    expect(value('url')).toBe(wanted.url)
    expect(people('organizer')).toEqual([{ name: ZOE, address: 'mailto:zoe@example.com' }])
    expect(people('attendee')).toEqual([
      { name: 'Jürgen; von: "Ost^n"', address: "mailto:o'neil+visits@example.com" },
      { name: 'guest@example.com', address: 'mailto:guest@example.com' },
      { name: 'Model Home, Room 2', address: 'mailto:room2@example.com' },
    ])
  })

  test('holds every property at most once, attendees apart, and nothing that belongs to published calendars', () => {
    const { names, lines } = parse(invitationText(invitation(changes)))
    const single = names.filter((name) => name !== 'attendee')

    expect(single).toEqual([...new Set(single)])
    for (const name of ['uid', 'dtstamp', 'dtstart', 'dtend', 'summary', 'sequence', 'status', 'organizer']) expect(single).toContain(name)
    expect(lines.join('\n')).not.toContain('PUBLISH')
  })
})

test('a request asks persons and rooms for an answer, in the bare words of the format', () => {
  const { lines } = parse(invitationText(invitation()))

  const [person, , room] = lines.filter((line) => line.startsWith('ATTENDEE'))
  for (const word of ['CUTYPE=INDIVIDUAL', 'ROLE=REQ-PARTICIPANT', 'PARTSTAT=NEEDS-ACTION', 'RSVP=TRUE'])
    expect(person).toContain(`;${word};`)
  expect(room).toContain(';CUTYPE=ROOM;')
})

test('a cancellation asks nobody for an answer', () => {
  const { lines } = parse(invitationText(invitation({ method: 'CANCEL', sequence: 1 })))

  const attendees = lines.filter((line) => line.startsWith('ATTENDEE'))
  expect(attendees).toHaveLength(3)
  for (const attendee of attendees) expect(attendee).toContain('RSVP=FALSE')
})

test('names with quotes and carets are written as RFC 6868 has it', () => {
  const { lines } = parse(invitationText(invitation({ organizer: { name: ZOE, email: 'zoe@example.com' } })))

  expect(lines).toContain(`ORGANIZER;CN="Zoë ^'Zed^' O'Neil, Jr.":mailto:zoe@example.com`)
})

test('a long description full of special characters comes back exactly', () => {
  const piece = 'Über 12,5 m²; path C:\\new\\table, 👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇨🇭 日本語,\n\n\tindented; \\n is no line break\n'
  const description = piece.repeat(Math.ceil(4096 / Buffer.byteLength(piece)))

  const { value } = parse(invitationText(invitation({ description, location: description, subject: description.replaceAll(/\s+/g, ' ') })))

  expect(Buffer.byteLength(description)).toBeGreaterThanOrEqual(4096)
  expect(value('description')).toBe(description)
  expect(value('location')).toBe(description)
  expect(value('summary')).toBe(description.replaceAll(/\s+/g, ' '))
})

test('a very long description is folded as it is', () => {
  const description = 'Ünsere Pläne, Punkt für Punkt; '.repeat(20_000)

  const text = invitationText(invitation({ description }))

  expect(parse(text).value('description')).toBe(description)
})

test('an empty subject, description and location leave a valid event', () => {
  const { value, lines } = parse(invitationText(invitation({ subject: '', description: '', location: '', url: null })))

  expect(value('summary')).toBe('')
  expect(lines.filter((line) => /^(SUMMARY|DESCRIPTION|LOCATION|URL)/.test(line))).toEqual(['SUMMARY:'])
})

test('line ends of other systems become line feeds, and control characters vanish', () => {
  const { value } = parse(
    invitationText(invitation({ description: 'one\r\ntwo\rthree\u0000\u0007\u007f\u0085 four', subject: 'a\r\nb\u0001' })),
  )

  expect(value('description')).toBe('one\ntwo\nthree four')
  expect(value('summary')).toBe('a b')
})

test('addresses that a schema for plain ones would refuse still get their invitation', () => {
  const attendees = [{ name: null, email: 'jürgen@bücher.example', kind: 'person' as const }]

  const { people } = parse(invitationText(invitation({ attendees, url: 'http://[::1]:3000/Manage/T' })))

  expect(decodeURIComponent(people('attendee')[0]!.address)).toBe('mailto:jürgen@bücher.example')
})

const INJECTION =
  'x\r\nATTENDEE;CN="Eve":mailto:eve@example.com\nMETHOD:PUBLISH\rBEGIN:VALARM"\r\n\t;X-EVE=1:y\u2028ATTENDEE:mailto:eve@example.com'

test.each([
  ['subject', { subject: INJECTION }],
  ['description', { description: INJECTION }],
  ['location', { location: INJECTION }],
  ['uid', { uid: INJECTION }],
  ['url', { url: `https://book.example.com/${INJECTION}` }],
  ["organizer's name", { organizer: { name: INJECTION, email: 'zoe@example.com' } }],
  ["organizer's address", { organizer: { name: 'Zoe', email: `zoe@example.com${INJECTION}` } }],
  ["attendee's name", { attendees: [{ name: INJECTION, email: 'jane@example.com', kind: 'person' as const }] }],
  ["attendee's address", { attendees: [{ name: null, email: `jane@example.com${INJECTION}`, kind: 'person' as const }] }],
])('line breaks in the %s create no property, parameter or component', (_, changes) => {
  const harmless = parse(invitationText(invitation({ attendees: [{ name: 'Jane', email: 'jane@example.com', kind: 'person' }] })))
  const attacked = parse(
    invitationText(invitation({ attendees: [{ name: 'Jane', email: 'jane@example.com', kind: 'person' }], ...changes })),
  )

  expect(attacked.names).toEqual(harmless.names)
  expect(attacked.calendar.getAllProperties().map((property) => property.name)).toEqual(
    harmless.calendar.getAllProperties().map((property) => property.name),
  )
  expect(attacked.event.getAllSubcomponents()).toEqual([])
  expect(attacked.calendar.getFirstPropertyValue('method')).toBe('REQUEST')
  const parameters = attacked.event.getAllProperties('attendee').map((attendee) => Object.keys(attendee.toJSON()[1]).sort())
  expect(parameters).toEqual([['cn', 'cutype', 'partstat', 'role', 'rsvp']])
})

const anyText = fc.string({ unit: 'binary', maxLength: 300 })
const printable = (text: string) => !/[\p{Cc}\u2028\u2029]/u.test(text)

test('any name and any text come back as they were, control characters apart', () => {
  const names = anyText.filter((name) => printable(name) && name.trim() !== '')
  fc.assert(
    fc.property(names, names, anyText, anyText, (organizer, attendee, description, location) => {
      const { value, people } = parse(
        invitationText(
          invitation({
            organizer: { name: organizer, email: 'zoe@example.com' },
            attendees: [{ name: attendee, email: 'jane@example.com', kind: 'person' }],
            description,
            location,
          }),
        ),
      )

      const kept = (text: string) => text.replace(/\r\n?/g, '\n').replace(/[^\t\n\P{Cc}]/gu, '')
      expect(people('organizer')[0]?.name).toBe(organizer)
      expect(people('attendee')[0]?.name).toBe(attendee)
      expect(value('description') ?? '').toBe(kept(description))
      expect(value('location') ?? '').toBe(kept(location))
    }),
    { numRuns: 300 },
  )
})

test('broken characters, wherever they stand, still give a valid file', () => {
  const broken = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 120 }).map((units) => String.fromCharCode(...units))
  fc.assert(
    fc.property(broken, broken, broken, (name, subject, description) => {
      const { people, names } = parse(
        invitationText(
          invitation({ subject, description, attendees: [{ name, email: 'jane@example.com', kind: 'person' }], url: null, location: '' }),
        ),
      )

      expect(people('attendee')).toHaveLength(1)
      expect(names.filter((property) => property === 'summary')).toHaveLength(1)
    }),
    { numRuns: 300 },
  )
})

test('hostile building blocks in any order never get out of their value', () => {
  const blocks = fc
    .array(
      fc.constantFrom(
        '\r\n',
        '\n',
        '\r',
        ' ',
        '\t',
        '"',
        '^',
        "^'",
        '^n',
        '\\',
        '\\n',
        ';',
        ':',
        ',',
        '=',
        'ATTENDEE',
        'END:VEVENT',
        'é',
        '😀',
      ),
    )
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(blocks, blocks, blocks, (name, subject, description) => {
      const hostile = invitation({ subject, description, organizer: { name, email: 'zoe@example.com' }, location: name })
      const { value, people } = parse(invitationText(hostile))

      expect(people('attendee')).toHaveLength(3)
      expect(people('organizer')).toHaveLength(1)
      expect(value('description') ?? '').toBe(description.replace(/\r\n?/g, '\n'))
      expect(value('location') ?? '').toBe(name.replace(/\r\n?/g, '\n'))
    }),
    { numRuns: 300 },
  )
})

/** The stated rules for odd events in calendar objects (RFC 5545), by values. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { busyOf } from '../../server/calendars/caldav-free-busy.ts'
import { readObject } from '../../server/calendars/caldav-object.ts'
import { newEffort } from '../../server/calendars/caldav-rule.ts'
import { namedClock } from '../../server/calendars/caldav-zone.ts'
import type { Interval } from '../../server/domain/interval.ts'

const text = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:test', ...lines, 'END:VCALENDAR', ''].join('\r\n')
const event = (...lines: string[]) => text(...component(...lines))
const component = (...lines: string[]) => ['BEGIN:VEVENT', 'UID:odd', 'DTSTAMP:20270101T000000Z', ...lines, 'END:VEVENT']

const YEAR: Interval = { start: new Date('2027-01-01T00:00:00Z'), end: new Date('2028-01-01T00:00:00Z') }
const from = (start: string, end: string): Interval => ({ start: new Date(start), end: new Date(end) })

interface Where {
  window?: Interval
  zone?: string
  own?: string[]
}
const read = (object: string, { window = YEAR, zone = 'UTC', own = [] }: Where = {}) =>
  readObject('/key', object, { window, floating: namedClock(zone), own: new Set(own) })

const iso = (at: Date) => at.toISOString().replace(':00.000Z', 'Z')
/** When an object makes its owner busy, as `from/to`. */
const busy = (object: string, where: Where = {}) => read(object, where)?.entry.busy.map(({ start, end }) => `${iso(start)}/${iso(end)}`)

const NINE = ['DTSTART:20270302T090000Z', 'DTEND:20270302T100000Z']

describe('what counts as busy', () => {
  test.each([
    ['an event that says nothing', [], 1],
    ['opaque', ['TRANSP:OPAQUE'], 1],
    ['transparent', ['TRANSP:TRANSPARENT'], 0],
    ['tentative', ['STATUS:TENTATIVE'], 1],
    ['away, as Microsoft says it', ['X-MICROSOFT-CDO-BUSYSTATUS:OOF'], 1],
    ['away and transparent', ['TRANSP:TRANSPARENT', 'X-MICROSOFT-CDO-BUSYSTATUS:OOF'], 1],
    ['free, as Microsoft says it', ['TRANSP:OPAQUE', 'X-MICROSOFT-CDO-BUSYSTATUS:FREE'], 0],
    ['working elsewhere', ['X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE'], 1],
    ['declined by its owner', ['ATTENDEE;PARTSTAT=DECLINED:MAILTO:Rep@Example.com'], 0],
    ['declined by somebody else', ['ATTENDEE;PARTSTAT=DECLINED:mailto:other@example.com', 'ATTENDEE:mailto:rep@example.com'], 1],
    ['not yet answered by its owner', ['ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:rep@example.com'], 1],
  ])('%s', (_, lines, spans) => {
    expect(busy(event(...NINE, ...lines), { own: ['rep@example.com'] })).toHaveLength(spans)
  })

  test('what does not concern us need not be well-formed', () => {
    const texts = [
      'SUMMARY',
      'DESCRIPTION:First line',
      'a second that nobody folded',
      ' and its end',
      'ATTENDEE;CN=;;"x:mailto:a@example.com',
      'GEO:here',
    ]
    expect(busy(event(...texts, ...NINE))).toEqual(['2027-03-02T09:00Z/2027-03-02T10:00Z'])
  })

  test('a meeting that was called off is no entry, nor is a task', () => {
    expect(read(event(...NINE, 'STATUS:CANCELLED'))).toBeNull()
    expect(read(text('BEGIN:VTODO', 'UID:todo', 'END:VTODO'))).toBeNull()
  })

  test('a single event has its span; a series and whole days have none', () => {
    const span = (object: string) => read(object)?.entry.span ?? null
    expect(span(event(...NINE))).toEqual(from('2027-03-02T09:00:00Z', '2027-03-02T10:00:00Z'))
    expect(span(event(...NINE, 'TRANSP:TRANSPARENT'))).toEqual(from('2027-03-02T09:00:00Z', '2027-03-02T10:00:00Z'))
    expect(span(event(...NINE, 'RRULE:FREQ=DAILY;COUNT=2'))).toBeNull()
    expect(span(event('DTSTART;VALUE=DATE:20270302'))).toBeNull()
  })

  test('free and busy time as a server tells it: all but what is called free is busy', () => {
    const lines = ['FREEBUSY;FBTYPE=BUSY:20270302T090000Z/20270302T100000Z', 'FREEBUSY;FBTYPE=FREE:20270302T100000Z/PT1H']
    const more = [
      'FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270303T090000Z/PT1H,20270303T120000Z/PT30M',
      'FREEBUSY;FBTYPE=X-ODD:20270304T090000Z/PT1H',
    ]
    const away = 'FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20270305T000000Z/P1D'
    expect(busyOf(text('BEGIN:VFREEBUSY', ...lines, ...more, away, 'END:VFREEBUSY'))).toEqual([
      from('2027-03-02T09:00:00Z', '2027-03-02T10:00:00Z'),
      from('2027-03-03T09:00:00Z', '2027-03-03T10:00:00Z'),
      from('2027-03-03T12:00:00Z', '2027-03-03T12:30:00Z'),
      from('2027-03-04T09:00:00Z', '2027-03-04T10:00:00Z'),
      from('2027-03-05T00:00:00Z', '2027-03-06T00:00:00Z'),
    ])
    expect(() => busyOf(text())).toThrow()
  })
})

describe('how long an event takes', () => {
  test.each([
    ['DTEND', ['DTSTART:20270302T090000Z', 'DTEND:20270302T101500Z'], ['2027-03-02T09:00Z/2027-03-02T10:15Z']],
    ['DURATION', ['DTSTART:20270302T090000Z', 'DURATION:PT1H30M'], ['2027-03-02T09:00Z/2027-03-02T10:30Z']],
    ['neither: no time', ['DTSTART:20270302T090000Z'], []],
    ['an end before the start: no time', ['DTSTART:20270302T090000Z', 'DTEND:20270302T080000Z'], []],
    ['a date alone: that day', ['DTSTART;VALUE=DATE:20270302'], ['2027-03-02T00:00Z/2027-03-03T00:00Z']],
    [
      'dates: up to the last, without it',
      ['DTSTART;VALUE=DATE:20270302', 'DTEND;VALUE=DATE:20270305'],
      ['2027-03-02T00:00Z/2027-03-05T00:00Z'],
    ],
    [
      'from New York to Berlin',
      ['DTSTART;TZID=America/New_York:20270302T180000', 'DTEND;TZID=Europe/Berlin:20270303T080000'],
      ['2027-03-02T23:00Z/2027-03-03T07:00Z'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(busy(event(...lines))).toEqual(expected)
  })
})

describe('on the Sundays when clocks change', () => {
  test.each([
    ['forward', 'Europe/Berlin', '20270328', '2027-03-27T23:00Z/2027-03-28T22:00Z'],
    ['back', 'Europe/Berlin', '20271031', '2027-10-30T22:00Z/2027-10-31T23:00Z'],
    ['forward, in New York', 'America/New_York', '20270314', '2027-03-14T05:00Z/2027-03-15T04:00Z'],
    ['back, in New York', 'America/New_York', '20271107', '2027-11-07T04:00Z/2027-11-08T05:00Z'],
  ])('a whole day is from midnight to midnight on the calendar’s own clock: %s', (_, zone, day, expected) => {
    expect(busy(event(`DTSTART;VALUE=DATE:${day}`), { zone })).toEqual([expected])
  })

  test.each([
    ['forward', '20270326', ['2027-03-26T08:00Z', '2027-03-27T08:00Z', '2027-03-28T07:00Z', '2027-03-29T07:00Z']],
    ['back', '20271029', ['2027-10-29T07:00Z', '2027-10-30T07:00Z', '2027-10-31T08:00Z', '2027-11-01T08:00Z']],
  ])('a daily meeting at nine stays at nine: %s', (_, day, starts) => {
    const series = event(`DTSTART;TZID=Europe/Berlin:${day}T090000`, 'DURATION:PT30M', 'RRULE:FREQ=DAILY;COUNT=4')
    expect(busy(series)?.map((span) => span.slice(0, 17))).toEqual(starts)
  })

  test.each([
    ['a time that is skipped has the offset before', '20270328T023000', '2027-03-28T01:30Z/2027-03-28T02:00Z'],
    ['a time that is shown twice is the first of both', '20271031T023000', '2027-10-31T00:30Z/2027-10-31T01:00Z'],
  ])('%s', (_, start, expected) => {
    expect(busy(event(`DTSTART;TZID=Europe/Berlin:${start}`, 'DURATION:PT30M'))).toEqual([expected])
  })

  test.each([
    ['forward', '20270327'],
    ['back', '20271030'],
  ])('a night shift takes as long as its first, and a day of DURATION is one of the wall clock: %s', (_, day) => {
    const night = Number(day) + 1
    const byEnd = event(`DTSTART;TZID=Europe/Berlin:${day}T010000`, `DTEND;TZID=Europe/Berlin:${day}T060000`, 'RRULE:FREQ=DAILY;COUNT=2')
    const [, second] = read(byEnd)?.entry.busy ?? []
    expect(+(second?.end ?? 0) - +(second?.start ?? 0)).toBe(5 * 3_600_000)
    const byDay = read(event(`DTSTART;TZID=Europe/Berlin:${day}T120000`, 'DURATION:P1D'))?.entry.busy[0]
    const noon = read(event(`DTSTART;TZID=Europe/Berlin:${night}T120000`, 'DURATION:PT1H'))?.entry.busy[0]
    expect(byDay?.end).toEqual(noon?.start)
  })

  test.each([
    ['forward, to the last in winter time', '20270326', '20270327T080000Z', 2],
    ['forward, a minute before one in summer time', '20270326', '20270328T065900Z', 2],
    ['back, to the first in winter time', '20271029', '20271031T080000Z', 3],
    ['back, a minute before it', '20271029', '20271031T075900Z', 2],
  ])('UNTIL is an instant, whatever the wall clock shows: %s', (_, day, until, count) => {
    const series = event(`DTSTART;TZID=Europe/Berlin:${day}T090000`, 'DURATION:PT30M', `RRULE:FREQ=DAILY;UNTIL=${until}`)
    expect(busy(series)).toHaveLength(count)
  })
})

describe('zones', () => {
  const window = from('2027-03-01T00:00:00Z', '2027-04-01T00:00:00Z')
  const meeting = (tzid: string, ...zone: string[]) => text(...zone, ...component(`DTSTART;TZID=${tzid}:20270302T090000`, 'DURATION:PT1H'))
  const defined = (tzid: string, ...lines: string[]) => ['BEGIN:VTIMEZONE', `TZID:${tzid}`, ...lines, 'END:VTIMEZONE']
  const always = (offset: string) => [
    'BEGIN:STANDARD',
    'DTSTART:19700101T000000',
    `TZOFFSETFROM:${offset}`,
    `TZOFFSETTO:${offset}`,
    'END:STANDARD',
  ]

  test('a floating time and a whole day are on the clock of the calendar', () => {
    expect(busy(event('DTSTART:20270302T090000', 'DURATION:PT1H'), { zone: 'Asia/Tokyo' })).toEqual(['2027-03-02T00:00Z/2027-03-02T01:00Z'])
    expect(busy(event('DTSTART;VALUE=DATE:20270302'), { zone: 'Asia/Tokyo' })).toEqual(['2027-03-01T15:00Z/2027-03-02T15:00Z'])
  })

  test.each([
    [
      'a name of IANA follows our own rules, not what the object says',
      'Europe/Berlin',
      always('-0800'),
      '2027-03-02T08:00Z/2027-03-02T09:00Z',
    ],
    [
      'so does a name that ends with one',
      '/freeassociation.sourceforge.net/Europe/Berlin',
      always('-0800'),
      '2027-03-02T08:00Z/2027-03-02T09:00Z',
    ],
    ['and one that names it beside', 'Here', ['X-LIC-LOCATION:Europe/Berlin', ...always('-0800')], '2027-03-02T08:00Z/2027-03-02T09:00Z'],
    ['another name follows what the object says', 'W. Coast', always('-0800'), '2027-03-02T17:00Z/2027-03-02T18:00Z'],
    ['a name without any rule could be anywhere, and all of that is busy', 'Nowhere', null, '2027-03-01T19:00Z/2027-03-02T22:00Z'],
  ])('%s', (_, tzid, lines, expected) => {
    expect(busy(meeting(tzid, ...(lines ? defined(tzid, ...lines) : [])), { window })).toEqual([expected])
  })

  test('a zone is known within its own object alone', () => {
    expect(busy(meeting('Mine', ...defined('Mine', ...always('+0500'))), { window })).toEqual(['2027-03-02T04:00Z/2027-03-02T05:00Z'])
    expect(busy(meeting('Mine', ...defined('Mine', ...always('+0100'))), { window })).toEqual(['2027-03-02T08:00Z/2027-03-02T09:00Z'])
    expect(busy(meeting('Mine'), { window })).toEqual(['2027-03-01T19:00Z/2027-03-02T22:00Z'])
  })

  test.each([
    ['before the change', '20270328T003000', '2027-03-27T23:30Z'],
    ['after the change', '20270328T093000', '2027-03-28T07:30Z'],
    ['after the change back', '20271031T093000', '2027-10-31T08:30Z'],
  ])('a zone that the object defines changes its clocks: %s', (_, start, expected) => {
    const half = (kind: string, month: number, before: string, after: string) => [
      `BEGIN:${kind}`,
      `DTSTART:1996${String(month).padStart(2, '0')}25T030000`,
      `TZOFFSETFROM:${before}`,
      `TZOFFSETTO:${after}`,
      `RRULE:FREQ=YEARLY;BYMONTH=${month};BYDAY=-1SU`,
      `END:${kind}`,
    ]
    const zone = defined('W. Europe Standard Time', ...half('DAYLIGHT', 3, '+0100', '+0200'), ...half('STANDARD', 10, '+0200', '+0100'))
    const object = text(...zone, ...component(`DTSTART;TZID=W. Europe Standard Time:${start}`, 'DURATION:PT1H'))
    expect(busy(object)?.[0]?.slice(0, 17)).toBe(expected)
  })

  test('a zone that is defined to keep us busy is as good as none', () => {
    const endless = [
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:+0100',
      'TZOFFSETTO:+0100',
      'RRULE:FREQ=SECONDLY',
      'END:STANDARD',
    ]
    expect(busy(meeting('Odd', ...defined('Odd', ...endless)), { window })).toEqual(['2027-03-01T19:00Z/2027-03-02T22:00Z'])
  })
})

describe('series', () => {
  const start = ['DTSTART;TZID=Europe/Berlin:20270301T090000', 'DTEND;TZID=Europe/Berlin:20270301T100000']
  const days = (object: string, where: Where = {}) => busy(object, where)?.map((span) => span.slice(5, 16))

  test('EXDATE takes occurrences out, as instants, in other zones, many in one line, and as bare dates', () => {
    const rule = 'RRULE:FREQ=DAILY;COUNT=6'
    const out = [
      'EXDATE:20270302T070000Z,20270303T070000Z',
      'EXDATE;TZID=Europe/Berlin:20270302T090000,20270303T090000',
      'EXDATE:20270304T080000Z',
      'EXDATE;VALUE=DATE:20270305',
    ]
    expect(days(event(...start, rule, ...out))).toEqual(['03-01T08:00', '03-06T08:00'])
  })

  test('a date taken out that cannot be read takes nothing out', () => {
    expect(days(event(...start, 'RRULE:FREQ=DAILY;COUNT=2', 'EXDATE:', 'EXDATE;TZID=Europe/Berlin:20270302T090000'))).toEqual([
      '03-01T08:00',
    ])
  })

  test('RDATE adds some, also with an end of their own; DTSTART is always one, and none counts twice', () => {
    const more = ['RDATE;TZID=Europe/Berlin:20270310T090000,20270302T090000', 'RDATE;VALUE=PERIOD:20270311T080000Z/PT3H']
    const expected = [
      '2027-03-01T08:00Z/2027-03-01T09:00Z',
      '2027-03-02T08:00Z/2027-03-02T09:00Z',
      '2027-03-10T08:00Z/2027-03-10T09:00Z',
      '2027-03-11T08:00Z/2027-03-11T11:00Z',
    ]
    expect(busy(event(...start, ...more))).toEqual(expected)
    expect(busy(event(...start, ...more, 'RRULE:FREQ=DAILY;COUNT=2'))).toEqual(expected)
  })

  test('an occurrence that was moved is busy where it is now, not where it was, be it moved into the window or out of it', () => {
    const series = component(...start, 'RRULE:FREQ=WEEKLY;COUNT=3')
    const moved = component('RECURRENCE-ID;TZID=Europe/Berlin:20270308T090000', 'DTSTART:20270410T120000Z', 'DTEND:20270410T123000Z')
    expect(busy(text(...series, ...moved))).toEqual([
      '2027-03-01T08:00Z/2027-03-01T09:00Z',
      '2027-03-15T08:00Z/2027-03-15T09:00Z',
      '2027-04-10T12:00Z/2027-04-10T12:30Z',
    ])
    expect(days(text(...series, ...moved), { window: from('2027-04-01T00:00:00Z', '2027-05-01T00:00:00Z') })).toEqual(['04-10T12:00'])
    expect(days(text(...series, ...moved), { window: from('2027-03-08T00:00:00Z', '2027-03-09T00:00:00Z') })).toEqual([])
  })

  test('an occurrence that was called off, or is free, is not busy; the others are', () => {
    const series = component(...start, 'RRULE:FREQ=DAILY;COUNT=3')
    const changed = (day: string, line: string) =>
      component(`RECURRENCE-ID;TZID=Europe/Berlin:${day}T090000`, `DTSTART;TZID=Europe/Berlin:${day}T090000`, 'DURATION:PT1H', line)
    expect(days(text(...series, ...changed('20270302', 'STATUS:CANCELLED'), ...changed('20270303', 'TRANSP:TRANSPARENT')))).toEqual([
      '03-01T08:00',
    ])
  })

  test('a single occurrence that we were invited to stands for itself', () => {
    const alone = component('RECURRENCE-ID:20270308T080000Z', 'DTSTART:20270308T100000Z', 'DURATION:PT1H')
    expect(days(text(...alone))).toEqual(['03-08T10:00'])
  })

  test('an occurrence that was changed with all that follow moves them all, and gives them its length and standing', () => {
    const series = component(...start, 'RRULE:FREQ=WEEKLY;COUNT=6')
    const later = component(
      'RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20270315T090000',
      'DTSTART;TZID=Europe/Berlin:20270316T140000',
      'DURATION:PT2H',
    )
    expect(busy(text(...series, ...later))).toEqual([
      '2027-03-01T08:00Z/2027-03-01T09:00Z',
      '2027-03-08T08:00Z/2027-03-08T09:00Z',
      '2027-03-16T13:00Z/2027-03-16T15:00Z',
      '2027-03-23T13:00Z/2027-03-23T15:00Z',
      '2027-03-30T12:00Z/2027-03-30T14:00Z',
      '2027-04-06T12:00Z/2027-04-06T14:00Z',
    ])
    const ended = component('RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20270315T090000', ...start, 'STATUS:CANCELLED')
    expect(days(text(...series, ...ended))).toEqual(['03-01T08:00', '03-08T08:00'])
  })

  test.each([
    ['the last Friday of each month', '20270129T090000Z', 'FREQ=MONTHLY;BYDAY=-1FR;COUNT=3', ['01-29T09:00', '02-26T09:00', '03-26T09:00']],
    ['the 31st, in months that have one', '20270131T090000Z', 'FREQ=MONTHLY;COUNT=3', ['01-31T09:00', '03-31T09:00', '05-31T09:00']],
    [
      'every other week on two days',
      '20270301T090000Z',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=4',
      ['03-01T09:00', '03-03T09:00', '03-15T09:00', '03-17T09:00'],
    ],
    ['a yearly day that began long ago', '19991224T090000Z', 'FREQ=YEARLY', ['12-24T09:00']],
    [
      'every hundredth day since long ago',
      '20000101T090000Z',
      'FREQ=DAILY;INTERVAL=100',
      ['02-08T09:00', '05-19T09:00', '08-27T09:00', '12-05T09:00'],
    ],
  ])('%s', (_, begin, rule, expected) => {
    expect(days(event(`DTSTART:${begin}`, 'DURATION:PT1H', `RRULE:${rule}`))).toEqual(expected)
  })

  test('a whole day each week is whole days, on both sides of a clock change', () => {
    expect(busy(event('DTSTART;VALUE=DATE:20270322', 'RRULE:FREQ=WEEKLY;COUNT=2'), { zone: 'Europe/Berlin' })).toEqual([
      '2027-03-21T23:00Z/2027-03-22T23:00Z',
      '2027-03-28T22:00Z/2027-03-29T22:00Z',
    ])
  })
})

describe('series that ask for too much', () => {
  const window = from('2027-03-01T00:00:00Z', '2027-05-01T00:00:00Z')
  const series = (rule: string, begin = '20270302T000000Z') => event(`DTSTART:${begin}`, 'DURATION:PT1S', `RRULE:${rule}`)

  test.each([
    ['every second for ever', 'FREQ=SECONDLY'],
    ['every second, a billion times', 'FREQ=SECONDLY;COUNT=1000000000'],
    ['an interval that nobody means', 'FREQ=DAILY;INTERVAL=999999999'],
    ['an interval in which a fifth Monday never comes', 'FREQ=MONTHLY;INTERVAL=4800;BYDAY=5MO'],
    ['a date that never comes, told by the second', 'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30'],
  ])('%s comes to an end, and what is not known is busy to the end of the window', (_, rule) => {
    const found = read(series(rule), { window })?.entry.busy ?? []
    expect(found.length).toBeLessThanOrEqual(2001)
    expect(found.at(-1)?.end).toEqual(window.end)
    const known = found.reduce((sum, { start, end }) => sum + +end - +start, 0)
    expect(known).toBeGreaterThan(55 * 86_400_000)
  })

  test('one that ends before the window leaves it free; one that ends within is busy to its end alone', () => {
    expect(busy(series('FREQ=SECONDLY;UNTIL=20270115T000000Z', '20200101T000000Z'), { window })).toEqual([])
    const until = read(series('FREQ=SECONDLY;UNTIL=20270401T000000Z'), { window })?.entry.busy.at(-1)?.end
    expect(+(until ?? 0)).toBeLessThanOrEqual(+window.end)
  })

  test('a date that never comes takes nothing but its first time', () => {
    expect(busy(series('FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'), { window })).toEqual(['2027-03-02T00:00Z/2027-03-02T00:00:01.000Z'])
  })

  test('a thousand of them share one effort', () => {
    const { all } = newEffort()
    const reader = { window, floating: namedClock('UTC'), own: new Set<string>() }
    for (let i = 0; i < 1000; i++) readObject(`/${i}`, series('FREQ=SECONDLY'), reader, all)
    expect(all.steps).toBeLessThan(0)
  })

  test.each([
    ['no calendar at all', 'hello'],
    ['an event without a start', event('SUMMARY:When?')],
    ['a start that is none', event('DTSTART:tomorrow')],
    ['a text that breaks off', event(...NINE).slice(0, 120)],
  ])('%s is refused, not passed over', (_, object) => {
    expect(() => read(object)).toThrow()
  })
})

describe('by counting', () => {
  const at = (day: number, hour: number) => new Date(Date.UTC(2027, 0, 1 + day, hour))
  const basic = (date: Date) => `${date.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`

  test('a daily or weekly rule gives what counting days gives', () => {
    const input = fc.record({
      freq: fc.constantFrom('DAILY', 'WEEKLY'),
      interval: fc.integer({ min: 1, max: 5 }),
      first: fc.integer({ min: -9000, max: 60 }),
      hour: fc.integer({ min: 0, max: 22 }),
      begin: fc.integer({ min: 0, max: 40 }),
      length: fc.integer({ min: 1, max: 40 }),
      last: fc.option(fc.integer({ min: -100, max: 80 })),
    })
    fc.assert(
      fc.property(input, ({ freq, interval, first, hour, begin, length, last }) => {
        const window = { start: at(begin, 0), end: at(begin + length, 0) }
        const until = last === null ? '' : `;UNTIL=${basic(at(last, 0))}`
        const series = event(`DTSTART:${basic(at(first, hour))}`, 'DURATION:PT1H', `RRULE:FREQ=${freq};INTERVAL=${interval}${until}`)
        const step = interval * (freq === 'DAILY' ? 1 : 7)
        const counted: string[] = []
        for (let day = first; day < begin + length; day += step)
          if (day >= begin && (day === first || last === null || at(day, hour) <= at(last, 0)))
            counted.push(`${iso(at(day, hour))}/${iso(at(day, hour + 1))}`)
        expect(busy(series, { window })).toEqual(counted)
      }),
      { numRuns: 300 },
    )
  })

  test('weekdays with dates taken out give what counting days gives', () => {
    const NAMES = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
    const input = fc.record({
      weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 }),
      first: fc.integer({ min: -4000, max: 20 }),
      out: fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { maxLength: 40 }),
    })
    fc.assert(
      fc.property(input, ({ weekdays, first, out }) => {
        const window = { start: at(0, 0), end: at(60, 0) }
        const exdates = out.length === 0 ? [] : [`EXDATE:${out.map((day) => basic(at(day, 9))).join(',')}`]
        const rule = `RRULE:FREQ=WEEKLY;BYDAY=${weekdays.map((day) => NAMES[day]).join(',')}`
        const counted: string[] = []
        for (let day = Math.max(0, first); day < 60; day++) {
          const fits = day === first || weekdays.includes(at(day, 0).getUTCDay())
          if (fits && !out.includes(day)) counted.push(new Date(+at(day, 9)).toISOString().slice(0, 10))
        }
        expect(
          busy(event(`DTSTART:${basic(at(first, 9))}`, 'DURATION:PT1H', rule, ...exdates), { window })?.map((span) => span.slice(0, 10)),
        ).toEqual(counted)
      }),
      { numRuns: 300 },
    )
  })
})

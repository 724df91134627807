import { expect, test } from 'vitest'
import { obstacleText, rankText } from '../../widget/console/reasons.ts'

const at = new Date('2027-03-02T20:30:00Z')
const NEW_YORK = 'America/New_York'
const plain = (text: string) => text.replace(/[\u2009\u202f]/g, ' ')

test.each([
  [{ code: 'longest-idle', idleSince: null, idleMinutes: null }, 1, 'never booked yet'],
  [{ code: 'longest-idle', idleMinutes: 3 * 1440 + 20 }, 1, 'idle longest: last booked 3 days ago'],
  [{ code: 'longest-idle', idleMinutes: 125 }, 2, 'last booked 2 hours ago'],
  [{ code: 'longest-idle', idleMinutes: 0 }, 3, 'last booked just now'],
  [{ code: 'record-owner' }, 1, 'record owner: looks after this customer'],
  [{ code: 'next-in-line' }, 1, 'next in line'],
  [{ code: 'priority', priority: 3 }, 1, 'priority 3'],
  [{ code: 'next-in-line', place: 4 }, 2, 'place 4 in the line'],
  [{ code: 'below-share', shortfall: 1.25 }, 1, '1.3 below their share'],
  [{ code: 'below-share', shortfall: -0.5 }, 2, 'has had their share'],
  [{ code: 'below-share' }, 1, 'has had fewer bookings than their share'],
  [{ code: 'owed', owed: 2 }, 1, 'is owed 2 turns'],
])('the reason %o of the rep at place %i is said “%s”', (reason, rank, expected) => {
  expect(rankText(reason, rank)).toBe(expected)
})

test.each([
  [{ code: 'outside-hours' }, 'outside hours'],
  [{ code: 'date-override' }, 'other hours on that day'],
  [{ code: 'time-off', from: '2027-03-01T05:00:00Z', until: '2027-04-08T04:00:00Z' }, 'on time off until April 8'],
  [{ code: 'busy', from: '2027-03-02T20:00:00Z', until: '2027-03-02T20:30:00Z' }, 'busy 3:00 – 3:30 PM'],
  [{ code: 'booked', from: '2027-03-02T20:30:00Z', until: '2027-03-02T21:00:00Z' }, 'booked 3:30 – 4:00 PM'],
  [{ code: 'held', from: '2027-03-02T20:30:00Z', until: '2027-03-02T21:00:00Z' }, 'held for another call 3:30 – 4:00 PM'],
  [{ code: 'buffer', from: '2027-03-02T21:00:00Z', until: '2027-03-02T21:30:00Z' }, 'too close to another appointment, 4:00 – 4:30 PM'],
  [{ code: 'too-soon' }, 'needs more notice'],
  [{ code: 'too-far-ahead' }, 'too far ahead'],
  [{ code: 'daily-limit', limit: 6 }, 'limit of 6 a day reached'],
  [{ code: 'weekly-limit', limit: 20 }, 'limit of 20 a week reached'],
  [{ code: 'missing-skill', missing: ['solar', 'wind'] }, 'lacks the skill solar and wind'],
  [{ code: 'missing-language', missing: ['es'] }, 'does not speak Spanish'],
  [{ code: 'other-territory' }, 'works another territory'],
  [{ code: 'other-project' }, 'works for another project'],
  [{ code: 'inactive' }, 'not active'],
  [{ code: 'calendar-unreachable' }, 'calendar cannot be reached'],
  [{ code: 'something-new' }, 'something new'],
])('the obstacle %o is said “%s”', (reason, expected) => {
  expect(plain(obstacleText(reason, at, NEW_YORK))).toBe(expected)
})

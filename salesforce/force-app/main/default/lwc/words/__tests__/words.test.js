import { attempts, failureWords, obstacleWords, rankWords, shortTimeIn, statusWords, timeIn } from 'c/words'

const from = '2027-03-02T20:30:00Z'
const until = '2027-03-02T21:00:00Z'

test('every reason of rank is told in words', () => {
  const told = [
    [{ code: 'record-owner' }, 1],
    [{ code: 'longest-idle', idleSince: null, idleMinutes: null }, 1],
    [{ code: 'longest-idle', idleMinutes: 3 * 1440 }, 1],
    [{ code: 'longest-idle', idleMinutes: 30 }, 2],
    [{ code: 'longest-idle', idleMinutes: 300 }, 2],
    [{ code: 'next-in-line', place: 1 }, 1],
    [{ code: 'next-in-line', place: 4 }, 4],
    [{ code: 'priority', priority: 2 }, 1],
    [{ code: 'below-share', shortfall: 1.5 }, 1],
    [{ code: 'below-share', shortfall: -1 }, 2],
    [{ code: 'owed', owed: 1 }, 1],
    [{ code: 'owed', owed: 2 }, 1],
    [{ code: 'something-new' }, 1],
  ].map(([reason, rank]) => rankWords(reason, rank))
  expect(told).toEqual([
    'owner of this record',
    'never booked yet',
    'waited longest: last booked 3 days ago',
    'last booked 30 minutes ago',
    'last booked 5 hours ago',
    'next in line',
    'place 4 in the line',
    'priority 2',
    'has had less than their share',
    'has had their share',
    'is owed a turn',
    'is owed 2 turns',
    'something new',
  ])
})

test('why somebody is not free is told in words, with the times that stand in the way', () => {
  expect(obstacleWords({ code: 'booked', from, until })).toMatch(/^booked Mar 2, 12:30\s–\s1:00\sPM$/)
  expect(obstacleWords({ code: 'buffer', from, until })).toMatch(/^too close to another appointment: Mar 2/)
  expect(obstacleWords({ code: 'buffer' })).toBe('too close to another appointment')
  expect(obstacleWords({ code: 'busy' })).toBe('busy')
  expect(obstacleWords({ code: 'held', from, until })).toContain('held for another call')
  expect(obstacleWords({ code: 'time-off', from, until })).toMatch(/^on time off until Mar 2, 2027/)
  expect(obstacleWords({ code: 'time-off' })).toBe('on time off')
  expect(obstacleWords({ code: 'daily-limit', limit: 6 })).toBe('limit of 6 a day reached')
  expect(obstacleWords({ code: 'weekly-limit' })).toBe('limit of the week reached')
  expect(obstacleWords({ code: 'missing-skill', missing: ['solar', 'roofs'] })).toBe('lacks solar and roofs')
  expect(obstacleWords({ code: 'missing-language' })).toBe('does not speak what is asked for')
})

test.each([
  'outside-hours',
  'date-override',
  'time-off',
  'busy',
  'booked',
  'held',
  'buffer',
  'too-soon',
  'too-far-ahead',
  'daily-limit',
  'weekly-limit',
  'missing-skill',
  'missing-language',
  'other-territory',
  'other-project',
  'inactive',
  'calendar-unreachable',
  'something-new',
])('%s is no code in words', (code) => {
  expect(obstacleWords({ code })).not.toContain('-')
  expect(obstacleWords({ code })).not.toBe('')
})

test('where a booking stands is told in words', () => {
  const statuses = ['requested', 'scheduled', 'completed', 'no-show', 'cancelled', 'declined', 'expired', undefined]
  expect(statuses.map(statusWords)).toEqual(['Requested', 'Scheduled', 'Completed', 'No-show', 'Cancelled', 'Declined', 'Expired', 'Not known'])
})

test('times are in the zone and the words of the user', () => {
  expect(timeIn(from)).toMatch(/^Tuesday, March 2, 2027/)
  expect(timeIn(from)).toContain('12:30')
  expect(shortTimeIn(from)).toMatch(/^Mar 2, 2027/)
})

test('a failure without words gets some', () => {
  expect(failureWords({ body: { message: 'Switchboard cannot be reached.' } })).toBe('Switchboard cannot be reached.')
  expect(failureWords(new TypeError('x is not a function'))).toBe('Something went wrong. Please try again.')
})

test('a step that is asked for again has the same key; another step, and one after the end, has its own', () => {
  let keys = 0
  Object.defineProperty(globalThis, 'crypto', { value: { randomUUID: () => `key-${++keys}` }, configurable: true })
  const tries = attempts()
  const asked = [tries.keyFor('cancel', 'a'), tries.keyFor('cancel', 'a'), tries.keyFor('cancel', 'b')]
  tries.done()
  expect([...asked, tries.keyFor('cancel', 'b')]).toEqual(['key-1', 'key-1', 'key-2', 'key-3'])
})

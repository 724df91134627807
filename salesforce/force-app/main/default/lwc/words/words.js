/** What people read in the place of the API's codes. Times are in the user's zone, as the user's settings of Salesforce write them. */
import TIME_ZONE from '@salesforce/i18n/timeZone'
import LOCALE from '@salesforce/i18n/locale'

const format = (options) => new Intl.DateTimeFormat(LOCALE, { timeZone: TIME_ZONE, ...options })

/** A time with its day, such as “Tuesday, March 2, 2027 at 12:30 PM”. */
export const timeIn = (instant) => format({ dateStyle: 'full', timeStyle: 'short' }).format(new Date(instant))

/** A time with its date, in short. */
export const shortTimeIn = (instant) => format({ dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant))

const spanIn = (from, until) => format({ month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' }).formatRange(new Date(from), new Date(until))

const agoIn = (minutes) => {
  const named = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' })
  if (minutes < 60) return named.format(-Math.round(minutes), 'minute')
  if (minutes < 48 * 60) return named.format(-Math.round(minutes / 60), 'hour')
  return named.format(-Math.round(minutes / 1440), 'day')
}

const plain = (code) => code.replaceAll('-', ' ')
const isNumber = (value) => typeof value === 'number'

const RANKS = {
  'record-owner': () => 'owner of this record',
  'longest-idle': ({ idleMinutes }, rank) => {
    if (!isNumber(idleMinutes)) return 'never booked yet'
    return rank === 1 ? `waited longest: last booked ${agoIn(idleMinutes)}` : `last booked ${agoIn(idleMinutes)}`
  },
  'next-in-line': ({ place }, rank) => (rank === 1 || !isNumber(place) ? 'next in line' : `place ${place} in the line`),
  priority: ({ priority }) => `priority ${priority}`,
  'below-share': ({ shortfall }) => (isNumber(shortfall) && shortfall <= 0 ? 'has had their share' : 'has had less than their share'),
  owed: ({ owed }) => (isNumber(owed) && owed > 1 ? `is owed ${owed} turns` : 'is owed a turn'),
}

/** Why a rep stands at this place among those who are free. */
export const rankWords = (reason, rank) => RANKS[reason.code]?.(reason, rank) ?? plain(reason.code)

const limit = (reason, span) => `${isNumber(reason.limit) ? `limit of ${reason.limit} a` : 'limit of the'} ${span} reached`

function during(words, { from, until }) {
  return from && until ? `${words} ${spanIn(from, until)}` : words
}

function lacking(words, { missing }) {
  const named = Array.isArray(missing) && missing.length > 0
  return `${words} ${named ? new Intl.ListFormat(LOCALE).format(missing) : 'what is asked for'}`
}

const OBSTACLES = {
  'outside-hours': () => 'outside their hours',
  'date-override': () => 'other hours on that day',
  'time-off': ({ until }) => (until ? `on time off until ${shortTimeIn(until)}` : 'on time off'),
  busy: (reason) => during('busy', reason),
  booked: (reason) => during('booked', reason),
  held: (reason) => during('held for another call', reason),
  buffer: (reason) => during('too close to another appointment:', reason).replace(/:$/, ''),
  'too-soon': () => 'needs more notice',
  'too-far-ahead': () => 'too far ahead',
  'daily-limit': (reason) => limit(reason, 'day'),
  'weekly-limit': (reason) => limit(reason, 'week'),
  'missing-skill': (reason) => lacking('lacks', reason),
  'missing-language': (reason) => lacking('does not speak', reason),
  'other-territory': () => 'works another territory',
  'other-project': () => 'works for another project',
  inactive: () => 'not active',
  'calendar-unreachable': () => 'their calendar cannot be reached',
}

/** Why a rep cannot come. */
export const obstacleWords = (reason) => OBSTACLES[reason.code]?.(reason) ?? plain(reason.code)

const STATUSES = {
  requested: 'Requested',
  scheduled: 'Scheduled',
  completed: 'Completed',
  'no-show': 'No-show',
  cancelled: 'Cancelled',
  declined: 'Declined',
  expired: 'Expired',
}

/** Where a booking stands. */
export const statusWords = (status) => STATUSES[status] ?? status ?? 'Not known'

/** What went wrong, as Apex or the platform says it. */
export const failureWords = (error) => error?.body?.message ?? 'Something went wrong. Please try again.'

/**
 * Keys for steps whose outcome may stay unknown: the same step asked for again gets the same key, so that it is taken once. `done` ends
 * it: what is asked for next is another step, even if it reads the same.
 */
export function attempts() {
  let last
  return {
    keyFor(...asked) {
      const step = JSON.stringify(asked)
      if (last?.step !== step) last = { step, key: crypto.randomUUID() }
      return last.key
    },
    done() {
      last = undefined
    },
  }
}

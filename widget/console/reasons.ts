/** Why a rep comes first, or cannot come, in plain words. */
import { agoText, spanText, untilText } from './said.ts'
import { locale } from './text.ts'
import type { Reason } from './wire.ts'

const numberIn = (reason: Reason, name: string): number | null => (typeof reason[name] === 'number' ? reason[name] : null)
const wordsIn = (reason: Reason, name: string): string[] => (Array.isArray(reason[name]) ? reason[name].map(String) : [])

const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })

/** Why a rep has this rank. */
export function rankText(reason: Reason, rank: number): string {
  const idle = numberIn(reason, 'idleMinutes')
  const owed = numberIn(reason, 'owed')
  const place = numberIn(reason, 'place')
  const shortfall = numberIn(reason, 'shortfall')
  switch (reason.code) {
    case 'longest-idle':
      if (idle === null) return 'never booked yet'
      return rank === 1 ? `idle longest: last booked ${agoText(idle)}` : `last booked ${agoText(idle)}`
    case 'record-owner':
      return 'record owner: looks after this customer'
    case 'next-in-line':
      return rank === 1 || place === null ? 'next in line' : `place ${place} in the line`
    case 'priority':
      return `priority ${numberIn(reason, 'priority') ?? ''}`.trim()
    case 'below-share':
      if (shortfall === null) return 'has had fewer bookings than their share'
      return shortfall > 0 ? `${tenths.format(shortfall)} below their share` : 'has had their share'
    case 'owed':
      return owed === null || owed === 1 ? 'is owed a turn' : `is owed ${owed} turns`
    default:
      return reason.code.replaceAll('-', ' ')
  }
}

/** Why a rep cannot come at `at`; times are shown in `timeZone`. */
export function obstacleText(reason: Reason, at: Date, timeZone: string): string {
  const from = reason.from ? new Date(reason.from) : null
  const until = reason.until ? new Date(reason.until) : null
  const span = from && until ? ` ${spanText(from, until, timeZone)}` : ''
  const limit = numberIn(reason, 'limit')
  switch (reason.code) {
    case 'outside-hours':
      return 'outside hours'
    case 'date-override':
      return 'other hours on that day'
    case 'time-off':
      return until ? `on time off until ${untilText(until, timeZone, at)}` : 'on time off'
    case 'busy':
      return `busy${span}`
    case 'booked':
      return `booked${span}`
    case 'held':
      return `held for another call${span}`
    case 'buffer':
      return `too close to another appointment${span && `,${span}`}`
    case 'too-soon':
      return 'needs more notice'
    case 'too-far-ahead':
      return 'too far ahead'
    case 'daily-limit':
      return limit === null ? 'limit of the day reached' : `limit of ${limit} a day reached`
    case 'weekly-limit':
      return limit === null ? 'limit of the week reached' : `limit of ${limit} a week reached`
    case 'missing-skill':
      return `lacks the skill ${listed(wordsIn(reason, 'missing')) || 'asked for'}`
    case 'missing-language':
      return `does not speak ${listed(wordsIn(reason, 'missing').map(languageName)) || 'the language asked for'}`
    case 'other-territory':
      return 'works another territory'
    case 'other-project':
      return 'works for another project'
    case 'inactive':
      return 'not active'
    case 'calendar-unreachable':
      return 'calendar cannot be reached'
    default:
      return reason.code.replaceAll('-', ' ')
  }
}

const listed = (words: string[]): string => new Intl.ListFormat(locale, { type: 'conjunction' }).format(words)

function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}

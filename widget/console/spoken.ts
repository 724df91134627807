const numbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const minutes: Record<string, number> = {
  five: 5,
  ten: 10,
  quarter: 15,
  fifteen: 15,
  twenty: 20,
  'twenty five': 25,
  thirty: 30,
  'forty five': 45,
}

const HOUR = `(\\d{1,2}|${numbers.join('|')})`
const PART = `(\\d{1,2}|a quarter|${Object.keys(minutes).reverse().join('|')})`
const DAYS = '(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?'
const MONTHS = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*'

const hourOf = (word: string) => numbers.indexOf(word) + 1 || Number(word)
const minuteOf = (word: string) => minutes[word.replace(/^a /, '')] ?? Number(word)
const clock = (hour: number, minute: number) => `${hour}:${String(minute).padStart(2, '0')}`

/** Turn what people say for a time of day, such as "half past three", into figures that a parser of dates reads. */
export function spokenToFigures(spoken: string, today: { year: number; month: number; day: number }): string {
  let text = spoken.toLowerCase().replace(/[,;]+/g, ' ').replace(/[‘’]/g, "'").replace(/\s+/g, ' ').trim()
  const change = (pattern: string, by: (...groups: string[]) => string) => {
    text = text.replace(new RegExp(pattern, 'g'), (_, ...groups: string[]) => by(...groups))
  }
  change('(\\d)\\s*([ap])\\.?\\s?m?\\.?(?![a-z0-9])', (digit, half) => `${digit}${half}m`)
  change(`\\bhalf (?:past |after )?${HOUR}\\b(?! (?:an? )?hours?)`, (hour) => clock(hourOf(hour), 30))
  change(`\\b${PART}(?: minutes?)? (?:past|after) ${HOUR}\\b`, (part, hour) => clock(hourOf(hour), minuteOf(part)))
  change(`\\b${PART}(?: minutes?)? (?:to|before|till|of) ${HOUR}\\b`, (part, hour) =>
    clock(((hourOf(hour) + 10) % 12) + 1, 60 - minuteOf(part)),
  )
  change(`\\b(${numbers.join('|')}) (fifteen|thirty|forty five)\\b`, (hour, part) => clock(hourOf(hour), minuteOf(part)))
  change(`\\b(?:at |around |about )?${HOUR} ?(?:o'?clock|ish)\\b`, (hour) => `at ${hourOf(hour)}`)
  change('\\b(?:around|about|by|@) ?(?=\\d)', () => 'at ')
  change(`\\b(at|${DAYS}|tomorrow|today) (${numbers.join('|')})\\b`, (lead, hour) => `${lead} ${hourOf(hour)}`)
  change('\\b(?:12 )?(?:noon|midday)\\b', () => '12:00pm')
  change('\\bday after tomorrow\\b', () => 'in 2 days')
  change(`\\bnext week (?:on )?(${DAYS})\\b`, (day) => `${day} next week`)
  if (!new RegExp(`\\b${MONTHS}\\b`).test(text))
    change('\\b(?:on )?(?:the )?(\\d{1,2})(?:st|nd|rd|th)\\b', (day) => nextDate(Number(day), today))
  change(
    `\\b(${DAYS}|tomorrow|today|tonight|in \\d+ (?:days?|weeks?)) (?:at )?(\\d{1,2})(\\d\\d)?$`,
    (lead, hour, part) => `${lead} at ${hour}:${part ?? '00'}`,
  )
  change(`^(?:at )?(\\d{1,2}) (?:on )?((?:next |this )?${DAYS}|tomorrow|today)\\b`, (hour, day) => `${day} at ${hour}:00`)
  change('^(?:at )?(\\d{1,2})(\\d\\d)?$', (hour, part) => `at ${hour}:${part ?? '00'}`)
  return text
}

function nextDate(day: number, today: { year: number; month: number; day: number }): string {
  const month = new Date(Date.UTC(today.year, today.month - 1 + (day < today.day ? 1 : 0), 1))
  return `${month.toLocaleString('en-US', { month: 'long', timeZone: 'UTC' })} ${day} ${month.getUTCFullYear()}`
}

const amounts = `(an?|half an?|\\d+(?:\\.5)?|${numbers.join('|')})( and a half)?`
const span = new RegExp(`^(?:in )?${amounts} ?(h|hrs?|hours?|m|mins?|minutes?)( and a half)?(?: from now| time)?$`)

/** Minutes that "in 2 hours" or "half an hour from now" lie ahead, or null if the words say something else. */
export function minutesAhead(spoken: string): number | null {
  const text = spoken.toLowerCase().trim()
  if (/^(now|right now|straight away|asap)$/.test(text)) return 0
  const found = span.exec(text)
  if (!found || !(text.startsWith('in ') || text.endsWith(' from now'))) return null
  const [, amount = '', half, unit = '', halfAfter] = found
  const whole = amount.startsWith('half') ? 0.5 : amount.startsWith('a') ? 1 : hourOf(amount)
  return Math.round((whole + (half || halfAfter ? 0.5 : 0)) * (unit.startsWith('h') ? 60 : 1))
}

const american: Record<string, string> = {
  e: 'America/New_York',
  c: 'America/Chicago',
  m: 'America/Denver',
  p: 'America/Los_Angeles',
}

/**
 * Split off a zone said with the time, "3pm eastern". People say EST all year long, so it means the clocks of New York, whatever the season.
 */
export function saidZone(text: string): { rest: string; timeZone: string | null } {
  const found = /\b(?:([ecmp])(?:[sd]?t|astern|entral|ountain|acific)(?: (?:standard |daylight )?time)?|utc|gmt)\b/i.exec(text)
  if (!found) return { rest: text, timeZone: null }
  return { rest: text.replace(found[0], ' '), timeZone: american[found[1]?.toLowerCase() ?? ''] ?? 'UTC' }
}

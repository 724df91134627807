/** What an administrator should know before somebody else notices it: drawn from the figures of operation, by thresholds that stand here. */

export const ALERTS = [
  'jobs-late',
  'jobs-failed',
  'jobs-struggling',
  'calendars-unreachable',
  'calendars-late',
  'salesforce-revoked',
  'salesforce-failing',
  'salesforce-unwritten',
  'salesforce-certificate',
  'webhooks-failing',
  'mail-stays',
] as const
export type AlertKind = (typeof ALERTS)[number]

/** An error loses or delays what people rely on now; a warning will; a notice is as somebody wanted it, perhaps unawares. */
export const ALERT_LEVELS = ['error', 'warning', 'notice'] as const

export interface Alert {
  readonly kind: AlertKind
  readonly level: (typeof ALERT_LEVELS)[number]
  /** How many things are concerned; 0 where there is nothing to count. */
  readonly count: number
  /** Since when; of a certificate, until when. */
  readonly since: Date | null
}

/** The jobs of one name, as the queue holds them. */
export interface JobFigures {
  readonly name: string
  /** Due, and not begun. */
  readonly waiting: number
  /** To be done at a later time, tries after a failure included. */
  readonly later: number
  readonly running: number
  /** Given up after the last try. */
  readonly failed: number
  /** Tried `STRUGGLING_TRIES` times and more without success. */
  readonly struggling: number
  /** When the job that has waited longest came due. */
  readonly dueSince: Date | null
  readonly failedSince: Date | null
  /** When the oldest of those that struggle was asked for. */
  readonly strugglingSince: Date | null
}

/** The state of everything that works in the background. */
export interface Figures {
  readonly jobs: readonly JobFigures[]
  readonly calendars: {
    readonly accounts: number
    /** Out of reach, or no longer letting us in. */
    readonly unreachable: number
    /** When the account was to be read that has waited longest for it, of those within reach. */
    readonly dueSince: Date | null
  }
  readonly salesforce: {
    readonly revoked: boolean
    readonly failingSince: Date | null
    readonly readAt: Date | null
    readonly unwritten: number
    readonly certificateUntil: Date | null
  } | null
  /** Webhooks in use whose last delivery of the day was given up. */
  readonly webhooksFailing: number
  /** Whether mail leaves. */
  readonly mailLeaves: boolean
}

/** Tries of a job after which somebody should look: with the pauses between them, some ten minutes. */
export const STRUGGLING_TRIES = 6

const MINUTE = 60_000
/** A job that is due is begun in seconds. */
const LATE_JOBS = 5 * MINUTE
/** An account is read within a minute of the time that was fixed for it. */
const LATE_CALENDARS = 15 * MINUTE
const FAILING_SALESFORCE = 15 * MINUTE
/** A certificate is made anew by hand. */
const ENDING_CERTIFICATE = 30 * 24 * 60 * MINUTE

const earliest = (instants: readonly (Date | null)[]): Date | null =>
  instants.reduce((first, one) => (one !== null && (first === null || one < first) ? one : first), null)

/** What is to be told of these figures, what is worst first. */
export function alertsOf({ jobs, calendars, salesforce, webhooksFailing, mailLeaves }: Figures, now: Date): Alert[] {
  const sum = (name: 'waiting' | 'failed' | 'struggling') => jobs.reduce((all, one) => all + one[name], 0)
  const isOlder = (instant: Date | null, ms: number): instant is Date => instant !== null && now.getTime() - instant.getTime() > ms
  const found: (Alert | false)[] = []
  const tell = (is: boolean, kind: AlertKind, level: Alert['level'], count = 0, since: Date | null = null) =>
    found.push(is && { kind, level, count, since })

  const dueSince = earliest(jobs.map((one) => one.dueSince))
  tell(isOlder(dueSince, LATE_JOBS), 'jobs-late', 'error', sum('waiting'), dueSince)
  tell(sum('failed') > 0, 'jobs-failed', 'error', sum('failed'), earliest(jobs.map((one) => one.failedSince)))
  tell(sum('struggling') > 0, 'jobs-struggling', 'warning', sum('struggling'), earliest(jobs.map((one) => one.strugglingSince)))
  tell(calendars.unreachable > 0, 'calendars-unreachable', 'error', calendars.unreachable)
  tell(isOlder(calendars.dueSince, LATE_CALENDARS), 'calendars-late', 'warning', 0, calendars.dueSince)
  if (salesforce) {
    const { revoked, failingSince, unwritten, certificateUntil } = salesforce
    tell(revoked, 'salesforce-revoked', 'error')
    tell(!revoked && isOlder(failingSince, FAILING_SALESFORCE), 'salesforce-failing', 'warning', 0, failingSince)
    tell(unwritten > 0, 'salesforce-unwritten', 'error', unwritten)
    const ends = certificateUntil !== null && certificateUntil.getTime() - now.getTime() < ENDING_CERTIFICATE
    tell(ends, 'salesforce-certificate', 'warning', 0, certificateUntil)
  }
  tell(webhooksFailing > 0, 'webhooks-failing', 'warning', webhooksFailing)
  tell(!mailLeaves, 'mail-stays', 'notice')
  return found.filter((one) => one !== false).toSorted((a, b) => ALERT_LEVELS.indexOf(a.level) - ALERT_LEVELS.indexOf(b.level))
}

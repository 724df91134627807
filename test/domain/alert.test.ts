import { expect, test } from 'vitest'
import { alertsOf, type Figures, type JobFigures } from '../../server/domain/alert.ts'

const NOW = new Date('2027-03-01T12:00:00Z')
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)

const well: Figures = {
  jobs: [],
  calendars: { accounts: 12, unreachable: 0, dueSince: ago(1) },
  salesforce: { revoked: false, failingSince: null, readAt: ago(1), unwritten: 0, certificateUntil: null },
  webhooksFailing: 0,
  mailLeaves: true,
}
const jobs = (more: Partial<JobFigures>): JobFigures[] => [
  {
    name: 'crm.write',
    waiting: 0,
    later: 3,
    running: 1,
    failed: 0,
    struggling: 0,
    ...{ dueSince: null, failedSince: null, strugglingSince: null },
    ...more,
  },
]
const org = (more: Partial<NonNullable<Figures['salesforce']>>) => ({ salesforce: { ...well.salesforce!, ...more } })

test('nothing is told while everything works', () => {
  expect(alertsOf(well, NOW)).toEqual([])
  expect(alertsOf({ ...well, salesforce: null, jobs: jobs({ waiting: 900, dueSince: ago(5) }) }, NOW)).toEqual([])
})

test.each<[string, Partial<Figures>, object]>([
  [
    'jobs that wait for more than five minutes',
    { jobs: jobs({ waiting: 4, dueSince: ago(6) }) },
    { kind: 'jobs-late', level: 'error', count: 4, since: ago(6) },
  ],
  [
    'jobs that were given up',
    { jobs: jobs({ failed: 2, failedSince: ago(90) }) },
    { kind: 'jobs-failed', level: 'error', count: 2, since: ago(90) },
  ],
  [
    'jobs that fail again and again',
    { jobs: jobs({ struggling: 1, strugglingSince: ago(30) }) },
    { kind: 'jobs-struggling', level: 'warning', count: 1, since: ago(30) },
  ],
  [
    'calendars out of reach',
    { calendars: { accounts: 9, unreachable: 2, dueSince: null } },
    { kind: 'calendars-unreachable', level: 'error', count: 2, since: null },
  ],
  [
    'calendars that are read late',
    { calendars: { accounts: 9, unreachable: 0, dueSince: ago(16) } },
    { kind: 'calendars-late', level: 'warning', count: 0, since: ago(16) },
  ],
  [
    'an org that lets us in no longer',
    org({ revoked: true, failingSince: ago(60) }),
    { kind: 'salesforce-revoked', level: 'error', count: 0, since: null },
  ],
  [
    'an org that fails for a quarter of an hour',
    org({ failingSince: ago(16) }),
    { kind: 'salesforce-failing', level: 'warning', count: 0, since: ago(16) },
  ],
  ['bookings that it did not take', org({ unwritten: 7 }), { kind: 'salesforce-unwritten', level: 'error', count: 7, since: null }],
  [
    'a certificate that ends within thirty days',
    org({ certificateUntil: ago(-29 * 1440) }),
    { kind: 'salesforce-certificate', level: 'warning', count: 0, since: ago(-29 * 1440) },
  ],
  ['webhooks that take nothing', { webhooksFailing: 1 }, { kind: 'webhooks-failing', level: 'warning', count: 1, since: null }],
  ['mail that stays here', { mailLeaves: false }, { kind: 'mail-stays', level: 'notice', count: 0, since: null }],
])('%s are told', (_, figures, alert) => {
  expect(alertsOf({ ...well, ...figures }, NOW)).toEqual([alert])
})

test('what is at its threshold is not told yet', () => {
  const almost = {
    jobs: jobs({ waiting: 1, dueSince: ago(5) }),
    calendars: { ...well.calendars, dueSince: ago(15) },
    ...org({ failingSince: ago(15), certificateUntil: ago(-30 * 1440) }),
  }

  expect(alertsOf({ ...well, ...almost }, NOW)).toEqual([])
})

test('the worst comes first', () => {
  const bad = { ...well, mailLeaves: false, webhooksFailing: 1, jobs: jobs({ failed: 1, failedSince: ago(1) }) }

  expect(alertsOf(bad, NOW).map(({ level }) => level)).toEqual(['error', 'warning', 'notice'])
})

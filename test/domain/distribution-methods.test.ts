import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Distribution, PoolMember } from '../../server/domain/distribution.ts'
import { rank } from '../../server/domain/distribution-rank.ts'
import { standingsOf } from '../../server/domain/distribution-weighted.ts'
import {
  type Entry,
  emptyLedger,
  fold,
  type LedgerKind,
  type LedgerRule,
  type LedgerState,
  lastBookedAt,
  tallyOf,
} from '../../server/domain/ledger.ts'
import { plainOrder } from './distribution-model.ts'

const HOUR = 3_600_000
const T0 = Date.parse('2027-03-01T09:00:00Z')
const MONTHLY: LedgerRule = { cycle: 'month', correction: true }
const hours = (count: number) => new Date(T0 + count * HOUR)

const member = (repId: string, more: Partial<PoolMember> = {}): PoolMember => ({
  repId,
  priority: 2,
  weight: 100,
  joinedAt: new Date(0),
  leaves: [],
  ...more,
})
const mapped = (members: readonly PoolMember[]) => new Map(members.map((one) => [one.repId, one]))

/** A pool with its ledger, in which somebody is served, cancels, and so on, an hour between one entry and the next. */
function pool(distribution: Distribution, members: readonly PoolMember[], rule: LedgerRule = MONTHLY) {
  const state = emptyLedger(rule)
  let entries = 0
  let clock = 0
  const note = (kind: LedgerKind, repId: string, bookingId: string | null, more: Partial<Entry> = {}) => {
    entries += 1
    clock += 1
    fold(state, { id: String(entries), repId, eventTypeId: 'call', bookingId, kind, at: hours(clock), amount: 0, counts: true, ...more })
  }
  const order = (free: readonly string[] = members.map((one) => one.repId), now = hours(clock + 1)) =>
    rank(state, { poolId: 'sales', distribution, members: mapped(members), free, eventTypeId: 'call', now })
  return {
    state,
    note,
    reasons: (free?: readonly string[], now?: Date) => order(free, now),
    order: (free?: readonly string[], now?: Date) => order(free, now).map(({ repId }) => repId),
    /** Give the next booking to whoever is first, and say who that was. */
    serve(free?: readonly string[]): string {
      const first = order(free)[0]!.repId
      note('assigned', first, `b${entries + 1}`)
      return first
    },
    last: () => `b${entries}`,
  }
}

const REPS = ['r0', 'r1', 'r2', 'r3', 'r4']
const METHODS: readonly Distribution[] = ['find-by-time', 'longest-idle', 'priority', 'round-robin', 'weighted']

/** One thing that happens: what, to whom or to which of the open bookings, how many minutes later. */
const events = fc.array(
  fc.record({
    what: fc.constantFrom(
      'assigned',
      'assigned',
      'assigned',
      'assigned',
      'cancelled',
      'no-show',
      'undone',
      'reassigned',
      'credit',
      'skipped',
      'twice',
    ),
    who: fc.nat(5),
    which: fc.nat(1000),
    later: fc.oneof(fc.integer({ min: -2, max: 600 }), fc.integer({ min: 0, max: 20 * 1440 })),
    amount: fc.constantFrom(-2, -1, 1, 2),
    counts: fc.constantFrom(true, true, true, true, false),
    eventTypeId: fc.constantFrom('call', 'visit'),
  }),
  { maxLength: 60 },
)
type Event = typeof events extends fc.Arbitrary<readonly (infer E)[]> ? E : never

/** A ledger as the service would write it. */
function history(list: readonly Event[]): Entry[] {
  const entries: Entry[] = []
  const open: { bookingId: string; repId: string; eventTypeId: string; noShow: boolean }[] = []
  let at = T0
  const write = (kind: LedgerKind, repId: string, bookingId: string | null, eventTypeId: string | null, more: Partial<Entry> = {}) =>
    entries.push({
      id: String(entries.length + 1),
      kind,
      repId,
      bookingId,
      eventTypeId,
      at: new Date(at),
      amount: 0,
      counts: true,
      ...more,
    })
  for (const { what, who, which, later, amount, counts, eventTypeId } of list) {
    at += later * 60_000
    const repId = who === 5 ? 'gone' : REPS[who]!
    const fits = open.filter((one) => (what === 'undone' ? one.noShow : !one.noShow))
    const booking = fits[which % Math.max(1, fits.length)]
    if (what === 'assigned') {
      open.push({ bookingId: `b${entries.length}`, repId, eventTypeId, noShow: false })
      write('assigned', repId, `b${entries.length}`, eventTypeId, { counts })
    } else if (what === 'credit') write('credit', repId, null, null, { amount })
    else if (what === 'skipped') write('skipped', repId, 'b0', eventTypeId)
    else if (!booking) continue
    else if (what === 'cancelled' || what === 'twice') {
      open.splice(open.indexOf(booking), 1)
      for (let i = what === 'twice' ? 2 : 1; i > 0; i--) write('cancelled', booking.repId, booking.bookingId, booking.eventTypeId)
    } else if (what === 'reassigned') {
      write('reassigned-away', booking.repId, booking.bookingId, booking.eventTypeId)
      booking.repId = repId
      write('reassigned-to', repId, booking.bookingId, booking.eventTypeId)
    } else {
      booking.noShow = what === 'no-show'
      write(what === 'no-show' ? 'no-show' : 'no-show-undone', booking.repId, booking.bookingId, booking.eventTypeId)
    }
  }
  return entries
}

const memberLists = fc.tuple(
  ...REPS.map((repId) =>
    fc.record({
      repId: fc.constant(repId),
      priority: fc.integer({ min: 0, max: 3 }),
      weight: fc.constantFrom(0, 50, 100, 100, 200),
      joinedAt: fc.constantFrom(-100, -100, 0, 24, 24, 200, 800).map(hours),
      leaves: fc.constantFrom(
        [],
        [],
        [{ start: hours(10), end: hours(60) }],
        [
          { start: hours(-5), end: hours(30) },
          { start: hours(300), end: hours(900) },
        ],
      ),
    }),
  ),
)
const rules = fc.record({ cycle: fc.constantFrom('month', 'quarter', 'continuous'), correction: fc.boolean() }) as fc.Arbitrary<LedgerRule>

describe.each(METHODS)('%s', (distribution) => {
  test('ranks as the whole ledger read anew would, whatever happened and whoever is free', () => {
    fc.assert(
      fc.property(events, memberLists, rules, fc.subarray(REPS, { minLength: 1 }), fc.nat(2000), (list, members, rule, free, later) => {
        const entries = history(list)
        const state = emptyLedger(rule)
        for (const entry of entries) fold(state, entry)
        const now = new Date(Math.max(T0, ...entries.map(({ at }) => at.getTime())) + later * HOUR)

        const order = rank(state, { poolId: 'sales', distribution, members: mapped(members), free, eventTypeId: 'call', now })

        expect(order.map(({ repId }) => repId)).toEqual(
          plainOrder(distribution, { poolId: 'sales', rule, entries, members, now }, free, 'call'),
        )
      }),
      { numRuns: 400 },
    )
  })

  test('every rep is ranked once and told why, and the customer’s own rep comes before all if asked for', () => {
    const { state, serve } = pool(
      distribution,
      REPS.map((repId) => member(repId)),
    )
    for (let i = 0; i < 7; i++) serve()
    const contest = {
      poolId: 'sales',
      distribution,
      members: mapped(REPS.map((repId) => member(repId))),
      free: REPS,
      eventTypeId: 'call',
      now: hours(9),
    }

    const plain = rank(state, contest)
    const owned = rank(state, { ...contest, ownerId: plain[3]!.repId })

    expect(plain.map(({ repId }) => repId).sort()).toEqual(REPS)
    expect(plain.every(({ reasons }) => reasons.length > 0)).toBe(true)
    expect(owned[0]).toEqual({ repId: plain[3]!.repId, reasons: [{ code: 'record-owner' }, ...plain[3]!.reasons] })
    expect(owned.slice(1)).toEqual(plain.filter((_, i) => i !== 3))
    expect(rank(state, { ...contest, ownerId: 'somebody else', limit: 2 })).toEqual(plain.slice(0, 2))
  })
})

describe('priority', () => {
  test('the highest number comes first, equals by longest idle', () => {
    const { serve, reasons } = pool('priority', [
      member('low', { priority: 1 }),
      member('ann', { priority: 3 }),
      member('ben', { priority: 3 }),
    ])

    const first = serve()

    expect(reasons()).toMatchObject([
      {
        repId: first === 'ann' ? 'ben' : 'ann',
        reasons: [
          { code: 'priority', priority: 3 },
          { code: 'longest-idle', idleSince: null },
        ],
      },
      {
        repId: first,
        reasons: [
          { code: 'priority', priority: 3 },
          { code: 'longest-idle', idleMinutes: 60 },
        ],
      },
      {
        repId: 'low',
        reasons: [
          { code: 'priority', priority: 1 },
          { code: 'longest-idle', idleSince: null },
        ],
      },
    ])
  })
})

describe('round robin', () => {
  const three = ['ann', 'ben', 'cem'].map((repId) => member(repId))

  test('everybody is served in turn, and who is served goes to the end', () => {
    const { serve, order, reasons } = pool('round-robin', three)
    const line = order()

    expect([serve(), serve(), serve(), serve()]).toEqual([...line, line[0]])
    expect(reasons()[0]).toMatchObject({
      repId: line[1],
      reasons: [{ code: 'next-in-line', place: 1, lastTurnAt: '2027-03-01T11:00:00Z' }],
    })
  })

  test('whoever is passed over because he is not free keeps his place', () => {
    const { serve, order } = pool('round-robin', three)
    const [first, second, third] = order() as [string, string, string]

    expect(serve([second, third])).toBe(second)
    expect(order()).toEqual([first, third, second])
  })

  test('a cancelled turn is made good once, before the line, and moves nobody', () => {
    const { serve, note, last, order, reasons } = pool('round-robin', three)
    const [first, second, third] = order() as [string, string, string]
    serve()
    const booking = last()
    note('cancelled', first, booking)
    note('cancelled', first, booking)

    expect(reasons()[0]).toMatchObject({ repId: first, reasons: [{ code: 'owed', owed: 1, owedSince: '2027-03-01T11:00:00Z' }] })
    expect([serve(), serve(), serve(), serve()]).toEqual([first, second, third, first])
  })

  test('most owed comes first, then owed longest', () => {
    const { note, order } = pool('round-robin', three)
    for (const [booking, repId] of ['ann', 'ben', 'cem', 'cem'].entries()) note('assigned', repId, `x${booking}`)
    note('cancelled', 'ben', 'x1')
    note('no-show', 'ann', 'x0')
    note('reassigned-away', 'cem', 'x2')
    note('cancelled', 'cem', 'x3')

    expect(order()).toEqual(['cem', 'ben', 'ann'])
  })

  test('a no-show that was none is owed no longer; if it was made good already, that turn was an ordinary one', () => {
    const before = pool('round-robin', three)
    const [first, second, third] = before.order() as [string, string, string]
    const after = pool('round-robin', three)
    for (const one of [before, after]) {
      one.note('assigned', first, 'x')
      one.note('no-show', first, 'x')
    }
    before.note('no-show-undone', first, 'x')
    after.note('assigned', first, 'y')
    after.note('assigned', second, 'z')
    after.note('no-show-undone', first, 'x')

    expect(before.order()).toEqual([second, third, first])
    expect(after.order()).toEqual([third, second, first])
  })

  test('without correction nothing is made good', () => {
    const { serve, note, last, order } = pool('round-robin', three, { ...MONTHLY, correction: false })
    const line = order()
    note('cancelled', serve(), last())

    expect(order()).toEqual([line[1], line[2], line[0]])
  })

  test('a newcomer joins at the end, though he never had a turn', () => {
    const { order, note } = pool('round-robin', [...three, member('new', { joinedAt: hours(2.5) })])
    note('assigned', 'ann', 'x')
    note('assigned', 'ben', 'y')

    expect(order()).toEqual(['cem', 'ann', 'ben', 'new'])
  })

  test('a new month clears what is owed and leaves the line as it is', () => {
    const { serve, note, last, order } = pool('round-robin', three)
    const [first, second, third] = order() as [string, string, string]
    note('cancelled', serve(), last())

    expect(order(undefined, new Date('2027-03-31T23:59:00Z'))).toEqual([first, second, third])
    expect(order(undefined, new Date('2027-04-01T00:00:00Z'))).toEqual([second, third, first])
  })

  test('a credit by hand is a turn owed; one taken away is set off against the next lost turn', () => {
    const { note, order } = pool('round-robin', three)
    const [first, second, third] = order() as [string, string, string]
    note('credit', third, null, { amount: 1 })
    note('credit', second, null, { amount: -1 })
    note('assigned', second, 'x')
    note('cancelled', second, 'x')

    expect(order()).toEqual([third, first, second])
  })

  test('a booking that does not count uses no turn, and losing it earns none', () => {
    const { note, order, state } = pool('round-robin', three)
    const line = order()
    note('assigned', line[0]!, 'x', { counts: false })
    note('cancelled', line[0]!, 'x')

    expect(order()).toEqual(line)
    expect(lastBookedAt(state, line[0]!, 'call')).toBeNull()
  })
})

describe('weighted', () => {
  const weights = { ann: 100, ben: 200, cem: 50, dee: 150 }
  const four = Object.entries(weights).map(([repId, weight]) => member(repId, { weight }))
  const CONTINUOUS: LedgerRule = { cycle: 'continuous', correction: true }

  test('over ten thousand bookings the shares come within one per cent of the weights, whoever is free', () => {
    const { serve, state } = pool('weighted', four, CONTINUOUS)
    const names = Object.keys(weights)
    for (let i = 0; i < 10_000; i++) {
      const free = names.filter((_, n) => (Math.imul(i + 1, 0x9e3779b1) >>> (n * 5)) & 7)
      serve(free.length > 0 ? free : names)
    }

    for (const [repId, weight] of Object.entries(weights))
      expect(tallyOf(state, repId, hours(0)).given / 10_000).toBeCloseTo(weight / 500, 2)
  })

  test('whoever has the largest shortfall comes first, with target, given and shortfall told', () => {
    const { note, reasons } = pool('weighted', [member('ann'), member('ben', { weight: 200 })])
    for (const [i, repId] of ['ann', 'ben', 'ben', 'ann'].entries()) note('assigned', repId, `x${i}`)

    expect(reasons()[0]).toEqual({
      repId: 'ben',
      reasons: [{ code: 'below-share', weight: 200, share: 0.667, target: 2.667, given: 2, calibration: 0, shortfall: 0.667 }],
    })
  })

  test('a newcomer counts as having had his share so far: with 5 and 9 bookings at weights 100 and 200, one of 50 is served second', () => {
    const members = [member('ann'), member('ben', { weight: 200 }), member('new', { weight: 50, joinedAt: hours(14.5) })]
    const { note, serve, state } = pool('weighted', members)
    for (let i = 0; i < 14; i++) note('assigned', i % 14 < 5 ? 'ann' : 'ben', `x${i}`)

    expect(standingsOf(state, mapped(members), hours(15)).get('new')?.calibration).toBeCloseTo(14 / 6, 9)
    expect([serve(), serve()]).toEqual(['ben', 'new'])
  })

  test('newcomers are not flooded: of the next 35 bookings one of weight 50 among 350 gets five', () => {
    const members = [member('ann'), member('ben', { weight: 200 }), member('new', { weight: 50, joinedAt: hours(300.5) })]
    const { serve } = pool('weighted', members)
    for (let i = 0; i < 300; i++) serve(['ann', 'ben'])

    const next = Array.from({ length: 35 }, () => serve())

    expect(next.filter((repId) => repId === 'new')).toHaveLength(5)
    expect(next.slice(0, 7).filter((repId) => repId === 'new').length).toBeLessThanOrEqual(2)
  })

  test('whoever comes back from leave is not flooded either', () => {
    const members = [member('ann'), member('ben'), member('cem', { leaves: [{ start: hours(30), end: hours(130.5) }] })]
    const { serve } = pool('weighted', members)
    for (let i = 0; i < 30; i++) serve()
    for (let i = 0; i < 100; i++) serve(['ann', 'ben'])

    const next = Array.from({ length: 30 }, () => serve())

    expect(next.filter((repId) => repId === 'cem')).toHaveLength(10)
  })

  test('lost bookings are made good, and a weight of nothing comes last', () => {
    const { note, order } = pool('weighted', [member('ann'), member('ben'), member('nil', { weight: 0 })])
    note('assigned', 'ann', 'x')
    note('assigned', 'ben', 'y')
    note('cancelled', 'ben', 'y')

    expect(order()).toEqual(['ben', 'ann', 'nil'])
  })
})

test('a ledger that is read on from where it stood is the one read at once', () => {
  fc.assert(
    fc.property(events, rules, fc.nat(60), (list, rule, cut) => {
      const entries = history(list)
      const whole = emptyLedger(rule)
      for (const entry of entries) fold(whole, entry)
      const kept: LedgerState = emptyLedger(rule)
      for (const entry of entries.slice(0, cut)) fold(kept, entry)
      for (const entry of entries.slice(cut)) fold(kept, entry)

      expect(kept).toEqual(whole)
    }),
  )
})

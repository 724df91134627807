import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byLongestIdle, hash, type Turn } from '../../server/domain/distribution.ts'

const now = new Date('2027-03-02T12:00:00Z')
const turn = (repId: string, lastBookedAt: string | null): Turn => ({ repId, lastBookedAt: lastBookedAt ? new Date(lastBookedAt) : null })
const order = (turns: readonly Turn[], seed = 'sales:7') => byLongestIdle(turns, now, seed).map(({ repId }) => repId)

/** Turns with few distinct moments, so that many reps tie. */
const turnLists = fc
  .uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 12 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((repId) =>
        fc.constantFrom(null, '2027-02-01T09:00:00Z', '2027-02-01T09:00:00.001Z', '2027-02-20T17:30:00Z').map((at) => turn(repId, at)),
      ),
    ),
  )

describe('order by longest idle', () => {
  test('the rep who was given a booking longest ago comes first, with the time idle as the reason', () => {
    const placed = byLongestIdle(
      [turn('ann', '2027-03-01T12:00:00Z'), turn('ben', '2027-02-20T12:00:00Z'), turn('cem', '2027-03-02T11:59:30Z')],
      now,
      '',
    )

    expect(placed).toEqual([
      { repId: 'ben', reasons: [{ code: 'longest-idle', idleSince: '2027-02-20T12:00:00Z', idleMinutes: 14_400 }] },
      { repId: 'ann', reasons: [{ code: 'longest-idle', idleSince: '2027-03-01T12:00:00Z', idleMinutes: 1440 }] },
      { repId: 'cem', reasons: [{ code: 'longest-idle', idleSince: '2027-03-02T11:59:30Z', idleMinutes: 0 }] },
    ])
  })

  test('one who never had a booking comes before all others', () => {
    const placed = byLongestIdle([turn('ann', '1990-01-01T00:00:00Z'), turn('new', null)], now, '')

    expect(placed[0]).toEqual({ repId: 'new', reasons: [{ code: 'longest-idle', idleSince: null, idleMinutes: null }] })
  })

  test('the first few are the beginning of the whole order', () => {
    fc.assert(
      fc.property(turnLists, fc.string(), fc.nat(14), (turns, seed, limit) => {
        expect(byLongestIdle(turns, now, seed, limit)).toEqual(byLongestIdle(turns, now, seed).slice(0, limit))
      }),
    )
  })

  test('nobody is lost or doubled, and nobody idle for less time stands before one idle for more', () => {
    fc.assert(
      fc.property(turnLists, fc.string(), (turns, seed) => {
        const ids = order(turns, seed)
        const since = ids.map((id) => turns.find((one) => one.repId === id)!.lastBookedAt?.getTime() ?? Number.NEGATIVE_INFINITY)

        expect([...ids].sort()).toEqual(turns.map((one) => one.repId).sort())
        expect(since).toEqual([...since].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
      }),
    )
  })

  test('ties are drawn the same way every time, whatever the order of the list', () => {
    fc.assert(
      fc.property(
        turnLists.chain((turns) => fc.tuple(fc.constant(turns), fc.shuffledSubarray(turns, { minLength: turns.length }))),
        fc.string(),
        ([turns, shuffled], seed) => {
          expect(order(shuffled, seed)).toEqual(order(turns, seed))
          expect(order(turns, seed)).toEqual(order(turns, seed))
        },
      ),
    )
  })

  test.each([
    ['names', ['ann', 'ben', 'cem', 'dee']],
    ['ids that differ in their last letter only', ['r1', 'r2', 'r3', 'r4']],
  ])('a tie is no privilege: over many draws each of four reps comes first about as often (%s)', (_what, ids) => {
    const tied = ids.map((id) => turn(id, null))
    const firsts = Array.from({ length: 4000 }, (_, version) => order(tied, `sales:${version}`)[0])

    for (const id of ids) {
      const share = firsts.filter((first) => first === id).length / firsts.length
      expect(share).toBeGreaterThan(0.225)
      expect(share).toBeLessThan(0.275)
    }
  })

  test('whoever is left out of the question does not change the order of the others', () => {
    fc.assert(
      fc.property(turnLists, fc.integer({ min: 0, max: 11 }), (turns, index) => {
        const gone = turns[index]?.repId

        expect(order(turns.filter((one) => one.repId !== gone))).toEqual(order(turns).filter((id) => id !== gone))
      }),
    )
  })

  test('the list that was given stays as it was', () => {
    const turns = [turn('ann', '2027-03-01T12:00:00Z'), turn('ben', null)]
    order(turns)

    expect(turns.map((one) => one.repId)).toEqual(['ann', 'ben'])
  })
})

test('the draw of a text is the same number on every machine', () => {
  expect([hash(''), hash('a'), hash('foobar')]).toEqual([2872998923, 444641715, 202221276])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canTake, companions, type Member, type Need, reasonsAgainst } from '../../server/domain/matching.ts'
import { ann, minute, scheduleOf, timeOf } from './worlds.ts'

const at = minute('2027-03-02T20:30:00Z')
const shape = { duration: 30, before: 0, after: 0 }
const wanted = { skills: [], languages: [], territory: null, project: null }

/** A rep who is free at the time, or busy. */
function member(id: string, free: boolean): Member {
  const plain = { ...ann, busy: free ? [] : [{ start: at, end: at + 30 }] }
  const { weekly, overrides } = scheduleOf(plain)
  const rep = { id, email: `${id}@example.com`, name: id, kind: 'room', timeZone: plain.zone, dailyLimit: null, weeklyLimit: null } as const
  return {
    rep: { ...rep, skills: [], languages: [], territories: [], projects: [], active: true, weekly, overrides },
    schedule: scheduleOf(plain),
    time: timeOf(plain, at - 1440, at + 1440),
  }
}

const ids = ['a', 'b', 'c', 'd', 'e']
const people = new Map(ids.flatMap((id) => [[`${id} free`, member(id, true)] as const, [`${id} busy`, member(id, false)] as const]))

const situations = fc.record({
  busy: fc.subarray(ids),
  leader: fc.constantFrom(...ids),
  pools: fc.array(fc.record({ members: fc.shuffledSubarray(ids), count: fc.integer({ min: 1, max: 2 }) }), { maxLength: 3 }),
})

const needsOf = (pools: readonly { members: readonly string[]; count: number }[], busy: readonly string[]): Need[] =>
  pools.map(({ members, count }, i) => ({
    poolId: `pool ${i}`,
    poolSlug: `pool-${i}`,
    count,
    members: members.map((id) => people.get(`${id} ${busy.includes(id) ? 'busy' : 'free'}`)!),
  }))

/** Every way to fill the places, tried one after the other. */
function canFill(places: readonly (readonly string[])[], used: readonly string[] = []): boolean {
  const [first, ...rest] = places
  return first === undefined || first.some((id) => !used.includes(id) && canFill(rest, [...used, id]))
}

test('companions are found exactly when there is a way to choose them, each once and from the right pool', () => {
  fc.assert(
    fc.property(situations, ({ busy, leader, pools }) => {
      const places = pools.flatMap(({ members, count }) =>
        Array.from({ length: count }, () => members.filter((id) => id !== leader && !busy.includes(id))),
      )

      const chosen = companions(needsOf(pools, busy), leader, at, shape)

      expect(chosen !== null).toBe(canFill(places))
      expect(new Set(chosen?.map((one) => one.repId)).size).toBe(chosen?.length ?? 0)
      for (const [i, { members, count }] of chosen ? pools.entries() : []) {
        const sent = chosen!.filter((one) => one.poolId === `pool ${i}`).map((one) => one.repId)
        expect(sent).toHaveLength(count)
        expect(sent.every((id) => members.includes(id) && id !== leader && !busy.includes(id))).toBe(true)
      }
    }),
    { numRuns: 500 },
  )
})

test('whoever is in two pools fills the place that nobody else can, whatever the order of the pools', () => {
  const pools = [
    { members: ['a', 'b'], count: 1 },
    { members: ['a'], count: 1 },
  ]

  expect(companions(needsOf(pools, []), 'e', at, shape)).toEqual([
    { repId: 'b', poolId: 'pool 0' },
    { repId: 'a', poolId: 'pool 1' },
  ])
})

test('a rep can take the meeting exactly when there is no reason against it', () => {
  fc.assert(
    fc.property(situations, ({ busy, leader, pools }) => {
      const wish = { shape, wanted, needs: needsOf(pools, busy) }
      const rep = people.get(`${leader} ${busy.includes(leader) ? 'busy' : 'free'}`)!

      expect(canTake(rep, at, wish)).toBe(reasonsAgainst(rep, at, wish).length === 0)
    }),
    { numRuns: 500 },
  )
})

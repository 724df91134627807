import { expect, test } from 'vitest'
import { batch, computed, effect, signal } from '../../widget/ui/signal.ts'

test('an effect runs at once, and again when something changes that it has read the last time', () => {
  const [wanted, a, b] = [signal(true), signal(1), signal(10)]
  const seen: number[] = []
  effect(() => void seen.push(wanted.value ? a.value : b.value))

  b.value = 11
  a.value = 2
  a.value = 2
  wanted.value = false
  a.value = 3
  b.value = 12

  expect(seen).toEqual([1, 2, 11, 12])
})

test('what follows from a value follows it into effects', () => {
  const count = signal(2)
  const double = computed(() => count.value * 2)
  const seen: number[] = []
  effect(() => void seen.push(double.value))
  count.value = 5

  expect([double.value, seen]).toEqual([10, [4, 10]])
})

test('several changes as one are heard of once, afterwards', () => {
  const [first, last] = [signal('Ann'), signal('Lee')]
  const seen: string[] = []
  effect(() => void seen.push(`${first.value} ${last.value}`))
  batch(() => {
    first.value = 'Ben'
    batch(() => {
      last.value = 'Ode'
    })
    expect(seen).toHaveLength(1)
  })

  expect(seen).toEqual(['Ann Lee', 'Ben Ode'])
})

test('an effect may change what another one reads, and one that fails does not hold up the next change', () => {
  const [source, copy] = [signal(1), signal(0)]
  const seen: number[] = []
  effect(() => {
    copy.value = source.value
  })
  effect(() => void seen.push(copy.value))
  source.value = 2
  expect(seen).toEqual([1, 2])

  effect(() => {
    if (source.value === 3) throw new Error('broken')
  })
  expect(() => {
    source.value = 3
  }).toThrow('broken')
  source.value = 4
  expect(seen.at(-1)).toBe(4)
})

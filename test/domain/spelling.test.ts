import { expect, test } from 'vitest'
import { likeness, partings, piecesOf, unswapped, wordsOf } from '../../server/domain/spelling.ts'

test.each([
  ['john', 'john', 0],
  ['jhon', 'john', 1],
  ['jon', 'john', 1],
  ['johhn', 'john', 1],
  ['jahn', 'john', 1],
  ['smiht', 'smith', 1],
  ['smiht', 'smithson', 4],
  ['abcd', 'wxyz', 4],
  ['', 'john', 4],
  ['josé', 'jose', 1],
  ['𝒥ohn', 'jo𝒽n', 2],
])('“%s” is as far from “%s” as %i letters', (one, other, letters) => {
  expect(likeness(one, other)).toBeCloseTo(1 - letters / Math.max([...one].length, [...other].length))
  expect(likeness(other, one)).toBe(likeness(one, other))
})

test('a swap is undone by swapping once more, wherever it is', () => {
  for (const swapped of ['ojhn', 'jhon', 'jonh']) expect(unswapped(swapped)).toContain('john')
  expect(unswapped('a')).toEqual([])
})

test('a word is parted into words that there are, in every way', () => {
  const parted = (word: string, ...there: string[]) => partings(word, new Set(piecesOf(word).filter((piece) => there.includes(piece))))

  expect(parted('vandyke', 'van', 'dyke', 'an')).toEqual([['van', 'dyke']])
  expect(parted('delacruz', 'de', 'la', 'cruz', 'dela')).toEqual([
    ['de', 'la', 'cruz'],
    ['dela', 'cruz'],
  ])
  expect(parted('vandyke', 'van', 'vandyke')).toEqual([])
  expect(piecesOf('x'.repeat(17))).toEqual([])
})

test('hyphens part words, and apostrophes do not', () => {
  expect(wordsOf('  Zoë O’Brien-García, D`Arcy\u00a0(née Smith) ')).toEqual(['zoë', 'obrien', 'garcía', 'darcy', 'née', 'smith'])
})

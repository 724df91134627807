import { expect, test } from 'vitest'
import { tables as ar } from '../../widget/text/ar.ts'
import { tables as de } from '../../widget/text/de.ts'
import { en } from '../../widget/text/en.ts'
import { enLater } from '../../widget/text/en-later.ts'
import { tables as es } from '../../widget/text/es.ts'
import { tables as fr } from '../../widget/text/fr.ts'
import { plural } from '../../widget/text/plural.ts'

const languages = { es, fr, de, ar }

/** Every sentence with its place; those with something to insert are given `given`. */
function sentences(table: object, given: unknown, path = ''): [string, string][] {
  return Object.entries(table).flatMap(([key, value]): [string, string][] => {
    const place = `${path}.${key}`
    if (typeof value === 'function') return [[place, String(value(given))]]
    return typeof value === 'object' ? sentences(value, given, place) : [[place, value]]
  })
}

/** The same word in both languages, by right. */
const SAME = ['direction', 'optional', 'link', 'note', 'person']

test.each(Object.entries(languages))('nothing is left in English: %s', (language, { now, later }) => {
  const english = new Map([...sentences(en, 7), ...sentences(enLater, 7)])
  const ours = [...sentences(now, 7), ...sentences(later, 7)]

  expect(now.language).toBe(language)
  expect(ours.map(([place]) => place).sort()).toEqual([...english.keys()].sort())
  const left = ours.filter(([place, text]) => english.get(place) === text && !SAME.includes(place.split('.').at(-1)!))
  expect(left).toEqual([])
})

test.each(Object.entries(languages))('what is to be inserted is inserted: %s', (_, { now, later }) => {
  const withName = (table: object) =>
    sentences(table, 'Zoë').filter(([place]) => !/\.(free|heading|guestEmail|removeGuest)$/.test(place) && place !== '.wrong.heading')
  const inserts = (table: object) =>
    withName(table)
      .filter(([, text]) => text.includes('Zoë'))
      .map(([place]) => place)

  expect(inserts(now)).toEqual(inserts(en))
  expect(inserts(later).sort()).toEqual(inserts(enLater).sort())
})

test('a count takes the form that its language asks for', () => {
  expect([1, 2].map(enLater.rep.free)).toEqual(['1 person is free at this time.', '2 people are free at this time.'])
  expect([0, 1, 2].map(fr.later.wrong.heading)).toEqual(['0 champ est à revoir', '1 champ est à revoir', '2 champs sont à revoir'])
  expect(new Set([1, 2, 3, 11, 100].map((count) => ar.later.rep.free(count).replace(/\P{L}/gu, ''))).size).toBe(5)
  expect(plural('de', { other: '# Tage' })(1234)).toBe('1.234 Tage')
})

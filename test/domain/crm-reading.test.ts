import { expect, test } from 'vitest'
import type { CrmPerson, PersonRef } from '../../server/domain/crm.ts'
import { isReadingDue, joiningsOf, settlePeople } from '../../server/domain/crm-reading.ts'

const at = (time: string) => new Date(`2027-03-01T${time}Z`)
const pace = { triedAt: at('12:00:00'), pausedUntil: null, callsUsed: 10, callsAllowed: 100 }

test.each([
  ['half', 50, '12:01:00', '12:00:20'],
  ['four fifths', 80, '12:01:00', '12:00:20'],
  ['more than four fifths', 81, '12:15:00', '12:14:00'],
  ['nearly all', 96, '13:00:00', '12:59:00'],
])('with %s of the day’s calls used, an org is read less often', (_, callsUsed, due, early) => {
  expect(isReadingDue({ ...pace, callsUsed }, at(due))).toBe(true)
  expect(isReadingDue({ ...pace, callsUsed }, at(early))).toBe(false)
})

test('an org that has never told its calls, or was never read, is read', () => {
  expect(isReadingDue({ ...pace, callsUsed: null, callsAllowed: null }, at('12:01:00'))).toBe(true)
  expect(isReadingDue({ ...pace, callsUsed: 100, triedAt: null }, at('12:00:00'))).toBe(true)
})

test('an org is left alone until its pause is over', () => {
  const paused = { ...pace, pausedUntil: at('12:10:00') }
  expect(isReadingDue(paused, at('12:09:59'))).toBe(false)
  expect(isReadingDue(paused, at('12:10:00'))).toBe(true)
})

const ref = (name: string): PersonRef => ({ object: 'Contact', id: `003${name.padStart(12, '0')}AAA` })
const key = (name: string) => ref(name).id.slice(0, 15)
const personOf = (name: string, more: Partial<CrmPerson> = {}): CrmPerson => ({
  ...{ ref: ref(name), accountId: null, isPersonAccount: false, name, email: null, phone: null, timeZone: null, language: null },
  ...{ ownerId: null, createdAt: at('00:00:00'), lastActivityAt: null, ...more },
})
const edited = (name: string) => ({ ref: ref(name), became: null, person: personOf(name) })
const merged = (name: string, into: string) => ({ ref: ref(name), became: ref(into), person: null })
const deleted = (name: string) => ({ ref: ref(name), became: null, person: null })

test('records that went into one another end in the last of them, in whichever order that is told', () => {
  for (const changes of [
    [merged('a', 'b'), merged('b', 'c'), edited('c')],
    [edited('c'), merged('b', 'c'), merged('a', 'b')],
  ]) {
    const { moved, known, gone } = settlePeople(changes)
    expect(Object.fromEntries(moved)).toEqual({ [key('a')]: ref('c'), [key('b')]: ref('c') })
    expect([...known.keys()]).toEqual([key('c')])
    expect(gone.size).toBe(0)
  }
})

test('a record that went into a deleted one went there, and is no more', () => {
  const { moved, gone } = settlePeople([deleted('b'), merged('a', 'b')])
  expect(Object.fromEntries(moved)).toEqual({ [key('a')]: ref('b') })
  expect([...gone]).toEqual([key('b')])
})

test('records that are said to have become each other end somewhere', () => {
  expect(settlePeople([merged('a', 'b'), merged('b', 'a')]).gone.size).toBe(0)
})

test('an account of a person stands for its contact', () => {
  const person = personOf('a', { isPersonAccount: true, accountId: '001000000000001AAA' })
  const { moved } = settlePeople([{ ref: person.ref, became: null, person }])
  expect(Object.fromEntries(moved)).toEqual({ '001000000000001': ref('a') })
})

test('of customers whose records are one, the one who has it survives, else the oldest', () => {
  const linked = (id: string, name: string) => ({ id, recordId: ref(name).id })
  const moved = new Map([
    [key('a'), ref('c')],
    [key('b'), ref('c')],
  ])
  expect(joiningsOf([linked('1', 'a'), linked('2', 'b'), linked('3', 'c')], moved)).toEqual([
    { survivorId: '3', loserIds: ['1', '2'], ref: ref('c') },
  ])
  expect(joiningsOf([linked('1', 'a'), linked('2', 'b')], moved)).toEqual([{ survivorId: '1', loserIds: ['2'], ref: ref('c') }])
  expect(joiningsOf([linked('2', 'b')], moved)).toEqual([{ survivorId: '2', loserIds: [], ref: ref('c') }])
})

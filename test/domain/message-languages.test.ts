import { describe, expect, test } from 'vitest'
import type { Booking } from '../../server/domain/booking.ts'
import { LANGUAGES, type Language } from '../../server/domain/language.ts'
import { type Audience, compose, composeSms, type Facts } from '../../server/domain/message.ts'
import { MOMENTS, type Moment } from '../../server/domain/message-rule.ts'

const booking: Booking = {
  id: 'b1',
  uid: 'b1@switchboard',
  sequence: 0,
  status: 'scheduled',
  eventTypeId: 'e1',
  poolId: null,
  repId: 'r1',
  with: [],
  customer: { id: 'c1', name: 'Jane Smith', email: 'jane@example.com', phone: '+12125550100' },
  guests: [{ name: null, email: 'tom@example.com' }],
  projectId: null,
  createdIn: null,
  completedIn: null,
  completedBy: null,
  start: new Date('2027-03-02T20:30:00Z'),
  end: new Date('2027-03-02T21:15:00Z'),
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  timeZone: 'America/New_York',
  subject: 'Plan',
  location: { kind: 'phone' },
  details: 'Plan',
  notes: null,
  answers: [{ key: 'own', label: 'Plan', value: true }],
  bookedBy: { kind: 'coordinator', name: 'Olivia Park', email: 'olivia@example.com' },
  assignment: { method: 'longest-idle', reasons: [] },
  notify: { customer: ['email'], rep: ['email'] },
  policy: { rescheduleUntilMinutes: 0, cancelUntilMinutes: 0, moveTo: 'any' },
  cancelReason: 'Plan',
  generation: 0,
  createdAt: new Date('2027-03-01T00:00:00Z'),
}
const facts: Facts = {
  booking,
  eventTypeName: 'Plan',
  rep: { name: 'Ann Lee', email: 'ann@example.com', timeZone: 'America/Los_Angeles' },
  withNames: [],
  previous: { start: new Date('2027-03-01T15:00:00Z'), repName: 'Bob Ray' },
  manageUrl: 'https://book.example.com/manage/token',
  company: 'Bluewater',
  answerBy: new Date('2027-03-02T00:00:00Z'),
}
const to = (language: Language) => ({ name: 'Jane Smith', email: 'ann@example.com', language })
const said = (moment: Moment, audience: Audience, language: Language) => compose(moment, audience, to(language), facts)

const audiences: readonly Audience[] = ['customer', 'guest', 'rep', 'former-rep']
const pairs = MOMENTS.flatMap((moment) => audiences.map((audience) => [moment, audience] as const))
/** Words of a text, without what is the same in all languages: names, addresses, numbers. */
const words = (text: string) =>
  new Set(
    text
      .replaceAll(/https?:\S+|\S+@\S+|Jane Smith|Ann Lee|Bob Ray|Olivia Park|Bluewater|America\/\w+|Plan/g, ' ')
      .toLowerCase()
      .match(/\p{L}{4,}/gu) ?? [],
  )

describe.each(LANGUAGES.filter((language) => language !== 'en'))('in %s', (language) => {
  test.each(pairs)('a message of %s to a %s has no English sentence left in it', (moment, audience) => {
    const shared = words(said(moment, audience, language).text).intersection(words(said(moment, audience, 'en').text))

    expect([...shared].filter((word) => !['online', 'details', 'salesforce', 'invitation', 'question', 'message'].includes(word))).toEqual(
      [],
    )
  })

  test.each(pairs)('a message of %s to a %s names who, when and what as the English one does', (moment, audience) => {
    const { subject, text, html } = said(moment, audience, language)
    const english = said(moment, audience, 'en')

    for (const name of ['Jane Smith', 'Ann Lee', 'Bob Ray', facts.manageUrl, '+12125550100'])
      expect(text.includes(name), `${name} in ${text}`).toBe(english.text.includes(name))
    expect(subject).toMatch(/\S: \S|\S : \S/)
    expect(text).toMatch(/America\/(New_York|Los_Angeles)/)
    expect(html).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`)
    expect(text.split('\n').filter(Boolean).length).toBe(english.text.split('\n').filter(Boolean).length)
  })
})

test.each([
  ['es', 'Cuándo: martes, 2 de marzo de 2027, 15:30 a 16:15, hora estándar oriental (America/New_York)'],
  ['fr', 'Quand: mardi 2 mars 2027, 15:30 à 16:15, heure normale de l’Est nord-américain (America/New_York)'],
  ['de', 'Wann: Dienstag, 2. März 2027, 15:30 bis 16:15, Nordamerikanische Ostküsten-Normalzeit (America/New_York)'],
] as const)('the time is told as %s tells it', (language, line) => {
  expect(said('booked', 'customer', language).text).toContain(line)
})

test('Arabic runs from right to left, with the digits of the numbers beside it', () => {
  const { subject, text, html } = said('booked', 'customer', 'ar')

  expect(text).toMatch(/^مرحباً Jane Smith،\n/)
  expect(text).toContain('2027')
  expect(subject + text).not.toMatch(/[٠-٩]/)
  expect(html).toContain('dir="rtl"')
  expect(html).toContain('<bdi>Ann Lee</bdi>')
  expect(html).not.toMatch(/text-align:(left|right)|padding-(left|right)/)
})

test('a text message is short, in the reader’s language, and says how to end them', () => {
  expect(composeSms('booked', 'customer', to('fr'), facts).text.split('\n')).toEqual([
    'Bluewater: Confirmé: Plan avec Ann Lee, mar. 2 mars, 15:30 UTC−5',
    'Modifier ou annuler: https://book.example.com/manage/token',
    'Répondez STOP pour ne plus recevoir de SMS.',
  ])
  expect(composeSms('reminder', 'customer', to('de'), facts).text).toMatch(
    /^Bluewater: Erinnerung: Plan mit Ann Lee, .*\nÄndern oder absagen: /,
  )
  expect(composeSms('cancelled', 'customer', to('es'), facts).text).not.toContain('\n')
})

import { expect, test } from 'vitest'
import type { CrmField } from '../../server/domain/crm.ts'
import { callerWords, cancelWords, reasonWords } from '../../server/domain/crm-booking.ts'
import { placeholderFor } from '../../server/domain/crm-draft.ts'
import { nameParts } from '../../server/domain/crm-matching.ts'

test.each([
  ['Jane Smith', 'Jane', 'Smith'],
  ['Jane', null, 'Jane'],
  ['  Mary  Ann   Lee ', 'Mary Ann', 'Lee'],
  ['Ludwig van Beethoven', 'Ludwig', 'van Beethoven'],
  ['Juan de la Cruz', 'Juan', 'de la Cruz'],
  ['Smith, Jane', 'Jane', 'Smith'],
  ['De Silva', 'De', 'Silva'],
  ['', null, 'Unspecified'],
])('“%s” is %s, %s', (name, first, last) => {
  expect(nameParts(name)).toEqual({ first, last })
})

const by = { kind: 'coordinator', name: 'Olga', email: null } as const

test('a cancellation says why and by whom, within the length of its field', () => {
  expect(cancelWords({ status: 'scheduled', cancelReason: 'x' }, by)).toBeNull()
  expect(cancelWords({ status: 'cancelled', cancelReason: 'Ill\nagain' }, by)).toBe('Ill again (cancelled by Olga)')
  expect(cancelWords({ status: 'cancelled', cancelReason: null }, by)).toBe('Cancelled by Olga')
  expect(cancelWords({ status: 'cancelled', cancelReason: ' ' }, null)).toBe('Cancelled')
  const long = cancelWords({ status: 'cancelled', cancelReason: 'x'.repeat(500) }, by)
  expect([long?.length, long?.endsWith('x (cancelled by Olga)')]).toEqual([255, true])
})

test.each([
  [{ kind: 'customer', name: null, email: null }, 'the customer'],
  [{ kind: 'salesforce', name: 'Olga', email: 'olga@example.com' }, 'Olga'],
  [{ kind: 'coordinator', name: null, email: 'olga@example.com' }, 'olga@example.com'],
] as const)('who booked is said: %s', (caller, words) => {
  expect(callerWords(caller)).toBe(words)
})

test.each([
  ['direct', [], 'chosen by name'],
  ['longest-idle', [{ code: 'longest-idle', idleSince: null, idleMinutes: null }], 'never booked before'],
  ['longest-idle', [{ code: 'longest-idle', idleSince: '2027-03-01T10:00:00Z' }], 'idle longest: last booked 2027-03-01T10:00:00Z'],
  ['round-robin', [{ code: 'record-owner' }, { code: 'next-in-line', place: 2 }], 'looks after this customer\nplace 2 in the line'],
  ['weighted', [{ code: 'below-share', shortfall: 1.25 }], '1.3 below the share'],
  ['weighted', [{ code: 'below-share', shortfall: -1 }], 'has had the share'],
  ['round-robin', [{ code: 'owed', owed: 1 }], 'was owed a turn'],
  ['priority', [{ code: 'priority', priority: 3 }], 'priority 3'],
  ['direct', [{ code: 'conflict-accepted', from: 'a', until: 'b' }], 'booked over another entry of the calendar (a – b)'],
  ['direct', [{ code: 'calendar-not-asked', rep: '1' }], 'the calendar could not be asked'],
  ['direct', ['?', null, { code: 'brand-new' }], 'brand new'],
])('%s: why this rep was chosen is said in words', (method, reasons, words) => {
  expect(reasonWords({ method, reasons })).toBe(words)
})

const field = (type: string, more: Partial<CrmField> = {}): CrmField => ({
  ...{ name: 'X__c', label: 'X', type, creatable: true, updatable: true, required: true, length: null, values: null },
  ...more,
})

test.each([
  ['int', 0],
  ['percent', 0],
  ['boolean', false],
  ['date', '2027-03-01'],
  ['datetime', '2027-03-01T12:00:00Z'],
  ['time', '00:00:00.000Z'],
  ['email', 'email@example.com'],
  ['phone', '1234567890'],
  ['url', 'http://NA'],
  ['string', 'Unspecified'],
  ['picklist', 'Unspecified'],
  ['reference', null],
  ['base64', null],
])('what stands in a required %s is %s', (type, value) => {
  expect(placeholderFor(field(type), new Date('2027-03-01T12:00:00Z'))).toBe(value)
})

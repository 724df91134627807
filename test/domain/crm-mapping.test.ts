import { expect, test } from 'vitest'
import type { Booking } from '../../server/domain/booking.ts'
import type { CrmField } from '../../server/domain/crm.ts'
import { MAPPED_PARTS, mappedFields, mappingProblem } from '../../server/domain/crm-mapping.ts'
import type { Mapping } from '../../server/domain/crm-rules.ts'

const field = (name: string, type: string, more: Partial<CrmField> = {}): CrmField => ({
  ...{ name, label: name, type, creatable: true, updatable: true, required: false, length: null, values: null },
  ...more,
})
const fields = [
  field('Topic__c', 'string', { length: 10 }),
  field('Level__c', 'picklist', { values: ['High', 'Low'] }),
  field('Many__c', 'multipicklist', { values: ['a', 'b'] }),
  field('Amount__c', 'currency'),
  field('Count__c', 'int'),
  field('Day__c', 'date'),
  field('At__c', 'datetime'),
  field('Agreed__c', 'boolean'),
  field('Link__c', 'url', { length: 255 }),
  field('Mail__c', 'email'),
  field('Owner__c', 'reference'),
  field('Sum__c', 'double', { creatable: false, updatable: false }),
  field('Once__c', 'string', { updatable: false }),
  field('OwnerId', 'reference'),
  field('Status__c', 'string'),
  field('Subject', 'string'),
]
const mapping = (from: string, name: string, object: Mapping['object'] = 'Lead'): Mapping => ({ from, object, field: name })

test.each([
  ['answer:topic', 'Topic__c'],
  ['answer:level', 'Level__c'],
  ['answer:many', 'Many__c'],
  ['answer:amount', 'Amount__c'],
  ['answer:agreed', 'Agreed__c'],
  ['booking.start', 'Day__c'],
  ['booking.start', 'At__c'],
  ['booking.start', 'Topic__c'],
  ['booking.minutes', 'Count__c'],
  ['link.manage', 'Link__c'],
  ['customer.email', 'Mail__c'],
  ['rep.name', 'Topic__c'],
])('%s can be written to %s', (from, name) => {
  expect(mappingProblem(mapping(from, name), fields)).toBeNull()
})

test.each([
  ['answer:', 'Topic__c', 'Lead', '“answer:” is no part of a booking.'],
  ['booking.secret', 'Topic__c', 'Lead', '“booking.secret” is no part of a booking.'],
  ['toString', 'Topic__c', 'Lead', '“toString” is no part of a booking.'],
  ['answer:topic', 'Nothing__c', 'Event', 'Event has no field Nothing__c.'],
  ['answer:topic', 'topic__c', 'Lead', 'Lead writes this field Topic__c.'],
  ['answer:sum', 'Sum__c', 'Lead', 'Lead.Sum__c cannot be written.'],
  ['answer:topic', 'Once__c', 'Booking__c', 'Booking__c.Once__c cannot be written.'],
  ['answer:topic', 'OwnerId', 'Lead', 'Lead.OwnerId always says what the booking says.'],
  ['answer:topic', 'Status__c', 'Booking__c', 'Booking__c.Status__c always says what the booking says.'],
  ['answer:topic', 'Subject', 'Event', 'Event.Subject always says what the booking says.'],
  ['answer:topic', 'Owner__c', 'Lead', 'Lead.Owner__c is of type reference, which does not take an answer.'],
  ['booking.start', 'Count__c', 'Lead', 'Lead.Count__c is of type int, which does not take a time.'],
  ['rep.name', 'Mail__c', 'Lead', 'Lead.Mail__c is of type email, which does not take a text.'],
  ['customer.phone', 'Link__c', 'Lead', 'Lead.Link__c is of type url, which does not take a phone number.'],
] as const)('%s cannot be written to %s of %s', (from, name, object, problem) => {
  expect(mappingProblem(mapping(from, name, object), fields)).toBe(problem)
})

test('a value of a list must be in use, in its very letters', () => {
  const level = mapping('answer:level', 'Level__c')

  expect(mappingProblem(level, fields, ['High', 'Low'])).toBeNull()
  expect(mappingProblem(level, fields, ['High', 'Medium'])).toBe('Lead.Level__c does not take “Medium”.')
  expect(mappingProblem(level, fields, ['low'])).toBe('Lead.Level__c does not take “low”, but “Low”.')
})

const booking = {
  id: 'b1',
  status: 'scheduled',
  subject: 'Consultation',
  start: new Date('2027-03-02T15:00:00Z'),
  end: new Date('2027-03-02T15:45:00Z'),
  createdAt: new Date('2027-03-01T12:00:00Z'),
  timeZone: 'America/New_York',
  customer: { id: null, name: 'Jane Smith', email: 'jane@example.com', phone: null },
  bookedBy: { kind: 'coordinator', name: 'Olga', email: null },
  details: null,
  notes: null,
  cancelReason: null,
  answers: [
    { key: 'topic', label: 'Topic', value: 'A long story' },
    { key: 'many', label: 'Many', value: ['a', 'b'] },
    { key: 'amount', label: 'Amount', value: '12.5' },
    { key: 'agreed', label: 'Agreed', value: true },
    { key: 'day', label: 'Day', value: '2027-05-01' },
    { key: 'words', label: 'Words', value: 'plenty' },
  ],
} as unknown as Booking
const facts = {
  eventType: { name: 'Consultation', slug: 'consultation' },
  poolSlug: null,
  projectName: 'Bluewater',
  rep: { name: 'Ann Lee', email: 'ann@example.com' },
  place: 'By phone',
  urls: { manage: 'https://x.example/manage/1', console: 'https://x.example/console' },
}
const writes = (from: string, name: string) => mappedFields([mapping(from, name)], 'Lead', fields, booking, facts)

test.each([
  ['answer:topic', 'Topic__c', 'A long sto'],
  ['answer:many', 'Many__c', 'a;b'],
  ['answer:many', 'Topic__c', 'a, b'],
  ['answer:amount', 'Amount__c', 12.5],
  ['answer:amount', 'Count__c', 13],
  ['answer:agreed', 'Agreed__c', true],
  ['answer:agreed', 'Topic__c', 'true'],
  ['answer:day', 'Day__c', '2027-05-01'],
  ['booking.start', 'Day__c', '2027-03-02'],
  ['booking.start', 'At__c', '2027-03-02T15:00:00Z'],
  ['booking.minutes', 'Count__c', 45],
  ['customer.email', 'Mail__c', 'jane@example.com'],
  ['project.name', 'Topic__c', 'Bluewater'],
])('%s in %s is %s', (from, name, value) => {
  expect(writes(from, name)).toEqual({ fields: { [name]: value }, notices: [] })
})

test('what was not said is not written, and what does not fit is noticed', () => {
  expect(writes('customer.phone', 'Topic__c')).toEqual({ fields: {}, notices: [] })
  expect(writes('answer:unasked', 'Topic__c')).toEqual({ fields: {}, notices: [] })
  for (const [from, name] of [
    ['answer:words', 'Amount__c'],
    ['answer:words', 'Day__c'],
    ['answer:words', 'Agreed__c'],
    ['answer:topic', 'Gone__c'],
  ] as const)
    expect(writes(from, name)).toEqual({ fields: {}, notices: [`Lead.${name} was left out: it does not take what ${from} says.`] })
})

test('every part of a booking can be written somewhere', () => {
  const text = field('Any__c', 'textarea')
  for (const part of Object.keys(MAPPED_PARTS)) expect(mappingProblem(mapping(part, 'Any__c'), [text])).toBeNull()
})

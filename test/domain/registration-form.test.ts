/** What a registration form asks, whom it takes somebody for, and what the rep is told. */
import { expect, test } from 'vitest'
import { faultsOf, whoIs } from '../../server/domain/registration-form.ts'
import { composeRegistrationMail } from '../../server/domain/registration-mail.ts'

const [mary, jane] = [{ name: 'Mary Smith' }, { name: 'Jane Smith' }]

test('whoever types the email of one customer is taken for that customer, under whatever name', () => {
  expect(whoIs('Somebody Else', [mary])).toBe(mary)
})

test('of several with one email it is the first of that name, in whatever letters and spaces', () => {
  const twin = { name: 'Jane Smith' }

  expect(whoIs('  JANE   smith ', [mary, jane, twin])).toBe(jane)
})

test('of several with one email, none of that name, it is nobody; nor where nobody has the email', () => {
  expect([whoIs('Zoe Smith', [mary, jane]), whoIs('Jane Smith', [])]).toEqual([null, null])
})

test.each([
  ['none', undefined, []],
  ['none', '+12125550100', ['/customer/phone']],
  ['optional', undefined, []],
  ['optional', '+12125550100', []],
  ['required', undefined, ['/customer/phone']],
  ['required', '+12125550100', []],
] as const)('where a phone is %s, %s is judged so', (phone, given, wrong) => {
  const faults = faultsOf({ phone, consentText: null }, { phone: given, consent: false })

  expect(faults.map(({ pointer }) => pointer)).toEqual(wrong)
})

test('a consent is needed where there is something to agree to', () => {
  const faults = (consentText: string | null, consent: boolean) =>
    faultsOf({ phone: 'optional', consentText }, { phone: undefined, consent })

  expect([faults('Call me.', false).length, faults('Call me.', true).length, faults(null, false).length]).toEqual([1, 0, 0])
})

const told = {
  name: 'Jane\r\nBcc: <b>Smith</b>',
  email: 'jane@example.com',
  phone: null,
  answers: [
    { key: 'homes', label: 'Homes', value: ['Townhome', 'Loft'] },
    { key: 'pets', label: 'Pets', value: true },
  ],
  consent: null,
  form: { title: 'Stay informed' },
  project: { name: 'Bluewater' },
}

test('the rep reads every answer, and nothing that was typed becomes markup or another line of the head', () => {
  const mail = composeRegistrationMail(told, { name: 'Ann Lee', company: 'Harbor & Vale', url: 'https://x.test/1', isYours: true })

  expect(mail.subject).not.toMatch(/[\r\n]/)
  expect(mail.html).not.toContain('<b>')
  expect(mail.text).toContain('Homes: Townhome, Loft\nPets: Yes')
  expect(mail.text).toContain('Hello Ann Lee')
  expect(mail.text).not.toMatch(/Phone|Agreed/)
})

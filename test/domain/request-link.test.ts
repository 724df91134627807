import { expect, test } from 'vitest'
import { manageUrl, readManageToken } from '../../server/domain/manage-link.ts'
import { answerUrls, readRequestToken, showsRequest, stateOfRequest } from '../../server/domain/request-link.ts'

const ID = '0195f0a2-0000-7000-8000-000000000000'
const tokenOf = (url: string) => new URL(url).pathname.split('/').at(-1) ?? ''

test('both links lead to one page and say which answer was meant', () => {
  const { approve, decline } = answerUrls('https://book.example', 'secret', { id: ID, sequence: 3 })

  expect([new URL(approve).search, new URL(decline).search]).toEqual(['?answer=approve', '?answer=decline'])
  expect(tokenOf(approve)).toBe(tokenOf(decline))
  expect(readRequestToken('secret', tokenOf(approve))).toEqual({ id: ID, sequence: 3 })
})

test('a token of another secret, or of the customer’s link, answers no request', () => {
  const token = tokenOf(answerUrls('https://book.example', 'secret', { id: ID, sequence: 0 }).approve)

  expect(readRequestToken('another', token)).toBeNull()
  expect(readRequestToken('secret', tokenOf(manageUrl('https://book.example', 'secret', { id: ID, generation: 0 })))).toBeNull()
  expect(readManageToken('secret', token)).toBeNull()
})

const start = new Date('2027-03-02T20:30:00Z')
const before = new Date('2027-03-02T20:29:00Z')

test.each([
  ['requested', 2, before, 'open'],
  ['requested', 2, start, 'expired'],
  ['requested', 3, before, null],
  ['scheduled', 3, before, 'approved'],
  ['completed', 5, start, 'approved'],
  ['declined', 3, before, 'declined'],
  ['expired', 3, before, 'expired'],
  ['cancelled', 3, before, 'cancelled'],
] as const)('to a link of sequence 2, a booking that is %s at sequence %i is %s', (status, sequence, now, state) => {
  expect(stateOfRequest({ status, sequence, start }, 2, now)).toBe(state)
})

test('a link shows whom the request is from until more than its answer has happened', () => {
  expect(showsRequest({ status: 'requested', sequence: 2 }, 2)).toBe(true)
  expect(showsRequest({ status: 'scheduled', sequence: 3 }, 2)).toBe(true)
  expect(showsRequest({ status: 'requested', sequence: 3 }, 2)).toBe(false)
  expect(showsRequest({ status: 'scheduled', sequence: 4 }, 2)).toBe(false)
})

import { createElement } from 'lwc'
import Bookings from 'c/bookings'
import { refreshApex } from '@salesforce/apex'
import { registerRefreshHandler } from 'lightning/refresh'
import getBookings from '@salesforce/apex/BookingsController.getBookings'
import cancel from '@salesforce/apex/BookingsController.cancel'

jest.mock('@salesforce/apex', () => ({ refreshApex: jest.fn(() => Promise.resolve()) }), { virtual: true })
jest.mock('lightning/refresh', () => ({ registerRefreshHandler: jest.fn(() => 1), unregisterRefreshHandler: jest.fn() }), { virtual: true })
jest.mock(
  '@salesforce/apex/BookingsController.getBookings',
  () => ({ default: require('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
)
jest.mock(
  '@salesforce/apex/ScheduleController.getSetup',
  () => ({ default: require('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
)
jest.mock('@salesforce/apex/BookingsController.cancel', () => ({ default: jest.fn() }), { virtual: true })
jest.mock('@salesforce/apex/BookingsController.getBooking', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), { virtual: true })

const row = {
  Id: 'a00000000000001AAA',
  Status__c: 'scheduled',
  Start__c: '2027-03-02T20:30:00.000Z',
  RepName__c: 'Ann Lee',
  LastModifiedDate: '2027-03-01T08:00:00.000Z',
}
const settled = () => new Promise((resolve) => process.nextTick(resolve))

async function open(rows) {
  const element = createElement('c-bookings', { is: Bookings })
  element.recordId = '003000000000001AAA'
  document.body.appendChild(element)
  if (rows) getBookings.emit(rows)
  await settled()
  return element
}

const one = (element, selector) => element.shadowRoot.querySelector(selector)
const textOf = (element, id) => one(element, `[data-id="${id}"]`)?.textContent

async function press(element, id) {
  one(element, `[data-id="${id}"]`).dispatchEvent(new CustomEvent('click'))
  await settled()
}

async function type(element, value) {
  one(element, 'lightning-input').dispatchEvent(new CustomEvent('change', { detail: { value } }))
  await settled()
}

beforeEach(() => {
  let keys = 0
  Object.defineProperty(globalThis, 'crypto', { value: { randomUUID: () => `key-${++keys}` }, configurable: true })
})

afterEach(() => {
  document.body.replaceChildren()
  jest.useRealTimers()
  jest.clearAllMocks()
})

test('before the bookings are there the list says that it asks', async () => {
  const element = await open()
  expect(one(element, 'lightning-spinner')).not.toBeNull()
  await expect(element).toBeAccessible()
})

test('a record without bookings says what to press', async () => {
  const element = await open([])
  expect(textOf(element, 'empty')).toContain('Press Schedule')
  await expect(element).toBeAccessible()
})

test('S1.11 the record shows its bookings, and steps for those that are not over', async () => {
  const element = await open([row, { ...row, Id: 'a00000000000002AAA', Status__c: 'no-show' }])
  const shown = [...element.shadowRoot.querySelectorAll('[data-id="booking"]')]
  expect(shown.map((item) => item.querySelectorAll('lightning-button').length)).toEqual([3, 0])
  expect(shown[0].textContent).toContain('Ann Lee')
  const [reschedule, reassign, end] = [...shown[0].querySelectorAll('lightning-button')].map((button) => [button.label, button.title])
  expect(reschedule).toEqual(['Reschedule', expect.stringMatching(/^Reschedule Mar 2, 2027.*, Ann Lee$/)])
  expect(reassign).toEqual(['Give to another rep', expect.stringMatching(/^Give to another rep: Mar 2/)])
  expect(end).toEqual(['Cancel', expect.stringMatching(/^Cancel Mar 2/)])
  expect(shown.map((item) => item.querySelector('[data-id="status"]').textContent)).toEqual(['Scheduled', 'No-show'])
  await expect(element).toBeAccessible()
})

test('a booking without time and rep is shown all the same', async () => {
  const element = await open([{ Id: row.Id, Status__c: 'requested' }])
  expect(textOf(element, 'booking')).toContain('No time, no rep')
  await expect(element).toBeAccessible()
})

test.each([
  ['reschedule', true],
  ['reassign', false],
])('to %s, the finder is asked', async (step, anotherTime) => {
  const element = await open([row])
  await press(element, step)
  expect(one(element, 'c-move-booking')).toMatchObject({ bookingId: row.Id, anotherTime })
  await expect(element).toBeAccessible()
  one(element, 'c-move-booking').dispatchEvent(new CustomEvent('leave'))
  await settled()
  expect(one(element, 'c-move-booking')).toBeNull()
})

test('what was moved is shown as Switchboard answered, until the row itself has changed', async () => {
  const element = await open([row])
  await press(element, 'reschedule')
  const detail = { start: '2027-03-03T20:30:00Z', rep: { name: 'Ben Cole' }, status: 'scheduled' }
  one(element, 'c-move-booking').dispatchEvent(new CustomEvent('moved', { detail }))
  await settled()
  expect(textOf(element, 'told')).toMatch(/^Ben Cole meets the customer on Wednesday, March 3, 2027/)
  expect(textOf(element, 'booking')).toMatch(/^Mar 3, 2027.*Ben Cole/)
  expect(one(element, 'c-move-booking')).toBeNull()
  await expect(element).toBeAccessible()
  getBookings.emit([{ ...row, Start__c: '2027-03-04T20:30:00.000Z', LastModifiedDate: '2027-03-01T09:00:00.000Z' }])
  await settled()
  expect(textOf(element, 'booking')).toMatch(/^Mar 4, 2027.*Ann Lee/)
})

test('a booking is cancelled with a reason, after one more press', async () => {
  const element = await open([row])
  await press(element, 'cancel')
  expect(cancel).not.toHaveBeenCalled()
  await expect(element).toBeAccessible()
  await type(element, 'Fell ill')
  cancel.mockResolvedValue({ status: 'cancelled', start: row.Start__c, rep: { name: 'Ann Lee' } })
  await press(element, 'confirm')
  expect(cancel).toHaveBeenCalledWith({ bookingId: row.Id, reason: 'Fell ill', idempotencyKey: 'key-1' })
  expect(textOf(element, 'told')).toBe('Cancelled.')
  expect(textOf(element, 'status')).toBe('Cancelled')
  expect(one(element, '[data-id="reschedule"]')).toBeNull()
  await expect(element).toBeAccessible()
})

test('the rows are read at once and while they are being written, then no more', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick'] })
  const element = await open([row])
  const [[, follow]] = registerRefreshHandler.mock.calls
  await follow()
  expect(refreshApex).toHaveBeenCalledTimes(1)
  jest.advanceTimersByTime(60_000)
  expect(refreshApex).toHaveBeenCalledTimes(4)
  await follow()
  element.remove()
  jest.advanceTimersByTime(60_000)
  expect(refreshApex).toHaveBeenCalledTimes(5)
})

test('the list is read again at a press', async () => {
  const element = await open([row])
  await press(element, 'again')
  expect(refreshApex).toHaveBeenCalledTimes(1)
  refreshApex.mockRejectedValueOnce({ body: { message: 'No access.' } })
  await press(element, 'again')
  expect(textOf(element, 'error')).toBe('No access.')
  await expect(element).toBeAccessible()
})

test('a step that is refused is told in words and leaves the form open', async () => {
  const element = await open([row])
  await press(element, 'cancel')
  cancel.mockResolvedValue({ refusal: { detail: 'It is over.' } })
  await press(element, 'confirm')
  expect(textOf(element, 'error')).toBe('It is over.')
  expect(one(element, '[data-id="confirm"]')).not.toBeNull()
  await expect(element).toBeAccessible()
})

test('a failure is told in words, and the same step asked for again has the same key', async () => {
  const element = await open([row])
  await press(element, 'cancel')
  cancel.mockRejectedValue({ body: { message: 'Switchboard cannot be reached.' } })
  await press(element, 'confirm')
  await press(element, 'confirm')
  expect(textOf(element, 'error')).toBe('Switchboard cannot be reached.')
  expect(cancel.mock.calls.map(([asked]) => asked.idempotencyKey)).toEqual(['key-1', 'key-1'])
  await expect(element).toBeAccessible()
})

test('bookings that cannot be read are told in words', async () => {
  const element = await open()
  getBookings.error({ message: 'No access.' })
  await settled()
  expect(textOf(element, 'error')).toBe('No access.')
  await expect(element).toBeAccessible()
})

import { createElement } from 'lwc'
import MoveBooking from 'c/moveBooking'
import getSetup from '@salesforce/apex/ScheduleController.getSetup'
import getBooking from '@salesforce/apex/BookingsController.getBooking'
import findTime from '@salesforce/apex/BookingsController.findTime'
import reschedule from '@salesforce/apex/BookingsController.reschedule'
import reassign from '@salesforce/apex/BookingsController.reassign'

jest.mock(
  '@salesforce/apex/ScheduleController.getSetup',
  () => ({ default: require('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
)
jest.mock('@salesforce/apex/BookingsController.getBooking', () => ({ default: jest.fn() }), { virtual: true })
jest.mock('@salesforce/apex/BookingsController.findTime', () => ({ default: jest.fn() }), { virtual: true })
jest.mock('@salesforce/apex/BookingsController.reschedule', () => ({ default: jest.fn() }), { virtual: true })
jest.mock('@salesforce/apex/BookingsController.reassign', () => ({ default: jest.fn() }), { virtual: true })

const bookingId = 'a00000000000001AAA'
const start = '2027-03-02T20:30:00Z'
const later = '2027-03-03T20:30:00Z'
const booking = { id: 'bkg1', eventType: 'consultation', pool: 'sales', start, rep: { id: 'rep1', name: 'Ann Lee' }, status: 'scheduled' }
const answer = (at) => ({
  at,
  available: 1,
  candidates: [{ rep: { id: 'rep2', name: 'Ben Cole' }, rank: 1, reasons: [{ code: 'owed', owed: 1 }] }],
  unavailable: [],
  nearest: [{ start: later, available: 2 }],
})
// What waits for several answers in turn has come to its end after some turns of the queue.
const settled = (turns = 5) => new Promise((resolve) => process.nextTick(resolve)).then(() => turns > 0 && settled(turns - 1))

async function open({ anotherTime = false, is = booking, found = answer(start), setup = { pools: [{ slug: 'sales', name: 'Sales' }] } } = {}) {
  getBooking.mockResolvedValue(is)
  findTime.mockResolvedValue(found)
  const element = Object.assign(createElement('c-move-booking', { is: MoveBooking }), { bookingId, anotherTime })
  document.body.appendChild(element)
  if (setup) getSetup.emit(setup)
  await settled()
  return element
}

const one = (element, selector) => element.shadowRoot.querySelector(selector)
const textOf = (element, id) => one(element, `[data-id="${id}"]`)?.textContent
const reps = (element) => one(element, 'c-free-reps')

async function press(element, id) {
  one(element, `[data-id="${id}"]`).dispatchEvent(new CustomEvent('click'))
  await settled()
}

async function type(element, selector, value) {
  one(element, selector).dispatchEvent(new CustomEvent('change', { detail: { value } }))
  await settled()
}

async function tell(element, event, detail) {
  reps(element).dispatchEvent(new CustomEvent(event, { detail }))
  await settled()
}

function heard(element, event) {
  const told = jest.fn()
  element.addEventListener(event, ({ detail }) => told(detail))
  return told
}

beforeEach(() => {
  let keys = 0
  Object.defineProperty(globalThis, 'crypto', { value: { randomUUID: () => `key-${++keys}` }, configurable: true })
})

afterEach(() => {
  document.body.replaceChildren()
  jest.resetAllMocks()
})

test('before the booking is there it says that it asks', async () => {
  getBooking.mockReturnValue(new Promise(() => undefined))
  const element = Object.assign(createElement('c-move-booking', { is: MoveBooking }), { bookingId })
  document.body.appendChild(element)
  await settled()
  expect(one(element, 'lightning-spinner').alternativeText).toBe('Asking Switchboard')
  expect(one(element, '[data-id="find"]')).toBeNull()
  await expect(element).toBeAccessible()
})

test('another rep: who else is free at the same time is asked at once', async () => {
  const element = await open()
  expect(findTime).toHaveBeenCalledWith({ bookingId, eventType: 'consultation', pool: 'sales', start: '2027-03-02T20:30:00.000Z', explain: false })
  expect(textOf(element, 'title')).toBe('Give to another rep')
  expect(textOf(element, 'same-time')).toContain('Tuesday, March 2, 2027')
  expect(reps(element)).toMatchObject({ verb: 'Give to', current: 'rep1', found: answer(start) })
  await expect(element).toBeAccessible()
})

test('another rep takes the booking at the same time, with the reason', async () => {
  const element = await open()
  const moved = heard(element, 'moved')
  await type(element, 'lightning-input', 'Speaks Spanish')
  reassign.mockResolvedValue({ ...booking, rep: { id: 'rep2', name: 'Ben Cole' } })
  await tell(element, 'pick', { rep: 'rep2', name: 'Ben Cole' })
  expect(reassign).toHaveBeenCalledWith({ bookingId, rep: 'rep2', reason: 'Speaks Spanish', idempotencyKey: 'key-1' })
  expect(reschedule).not.toHaveBeenCalled()
  expect(moved).toHaveBeenCalledWith(expect.objectContaining({ rep: { id: 'rep2', name: 'Ben Cole' } }))
})

test('another time: it is typed, the finder answers, and time and rep change together', async () => {
  const element = await open({ anotherTime: true })
  expect(findTime).not.toHaveBeenCalled()
  expect(one(element, 'lightning-input').value).toBe(start)
  expect(textOf(element, 'title')).toBe('Reschedule')
  await expect(element).toBeAccessible()
  await type(element, 'lightning-input', '2027-03-03T20:30:00.000Z')
  findTime.mockResolvedValue(answer(later))
  await press(element, 'find')
  expect(findTime).toHaveBeenCalledWith(expect.objectContaining({ start: '2027-03-03T20:30:00.000Z' }))
  expect(reps(element)).toMatchObject({ verb: 'Move to', current: undefined })
  reschedule.mockResolvedValue({ ...booking, start: later })
  await tell(element, 'pick', { rep: 'rep2', name: 'Ben Cole' })
  expect(reschedule).toHaveBeenCalledWith({ bookingId, start: later, rep: 'rep2', idempotencyKey: 'key-1' })
  await expect(element).toBeAccessible()
})

test('a nearest time, when nobody else is free, turns it into another time', async () => {
  const element = await open({ found: { ...answer(start), available: 0, candidates: [] } })
  findTime.mockResolvedValue(answer(later))
  await tell(element, 'choose', { start: later })
  expect(textOf(element, 'title')).toBe('Reschedule')
  expect(one(element, 'lightning-input').value).toBe(later)
  reschedule.mockResolvedValue({ ...booking, start: later })
  await tell(element, 'pick', { rep: 'rep2', name: 'Ben Cole' })
  expect(reschedule).toHaveBeenCalledWith(expect.objectContaining({ start: later }))
  await expect(element).toBeAccessible()
})

test('who is not free is asked for at a press', async () => {
  const element = await open()
  await tell(element, 'explain')
  expect(findTime).toHaveBeenLastCalledWith(expect.objectContaining({ explain: true }))
  expect(reps(element).explained).toBe(true)
})

test('a booking that was made with a rep alone asks for a pool first', async () => {
  const element = await open({ is: { ...booking, pool: null } })
  expect(findTime).not.toHaveBeenCalled()
  expect(one(element, '[data-id="find"]').disabled).toBe(true)
  await type(element, 'lightning-combobox', 'sales')
  await press(element, 'find')
  expect(findTime).toHaveBeenCalledWith(expect.objectContaining({ pool: 'sales' }))
  await expect(element).toBeAccessible()
})

test('a step that is refused is told in words, with other times', async () => {
  const element = await open()
  const refusal = { detail: 'Ben Cole was just booked.', nearest: [{ start: later, available: 2 }] }
  reassign.mockResolvedValue({ refusal })
  await tell(element, 'pick', { rep: 'rep2', name: 'Ben Cole' })
  expect(textOf(element, 'refusal')).toBe('Ben Cole was just booked.')
  expect(reps(element).refusal).toEqual(refusal)
  await expect(element).toBeAccessible()
})

test('after an unknown outcome the same step is asked for with the same key', async () => {
  const element = await open()
  reassign.mockRejectedValue({ body: { message: 'Switchboard cannot be reached.' } })
  await tell(element, 'pick', { rep: 'rep2', name: 'Ben Cole' })
  await tell(element, 'pick', { rep: 'rep2', name: 'Ben Cole' })
  expect(textOf(element, 'error')).toBe('Switchboard cannot be reached.')
  expect(reassign.mock.calls.map(([asked]) => asked.idempotencyKey)).toEqual(['key-1', 'key-1'])
  await expect(element).toBeAccessible()
})

test.each([
  ['a booking that Switchboard does not know', { is: { refusal: { detail: 'There is no such booking.' } } }, 'refusal', 'There is no such booking.'],
  ['a setup that is refused', { setup: { refusal: { detail: 'This key does not allow this.' } } }, 'error', 'This key does not allow this.'],
])('%s is told in words', async (_what, given, where, words) => {
  const element = await open(given)
  expect(textOf(element, where)).toBe(words)
  expect(one(element, '[data-id="find"]')).toBeNull()
  await expect(element).toBeAccessible()
})

test('a setup that cannot be read is told in words', async () => {
  const element = await open({ setup: null, anotherTime: true })
  getSetup.error({ message: 'Switchboard cannot be reached.' })
  await settled()
  expect(textOf(element, 'error')).toBe('Switchboard cannot be reached.')
  await expect(element).toBeAccessible()
})

test('it can be left as it is', async () => {
  const element = await open()
  const left = heard(element, 'leave')
  await press(element, 'leave')
  expect(left).toHaveBeenCalledTimes(1)
})

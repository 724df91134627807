import { createElement } from 'lwc'
import FindTime from 'c/findTime'
import getSetup from '@salesforce/apex/ScheduleController.getSetup'
import getPerson from '@salesforce/apex/ScheduleController.getPerson'
import findTime from '@salesforce/apex/ScheduleController.findTime'
import book from '@salesforce/apex/ScheduleController.book'
import launch from '@salesforce/apex/ScheduleController.launch'

jest.mock(
  '@salesforce/apex/ScheduleController.getSetup',
  () => ({ default: require('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
)
jest.mock('@salesforce/apex/ScheduleController.getPerson', () => ({ default: jest.fn() }), { virtual: true })
jest.mock('@salesforce/apex/ScheduleController.findTime', () => ({ default: jest.fn() }), { virtual: true })
jest.mock('@salesforce/apex/ScheduleController.book', () => ({ default: jest.fn() }), { virtual: true })
jest.mock('@salesforce/apex/ScheduleController.launch', () => ({ default: jest.fn() }), { virtual: true })

const at = '2027-03-02T20:30:00Z'
const setup = {
  eventTypes: [{ slug: 'consultation', name: 'Consultation' }],
  pools: [{ slug: 'sales', name: 'Sales' }],
}
const found = {
  at,
  available: 1,
  candidates: [{ rep: { id: 'rep1', name: 'Ann Lee' }, rank: 1, reasons: [{ code: 'longest-idle', idleMinutes: null }] }],
  unavailable: [],
  nearest: [{ start: '2027-03-02T20:45:00Z', available: 3 }],
}
const booked = { id: 'bkg1', start: at, rep: { name: 'Ann Lee' }, sync: { crm: 'pending' } }
// What waits for several answers in turn has come to its end after some turns of the queue.
const settled = (turns = 5) => new Promise((resolve) => process.nextTick(resolve)).then(() => turns > 0 && settled(turns - 1))

async function open({ person = { name: 'Jane Smith', hasEmail: true } } = {}) {
  getPerson.mockResolvedValue(person)
  return show()
}

async function show() {
  const element = createElement('c-find-time', { is: FindTime })
  element.recordId = '003000000000001AAA'
  document.body.appendChild(element)
  await settled()
  return element
}

const one = (element, selector) => element.shadowRoot.querySelector(selector)
const textOf = (element, id) => one(element, `[data-id="${id}"]`)?.textContent
const reps = (element) => one(element, 'c-free-reps')

async function press(element, selector) {
  one(element, selector).dispatchEvent(new CustomEvent('click'))
  await settled()
}

async function tell(element, event, detail) {
  reps(element).dispatchEvent(new CustomEvent(event, { detail }))
  await settled()
}

async function ask(answer, given) {
  const element = await open(given)
  getSetup.emit(setup)
  await settled()
  one(element, 'lightning-input').dispatchEvent(new CustomEvent('change', { detail: { value: '2027-03-02T20:30:00.000Z' } }))
  await settled()
  findTime.mockResolvedValue(answer)
  await press(element, '[data-id="find"]')
  return element
}

beforeEach(() => {
  let keys = 0
  Object.defineProperty(globalThis, 'crypto', { value: { randomUUID: () => `key-${++keys}` }, configurable: true })
  window.open = jest.fn()
})

afterEach(() => {
  document.body.replaceChildren()
  jest.resetAllMocks()
})

test('before the setup is there the panel says that it asks', async () => {
  const element = await open()
  expect(one(element, 'lightning-spinner').alternativeText).toBe('Asking Switchboard')
  expect(one(element, '[data-id="find"]')).toBeNull()
  await expect(element).toBeAccessible()
})

test('the panel says whom it is for', async () => {
  const element = await ask(found)
  expect(getPerson).toHaveBeenCalledWith({ recordId: '003000000000001AAA' })
  expect(textOf(element, 'person')).toBe('Schedule for Jane Smith')
  expect(one(element, '[data-id="no-email"]')).toBeNull()
})

test('S1.7 nothing is asked about the customer: only event type, pool and time', async () => {
  const element = await open()
  getSetup.emit(setup)
  await settled()
  const fields = [...element.shadowRoot.querySelectorAll('lightning-combobox, lightning-input')]
  expect(fields.map(({ label }) => label)).toEqual(['Event type', 'Pool', 'Date and time'])
  expect(one(element, '[data-id="find"]').disabled).toBe(true)
  await expect(element).toBeAccessible()
})

test('a person without email can be booked, and the panel says that no invitation will be sent', async () => {
  const element = await ask(found, { person: { name: 'Sam Hill', hasEmail: false } })
  expect(textOf(element, 'no-email')).toContain('no invitation will be sent')
  book.mockResolvedValue(booked)
  await tell(element, 'pick', { rep: 'rep1', name: 'Ann Lee' })
  expect(textOf(element, 'outcome')).toContain('Sam Hill')
  expect(textOf(element, 'no-email')).toContain('no invitation will be sent')
  await expect(element).toBeAccessible()
})

test('a record that was deleted is told in words, and nothing can be asked', async () => {
  getPerson.mockRejectedValue({ body: { message: 'This contact was deleted, or you may not see it.' } })
  const element = await show()
  getSetup.emit(setup)
  await settled()
  expect(textOf(element, 'error')).toContain('deleted')
  expect(one(element, '[data-id="find"]')).toBeNull()
  await expect(element).toBeAccessible()
})

test('the finder is asked for the person of the record, event type, pool and time, and its answer shown', async () => {
  const element = await ask(found)
  expect(findTime).toHaveBeenCalledWith({
    recordId: '003000000000001AAA',
    eventType: 'consultation',
    pool: 'sales',
    start: '2027-03-02T20:30:00.000Z',
    explain: false,
  })
  expect(reps(element).found).toEqual(found)
  expect(reps(element).explained).toBe(false)
  await expect(element).toBeAccessible()
})

test('who is not free is asked for at a press', async () => {
  const element = await ask(found)
  const explained = { ...found, unavailable: [{ rep: { id: 'rep2', name: 'Ben Cole' }, reasons: [{ code: 'inactive' }] }] }
  findTime.mockResolvedValue(explained)
  await tell(element, 'explain')
  expect(findTime).toHaveBeenLastCalledWith(expect.objectContaining({ explain: true }))
  expect(reps(element).found).toEqual(explained)
  expect(reps(element).explained).toBe(true)
  await expect(element).toBeAccessible()
})

test('a nearest time is asked for at a press', async () => {
  const element = await ask({ ...found, available: 0, candidates: [] })
  await tell(element, 'choose', { start: '2027-03-02T20:45:00Z' })
  expect(findTime).toHaveBeenLastCalledWith(expect.objectContaining({ start: '2027-03-02T20:45:00.000Z', explain: false }))
  await expect(element).toBeAccessible()
})

test('S1.9 a time and a rep make the booking final, on the very record', async () => {
  const element = await ask(found)
  const refreshed = jest.fn()
  element.addEventListener('lightning__refreshview', refreshed)
  book.mockResolvedValue(booked)
  await tell(element, 'pick', { rep: 'rep1', name: 'Ann Lee' })
  expect(book).toHaveBeenCalledWith({
    recordId: '003000000000001AAA',
    eventType: 'consultation',
    pool: 'sales',
    start: at,
    rep: 'rep1',
    idempotencyKey: 'key-1',
  })
  expect(textOf(element, 'outcome')).toContain('Ann Lee meets Jane Smith on Tuesday, March 2, 2027')
  expect(textOf(element, 'record')).toContain('within seconds')
  expect(one(element, '[data-id="find"]')).toBeNull()
  await expect(element).toBeAccessible()
})

test('a booking of a kind that is not kept in Salesforce says so', async () => {
  const element = await ask(found)
  book.mockResolvedValue({ ...booked, sync: { crm: 'none' } })
  await tell(element, 'pick', { rep: 'rep1', name: 'Ann Lee' })
  expect(textOf(element, 'record')).toContain('will not show it')
  await expect(element).toBeAccessible()
})

test('a rep who was just taken is told in words, with other times', async () => {
  const element = await ask(found)
  const refusal = { detail: 'Ann Lee was just booked.', nearest: [{ start: '2027-03-02T21:00:00Z', available: 2 }] }
  book.mockResolvedValue({ refusal })
  await tell(element, 'pick', { rep: 'rep1', name: 'Ann Lee' })
  expect(textOf(element, 'refusal')).toBe('Ann Lee was just booked.')
  expect(reps(element).refusal).toEqual(refusal)
  await expect(element).toBeAccessible()
})

test('after an unknown outcome the same booking is asked for with the same key, and another with another', async () => {
  const element = await ask(found)
  book.mockRejectedValue({ body: { message: 'Switchboard cannot be reached.' } })
  await tell(element, 'pick', { rep: 'rep1', name: 'Ann Lee' })
  expect(textOf(element, 'error')).toBe('Switchboard cannot be reached.')
  await tell(element, 'pick', { rep: 'rep1', name: 'Ann Lee' })
  await tell(element, 'pick', { rep: 'rep2', name: 'Ben Cole' })
  expect(book.mock.calls.map(([asked]) => asked.idempotencyKey)).toEqual(['key-1', 'key-1', 'key-2'])
  await expect(element).toBeAccessible()
})

test('a setup that cannot be read, or is refused, is told in words', async () => {
  const element = await open()
  getSetup.error({ message: 'Switchboard cannot be reached.' })
  await settled()
  expect(textOf(element, 'error')).toBe('Switchboard cannot be reached.')
  getSetup.emit({ refusal: { detail: 'This key does not allow this.' } })
  await settled()
  expect(textOf(element, 'error')).toBe('This key does not allow this.')
  expect(one(element, '[data-id="find"]')).toBeNull()
  await expect(element).toBeAccessible()
})

test('a link stands beside the console that opens by itself', async () => {
  const element = await open()
  launch.mockResolvedValue('https://switchboard.example.com/salesforce/launch?ticket=t0')
  await press(element, '[data-id="full-screen"]')
  expect(launch).toHaveBeenCalledWith({ recordId: '003000000000001AAA' })
  expect(window.open).toHaveBeenCalledWith('https://switchboard.example.com/salesforce/launch?ticket=t0', '_blank', 'noopener')
  expect(one(element, 'a').href).toBe('https://switchboard.example.com/salesforce/launch?ticket=t0')
  await expect(element).toBeAccessible()
})

test('a console that cannot be opened is told in words', async () => {
  const element = await open()
  launch.mockRejectedValue({ body: { message: 'The launch could not be signed.' } })
  await press(element, '[data-id="full-screen"]')
  expect(textOf(element, 'error')).toBe('The launch could not be signed.')
  expect(one(element, 'a')).toBeNull()
  expect(window.open).not.toHaveBeenCalled()
  await expect(element).toBeAccessible()
})

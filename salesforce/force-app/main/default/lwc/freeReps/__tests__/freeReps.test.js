import { createElement } from 'lwc'
import FreeReps from 'c/freeReps'

const found = {
  at: '2027-03-02T20:30:00Z',
  available: 2,
  candidates: [
    { rep: { id: 'rep1', name: 'Ann Lee' }, rank: 1, reasons: [{ code: 'record-owner' }, { code: 'longest-idle', idleMinutes: 2880 }] },
    { rep: { id: 'rep2', name: 'Ben Cole' }, rank: 2, reasons: [{ code: 'priority', priority: 2 }] },
  ],
  unavailable: [],
  nearest: [{ start: '2027-03-02T20:45:00Z', available: 3 }],
}

async function open(given) {
  const element = Object.assign(createElement('c-free-reps', { is: FreeReps }), given)
  document.body.appendChild(element)
  await Promise.resolve()
  return element
}

const one = (element, selector) => element.shadowRoot.querySelector(selector)
const all = (element, selector) => [...element.shadowRoot.querySelectorAll(selector)]
const textOf = (element, id) => one(element, `[data-id="${id}"]`)?.textContent

function heard(element, event) {
  const told = jest.fn()
  element.addEventListener(event, ({ detail }) => told(detail))
  return told
}

afterEach(() => document.body.replaceChildren())

test('before anything was asked nothing is shown', async () => {
  const element = await open({})
  expect(textOf(element, 'heading')).toBeUndefined()
  expect(one(element, '[data-id="explain"]')).toBeNull()
  await expect(element).toBeAccessible()
})

test('reps who are free are shown best first, with their reasons in words', async () => {
  const element = await open({ found })
  expect(textOf(element, 'heading')).toMatch(/^2 free at Tuesday, March 2, 2027/)
  expect(all(element, '[data-id="rep"]').map((rep) => [...rep.querySelectorAll('p')].map((p) => p.textContent))).toEqual([
    ['Ann Lee', 'owner of this record, waited longest: last booked 2 days ago'],
    ['Ben Cole', 'priority 2'],
  ])
  await expect(element).toBeAccessible()
})

test('a rep who is pressed is told by id and name', async () => {
  const element = await open({ found, verb: 'Move to' })
  const told = heard(element, 'pick')
  expect(one(element, '[data-rep="rep2"]').label).toBe('Move to Ben Cole')
  one(element, '[data-rep="rep2"]').dispatchEvent(new CustomEvent('click'))
  expect(told).toHaveBeenCalledWith({ rep: 'rep2', name: 'Ben Cole' })
})

test('the rep who has the booking already is shown without a button', async () => {
  const element = await open({ found, current: 'rep1' })
  expect(textOf(element, 'as-it-is')).toContain('already')
  expect(all(element, '[data-rep]').map(({ dataset }) => dataset.rep)).toEqual(['rep2'])
  await expect(element).toBeAccessible()
})

test('a nearest time that is pressed is told', async () => {
  const element = await open({ found: { ...found, available: 0, candidates: [] } })
  const told = heard(element, 'choose')
  expect(textOf(element, 'heading')).toMatch(/^Nobody is free/)
  expect(one(element, '[data-start]').label).toContain('3 free')
  one(element, '[data-start]').dispatchEvent(new CustomEvent('click'))
  expect(told).toHaveBeenCalledWith({ start: '2027-03-02T20:45:00Z' })
  await expect(element).toBeAccessible()
})

test('the nearest times of a refusal come before those of the answer', async () => {
  const element = await open({ found, refusal: { nearest: [{ start: '2027-03-02T21:00:00Z', available: 1 }] } })
  expect(all(element, '[data-start]').map(({ dataset }) => dataset.start)).toEqual(['2027-03-02T21:00:00Z'])
  await expect(element).toBeAccessible()
})

test('who is not free, and why, stands behind a button', async () => {
  const element = await open({ found })
  const told = heard(element, 'explain')
  expect(one(element, '[data-id="others"]')).toBeNull()
  one(element, '[data-id="explain"]').dispatchEvent(new CustomEvent('click'))
  expect(told).toHaveBeenCalledTimes(1)
  element.found = {
    ...found,
    unavailable: [{ rep: { id: 'rep3', name: 'Cleo Fox' }, reasons: [{ code: 'outside-hours' }, { code: 'daily-limit', limit: 6 }] }],
  }
  element.explained = true
  await Promise.resolve()
  expect(textOf(element, 'other')).toBe('Cleo Foxoutside their hours, limit of 6 a day reached')
  expect(one(element, '[data-id="explain"]')).toBeNull()
  await expect(element).toBeAccessible()
})

test('a pool of which everybody is free says so', async () => {
  const element = await open({ found, explained: true })
  expect(textOf(element, 'nobody-else')).toContain('Everybody')
  await expect(element).toBeAccessible()
})

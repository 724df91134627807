/** What a customer answers to the questions of a booking page. */
import { beforeAll, expect, test } from 'vitest'
import { type Company, company, type Reply, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
let made: Company
beforeAll(async () => {
  app = await startApp()
  made = await company(app, { eventType: { questions: QUESTIONS } })
})

const QUESTIONS = [
  { key: 'name-of-house', label: 'Which house?', kind: 'text', required: true },
  { key: 'wishes', label: 'Your wishes', kind: 'long-text' },
  { key: 'size', label: 'Size', kind: 'choice', options: ['S', 'M', 'L'] },
  { key: 'rooms', label: 'Rooms', kind: 'several', options: ['Bath', 'Attic'] },
  { key: 'pets', label: 'Pets', kind: 'checkbox' },
  { key: 'people', label: 'How many?', kind: 'number' },
  { key: 'moving', label: 'Moving on', kind: 'date' },
  { key: 'terms', label: 'I agree', kind: 'consent', required: true },
  // A key that every object seems to have: who does not answer it has not answered it.
  { key: 'constructor', label: 'Who builds?', kind: 'text' },
]

const NEEDED = { 'name-of-house': 'Bluewater 7', terms: true }
let quarter = 0

/** A booking by the customer, or by staff, at a time of its own. */
function ask(answers: unknown, by: 'customer' | 'staff' = 'customer'): Promise<Reply> {
  const start = new Date(
    Date.parse('2027-03-02T14:00:00Z') + Math.floor(quarter / 16) * 86_400_000 + (quarter++ % 16) * 30 * 60_000,
  ).toISOString()
  if (by === 'staff') return app.post('/api/v1/bookings', wish(made, start, { answers }))
  const { pool: _, ...body } = wish(made, start, { answers })
  return app.post(`/api/v1/pages/${made.page}/bookings`, body, { signedIn: false })
}

const countBooked = async (): Promise<number> => (await app.get(`/api/v1/bookings?rep=${made.reps[0]}&limit=200`)).body.items.length

const errorsOf = ({ status, body }: Reply) => ({
  status,
  code: body.code,
  pointers: body.errors?.map((one: { pointer: string }) => one.pointer),
})

test('answers of every kind are kept with the words of their questions, in the order in which they are asked', async () => {
  const given = {
    terms: true,
    moving: '2028-02-29',
    people: 2.5,
    pets: true,
    rooms: ['Attic', 'Bath'],
    size: 'M',
    wishes: 'Light.\nAir.',
    'name-of-house': ' A & B ',
  }

  const { body: booked } = await ask({ ...given, constructor: 'Us' }, 'staff')
  const { body } = await app.get(`/api/v1/bookings/${booked.id}`)

  expect(body.answers).toEqual([
    { key: 'name-of-house', label: 'Which house?', value: ' A & B ' },
    { key: 'wishes', label: 'Your wishes', value: 'Light.\nAir.' },
    { key: 'size', label: 'Size', value: 'M' },
    { key: 'rooms', label: 'Rooms', value: ['Attic', 'Bath'] },
    { key: 'pets', label: 'Pets', value: true },
    { key: 'people', label: 'How many?', value: 2.5 },
    { key: 'moving', label: 'Moving on', value: '2028-02-29' },
    { key: 'terms', label: 'I agree', value: true },
    { key: 'constructor', label: 'Who builds?', value: 'Us' },
  ])
})

test('a question with the name of something every object has stays unanswered until somebody answers it', async () => {
  const { body } = await ask(NEEDED, 'staff')

  expect(body.answers.map((one: { key: string }) => one.key)).toEqual(['name-of-house', 'terms'])
})

test('a customer must answer what is required; blank text and an open box are no answers', async () => {
  for (const missing of [{}, { 'name-of-house': ' ', terms: false }, { 'name-of-house': '', terms: [] }])
    expect(errorsOf(await ask(missing))).toEqual({ status: 400, code: 'invalid', pointers: ['/answers/name-of-house', '/answers/terms'] })
  expect(errorsOf(await ask({ ...NEEDED, terms: false }))).toMatchObject({ pointers: ['/answers/terms'] })
  expect((await ask(NEEDED)).status).toBe(201)
})

test('a coordinator on the phone may leave everything open, but not answer wrongly', async () => {
  expect((await ask({}, 'staff')).status).toBe(201)
  expect(errorsOf(await ask({ size: 'XXL' }, 'staff'))).toEqual({ status: 400, code: 'invalid', pointers: ['/answers/size'] })
})

test.each([
  ['name-of-house', ['a\nb', 'a\rb', 'x'.repeat(501), 7, true, ['x']]],
  ['wishes', [7, true, ['x']]],
  ['size', ['XL', 's', '__proto__', 1, true, ['M']]],
  ['rooms', ['Bath', ['Bath', 'Cellar'], [''], 1, true]],
  ['pets', ['yes', 1, ['x']]],
  ['people', ['2', true, [2]]],
  ['moving', ['2027-02-30', '2027-02-29', '2027-13-01', '2027-3-1', '27-03-01', '2027-03-01T00:00:00Z', 'soon', 20270301, true]],
  ['terms', ['yes', 1, ['x']]],
])('an answer to “%s” that is not of its kind is refused by name, and nothing is booked', async (key, wrong) => {
  const before = await countBooked()

  for (const value of wrong) {
    const reply = await ask({ ...NEEDED, [key]: value })
    expect(errorsOf(reply), JSON.stringify(value)).toMatchObject({ status: 400, code: 'invalid' })
    expect(reply.body.errors[0].pointer, JSON.stringify(value)).toMatch(new RegExp(`^/answers/${key}(/0)?$`))
  }
  expect(await countBooked()).toBe(before)
})

test('an answer to what nobody asked is refused, its name told as a JSON pointer', async () => {
  const asked = await ask({ ...NEEDED, 'a/b~c': 'x', toString: 'y', hasOwnProperty: 'z' })

  expect(errorsOf(asked)).toEqual({
    status: 400,
    code: 'invalid',
    pointers: ['/answers/a~1b~0c', '/answers/toString', '/answers/hasOwnProperty'],
  })
})

test('a key that would reach into every object reaches nothing', async () => {
  const body = JSON.stringify(wish(made, '2027-03-02T21:00:00Z', { answers: {} })).replace(
    '"answers":{}',
    '"answers":{"__proto__":{"polluted":true}}',
  )

  await app.post('/api/v1/bookings', body)

  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

test('no more than a hundred answers are read', async () => {
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`question${i}`, 'x']))

  expect(errorsOf(await ask(many(101)))).toEqual({ status: 400, code: 'invalid', pointers: ['/answers'] })
  expect((await ask(many(100))).body.errors).toHaveLength(102)
})

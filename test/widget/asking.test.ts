import { expect, test, vi } from 'vitest'
import { Problem } from '../../widget/api.ts'
import { newestOnly } from '../../widget/console/asking.ts'
import { session } from '../../widget/console/session.ts'

test('only the newest question is answered, however late the older answer comes', async () => {
  const ask = newestOnly()
  let answerFirst = (_: string) => {}

  const first = ask(() => new Promise<string>((resolve) => (answerFirst = resolve)))
  const second = ask(async () => 'second')
  answerFirst('first')

  expect(await second).toEqual({ value: 'second' })
  expect(await first).toBeNull()
})

test('a question that is replaced while it waits is never sent', async () => {
  const ask = newestOnly()
  const sent: string[] = []
  const say = (text: string) => async () => sent.push(text)

  await Promise.all([ask(say('t'), 20), ask(say('tu'), 20), ask(say('tue'), 20)])

  expect(sent).toEqual(['tue'])
})

test('a session that has ended brings back the sign-in', async () => {
  vi.stubGlobal('location', { pathname: '/console/schedule' })
  session.value = {
    name: 'Olive',
    email: 'osc@example.com',
    level: 'administrator',
    secondFactor: false,
    rights: [],
    projects: [],
    agent: null,
    launch: null,
  }
  const ended = new Problem({ status: 401, code: 'unauthenticated', title: 'Not signed in', detail: 'Not signed in' })

  const outcome = await newestOnly()(() => Promise.reject(ended))

  expect(outcome).toEqual({ error: ended })
  expect(session.value).toBeNull()
})

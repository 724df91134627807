import { expect, test } from 'vitest'
import { stopOrStart } from '../../server/domain/text-answers.ts'

test.each(['STOP', 'stop', ' Stop. ', 'STOPALL', 'unsubscribe', 'Cancel', 'END', 'quit', 'opt-out'])(
  '“%s” ends text messages',
  (answer) => {
    expect(stopOrStart(answer)).toBe('stop')
  },
)

test.each(['START', 'start!', 'Yes', 'UNSTOP'])('“%s” lets them come again', (answer) => {
  expect(stopOrStart(answer)).toBe('start')
})

test.each(['', 'Please stop by at four', 'I cannot start before noon', 'Yes please', 'عربي'])('“%s” says neither', (answer) => {
  expect(stopOrStart(answer)).toBeNull()
})

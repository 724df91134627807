import { expect, test } from 'vitest'
import { inTime } from '../../server/actions/crm/patience.ts'
import { CrmTrouble } from '../../server/domain/crm.ts'

test('nobody waits for an org that does not answer', async () => {
  const never = new Promise<string>(() => {})

  await expect(inTime(never, 10)).rejects.toMatchObject({ kind: 'unreachable' })
})

test('what it answers in time is passed on, its refusals as well, and what comes too late is nobody’s concern', async () => {
  const late = new Promise<string>((_, reject) => setTimeout(() => reject(new Error('too late')), 30))

  expect(await inTime(Promise.resolve('here'), 10)).toBe('here')
  await expect(inTime(Promise.reject(new CrmTrouble('gone', 'It is gone.')), 10)).rejects.toMatchObject({ kind: 'gone' })
  await expect(inTime(late, 10)).rejects.toMatchObject({ kind: 'unreachable' })
  await new Promise((resolve) => setTimeout(resolve, 50))
})

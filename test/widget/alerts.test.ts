import { expect, test } from 'vitest'
import { ALERTS } from '../../server/domain/alert.ts'
import { jobs } from '../../server/jobs/catalog.ts'
import { alertTexts, jobTexts } from '../../widget/console/alerts/words.ts'

test('every job has a name that people understand', () => {
  expect(Object.keys(jobTexts).sort()).toEqual(Object.keys(jobs).sort())
})

test.each(ALERTS)('the alert %s says what is wrong and what to do', (kind) => {
  for (const count of [0, 1, 2]) expect(alertTexts[kind].title(count)).toMatch(/^[A-Z\d].+\S$/)
  expect(alertTexts[kind].hint('Mon, Mar 1, 9:00 AM')).toMatch(/\.$|\?$/)
})

import { createElement } from 'lwc'
import Schedule from 'c/schedule'

jest.mock(
  '@salesforce/apex/ScheduleController.getSetup',
  () => ({ default: require('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
)

jest.mock('@salesforce/apex/ScheduleController.getPerson', () => ({ default: jest.fn(() => new Promise(() => undefined)) }), { virtual: true })

afterEach(() => document.body.replaceChildren())

test('S1.6 the action opens the finder for its record', async () => {
  const element = createElement('c-schedule', { is: Schedule })
  document.body.appendChild(element)
  expect(element.shadowRoot.querySelector('c-find-time')).toBeNull()
  await expect(element).toBeAccessible()
  element.recordId = '00Q000000000001AAA'
  await Promise.resolve()
  expect(element.shadowRoot.querySelector('c-find-time').recordId).toBe('00Q000000000001AAA')
  await expect(element).toBeAccessible()
})

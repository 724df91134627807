import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const project = 'salesforce/force-app/main/default'

test.each(['Contact', 'Lead', 'Account'])('S1.5 a Schedule button can be placed on every %s of the org', (object) => {
  const action = readFileSync(`${project}/quickActions/${object}.Schedule.quickAction-meta.xml`, 'utf8')
  const [, component] = /<lightningWebComponent>(\w+)<\/lightningWebComponent>/.exec(action) ?? []

  expect(action).toContain('<label>Schedule</label>')
  expect(readFileSync(`${project}/lwc/${component}/${component}.js-meta.xml`, 'utf8')).toContain('<target>lightning__RecordAction</target>')
})

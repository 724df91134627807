/** What a manager sees of how a team's bookings were given out. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from 'vitest'
import { type Company, company, wish } from '../support/app.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)

async function team(pool: object): Promise<Company> {
  const made = await company(stage.app, { reps: [{}, {}, {}], pool: { name: 'Callers', distribution: 'round-robin', ...pool } })
  for (const hour of [10, 11, 12]) {
    const { status } = await stage.app.post('/api/v1/bookings', wish(made, `2017-06-05T${hour}:00:00-04:00`))
    expect(status).toBe(201)
  }
  return made
}

test('a manager sees who was given what and who is next, takes the table away, and gives a credit', async () => {
  const made = await team({})
  const page = await stage.coordinator()
  await page.getByRole('link', { name: 'Reports' }).click()
  await page.getByRole('link', { name: 'Fairness' }).click()
  await page.getByLabel('Team').selectOption(made.pool)
  const rows = page.getByRole('row')
  await rows.nth(3).waitFor()

  expect(await rows.nth(0).innerText()).toMatch(/Next\s+Rep\s+Given\s+Lost\s+Passed over\s+Credits\s+Owed\s+Share\s+Target\s+Why/)
  expect(await rows.nth(1).innerText()).toMatch(/1\s[\s\S]+since Jun 1, 2017\s+1\s+0\s+0\s+0\s+0\s+33.3%\s+1\s+next in line/)
  await page.locator('figure svg').waitFor()
  expect(await page.locator('figure svg style').count()).toBe(0)

  const last = (await rows.nth(3).getByRole('rowheader').innerText()).split('\n')[0]!
  await page.getByLabel('For').selectOption(last)
  await page.getByLabel('Turns').fill('2')
  await page.getByLabel('Reason').fill('Stood in on Sunday')
  await page.getByRole('button', { name: 'Give it' }).click()
  await page.getByText(`${last} is owed 2 turns more.`).waitFor()
  await rows.nth(1).getByText('is owed 2 turns').waitFor()
  expect(await rows.nth(1).innerText()).toContain(last)

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download as CSV' }).click()
  expect((await download).suggestedFilename()).toBe(`fairness-${made.pool}-current.csv`)

  await page.getByLabel('Period').selectOption('previous')
  await page.getByText('0 bookings given').waitFor()
  await page.getByRole('button', { name: 'Give it' }).waitFor({ state: 'detached' })
})

test('the fairness page can be used by everybody, in light and dark, on a desk and on a phone', async () => {
  const made = await team({ distribution: 'weighted' })
  const page = await stage.coordinator({ reducedMotion: 'reduce' })
  await page.goto('/console/fairness')
  await page.getByLabel('Team').selectOption(made.pool)
  await page.locator('figure svg').waitFor()

  for (const width of [1280, 390])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 860 })
      await page.emulateMedia({ colorScheme })
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode()
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze()
      expect(violations.map(({ id, nodes }) => `${width} ${colorScheme} ${id} ${nodes[0]?.html}`)).toEqual([])
    }
  await page.setViewportSize({ width: 320, height: 640 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
})

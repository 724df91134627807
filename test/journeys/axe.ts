/** What axe has to say of a screen. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/**
 * The rules that a screen breaks, each with the first place where it does, and whether it scrolls sideways on a small phone. `part` is
 * what is new on the screen. In the dark only the colours differ.
 */
async function faultsOf(page: Page, screen: string, part: string): Promise<string[]> {
  const faults: string[] = []
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 860 })
    for (const colorScheme of ['light', 'dark'] as const) {
      // Colours on their way from one scheme to the other are nobody’s.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const runOnly =
        colorScheme === 'light' ? { type: 'tag' as const, values: WCAG } : { type: 'rule' as const, values: ['color-contrast'] }
      const axe = new AxeBuilder({ page })
        .include(part)
        .exclude('iframe')
        .options({ runOnly, resultTypes: ['violations'] })
      const { violations } = await axe.setLegacyMode().analyze()
      faults.push(...violations.map(({ id, nodes }) => `${screen}, ${colorScheme}, ${width}: ${id}, ${nodes[0]?.html}`))
    }
  }
  await page.setViewportSize({ width: 320, height: 640 })
  const content = await page.evaluate(() => document.documentElement.scrollWidth)
  if (content > 320) faults.push(`${screen} is ${content} wide on a phone of 320`)
  await page.setViewportSize({ width: 1280, height: 860 })
  return faults
}

/** A walk through screens: `look` judges what is on the screen now, or the part of it that is new. */
export function walk(page: Page) {
  const faults: string[] = []
  return { faults, look: async (screen: string, part = 'body') => void faults.push(...(await faultsOf(page, screen, part))) }
}

/** What is on the screen breaks no rule. */
export async function looked(page: Page, screen: string): Promise<void> {
  expect(await faultsOf(page, screen, 'body')).toEqual([])
}

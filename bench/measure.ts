/** How answers are timed. */
import { randomFrom } from './world.ts'

/** What lies in the middle. */
const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1] as number
/** A number as tables show it. */
export const number = (value: number, digits = 2) => value.toLocaleString('en', { maximumSignificantDigits: digits })

/** How many milliseconds a call takes. */
export async function timed(call: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await call()
  return performance.now() - began
}

const random = randomFrom(1)

/** The numbers below `count` in any order: what comes after a long answer also pays for what that left to clear away. */
const shuffled = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ n, draw: random() }))
    .sort((a, b) => a.draw - b.draw)
    .map(({ n }) => n)

/** Ask all questions in each round, so that whatever else the machine does befalls all of them alike. The medians. */
export async function inTurn(
  questions: readonly (() => Promise<unknown>)[],
  rounds: number,
  before?: () => Promise<unknown>,
): Promise<number[]> {
  for (let i = 0; i < 50; i++) for (const question of questions) await question()
  const times: number[][] = questions.map(() => [])
  for (let i = 0; i < rounds; i++)
    for (const n of shuffled(questions.length)) {
      await before?.()
      times[n]?.push(await timed(questions[n] as () => Promise<unknown>))
    }
  return times.map(median)
}

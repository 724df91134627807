import { useState } from 'preact/hooks'
import { failureText } from '../failure.ts'
import { texts } from '../text.ts'
import { refOf, save, type Thing, type Things, titleOf } from './things.ts'

const words = texts.setup.projects
const SHARED = ['appointments', 'history'] as const

interface Props {
  readonly thing: Thing
  readonly things: Things
  readonly onSaved: () => void
}

/** What a project and each of the others show each other; a tick is kept at once. */
export function SharesPanel({ thing, things, onSaved }: Props) {
  const [problem, setProblem] = useState<string | null>(null)
  const own = refOf('projects', thing)
  const others = (things.projects ?? []).filter((one) => refOf('projects', one) !== own)
  const said = (other: string) =>
    things.shares?.find(({ between }) => [own, other].every((one) => (between as readonly string[]).includes(one)))

  async function share(other: string, what: (typeof SHARED)[number], on: boolean) {
    setProblem(null)
    try {
      await save({ shares: [{ between: [own, other], [what]: on }] })
    } catch (error) {
      setProblem(failureText(error))
    }
    onSaved()
  }
  return (
    <section class="panel stack" aria-labelledby="shares-title">
      <h2 id="shares-title">{words.shares}</h2>
      <p class="hint">{others.length === 0 ? words.few : words.sharesHint}</p>
      {problem && (
        <p role="alert" class="error">
          {problem}
        </p>
      )}
      {others.length > 0 && (
        <ul class="rows">
          {others.map((other) => {
            const ref = refOf('projects', other)
            return (
              <li key={ref} class="row spread">
                <span class="wrap">{titleOf(other)}</span>
                <span class="row">
                  {SHARED.map((what) => (
                    <label key={what} class="tick">
                      <input
                        type="checkbox"
                        aria-label={words.shareOf(words[what], titleOf(other))}
                        checked={said(ref)?.[what] !== false}
                        onChange={({ currentTarget }) => void share(ref, what, currentTarget.checked)}
                      />
                      <span>{words[what]}</span>
                    </label>
                  ))}
                </span>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}

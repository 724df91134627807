import { useEffect } from 'preact/hooks'
import { Field } from '../../ui/Field.tsx'
import { setup } from '../session.ts'
import { texts } from '../text.ts'
import { CreditForm } from './CreditForm.tsx'
import { FairnessPlot } from './FairnessPlot.tsx'
import { FairnessTable } from './FairnessTable.tsx'
import { cycle, fairness, fairnessProblem, tableAddress, team, watchFairness } from './fairness-state.ts'

/** What a team gave its members, who is next and why, and credits by hand. */
export function FairnessPage() {
  useEffect(() => {
    document.title = `${texts.nav.fairness} · ${texts.brand}`
    return watchFairness()
  }, [])
  const known = fairness.value
  const isShown = known !== null && known.pool.slug === team.value && known.cycle === cycle.value
  return (
    <div class="fairness-page">
      <header class="stack tight">
        <h1>{texts.fairness.title}</h1>
        <p class="muted">{texts.fairness.hint}</p>
      </header>
      <Choices />
      {fairnessProblem.value && (
        <p role="alert" class="error">
          {texts.fairness.failed} {fairnessProblem.value}
        </p>
      )}
      {isShown && (
        <section class="panel stack" aria-labelledby="fairness-team">
          <div class="row spread">
            <h2 id="fairness-team">{known.pool.name}</h2>
            <a class="button-link" href={tableAddress(known.pool.slug, known.cycle)} download>
              {texts.fairness.download}
            </a>
          </div>
          <p class="small muted">{texts.fairness.rule(known)}</p>
          <FairnessTable fairness={known} />
          {known.members.length > 0 && <FairnessPlot members={known.members} />}
        </section>
      )}
      {isShown && cycle.value === 'current' && <CreditForm members={known.members} />}
    </div>
  )
}

function Choices() {
  return (
    <div class="choices">
      <Field id="fairness-team-choice" label={texts.fairness.team}>
        {(control) => (
          <select
            {...control}
            value={team.value}
            onChange={(event) => {
              team.value = event.currentTarget.value
            }}
          >
            {(setup.value?.pools ?? []).map(({ slug, name }) => (
              <option key={slug} value={slug}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field id="fairness-cycle" label={texts.fairness.cycle}>
        {(control) => (
          <select
            {...control}
            value={cycle.value}
            onChange={(event) => {
              cycle.value = event.currentTarget.value === 'previous' ? 'previous' : 'current'
            }}
          >
            <option value="current">{texts.fairness.cycles.current}</option>
            <option value="previous">{texts.fairness.cycles.previous}</option>
          </select>
        )}
      </Field>
    </div>
  )
}

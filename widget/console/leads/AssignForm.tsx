import { useEffect, useMemo, useState } from 'preact/hooks'
import { get, post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking, newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import { moneyText } from '../orders/money.ts'
import { FormPanel } from '../profile/FormPanel.tsx'
import { useSubmit } from '../submitting.ts'
import type { Agent, LeadCandidate, LeadOf, List } from '../wire.ts'
import { leadTexts as words } from './words.ts'

interface Props {
  readonly agents: readonly Agent[]
  readonly onClose: () => void
  /** Somebody was assigned; what was done, in words. */
  readonly onAssigned: (said: string) => void
}

/** A new assignment: to whom, and of whom: somebody whose latest order is partial. */
export function AssignForm({ agents, onClose, onAssigned }: Props) {
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<readonly LeadCandidate[]>([])
  const [answers, setAnswers] = useState<string | null>(null)
  const [failed, setFailed] = useState<string | null>(null)
  const [active, setActive] = useState(0)
  const [chosen, setChosen] = useState<LeadCandidate | null>(null)
  const [asked, setAsked] = useState(0)
  const [isMissing, setMissing] = useState(false)
  const [isIn, setIn] = useState(false)
  const finding = useMemo(newestOnly, [])
  const search = typed.trim()
  useEffect(() => {
    if (chosen) return
    const query = { limit: 50, ...(search && { search }) }
    void finding((signal) => get<List<LeadCandidate>>('/api/v1/leads/candidates', query, signal), search ? 120 : 0).then((outcome) => {
      if (!outcome) return
      setFailed('error' in outcome ? failureText(outcome.error) : null)
      setFound('value' in outcome ? outcome.value.items : [])
      setAnswers(search)
      setActive(0)
    })
  }, [search, chosen, asked])
  const { problem, busy, submit } = useSubmit(async (value) => {
    setMissing(!chosen)
    if (!chosen) return document.getElementById('assign-lead')?.focus()
    const agent = agents.find(({ id }) => id === value('agent'))
    try {
      await asking(post<LeadOf>('/api/v1/leads', { agent: value('agent'), customer: chosen.id }))
    } catch (error) {
      setChosen(null)
      setAsked(asked + 1)
      throw error
    }
    onAssigned(words.done(chosen.name, agent?.name ?? ''))
  })

  const isOpen = chosen === null && isIn && found.length > 0
  useEffect(() => {
    if (isOpen) document.getElementById(`assign-option-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [active, isOpen])

  function choose(one: LeadCandidate | undefined) {
    if (!one || one.agent) return
    setChosen(one)
    setMissing(false)
    setTyped(one.name)
  }
  function press(event: KeyboardEvent) {
    const to = { ArrowDown: active + 1, ArrowUp: active - 1 }[event.key]
    if (to !== undefined && found.length > 0) {
      setIn(true)
      setActive((to + found.length) % found.length)
    } else if (event.key === 'Enter' && !chosen) answers === search && choose(found[active])
    else if (event.key === 'Escape' && isOpen) {
      // The list closes first, then the form.
      event.stopPropagation()
      setIn(false)
    } else return
    event.preventDefault()
  }
  return (
    <FormPanel id="assign" title={words.add} onClose={onClose} onSubmit={submit}>
      {(failed ?? problem) && <Notice tone="danger" title={failed ?? problem ?? ''} />}
      {agents.length === 0 && <Notice tone="warning" title={words.noAgents} />}
      <div class="panels">
        <Field id="assign-user" label={words.user}>
          {(control) => (
            <select {...control} name="agent" required>
              <option value="">{words.choose}</option>
              {agents.map(({ id, name, leads }) => (
                <option key={id} value={id}>
                  {words.leadsOf(name, leads)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field id="assign-lead" label={words.lead} hint={words.leadHint} error={isMissing ? words.leadMissing : undefined}>
          {(control) => (
            <>
              <input
                {...control}
                type="text"
                role="combobox"
                aria-expanded={isOpen}
                aria-controls="assign-options"
                aria-autocomplete="list"
                {...(isOpen && { 'aria-activedescendant': `assign-option-${active}` })}
                autocomplete="off"
                spellcheck={false}
                value={typed}
                onInput={({ currentTarget }) => {
                  setTyped(currentTarget.value)
                  setChosen(null)
                }}
                onKeyDown={press}
                onFocus={() => setIn(true)}
                onBlur={() => setIn(false)}
              />
              {isOpen && (
                <div id="assign-options" role="listbox" class="options assign-options" aria-label={words.lead}>
                  {found.map((one, place) => (
                    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: keys are pressed in the combobox
                    <div
                      key={one.id}
                      id={`assign-option-${place}`}
                      role="option"
                      aria-selected={place === active}
                      aria-disabled={one.agent !== null}
                      onMouseMove={() => setActive(place)}
                      onMouseDown={(event) => event.preventDefault()}
                      onClick={() => choose(one)}
                    >
                      <span class="strong">{one.name}</span>
                      <span class="small muted">{[one.email, one.phone].filter(Boolean).join(' · ')}</span>
                      <span class="small muted">
                        {one.agent
                          ? words.takenBy(one.agent.name)
                          : one.order &&
                            `${words.order(one.order.number)} · ${moneyText(one.order.total, one.order.currency)} · ${one.order.items}`}
                      </span>
                    </div>
                  ))}
                </div>
              )}
              <p class="small muted" role="status">
                {chosen === null && answers === search && found.length === 0 ? words.leadNone : ''}
              </p>
            </>
          )}
        </Field>
      </div>
      <button type="submit" class="button" disabled={busy || agents.length === 0}>
        {words.assign}
      </button>
    </FormPanel>
  )
}

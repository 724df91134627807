import { Field } from '../../ui/Field.tsx'
import { leadTexts as words } from '../leads/words.ts'
import type { AgentOptions } from '../wire.ts'

export interface CallCenter {
  readonly slug: string
  readonly name: string
}

interface Props {
  readonly id: string
  readonly options: AgentOptions
  readonly callCenters: readonly CallCenter[]
  readonly onChange: (options: Partial<AgentOptions>) => void
}

const PAGES = Object.entries(words.pageNames) as [AgentOptions['pages'][number], string][]

/** What a leads agent may do: pages, what reports and searches show, and whose dispositions. */
export function AgentFields({ id, options, callCenters, onChange }: Props) {
  const { pages, seesAllOrders, onlyAssigned, callCenter } = options
  return (
    <div class="agent-options">
      <fieldset class="field group">
        <legend>{words.pages}</legend>
        <div class="ticks">
          {PAGES.map(([page, name]) => (
            <label key={page} class="tick">
              <input
                type="checkbox"
                checked={pages.includes(page)}
                onChange={({ currentTarget }) =>
                  onChange({ pages: currentTarget.checked ? [...pages, page] : pages.filter((one) => one !== page) })
                }
              />
              <span>{name}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <label class="tick">
        <input
          type="checkbox"
          checked={seesAllOrders}
          onChange={({ currentTarget }) => onChange({ seesAllOrders: currentTarget.checked })}
        />
        <span>{words.seesAllOrders}</span>
      </label>
      <label class="tick">
        <input type="checkbox" checked={onlyAssigned} onChange={({ currentTarget }) => onChange({ onlyAssigned: currentTarget.checked })} />
        <span>{words.onlyAssigned}</span>
      </label>
      {callCenters.length > 0 && (
        <Field id={`${id}-center`} label={words.callCenter}>
          {(control) => (
            <select
              {...control}
              value={callCenter ?? ''}
              onChange={({ currentTarget }) => onChange({ callCenter: currentTarget.value || null })}
            >
              <option value="">{words.anyCallCenter}</option>
              {callCenters.map(({ slug, name }) => (
                <option key={slug} value={slug}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </div>
  )
}

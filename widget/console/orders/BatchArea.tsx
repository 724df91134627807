import { post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { useSubmit } from '../submitting.ts'
import type { Batch } from '../wire.ts'
import { agents, orders } from './orders-state.ts'
import { orderTexts as words } from './words.ts'

/** So many names are said; of the others, how many they are. */
const MOST_NAMES = 8

interface Props {
  readonly selected: ReadonlySet<string>
  /** Whether no more can be selected. */
  readonly isFull: boolean
  readonly onBegin: () => void
  readonly onSelectAll: () => void
  readonly onSelectNone: () => void
  /** The batch is done; what has come of it, in words. */
  readonly onDone: (said: readonly string[]) => void
}

/** The batch area: the customers of the selected orders become the chosen agent's leads. */
export function BatchArea({ selected, isFull, onBegin, onSelectAll, onSelectNone, onDone }: Props) {
  const { problem, busy, submit } = useSubmit(async (value) => {
    const agent = agents.value.find(({ id }) => id === value('agent'))
    if (!agent || selected.size === 0) return
    onBegin()
    const asOf = orders.value?.asOf
    const body = { agent: agent.id, orders: [...selected], ...(asOf && { asOf }) }
    onDone(saidOf(await asking(post<Batch>('/api/v1/leads/many', body)), agent.name))
  })
  return (
    <form id="batch" class="panel stack form-panel" aria-labelledby="batch-title" onSubmit={submit}>
      <h2 id="batch-title">{words.batch}</h2>
      <p class="muted">{words.batchHint}</p>
      {problem && <Notice tone="danger" title={problem} />}
      {agents.value.length === 0 && <Notice tone="warning" title={words.noAgents} />}
      <div class="row">
        <button type="button" class="button-quiet compact" onClick={onSelectAll}>
          {words.selectAll}
        </button>
        <button type="button" class="button-quiet compact" disabled={selected.size === 0} onClick={onSelectNone}>
          {words.selectNone}
        </button>
        <span role="status">
          {words.selected(selected.size)} {isFull && words.most}
        </span>
      </div>
      <div class="form-columns">
        <Field id="batch-agent" label={words.agent}>
          {(control) => (
            <select {...control} name="agent" required>
              <option value="">{words.chooseAgent}</option>
              {agents.value.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <button type="submit" class="button" disabled={busy || selected.size === 0}>
          {words.assign}
        </button>
      </div>
    </form>
  )
}

function saidOf({ assigned, moved, already, kept }: Batch, agent: string): string[] {
  const named = (list: Batch['moved']) => {
    const names = list.slice(0, MOST_NAMES).map(({ customer, agent: whose }) => words.of(customer.name, whose.name))
    return list.length > MOST_NAMES ? [...names, words.andMore(list.length - MOST_NAMES)] : names
  }
  return [
    words.assigned(assigned + moved.length, agent),
    ...(moved.length > 0 ? [words.moved(named(moved))] : []),
    ...(already > 0 ? [words.already(already)] : []),
    ...(kept.length > 0 ? [words.kept(named(kept))] : []),
  ]
}

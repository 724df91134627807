import type { ComponentChildren } from 'preact'
import { Field } from '../../ui/Field.tsx'
import { may, session } from '../session.ts'
import { agents, filter, loadOrders, type OrderFilter, PAGE_SIZES, pageSize, shops, showAgent, showsAgent } from './orders-state.ts'
import { orderTexts as words } from './words.ts'

/** Which orders are listed, and with what. */
export function OrderFilters() {
  const now = filter.value
  function set(part: Partial<OrderFilter>, delay = 0) {
    filter.value = { ...now, ...part }
    void loadOrders(delay)
  }
  return (
    <form class="panel report-filters" onSubmit={(event) => event.preventDefault()}>
      <Field id="order-search" label={words.search}>
        {(control) => (
          <input
            {...control}
            type="search"
            maxLength={200}
            value={now.search}
            onInput={({ currentTarget }) => set({ search: currentTarget.value }, 150)}
          />
        )}
      </Field>
      {session.value?.agent?.seesAllOrders !== false && (
        <Choice id="order-status" label={words.status} value={now.status} onChoose={(status) => set({ status })}>
          <option value="">{words.anyStatus}</option>
          {Object.entries(words.statuses).map(([status, name]) => (
            <option key={status} value={status}>
              {name}
            </option>
          ))}
        </Choice>
      )}
      <Field id="order-from" label={words.from}>
        {(control) => (
          <input {...control} type="date" value={now.from} onChange={({ currentTarget }) => set({ from: currentTarget.value })} />
        )}
      </Field>
      <Field id="order-to" label={words.to}>
        {(control) => <input {...control} type="date" value={now.to} onChange={({ currentTarget }) => set({ to: currentTarget.value })} />}
      </Field>
      {may('GET /api/v1/leads/agents') && (
        <Choice id="order-agent" label={words.agent} value={now.leadsAgent} onChoose={(leadsAgent) => set({ leadsAgent })}>
          <option value="">{words.anyAgent}</option>
          <option value="none">{words.noAgent}</option>
          {agents.value.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
      )}
      {shops.value.length > 1 && (
        <Choice id="order-shop" label={words.shop} value={now.shop} onChoose={(shop) => set({ shop })}>
          <option value="">{words.anyShop}</option>
          {shops.value.map(({ slug, name }) => (
            <option key={slug} value={slug}>
              {name}
            </option>
          ))}
        </Choice>
      )}
      <Choice
        id="order-rows"
        label={words.perPage}
        value={String(pageSize.value)}
        onChoose={(size) => {
          pageSize.value = Number(size)
          void loadOrders()
        }}
      >
        {PAGE_SIZES.map((size) => (
          <option key={size} value={String(size)}>
            {size}
          </option>
        ))}
      </Choice>
      <label class="tick report-crossing">
        <input
          type="checkbox"
          checked={showsAgent.value}
          onChange={({ currentTarget }) => {
            showAgent(currentTarget.checked)
            void loadOrders()
          }}
        />
        {words.showAgent}
      </label>
    </form>
  )
}

interface ChoiceProps {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly onChoose: (value: string) => void
  readonly children: ComponentChildren
}

const Choice = ({ id, label, value, onChoose, children }: ChoiceProps) => (
  <Field id={id} label={label}>
    {(control) => (
      <select {...control} value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        {children}
      </select>
    )}
  </Field>
)

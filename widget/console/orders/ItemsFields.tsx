import { useEffect, useRef, useState } from 'preact/hooks'
import { get } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { asking } from '../asking.ts'
import type { List, SoldItem } from '../wire.ts'
import { type ItemTyped, NO_ITEM } from './entry-state.ts'
import { amountTyped } from './money.ts'
import { orderTexts as words } from './words.ts'

interface Props {
  readonly items: readonly ItemTyped[]
  readonly currency: string
  readonly onItems: (items: readonly ItemTyped[]) => void
}

/** What is ordered, line by line. The name of what was sold of late fills in the rest. */
export function ItemsFields({ items, currency, onItems }: Props) {
  const [sold, setSold] = useState<readonly SoldItem[]>([])
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    // Without it names are typed in full.
    asking(get<List<SoldItem>>('/api/v1/order-entry/items')).then(
      (found) => setSold(found.items),
      () => {},
    )
  }, [])
  const known = sold.filter((one) => one.currency === currency)
  const change = (place: number, part: Partial<ItemTyped>) => onItems(items.map((one, i) => (i === place ? { ...one, ...part } : one)))
  function named(place: number, name: string) {
    const found = known.find((one) => one.name === name)
    const filled = found && items[place]?.price === '' ? { sku: found.sku ?? '', price: found.price } : {}
    change(place, { name, ...filled })
  }
  function add() {
    onItems([...items, NO_ITEM])
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('li:last-child input')?.focus())
  }
  return (
    <>
      <datalist id="sold-items">
        {known.map((one) => (
          <option key={one.name} value={one.name} />
        ))}
      </datalist>
      <ul class="order-items" ref={list}>
        {items.map((item, i) => (
          <li key={i} class="order-item">
            <Field id={`item-${i}-name`} label={words.itemOf(i + 1)}>
              {(control) => (
                <input
                  {...control}
                  required
                  maxLength={200}
                  list="sold-items"
                  autocomplete="off"
                  value={item.name}
                  onInput={({ currentTarget }) => named(i, currentTarget.value)}
                />
              )}
            </Field>
            <Field id={`item-${i}-sku`} label={words.sku}>
              {(control) => (
                <input
                  {...control}
                  maxLength={100}
                  autocomplete="off"
                  value={item.sku}
                  onInput={({ currentTarget }) => change(i, { sku: currentTarget.value })}
                />
              )}
            </Field>
            <Field id={`item-${i}-quantity`} label={words.quantity}>
              {(control) => (
                <input
                  {...control}
                  type="number"
                  min={1}
                  max={10_000}
                  step={1}
                  required
                  value={item.quantity}
                  onInput={({ currentTarget }) => change(i, { quantity: currentTarget.value })}
                />
              )}
            </Field>
            <Field
              id={`item-${i}-price`}
              label={words.price}
              error={item.price !== '' && amountTyped(item.price) === null ? words.wrongPrice(currency) : undefined}
            >
              {(control) => (
                <input
                  {...control}
                  inputMode="decimal"
                  required
                  autocomplete="off"
                  value={item.price}
                  onInput={({ currentTarget }) => change(i, { price: currentTarget.value })}
                />
              )}
            </Field>
            <button
              type="button"
              class="leaf"
              aria-label={words.removeItem(i + 1)}
              disabled={items.length === 1}
              onClick={() => onItems(items.filter((_, other) => other !== i))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <div>
        <button type="button" class="button-quiet compact" onClick={add}>
          {words.addItem}
        </button>
      </div>
    </>
  )
}

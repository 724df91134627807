import { useEffect, useMemo, useState } from 'preact/hooks'
import { get } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import type { Customer, List } from '../wire.ts'
import { orderTexts as words } from './words.ts'

/** Whom an order is for: somebody known, or somebody who is typed in. */
export type Buyer = { readonly known: Customer } | { readonly name: string; readonly email: string; readonly phone: string }
export const NOBODY: Buyer = { name: '', email: '', phone: '' }

/** A buyer as the server is told of them. */
export const buyerWish = (buyer: Buyer) =>
  'known' in buyer
    ? { id: buyer.known.id }
    : {
        name: buyer.name.trim(),
        ...(buyer.email.trim() && { email: buyer.email.trim() }),
        ...(buyer.phone.trim() && { phone: buyer.phone.replace(/[\s().-]/g, '') }),
      }

interface Props {
  readonly buyer: Buyer
  readonly onBuyer: (buyer: Buyer) => void
  /** Whether somebody new may be typed in. */
  readonly allowsNew: boolean
}

/** Whom a new order is for. */
export function BuyerFields({ buyer, onBuyer, allowsNew }: Props) {
  const [isNew, setNew] = useState(!('known' in buyer) && buyer.name !== '')
  if ('known' in buyer)
    return (
      <div class="row spread">
        <p class="wrap">
          <span class="strong">{buyer.known.name}</span>
          <span class="small muted block">{[buyer.known.email, buyer.known.phone].filter(Boolean).join(' · ')}</span>
        </p>
        <button type="button" class="button-link compact" onClick={() => onBuyer(NOBODY)}>
          {words.change}
        </button>
      </div>
    )
  const set = (part: Partial<typeof buyer>) => onBuyer({ ...buyer, ...part })
  // Whoever was typed and is no longer shown is nobody's order.
  function toggle() {
    onBuyer(NOBODY)
    setNew(!isNew)
  }
  return (
    <div class="stack">
      {isNew ? (
        <>
          <div class="form-columns">
            <Field id="buyer-name" label={words.name}>
              {(control) => (
                <input
                  {...control}
                  required
                  maxLength={200}
                  autocomplete="off"
                  value={buyer.name}
                  onInput={({ currentTarget }) => set({ name: currentTarget.value })}
                />
              )}
            </Field>
            <Field id="buyer-email" label={words.email}>
              {(control) => (
                <input
                  {...control}
                  type="email"
                  required={buyer.phone.trim() === ''}
                  maxLength={254}
                  autocomplete="off"
                  value={buyer.email}
                  onInput={({ currentTarget }) => set({ email: currentTarget.value })}
                />
              )}
            </Field>
            <Field id="buyer-phone" label={words.phone} hint={words.phoneHint}>
              {(control) => (
                <input
                  {...control}
                  type="tel"
                  pattern="\+[0-9 \(\).\-]{7,25}"
                  autocomplete="off"
                  value={buyer.phone}
                  onInput={({ currentTarget }) => set({ phone: currentTarget.value })}
                />
              )}
            </Field>
          </div>
          <p class="small muted">{words.reachHint}</p>
        </>
      ) : (
        <Search onChoose={(known) => onBuyer({ known })} />
      )}
      {allowsNew && (
        <div>
          <button type="button" class="button-link compact" onClick={toggle}>
            {isNew ? words.whomFound : words.whomNew}
          </button>
        </div>
      )}
    </div>
  )
}

/** A search that lists whom one may choose, each with a button. */
function Search({ onChoose }: { onChoose: (customer: Customer) => void }) {
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<readonly Customer[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const finding = useMemo(newestOnly, [])
  const search = typed.trim()
  useEffect(() => {
    if (!search) return setFound(null)
    void finding((signal) => get<List<Customer>>('/api/v1/customers', { search, limit: 8 }, signal), 120).then((outcome) => {
      if (!outcome) return
      setProblem('error' in outcome ? failureText(outcome.error) : null)
      setFound('value' in outcome ? outcome.value.items : [])
    })
  }, [search])
  return (
    <div class="stack tight">
      <Field id="buyer-search" label={words.whomFind} hint={words.whomHint} error={problem ?? undefined}>
        {(control) => (
          <input
            {...control}
            type="search"
            autocomplete="off"
            value={typed}
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              const [only] = found ?? []
              if (found?.length === 1 && only) onChoose(only)
            }}
          />
        )}
      </Field>
      <p class="small muted" role="status">
        {found?.length === 0 ? words.whomNone : ''}
      </p>
      <ul class="items">
        {found?.map((one) => (
          <li key={one.id}>
            <button type="button" class="item" onClick={() => onChoose(one)}>
              <span class="item-words">
                <span class="strong">{one.name}</span>
                <span class="small muted">{[one.email, one.phone].filter(Boolean).join(' · ')}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

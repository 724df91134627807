import { useState } from 'preact/hooks'
import { Field } from '../../ui/Field.tsx'
import { texts } from '../text.ts'
import type { FairnessMember } from '../wire.ts'
import { creditSaid, giveCredit } from './fairness-state.ts'

/** Owe a member turns, or take some away, by hand and with a reason. */
export function CreditForm({ members }: { members: readonly FairnessMember[] }) {
  const [rep, setRep] = useState('')
  const [amount, setAmount] = useState('1')
  const [reason, setReason] = useState('')
  const [isBusy, setBusy] = useState(false)
  const chosen = members.some((one) => one.rep.id === rep) ? rep : (members[0]?.rep.id ?? '')

  async function submit(event: Event) {
    event.preventDefault()
    if (isBusy) return
    setBusy(true)
    if (await giveCredit({ rep: chosen, amount: Number(amount), reason: reason.trim() })) setReason('')
    setBusy(false)
  }

  return (
    <section class="panel stack" aria-labelledby="credit-title">
      <h2 id="credit-title">{texts.fairness.creditTitle}</h2>
      <p class="small muted">{texts.fairness.creditHint}</p>
      <form class="credit" onSubmit={submit}>
        <Field id="credit-rep" label={texts.fairness.creditRep}>
          {(control) => (
            <select {...control} value={chosen} onChange={(event) => setRep(event.currentTarget.value)}>
              {members.map((one) => (
                <option key={one.rep.id} value={one.rep.id}>
                  {one.rep.name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field id="credit-amount" label={texts.fairness.creditAmount}>
          {(control) => (
            <input
              {...control}
              type="number"
              min={-100}
              max={100}
              step={1}
              required
              value={amount}
              onInput={(event) => setAmount(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field id="credit-reason" label={texts.fairness.creditReason}>
          {(control) => (
            <input
              {...control}
              required
              maxLength={500}
              autocomplete="off"
              value={reason}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
          )}
        </Field>
        <button type="submit" class="button" aria-disabled={isBusy}>
          {texts.fairness.creditSubmit}
        </button>
      </form>
      <p role="status" {...(creditSaid.value?.isProblem && { class: 'error' })}>
        {creditSaid.value?.text}
      </p>
    </section>
  )
}

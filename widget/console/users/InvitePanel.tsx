import { useState } from 'preact/hooks'
import { post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { AccountWish, AgentOptions } from '../wire.ts'
import { AgentFields, type CallCenter } from './AgentFields.tsx'

/** What a leads agent is usually granted. */
const USUAL: AgentOptions = {
  pages: ['order-details', 'customer-service', 'order-entry'],
  seesAllOrders: false,
  onlyAssigned: false,
  callCenter: null,
}

/** Give somebody an account. */
export function InvitePanel({ callCenters, onInvited }: { callCenters: readonly CallCenter[]; onInvited: () => void }) {
  const [invited, setInvited] = useState<string | null>(null)
  const [level, setLevel] = useState<AccountWish['level']>('coordinator')
  const [agent, setAgent] = useState<AgentOptions>(USUAL)
  const { problem, busy, submit } = useSubmit(async (value, form) => {
    setInvited(null)
    const wish: AccountWish = { name: value('name'), email: value('email'), level, ...(level === 'leads-agent' && { agent }) }
    await asking(post('/api/v1/accounts', wish))
    form.reset()
    setLevel('coordinator')
    setAgent(USUAL)
    setInvited(wish.email)
    onInvited()
  })
  return (
    <form class="panel stack" aria-labelledby="invite-title" onSubmit={submit}>
      <h2 id="invite-title">{texts.users.invite}</h2>
      {problem && <Notice tone="danger" title={problem} />}
      {invited && <Notice title={texts.users.invited(invited)} />}
      <Field id="invite-name" label={texts.users.name}>
        {(control) => <input {...control} name="name" required maxLength={200} autocomplete="off" />}
      </Field>
      <Field id="invite-email" label={texts.users.email}>
        {(control) => <input {...control} name="email" type="email" required maxLength={254} autocomplete="off" />}
      </Field>
      <Field id="invite-level" label={texts.users.level}>
        {(control) => (
          <select {...control} value={level} onChange={({ currentTarget }) => setLevel(currentTarget.value as AccountWish['level'])}>
            {Object.entries(texts.account.levels).map(([one, words]) => (
              <option key={one} value={one}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Field>
      {level === 'leads-agent' && (
        <AgentFields id="invite-agent" options={agent} callCenters={callCenters} onChange={(part) => setAgent({ ...agent, ...part })} />
      )}
      <button type="submit" class="button" disabled={busy}>
        {texts.users.inviteSubmit}
      </button>
    </form>
  )
}

import { session } from '../session.ts'
import { texts } from '../text.ts'
import type { Account } from '../wire.ts'

interface Props {
  readonly user: Account
  readonly onChange: (user: Account, wish: { level?: Account['level']; active?: boolean }) => void
  readonly onInvite: (user: Account) => void
}

/** One account, with what an administrator can do about it. */
export function UserRow({ user, onChange, onInvite }: Props) {
  const { name, email, level, status, secondFactor } = user
  const isMe = email === session.value?.email
  const active = status !== 'deactivated'
  return (
    <li class="user">
      <span class="grow">
        <span class="strong wrap">{name}</span>
        {isMe && <span class="muted"> ({texts.users.you})</span>}
        <span class="small muted wrap block">{email}</span>
      </span>
      <span class="row tight">
        <span class={`tag ${status}`}>{texts.users.status[status]}</span>
        {secondFactor && <span class="tag">{texts.users.factor}</span>}
      </span>
      <select
        class="control"
        aria-label={texts.users.levelLabel(name)}
        value={level}
        onChange={(event) => onChange(user, { level: event.currentTarget.value as Account['level'] })}
      >
        {Object.entries(texts.account.levels).map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
      <span class="row tight">
        {status === 'invited' && (
          <button type="button" class="button-link compact" aria-label={texts.users.againLabel(name)} onClick={() => onInvite(user)}>
            {texts.users.again}
          </button>
        )}
        <button
          type="button"
          class="button-link compact"
          aria-label={active ? texts.users.deactivateLabel(name) : texts.users.activateLabel(name)}
          onClick={() => onChange(user, { active: !active })}
        >
          {active ? texts.users.deactivate : texts.users.activate}
        </button>
      </span>
    </li>
  )
}

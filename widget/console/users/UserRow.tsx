import { leadTexts } from '../leads/words.ts'
import { session, setup } from '../session.ts'
import { texts } from '../text.ts'
import type { Account, AccountChangeWish, AgentOptions } from '../wire.ts'
import { AgentFields, type CallCenter } from './AgentFields.tsx'

interface Props {
  readonly user: Account
  readonly callCenters: readonly CallCenter[]
  readonly onChange: (user: Account, wish: AccountChangeWish) => void
  readonly onInvite: (user: Account) => void
}

/** One account, with what an administrator can do about it. */
export function UserRow({ user, callCenters, onChange, onInvite }: Props) {
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
      {active && user.agent && (
        <details class="users-projects">
          <summary class="small">
            {leadTexts.options}: {summaryOf(user.agent)}
          </summary>
          <AgentFields
            id={`agent-${user.id}`}
            options={user.agent}
            callCenters={callCenters}
            onChange={(agent) => onChange(user, { agent })}
          />
        </details>
      )}
      {active && !['administrator', 'rep'].includes(level) && (
        <UserProjects user={user} onProjects={(projects) => onChange(user, { projects: [...projects] })} />
      )}
    </li>
  )
}

/** What a leads agent may do, in a line. */
const summaryOf = ({ pages, seesAllOrders, onlyAssigned }: AgentOptions): string =>
  [
    ...pages.map((page) => leadTexts.pageNames[page]),
    ...(seesAllOrders ? [leadTexts.seesAllOrders] : []),
    ...(onlyAssigned ? [leadTexts.onlyAssigned] : []),
  ].join(', ') || leadTexts.noPages

/** In which projects somebody works; with no tick, in all. A rep works in those of the rep, an administrator in all. */
function UserProjects({ user, onProjects }: { user: Account; onProjects: (projects: readonly string[]) => void }) {
  const all = setup.value?.projects ?? []
  if (all.length === 0) return null
  const names = all.filter(({ slug }) => user.projects.includes(slug)).map(({ name }) => name)
  return (
    <details class="users-projects">
      <summary class="small">
        {texts.users.projects}: {names.length === 0 ? texts.users.allProjects : names.join(', ')}
      </summary>
      <fieldset class="field group" aria-label={texts.users.projectsOf(user.name)}>
        <div class="ticks">
          {all.map(({ slug, name }) => (
            <label key={slug} class="tick">
              <input
                type="checkbox"
                checked={user.projects.includes(slug)}
                onChange={({ currentTarget }) =>
                  onProjects(currentTarget.checked ? [...user.projects, slug] : user.projects.filter((one) => one !== slug))
                }
              />
              <span>{name}</span>
            </label>
          ))}
        </div>
      </fieldset>
    </details>
  )
}

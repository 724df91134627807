import { useCallback, useEffect, useState } from 'preact/hooks'
import { get, patch, post } from '../../api.ts'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { texts } from '../text.ts'
import type { Account, AccountChangeWish, AgentOptions, List } from '../wire.ts'
import type { CallCenter } from './AgentFields.tsx'
import { InvitePanel } from './InvitePanel.tsx'
import { UserRow } from './UserRow.tsx'
import { UserTabs } from './UserTabs.tsx'
import '../leads/leads.css'

/** Who may sign in, and what they may do. */
export function UsersPage() {
  const [users, setUsers] = useState<readonly Account[]>([])
  const [cursor, setCursor] = useState<string | null>(null)
  const [callCenters, setCallCenters] = useState<readonly CallCenter[]>([])
  const [search, setSearch] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const failed = useCallback((error: unknown) => setProblem(failureText(error)), [])
  const load = useCallback(
    (from: string | null) =>
      asking(get<List<Account>>('/api/v1/accounts', from === null ? {} : { cursor: from })).then(({ items, nextCursor }) => {
        setUsers((before) => (from === null ? items : [...before, ...items]))
        setCursor(nextCursor)
      }, failed),
    [failed],
  )
  useEffect(() => {
    document.title = `${texts.nav.users} · ${texts.brand}`
    void load(null)
    asking(get<{ callCenters?: readonly CallCenter[] }>('/api/v1/export', { only: 'callCenters' })).then(
      (found) => setCallCenters(found.callCenters ?? []),
      failed,
    )
  }, [load, failed])

  function change(user: Account, wish: AccountChangeWish) {
    setProblem(null)
    const changed = (next: Account) => setUsers((all) => all.map((one) => (one.id === next.id ? next : one)))
    // What is ticked next builds on this.
    if (wish.agent) changed({ ...user, agent: user.agent && { ...user.agent, ...(wish.agent as Partial<AgentOptions>) } })
    // A refused change leaves the row as it was, the choice included.
    const undone = (error: unknown) => {
      failed(error)
      changed({ ...user })
    }
    asking(patch<Account>(`/api/v1/accounts/${user.id}`, wish)).then(changed, undone)
  }
  function inviteAgain(user: Account) {
    setProblem(null)
    asking(post(`/api/v1/accounts/${user.id}/invitation`)).catch(failed)
  }

  const wanted = search.trim().toLowerCase()
  const matching = ({ name, email }: Account) => `${name} ${email}`.toLowerCase().includes(wanted)
  return (
    <div class="settings-page">
      <header class="stack tight">
        <h1>{texts.users.title}</h1>
      </header>
      <UserTabs />
      {problem && (
        <p role="alert" class="error">
          {problem}
        </p>
      )}
      <div class="panels users">
        <section class="panel stack" aria-labelledby="users-title">
          <h2 id="users-title">{texts.users.list}</h2>
          <label class="stack tight" for="user-search">
            {texts.users.search}
            <input
              id="user-search"
              class="control"
              type="search"
              value={search}
              onInput={({ currentTarget }) => setSearch(currentTarget.value)}
            />
          </label>
          <ul class="rows">
            {users.filter(matching).map((user) => (
              <UserRow key={user.id} user={user} callCenters={callCenters} onChange={change} onInvite={inviteAgain} />
            ))}
          </ul>
          {cursor !== null && (
            <button type="button" class="button-quiet" onClick={() => void load(cursor)}>
              {texts.users.more}
            </button>
          )}
        </section>
        <InvitePanel callCenters={callCenters} onInvited={() => void load(null)} />
      </div>
    </div>
  )
}

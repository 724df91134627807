import { useCallback, useEffect, useState } from 'preact/hooks'
import { get, patch, post } from '../../api.ts'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { texts } from '../text.ts'
import type { Account, List } from '../wire.ts'
import { InvitePanel } from './InvitePanel.tsx'
import { UserRow } from './UserRow.tsx'

/** Who may sign in, and what they may do. */
export function UsersPage() {
  const [users, setUsers] = useState<readonly Account[]>([])
  const [cursor, setCursor] = useState<string | null>(null)
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
  }, [load])

  function change(user: Account, wish: { level?: Account['level']; active?: boolean }) {
    setProblem(null)
    const changed = (next: Account) => setUsers((all) => all.map((one) => (one.id === next.id ? next : one)))
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

  return (
    <div class="settings-page">
      <header class="stack tight">
        <h1>{texts.users.title}</h1>
      </header>
      {problem && (
        <p role="alert" class="error">
          {problem}
        </p>
      )}
      <div class="panels users">
        <section class="panel stack" aria-labelledby="users-title">
          <h2 id="users-title">{texts.users.list}</h2>
          <ul class="rows">
            {users.map((user) => (
              <UserRow key={user.id} user={user} onChange={change} onInvite={inviteAgain} />
            ))}
          </ul>
          {cursor !== null && (
            <button type="button" class="button-quiet" onClick={() => void load(cursor)}>
              {texts.users.more}
            </button>
          )}
        </section>
        <InvitePanel onInvited={() => void load(null)} />
      </div>
    </div>
  )
}

import { useCallback, useEffect, useState } from 'preact/hooks'
import { get, remove } from '../../api.ts'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { ownZone, shortMoment } from '../said.ts'
import { texts } from '../text.ts'
import type { Blocked, List } from '../wire.ts'
import { BlockPanel } from './BlockPanel.tsx'

/** Who may not book on public pages, why, and who said so. */
export function BlocklistPage() {
  const [entries, setEntries] = useState<readonly Blocked[]>([])
  const [cursor, setCursor] = useState<string | null>(null)
  const [loaded, setLoaded] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const failed = useCallback((error: unknown) => setProblem(failureText(error)), [])
  const load = useCallback(
    (from: string | null) =>
      asking(get<List<Blocked>>('/api/v1/blocklist', from === null ? {} : { cursor: from })).then(({ items, nextCursor }) => {
        setEntries((before) => (from === null ? items : [...before, ...items]))
        setCursor(nextCursor)
        setLoaded(true)
      }, failed),
    [failed],
  )
  useEffect(() => {
    document.title = `${texts.nav.blocklist} · ${texts.brand}`
    void load(null)
  }, [load])

  function unblock({ id }: Blocked) {
    setProblem(null)
    asking(remove(`/api/v1/blocklist/${id}`)).then(() => setEntries((all) => all.filter((one) => one.id !== id)), failed)
  }

  return (
    <div class="settings-page">
      <header class="stack tight">
        <h1>{texts.blocklist.title}</h1>
        <p class="muted">{texts.blocklist.hint}</p>
      </header>
      {problem && (
        <p role="alert" class="error">
          {problem}
        </p>
      )}
      <div class="panels users">
        <section class="panel stack" aria-labelledby="blocklist-title">
          <h2 id="blocklist-title">{texts.blocklist.list}</h2>
          {loaded && entries.length === 0 && <p class="muted">{texts.blocklist.none}</p>}
          <ul class="rows">
            {entries.map((one) => (
              <li key={one.id} class="row spread">
                <span class="grow">
                  <span class="strong wrap">{one.entry}</span>
                  {one.reason && <span class="wrap block">{one.reason}</span>}
                  <span class="small muted wrap block">
                    {texts.blocklist.by(one.author.name ?? texts.blocklist.program, shortMoment(new Date(one.createdAt), ownZone()))}
                  </span>
                </span>
                <button
                  type="button"
                  class="button-link compact"
                  aria-label={texts.blocklist.removeLabel(one.entry)}
                  onClick={() => unblock(one)}
                >
                  {texts.blocklist.remove}
                </button>
              </li>
            ))}
          </ul>
          {cursor !== null && (
            <button type="button" class="button-quiet" onClick={() => void load(cursor)}>
              {texts.users.more}
            </button>
          )}
        </section>
        <BlockPanel onBlocked={() => void load(null)} />
      </div>
    </div>
  )
}

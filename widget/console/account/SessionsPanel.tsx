import { remove } from '../../api.ts'
import { asking } from '../asking.ts'
import { ownZone, shortMoment } from '../said.ts'
import { texts } from '../text.ts'
import type { OwnSession } from '../wire.ts'

/** Where one is signed in. */
export function SessionsPanel({ sessions, onEnded }: { sessions: readonly OwnSession[]; onEnded: () => void }) {
  return (
    <section class="panel stack" aria-labelledby="sessions-title">
      <h2 id="sessions-title">{texts.account.sessions}</h2>
      <ul class="rows">
        {sessions.map(({ id, current, createdAt, userAgent, address }) => (
          <li key={id} class="row spread">
            <span class="grow">
              <span class="strong">{current ? texts.account.here : browserOf(userAgent)}</span>
              <span class="small muted">
                {' '}
                {texts.account.since(shortMoment(new Date(createdAt), ownZone()))}
                {address && `, ${address}`}
              </span>
            </span>
            {!current && (
              <button
                type="button"
                class="button-link compact"
                aria-label={texts.account.endLabel(browserOf(userAgent))}
                onClick={() => void asking(remove(`/api/v1/sessions/${id}`)).then(onEnded, onEnded)}
              >
                {texts.account.end}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What a browser calls itself, as far as people know it. */
const browserOf = (userAgent: string | null): string =>
  /(Firefox|Edg|OPR|Chrome|Safari)\//
    .exec(userAgent ?? '')?.[1]
    ?.replace('Edg', 'Edge')
    .replace('OPR', 'Opera') ?? texts.account.unknownBrowser

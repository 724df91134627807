import { texts } from '../text.ts'

interface Props {
  readonly by: 'consent' | 'statement'
  readonly busy: boolean
  readonly onConnect: () => void
}

/** Connect the org: by saying yes there, or at once. */
export function ConnectPanel({ by, busy, onConnect }: Props) {
  const { connectTitle, connectHint, connect, connecting } = texts.salesforce
  return (
    <section class="panel stack" aria-labelledby="connect-title">
      <h2 id="connect-title">{connectTitle}</h2>
      <p>{connectHint[by]}</p>
      <p class="row">
        <button type="button" class="button" disabled={busy} onClick={onConnect}>
          {busy ? connecting : connect[by]}
        </button>
      </p>
    </section>
  )
}

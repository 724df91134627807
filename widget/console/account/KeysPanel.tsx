import { useState } from 'preact/hooks'
import { post, remove } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { ownZone, shortMoment } from '../said.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { ApiKey, ApiKeyWish, NewApiKey } from '../wire.ts'

/** The keys that one gave to programs. */
export function KeysPanel({ keys, onChanged }: { keys: readonly ApiKey[]; onChanged: () => void }) {
  return (
    <section class="panel stack" aria-labelledby="keys-title">
      <h2 id="keys-title">{texts.account.keys}</h2>
      {keys.length === 0 && <p class="muted">{texts.account.noKeys}</p>}
      <ul class="rows">
        {keys.map(({ id, name, scopes, expiresAt }) => (
          <li key={id} class="row spread">
            <span class="grow">
              <span class="strong wrap">{name}</span>
              <span class="small muted">
                {' '}
                {scopes.map((scope) => texts.account.keyScopes[scope]).join(', ')},{' '}
                {expiresAt ? texts.account.keyUntil(shortMoment(new Date(expiresAt), ownZone())) : texts.account.keyNever}
              </span>
            </span>
            <button
              type="button"
              class="button-link compact"
              aria-label={texts.account.keyRevokeLabel(name)}
              onClick={() => void asking(remove(`/api/v1/api-keys/${id}`)).then(onChanged, onChanged)}
            >
              {texts.account.keyRevoke}
            </button>
          </li>
        ))}
      </ul>
      <NewKey onMade={onChanged} />
    </section>
  )
}

function NewKey({ onMade }: { onMade: () => void }) {
  const [made, setMade] = useState<NewApiKey | null>(null)
  const { problem, busy, submit } = useSubmit(async (value, form) => {
    const until = value('until')
    const wish: ApiKeyWish = {
      name: value('name'),
      scopes: [value('scope') as ApiKeyWish['scopes'][number]],
      expiresAt: until === '' ? null : new Date(`${until}T23:59:00`).toISOString(),
    }
    setMade(await asking(post<NewApiKey>('/api/v1/api-keys', wish)))
    form.reset()
    onMade()
  })
  return (
    <form class="stack" onSubmit={submit}>
      {problem && <Notice tone="danger" title={problem} />}
      {made && (
        <Notice title={texts.account.keyMade}>
          <p class="wrap">
            <code>{made.key}</code>
          </p>
        </Notice>
      )}
      <Field id="key-name" label={texts.account.keyName}>
        {(control) => <input {...control} name="name" required maxLength={200} autocomplete="off" />}
      </Field>
      <Field id="key-scope" label={texts.account.keyScope}>
        {(control) => (
          <select {...control} name="scope">
            {Object.entries(texts.account.keyScopes).map(([scope, name]) => (
              <option key={scope} value={scope}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field
        id="key-until"
        label={
          <>
            {texts.account.keyExpires} <span class="muted">{texts.account.optional}</span>
          </>
        }
      >
        {(control) => <input {...control} name="until" type="date" />}
      </Field>
      <button type="submit" class="button-quiet" disabled={busy}>
        {texts.account.keyMake}
      </button>
    </form>
  )
}

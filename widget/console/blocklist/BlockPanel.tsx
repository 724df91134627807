import { useState } from 'preact/hooks'
import { post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { Blocked, BlockWish } from '../wire.ts'

/** Put somebody, or everybody of a domain, on the blocklist. */
export function BlockPanel({ onBlocked }: { onBlocked: () => void }) {
  const [blocked, setBlocked] = useState<string | null>(null)
  const { problem, busy, submit } = useSubmit(async (value, form) => {
    setBlocked(null)
    const reason = value('reason')
    const wish: BlockWish = { entry: value('entry'), ...(reason !== '' && { reason }) }
    const { entry } = await asking(post<Blocked>('/api/v1/blocklist', wish))
    form.reset()
    setBlocked(entry)
    onBlocked()
  })
  return (
    <form class="panel stack" aria-labelledby="block-title" onSubmit={submit}>
      <h2 id="block-title">{texts.blocklist.add}</h2>
      {problem && <Notice tone="danger" title={problem} />}
      {blocked && <Notice title={texts.blocklist.added(blocked)} />}
      <Field id="block-entry" label={texts.blocklist.entry} hint={texts.blocklist.entryHint}>
        {(control) => <input {...control} name="entry" required maxLength={254} autocomplete="off" spellcheck={false} />}
      </Field>
      <Field
        id="block-reason"
        label={
          <>
            {texts.blocklist.reason} <span class="muted">{texts.account.optional}</span>
          </>
        }
      >
        {(control) => <input {...control} name="reason" maxLength={1000} autocomplete="off" />}
      </Field>
      <button type="submit" class="button" disabled={busy}>
        {texts.blocklist.submit}
      </button>
    </form>
  )
}

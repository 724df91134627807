import { useEffect, useState } from 'preact/hooks'
import { post } from '../../api.ts'
import { Notice } from '../../ui/Notice.tsx'
import { failureText } from '../failure.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { AccountLink } from '../wire.ts'
import { Alone } from './Alone.tsx'
import { NewPasswordField } from './fields.tsx'

/** Whether the address is one that a mailed link leads to. */
export const isMailedLink = (): boolean => /^\/console\/(invitation|reset)$/.test(location.pathname)

/** Where a mailed link leads: choose a password, and be in. */
export function LinkPage({ onChosen }: { onChosen: (email: string, password: string) => Promise<void> }) {
  const [token] = useState(() => location.hash.slice(1))
  const [link, setLink] = useState<AccountLink | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  useEffect(() => {
    post<AccountLink>('/api/v1/account-links/read', { token }).then(setLink, (error: unknown) => setRefused(failureText(error)))
  }, [token])
  const { problem, busy, submit } = useSubmit(async (value) => {
    if (!link) return
    const password = value('password')
    await post('/api/v1/account-links/use', { token, password })
    await onChosen(link.email, password)
  })

  if (refused)
    return (
      <Alone title={texts.link.refused}>
        <Notice tone="warning" title={refused} />
        <a class="button" href="/console/home">
          {texts.link.toSignIn}
        </a>
      </Alone>
    )
  if (!link)
    return (
      <main class="alone" aria-busy="true">
        <p class="muted">{texts.start.loading} …</p>
      </main>
    )
  return (
    <Alone title={texts.link.title[link.kind](link.name)} problem={problem} onSubmit={submit}>
      <p class="wrap">
        {texts.link.as} <span class="strong">{link.email}</span>
      </p>
      <input type="hidden" name="email" value={link.email} autocomplete="username" />
      <NewPasswordField id="link-password" autofocus />
      <button type="submit" class="button" disabled={busy}>
        {texts.link.submit}
      </button>
    </Alone>
  )
}

import { useCallback, useEffect, useState } from 'preact/hooks'
import { get, post, remove } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { ownZone, shortMoment } from '../said.ts'
import { setup } from '../session.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import { type BookingLink, type BookingLinkWish, instantText, type List } from '../wire.ts'

/** Days for which a link can be good. */
const DAYS = [1, 7, 14, 30, 90]
const DAY_MS = 86_400_000

/** Links with which the customer books for themselves: make one and copy it, or make one void. */
export function BookingLinks({ customerId }: { customerId: string }) {
  const [open, setOpen] = useState(false)
  return (
    <details class="booking-links" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{texts.bookingLink.title}</summary>
      {open && <Links key={customerId} customerId={customerId} />}
    </details>
  )
}

function Links({ customerId }: { customerId: string }) {
  const [links, setLinks] = useState<readonly BookingLink[]>([])
  const [copied, setCopied] = useState<{ url: string; done: boolean } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const load = useCallback(
    () =>
      asking(get<List<BookingLink>>('/api/v1/booking-links', { customer: customerId })).then(
        ({ items }) => setLinks(items.filter(({ status }) => status === 'active')),
        (error: unknown) => setProblem(failureText(error)),
      ),
    [customerId],
  )
  useEffect(() => void load(), [load])

  /** A browser may forbid it; then the link is there to be copied by hand. */
  async function copy(url: string) {
    const done = await navigator.clipboard?.writeText(url).then(
      () => true,
      () => false,
    )
    setCopied({ url, done: done ?? false })
  }
  function revoke({ id, url }: BookingLink) {
    setProblem(null)
    if (copied?.url === url) setCopied(null)
    asking(remove(`/api/v1/booking-links/${id}`)).then(load, (error: unknown) => setProblem(failureText(error)))
  }

  return (
    <div class="stack">
      <MakeLink
        customerId={customerId}
        onMade={({ url }) => {
          void load()
          if (url) void copy(url)
        }}
      />
      {problem && <Notice tone="danger" title={problem} />}
      {copied && (
        <Notice title={copied.done ? texts.bookingLink.copied : texts.bookingLink.made}>
          <input
            class="control"
            readOnly
            aria-label={texts.bookingLink.url}
            value={copied.url}
            onFocus={(event) => event.currentTarget.select()}
          />
        </Notice>
      )}
      {links.length > 0 && (
        <ul class="rows">
          {links.map((link) => (
            <li key={link.id} class="row spread">
              <span class="grow small wrap">
                {link.page.title}
                <span class="muted block">{texts.bookingLink.left(link.usesLeft, shortMoment(new Date(link.expiresAt), ownZone()))}</span>
              </span>
              <span class="row tight">
                <button
                  type="button"
                  class="button-link compact"
                  aria-label={texts.bookingLink.copyLabel(link.page.title)}
                  onClick={() => void copy(link.url ?? '')}
                >
                  {texts.bookingLink.copy}
                </button>
                <button
                  type="button"
                  class="button-link compact"
                  aria-label={texts.bookingLink.revokeLabel(link.page.title)}
                  onClick={() => revoke(link)}
                >
                  {texts.bookingLink.revoke}
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function MakeLink({ customerId, onMade }: { customerId: string; onMade: (link: BookingLink) => void }) {
  const { problem, busy, submit } = useSubmit(async (value) => {
    const expires = new Date(Math.floor((Date.now() + Number(value('days')) * DAY_MS) / 60_000) * 60_000)
    const wish: BookingLinkWish = {
      customer: customerId,
      page: value('page'),
      uses: Number(value('uses')),
      expiresAt: instantText(expires),
    }
    onMade(await asking(post<BookingLink>('/api/v1/booking-links', wish)))
  })
  const pages = setup.value?.bookingPages ?? []
  if (pages.length === 0) return <p class="small muted">{texts.bookingLink.noPages}</p>
  return (
    <form class="stack tight" onSubmit={submit}>
      {problem && <Notice tone="danger" title={problem} />}
      <Field id="link-page" label={texts.bookingLink.page}>
        {(control) => (
          <select {...control} name="page">
            {pages.map(({ slug, title }) => (
              <option key={slug} value={slug}>
                {title}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div class="link-limits">
        <Field id="link-uses" label={texts.bookingLink.uses}>
          {(control) => <input {...control} name="uses" type="number" min={1} max={100} required defaultValue="1" />}
        </Field>
        <Field id="link-days" label={texts.bookingLink.expires}>
          {(control) => (
            <select {...control} name="days" defaultValue="14">
              {DAYS.map((days) => (
                <option key={days} value={days} selected={days === 14}>
                  {texts.bookingLink.days(days)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <button type="submit" class="button-quiet" disabled={busy}>
        {texts.bookingLink.make}
      </button>
    </form>
  )
}

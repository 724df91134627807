import { useState } from 'preact/hooks'
import { post } from '../../api.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { ownZone, shortMoment } from '../said.ts'
import { may } from '../session.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { CalendarAccount } from '../wire.ts'
import { ChooseForm } from './ChooseForm.tsx'
import { PasswordForm } from './PasswordForm.tsx'

interface Props {
  readonly account: CalendarAccount
  readonly onConsent: (vendor: 'google' | 'microsoft') => void
  readonly onDisconnect: (account: CalendarAccount) => void
  readonly onChanged: () => void
}

const TONE = { connected: 'sent', failing: '', unreachable: 'failed', disconnected: 'failed' } as const

/** One account: how it is, and what can be done about it. */
export function AccountRow({ account, onConsent, onDisconnect, onChanged }: Props) {
  const [doing, setDoing] = useState<'choose' | 'password' | 'disconnect' | null>(null)
  const { rep, vendor, name, state, problem, lastSyncAt, failingSince, calendars } = account
  const whose = texts.calendars.whose(name, rep.name)
  const toggle = (what: typeof doing) => setDoing(doing === what ? null : what)
  const done = () => {
    setDoing(null)
    onChanged()
  }
  const check = useSubmit(async () => {
    await asking(post(`/api/v1/calendar-accounts/${account.id}/check`, {}))
    onChanged()
  })
  const counting = calendars.filter((one) => one.counts).map((one) => one.name)
  const taking = calendars.find((one) => one.takesBookings)?.name
  const reconnect = () => (vendor === 'caldav' ? toggle('password') : onConsent(vendor))
  return (
    <li class="stack tight">
      <div class="user">
        <span class="grow">
          <span class="strong wrap">{rep.name}</span>
          <span class="small muted wrap block">
            {texts.calendars.vendors[vendor]} · {name}
          </span>
        </span>
        <span class={`tag ${TONE[state]}`}>{texts.calendars.states[state]}</span>
      </div>
      {state !== 'connected' && (
        <p class="small wrap">
          {texts.calendars.meaning[state]} {problem}
          {failingSince && <span class="muted"> {texts.calendars.since(shortMoment(new Date(failingSince), ownZone()))}</span>}
        </p>
      )}
      <p class="small muted wrap">
        {texts.calendars.counting(counting)} {texts.calendars.taking(taking)}{' '}
        {lastSyncAt ? texts.calendars.read(shortMoment(new Date(lastSyncAt), ownZone())) : texts.calendars.neverRead}
      </p>
      <form class="row tight" onSubmit={check.submit}>
        {state !== 'connected' && may('POST /api/v1/calendar-accounts') && (
          <button type="button" class="button" aria-label={texts.calendars.reconnectLabel(whose)} onClick={reconnect}>
            {texts.calendars.reconnect}
          </button>
        )}
        {may('PATCH /api/v1/calendar-accounts/{id}') && (
          <button
            type="button"
            class="button-link compact"
            aria-expanded={doing === 'choose'}
            aria-label={texts.calendars.chooseLabel(whose)}
            onClick={() => toggle('choose')}
          >
            {texts.calendars.choose}
          </button>
        )}
        <button type="submit" class="button-link compact" disabled={check.busy} aria-label={texts.calendars.checkLabel(whose)}>
          {texts.calendars.check}
        </button>
        {may('DELETE /api/v1/calendar-accounts/{id}') && (
          <button
            type="button"
            class="button-link compact"
            aria-expanded={doing === 'disconnect'}
            aria-label={texts.calendars.disconnectLabel(whose)}
            onClick={() => toggle('disconnect')}
          >
            {texts.calendars.disconnect}
          </button>
        )}
      </form>
      {check.problem && <Notice tone="danger" title={check.problem} />}
      {doing === 'choose' && <ChooseForm account={account} label={texts.calendars.chooseLabel(whose)} onDone={done} />}
      {doing === 'password' && <PasswordForm account={account} label={texts.calendars.reconnectLabel(whose)} onDone={done} />}
      {doing === 'disconnect' && (
        <Notice tone="warning" title={texts.calendars.sure}>
          <p>{texts.calendars.sureHint(taking !== undefined)}</p>
          <p class="row">
            <button type="button" class="button danger" onClick={() => onDisconnect(account)}>
              {texts.calendars.sureYes}
            </button>
            <button type="button" class="button-quiet" onClick={() => setDoing(null)}>
              {texts.calendars.sureNo}
            </button>
          </p>
        </Notice>
      )}
    </li>
  )
}

import { texts } from '../text.ts'
import type { Booking } from '../wire.ts'

interface Props {
  readonly sync: Booking['sync']['crm']
  readonly notices: readonly string[]
}

/** Whether the booking stands in Salesforce, and what of it does not; nothing, if it is not written there. */
export function CrmLine({ sync, notices }: Props) {
  if (sync === 'none') return null
  if (sync === 'failed') return <li>{texts.done.crm.failed(notices.join(' '))}</li>
  return (
    <li>
      {texts.done.crm[sync]}
      {notices.map((one) => (
        <span key={one} class="small muted block">
          {one}
        </span>
      ))}
    </li>
  )
}

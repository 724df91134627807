import { useEffect, useRef, useState } from 'preact/hooks'
import { obstacleText } from '../reasons.ts'
import { texts } from '../text.ts'
import type { Unavailable as Member } from '../wire.ts'

const FIRST = 30

interface Props {
  readonly members: readonly Member[]
  readonly count: number | null
  readonly isOpen: boolean
  readonly at: Date
  readonly timeZone: string
  readonly onToggle: (open: boolean) => void
}

/** Why the other members of the pool cannot come. */
export function Unavailable({ members, count, isOpen, at, timeZone, onToggle }: Props) {
  const [isLong, setLong] = useState(false)
  const list = useRef<HTMLDetailsElement>(null)
  const isWanted = useRef(false)
  const shown = isLong ? members : members.slice(0, FIRST)

  // Asked for just now, the reasons come into sight as soon as they are known.
  useEffect(() => {
    if (!isWanted.current || !isOpen || members.length === 0) return
    isWanted.current = false
    list.current?.scrollIntoView({ block: 'nearest' })
  }, [isOpen, members])

  return (
    <details
      ref={list}
      open={isOpen}
      onToggle={(event) => {
        const { open } = event.currentTarget
        isWanted.current = open && !isOpen
        onToggle(open)
      }}
    >
      <summary>{texts.answer.whyNot(count)}</summary>
      <ul class="others">
        {shown.map(({ rep, reasons }) => (
          <li key={rep.id}>
            <span class="strong">{rep.name}</span>
            <span class="small muted"> {reasons.map((reason) => obstacleText(reason, at, timeZone)).join('; ')}</span>
          </li>
        ))}
      </ul>
      {shown.length < members.length && (
        <button type="button" class="button-link compact" onClick={() => setLong(true)}>
          {texts.answer.more(members.length - shown.length)}
        </button>
      )}
    </details>
  )
}

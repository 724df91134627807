import { useState } from 'preact/hooks'
import { ManagePage } from './ManagePage.tsx'
import { createManaging } from './manage-state.ts'
import type { Place } from './place.ts'

interface Props {
  readonly token: string
  readonly place: Place
}

/** The page behind a message's link: its booking is read as soon as it is shown. */
export function Managing({ token, place }: Props) {
  const [managing] = useState(() => {
    const made = createManaging(token, place)
    void made.open()
    return made
  })
  return <ManagePage managing={managing} />
}

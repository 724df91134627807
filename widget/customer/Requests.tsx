import { useState } from 'preact/hooks'
import { RequestPage } from './RequestPage.tsx'
import { createAnswering } from './request-state.ts'

interface Props {
  readonly token: string
  readonly search: string
}

/** The page behind the links of a rep's mail: its request is read as soon as it is shown. */
export function Requests({ token, search }: Props) {
  const [answering] = useState(() => {
    const made = createAnswering(token, search)
    void made.open()
    return made
  })
  return <RequestPage answering={answering} />
}

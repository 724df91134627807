import { useState } from 'preact/hooks'
import type { Place } from './place.ts'
import { RegisterPage } from './RegisterPage.tsx'
import { createRegistering } from './register-state.ts'

interface Props {
  readonly slug: string
  readonly place: Place
}

/** A registration form, which is read as soon as it is shown. */
export function Registering({ slug, place }: Props) {
  const [registering] = useState(() => {
    const made = createRegistering(slug, place)
    void made.open()
    return made
  })
  return <RegisterPage registering={registering} />
}

import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Errors } from './form.ts'

/** Lead whoever has sent a form to the first field that is wrong. */
export function useFirstWrong(form: RefObject<HTMLFormElement | null>, errors: Errors): void {
  useEffect(() => {
    const first = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    const control = first?.matches('fieldset') ? first.querySelector<HTMLElement>('input') : first
    control?.focus()
  }, [errors])
}

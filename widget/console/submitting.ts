import { useState } from 'preact/hooks'
import { Problem } from '../api.ts'
import { failureText } from './failure.ts'

export type FormEvent = SubmitEvent & { currentTarget: HTMLFormElement }

/** The fields of a form by name, trimmed, except for passwords. */
export type Values = (name: string) => string

/** A form that sends something: whether it is being sent, and why it was not taken. */
export function useSubmit(act: (values: Values, form: HTMLFormElement) => Promise<void>) {
  const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null)
  const [busy, setBusy] = useState(false)
  async function submit(event: FormEvent) {
    event.preventDefault()
    const form = event.currentTarget
    const data = new FormData(form)
    const values = (name: string) => {
      const text = String(data.get(name) ?? '')
      return name.startsWith('password') ? text : text.trim()
    }
    setBusy(true)
    setFailure(null)
    try {
      await act(values, form)
    } catch (error) {
      setFailure({ error })
    } finally {
      setBusy(false)
    }
  }
  /** What is wrong with one field of what was sent. */
  const errorAt = (pointer: string) =>
    failure?.error instanceof Problem ? failure.error.errors.find((one) => one.pointer === pointer)?.detail : undefined
  /** Which fields are wrong. */
  const wrong = failure?.error instanceof Problem ? failure.error.errors.map(({ pointer }) => pointer) : []
  return { problem: failure && failureText(failure.error), wrong, errorAt, busy, submit }
}

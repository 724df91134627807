import { useState } from 'preact/hooks'
import { failureText } from './failure.ts'

export type FormEvent = SubmitEvent & { currentTarget: HTMLFormElement }

/** The fields of a form by name, trimmed, except for passwords. */
export type Values = (name: string) => string

/** A form that sends something: whether it is being sent, and why it was not taken. */
export function useSubmit(act: (values: Values, form: HTMLFormElement) => Promise<void>) {
  const [problem, setProblem] = useState<string | null>(null)
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
    setProblem(null)
    try {
      await act(values, form)
    } catch (error) {
      setProblem(failureText(error))
    } finally {
      setBusy(false)
    }
  }
  return { problem, busy, submit }
}

import { useEffect, useRef, useState } from 'preact/hooks'
import { Problem } from '../../api.ts'
import { failureText } from '../failure.ts'
import type { FormEvent } from '../submitting.ts'
import { texts } from '../text.ts'
import { changesOf, importOf, type Kind, save, type Thing } from './things.ts'

/** A form that is being filled in, as each of its fields sees it. */
export interface Draft {
  readonly thing: Thing
  /** Whether it is not there yet. */
  readonly isNew: boolean
  set(field: string, value: unknown): void
  /** What is wrong with a field, and with the rows of its list, if it is one. */
  errorAt(field: string): string | undefined
}

/** The form of one thing: what was typed, what is wrong with it, and saving it. */
export function useDraft(kind: Kind, read: Thing | null, blank: Thing, onSaved: (saved: Thing) => void) {
  const [thing, setThing] = useState<Thing>(read ?? blank)
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement | null>(null)
  const isChanged = Object.keys(changesOf(read ?? blank, thing)).length > 0

  useEffect(() => {
    if (!isChanged) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [isChanged])

  // The first wrong field takes the focus, once it is shown which.
  useEffect(() => {
    if (failure !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [failure])

  async function submit(event: FormEvent) {
    event.preventDefault()
    form.current = event.currentTarget
    setBusy(true)
    setFailure(null)
    try {
      await save(importOf(kind, read, thing))
      onSaved(thing)
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  const errors = failure instanceof Problem ? failure.errors : []
  const errorAt = (field: string) => {
    const place = `/${kind}/0/${field}`
    const found = errors.filter(({ pointer }) => pointer === place || pointer.startsWith(`${place}/`))
    return found.map(({ pointer, detail }) => inRow(pointer.slice(place.length + 1), detail)).join('; ') || undefined
  }
  const draft: Draft = { thing, isNew: read === null, set: (field, value) => setThing((now) => ({ ...now, [field]: value })), errorAt }
  return {
    draft,
    busy,
    submit,
    isChanged,
    problem: summaryOf(failure, errors),
    isStale: failure instanceof Problem && failure.code === 'conflict',
  }
}

/** What is wrong with one row of a list says with which. */
function inRow(below: string, detail: string): string {
  const row = /^\d+/.exec(below)?.[0]
  return row === undefined ? detail : texts.setup.row(Number(row) + 1, detail)
}

/** What is wrong with the whole. What stands beside a field is not said twice. */
function summaryOf(failure: unknown, errors: Problem['errors']): string | null {
  if (failure === null) return null
  if (!(failure instanceof Problem) || errors.length === 0) return failureText(failure)
  if (failure.code === 'conflict') return failure.detail
  const elsewhere = errors.filter(({ pointer }) => !/^\/\w+\/0\/\w/.test(pointer)).map(({ detail }) => detail)
  return elsewhere.length > 0 ? elsewhere.join('; ') : texts.setup.wrong
}

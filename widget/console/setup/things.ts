/** Things of the configuration as a form holds them: what export gives, and what import takes. */
import { useCallback, useEffect, useState } from 'preact/hooks'
import { get, post } from '../../api.ts'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { setup } from '../session.ts'
import type { Setup } from '../wire.ts'

/** The kinds of things that have a form. */
export type Kind = 'projects' | 'reps' | 'eventTypes' | 'pools' | 'bookingPages' | 'registrationForms' | 'callCenters'

/** One thing, field by field. */
export type Thing = Readonly<Record<string, unknown>>

/** Whatever of the configuration a page has read. */
export type Things = Readonly<Partial<Record<Kind | 'shares', readonly Thing[]>>>

/** By which field a thing is known among its kind. */
const keyOf = (kind: Kind): 'email' | 'slug' => (kind === 'reps' ? 'email' : 'slug')

/** By what a thing is known among its kind. */
export const refOf = (kind: Kind, thing: Thing): string => String(thing[keyOf(kind)] ?? '')

/** What a person calls it. */
export const titleOf = (thing: Thing): string => String(thing.name ?? thing.title ?? '')

/** Things to choose from, by what they are known by. */
export const choicesOf = (kind: Kind, list: readonly Thing[] | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries((list ?? []).map((one) => [refOf(kind, one), titleOf(one)]))

/** The fields of a draft that differ from what was read; all of something new. */
export const changesOf = (read: Thing | null, draft: Thing): Thing =>
  Object.fromEntries(Object.entries(draft).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(read?.[field])))

/** What to import so that a thing becomes as it was typed, unless somebody else has changed the same fields since they were read. */
export function importOf(kind: Kind, read: Thing | null, draft: Thing) {
  const ref = refOf(kind, draft)
  const changes = changesOf(read, draft)
  // What was not there before cannot have been changed: import gives it nothing of before either.
  const before = read && Object.fromEntries(Object.keys(changes).map((field) => [field, read[field]]))
  return { [kind]: [{ ...changes, [keyOf(kind)]: ref }], asRead: { [kind]: { [ref]: before } } }
}

/** Keep what was typed. What the rest of the console chooses from is read anew. */
export async function save(body: object): Promise<void> {
  await asking(post('/api/v1/import', body))
  setup.value = await asking(get<Setup>('/api/v1/setup'))
}

/** Read some kinds of things, and again when asked to. */
export function useThings(kinds: readonly (Kind | 'shares')[]) {
  const [things, setThings] = useState<Things | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const only = kinds.join(',')
  const load = useCallback(
    () =>
      asking(get<Things>('/api/v1/export', { only })).then(
        (read) => {
          setProblem(null)
          setThings(read)
          return read
        },
        (error: unknown) => {
          setProblem(failureText(error))
          return null
        },
      ),
    [only],
  )
  useEffect(() => void load(), [load])
  return { things, problem, load }
}

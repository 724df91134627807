import { texts } from '../text.ts'
import { TextField } from './fields.tsx'
import type { Draft } from './form.ts'

/** By what a thing is known; it can be chosen once. */
export function SlugField({ draft }: { draft: Draft }) {
  if (!draft.isNew) return null
  return <TextField draft={draft} name="slug" label={texts.setup.slug} hint={texts.setup.slugHint} />
}

import { texts } from '../text/language.ts'

/** Marks what may be left empty; everything without this mark is needed. */
export function Optional() {
  return <span class="optional">{texts.optional}</span>
}

import { type ComponentType, createElement, type VNode } from 'preact'
import { Unreachable } from '../reading.ts'
import { loadLaterTexts } from '../text/language.ts'
import { signal } from '../ui/signal.ts'
import { FailureNotice } from './FailureNotice.tsx'
import { failureOf } from './failure.ts'
import { Busy } from './Screens.tsx'

type Parts = typeof import('./later-parts.ts')

const parts = signal<Parts | null>(null)
const failed = signal(false)
let asked = false
let bringStyle: () => Promise<unknown> = async () => {}

/** Say how the styles of the later parts come, where they are not a file of the page. */
export function styleLater(bring: () => Promise<unknown>): void {
  bringStyle = bring
}

/** Fetch the later parts now, since they will be needed soon, with their sentences and their looks. */
export function prepareLater(): void {
  if (asked) return
  asked = true
  failed.value = false
  Promise.all([import('./later-parts.ts'), loadLaterTexts(), bringStyle()]).then(
    ([found]) => {
      parts.value = found
    },
    () => {
      asked = false
      failed.value = true
    },
  )
}

/** Stands for a component of the later parts, until they are there. */
export const later =
  <Props extends object>(find: (parts: Parts) => ComponentType<Props>) =>
  (props: Props): VNode => {
    if (parts.value !== null) return createElement(find(parts.value), props) as VNode
    if (failed.value) return <FailureNotice failure={failureOf(new Unreachable())} onAgain={prepareLater} />
    prepareLater()
    return <Busy />
  }

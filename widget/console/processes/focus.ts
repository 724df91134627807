import { useLayoutEffect, useRef } from 'preact/hooks'

/** Says which element is to have the focus once `changed` has: what moves on a page loses it, and what is new never had it. */
export function useFocusAfter(changed: unknown): (id: string) => void {
  const wanted = useRef<string | null>(null)
  useLayoutEffect(() => {
    if (wanted.current === null) return
    document.getElementById(wanted.current)?.focus()
    wanted.current = null
  }, [changed])
  return (id) => {
    wanted.current = id
  }
}

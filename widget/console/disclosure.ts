import { useEffect, useRef, useState } from 'preact/hooks'

/** Something behind a button: it closes when one has arrived somewhere, and with Escape, which leads back to the button. */
export function useDisclosure(path: string) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => setOpen(false), [path])
  useEffect(() => {
    if (!open) return
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpen(false)
      button.current?.focus()
    }
    addEventListener('keydown', leave)
    return () => removeEventListener('keydown', leave)
  }, [open])
  return { open, button, toggle: () => setOpen(!open) }
}

interface Props {
  readonly id: string
  readonly name: string
  readonly sign: string
  readonly off: boolean
  readonly onClick: () => void
}

/** A button that shows a sign and is called by a name. One that is off keeps the focus, so that whoever moves things by keyboard stays there. */
export function SignButton({ id, name, sign, off, onClick }: Props) {
  return (
    <button
      type="button"
      id={id}
      class="button-link compact sign"
      aria-label={name}
      title={name}
      aria-disabled={off}
      onClick={() => {
        if (!off) onClick()
      }}
    >
      {sign}
    </button>
  )
}

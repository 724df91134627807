interface Props {
  readonly text: string
}

/** An address ends before the punctuation of the sentence that it stands in. */
const ADDRESS = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]'’”])/

/** A text of the company's, in which web addresses are links. */
export function LinkedText({ text }: Props) {
  return (
    <bdi>
      {text.split(ADDRESS).map((part, place) =>
        place % 2 === 0 ? (
          part
        ) : (
          <a key={part} href={part} target="_blank" rel="noopener noreferrer">
            {part}
          </a>
        ),
      )}
    </bdi>
  )
}

/** How the words of names are spelt, and how alike two spellings are. */

/** The words of a name or of a search, as `name_words` of the database makes them. */
export const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/['’‘ʼ`´]/g, '')
    .split(/[ \t\n\r\u00a0\-‐‑–.,;/()"&+_]+/)
    .filter(Boolean)

/** What somebody may have meant who swapped two neighbouring letters. */
export function unswapped(word: string): string[] {
  const letters = [...word]
  return letters.slice(1).map((letter, i) => [...letters.slice(0, i), letter, letters[i], ...letters.slice(i + 2)].join(''))
}

/** Longer words are nobody's name written without its spaces. */
const LONGEST_JOINED = 16
const SHORTEST_PART = 2

/** Every piece of a word that may be a word of its own: `vandyke` may be a Van Dyke. */
export function piecesOf(word: string): string[] {
  if (word.length > LONGEST_JOINED) return []
  const pieces: string[] = []
  for (let from = 0; from < word.length; from++)
    for (let to = from + SHORTEST_PART; to <= word.length; to++) if (to - from < word.length) pieces.push(word.slice(from, to))
  return pieces
}

/** Each way to part a word into several of these pieces. */
export function partings(word: string, pieces: ReadonlySet<string>): string[][] {
  const ways: string[][] = []
  for (let to = SHORTEST_PART; to <= word.length - SHORTEST_PART; to++) {
    const [first, rest] = [word.slice(0, to), word.slice(to)]
    if (!pieces.has(first)) continue
    if (pieces.has(rest)) ways.push([first, rest])
    ways.push(...partings(rest, pieces).map((parts) => [first, ...parts]))
  }
  return ways
}

/** 1 for the same word, and less the more letters are too many, missing or wrong, or have changed places with their neighbour; 0 at the least. */
export function likeness(one: string, other: string): number {
  const [a, b] = [[...one], [...other]]
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (const [i, letter] of a.entries()) {
    const [above = [], twoAbove = []] = [rows[i], rows[i - 1]]
    const row = [i + 1]
    for (const [j, next] of b.entries()) {
      const wrong = (above[j] ?? 0) + (letter === next ? 0 : 1)
      const swap = i > 0 && j > 0 && letter === b[j - 1] && a[i - 1] === next ? (twoAbove[j - 1] ?? 0) + 1 : wrong
      row.push(Math.min(wrong, swap, (above[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1))
    }
    rows.push(row)
  }
  return 1 - (rows[a.length]?.[b.length] ?? 0) / Math.max(a.length, b.length, 1)
}

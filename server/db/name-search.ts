/** How customers are found whose names are spelt alike: first words of names, then those who have them. */
import { type RawBuilder, sql } from 'kysely'
import { likeness, partings, piecesOf, unswapped } from '../domain/spelling.ts'
import { type Customer, selectAmong } from './customers.ts'
import type { Database } from './database.ts'

/** So many spellings are asked for, the most alike first; with the last of them all that are as much alike. More only if too few are found. */
const ROUNDS = [1, 5, 30]

/** So many words with the most groups of three letters in common are judged by their letters. */
const JUDGED = 100

/** A long word is compared with whole words, or all that begin as it does would be like it; a short one would then be like nothing. */
export const LONG = 7

/** Remove words of names that nobody has any more, where something kept them from going with their customer. */
export async function tidyNameWords(db: Database): Promise<void> {
  await sql`select tidy_name_words()`.execute(db)
}

/** A way to spell a searched word: a word of names, or several that are written apart there. */
interface Spelling {
  readonly words: readonly string[]
  readonly likeness: number
}

/** For each searched word how names that are like it are spelt, the most alike first. */
async function findSpellings(db: Database, searched: readonly string[]): Promise<Spelling[][]> {
  const alike = searched.map(
    (word, i) => sql`(
      select ${i}::int as place, word from customer_name_word where word ${word.length >= LONG ? sql`%>>` : sql`%>`} ${word}
      group by word order by similarity(word, ${word}) desc, word limit ${JUDGED})`,
  )
  const keys = searched.flatMap((word) => [...unswapped(word), ...piecesOf(word)])
  const { rows } = await sql<{ place: number | null; word: string }>`
    ${sql.join(alike, sql` union all `)}
    union all select null, word from customer_name_word where word = any(${keys}::text[])`.execute(db)
  const known = new Set(rows.flatMap(({ place, word }) => (place === null ? word : [])))
  const spellings = searched.map((word, i) => {
    const single = new Set([
      ...rows.flatMap((row) => (row.place === i ? row.word : [])),
      ...unswapped(word).filter((one) => known.has(one)),
    ])
    const spelt = [...[...single].map((one) => [one]), ...partings(word, known)]
    return spelt.map((words) => ({ words, likeness: likeness(word, words.join(' ')) })).sort((a, b) => b.likeness - a.likeness)
  })
  // One word of a name cannot be two that are searched: it is the one that it is most like.
  const most = new Map<string, number>()
  const keyOf = ({ words }: Spelling) => words.join(' ')
  for (const one of spellings.flat()) most.set(keyOf(one), Math.max(one.likeness, most.get(keyOf(one)) ?? 0))
  return spellings.map((all) => all.filter((one) => one.likeness === most.get(keyOf(one))))
}

/** The most alike of them, so many besides the word itself, and whatever is as much alike as the last of these. */
function bestOf(spellings: readonly Spelling[], most: number): Spelling[] {
  const least = spellings.filter((one) => one.likeness < 1)[most - 1]?.likeness ?? 0
  return spellings.filter((one) => one.likeness >= least)
}

const list = (words: readonly string[]) => sql`${words}::text[]`

/** Whether a name has any of these spellings. */
function hasAny(spellings: readonly Spelling[]): RawBuilder<boolean> {
  const single = spellings.filter(({ words }) => words.length === 1).flatMap(({ words }) => words)
  const several = spellings.filter(({ words }) => words.length > 1).map(({ words }) => sql`name_words @> ${list(words)}`)
  return sql<boolean>`(${sql.join([sql`name_words && ${list(single)}`, ...several], sql` or `)})`
}

/** How like is the best of these spellings that a name has. */
function gradeOf(spellings: readonly Spelling[]): RawBuilder<number> {
  const grades = [...Map.groupBy(spellings, (one) => one.likeness)].map(
    ([grade, alike]) => sql`when ${hasAny(alike)} then ${grade}::float8`,
  )
  return sql`case ${sql.join(grades, sql` `)} end`
}

/** Customers for whom all of `conditions` hold and whose names have words much like each of the searched ones, the most alike first. */
export async function findByAlikeNames(
  db: Database,
  searched: readonly string[],
  conditions: readonly RawBuilder<boolean>[],
  limit: number,
): Promise<Customer[]> {
  const spellings = await findSpellings(db, searched)
  if (spellings.some((all) => all.length === 0)) return []
  // Those with the very word are known already, and several words narrow each other.
  const start = searched.length > 1 ? ROUNDS.length - 1 : spellings[0]?.[0]?.likeness === 1 ? 1 : 0
  let [found, asked]: [Customer[], number] = [[], 0]
  for (const most of ROUNDS.slice(start)) {
    const best = spellings.map((all) => bestOf(all, most))
    const size = best.flat().length
    if (size > asked) found = await selectNamed(db, best, conditions, limit)
    if (found.length >= limit) return found
    asked = size
  }
  return found
}

const selectNamed = (
  db: Database,
  spellings: readonly Spelling[][],
  conditions: readonly RawBuilder<boolean>[],
  limit: number,
): Promise<Customer[]> =>
  selectAmong(db, sql<boolean>`${sql.join(spellings.map(hasAny), sql` and `)}`)
    .where((row) => row.and([...conditions]))
    .orderBy(sql.join(spellings.map(gradeOf), sql` + `), 'desc')
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute()

/** How customers are found: by parts of name, email and phone, or by a name that is spelt alike. */
import { type RawBuilder, sql } from 'kysely'
import type { Sight } from '../domain/sight.ts'
import { wordsOf } from '../domain/spelling.ts'
import { type Customer, selectAmong, selectCustomers } from './customers.ts'
import { type Database, isId } from './database.ts'
import { findByAlikeNames, LONG } from './name-search.ts'
import { seesCustomer } from './sight.ts'

const MOST_ALIKE = 5
const MOST_WORDS = 8

/** Fewer digits are part of nearly every number, or are like one. */
const FEWEST_DIGITS = 4
const FEWEST_LIKE_A_PHONE = 7

const escaped = (word: string) => word.replace(/[\\%_]/g, '\\$&')

/** A word is somewhere in a name or an email; a short one begins a name, so that the index can tell. */
function hasWord(word: string): RawBuilder<boolean> {
  const part = escaped(word)
  // Of signs alone the index knows nothing.
  if (word.length < 3 && /[\p{L}\p{N}]/u.test(word))
    return sql<boolean>`(name ilike ${`${part}%`} or name ilike ${`% ${part}%`} or email ilike ${`${part}%`})`
  return sql<boolean>`(name ilike ${`%${part}%`} or email ilike ${`%${part}%`})`
}

const digitsOf = (search: string): string => (/^[\d\s()+.-]+$/.test(search) ? search.replace(/\D/g, '') : '')

/** Who ordered what has this number. */
const ordered = (number: string) =>
  sql<boolean>`customer.id = any(array(select customer_id from sales_order where lower(number) = ${number.toLowerCase()} limit 20))`

/** Every word is somewhere, or the digits are in the phone, or it is the number of an order. */
function matches(search: string, words: readonly string[], orOrdered = true): RawBuilder<boolean> {
  const digits = digitsOf(search)
  const named = sql<boolean>`(${sql.join(words.map(hasWord), sql` and `)})`
  const others = [
    ...(digits.length >= FEWEST_DIGITS ? [sql<boolean>`phone like ${`%${digits}%`}`] : []),
    ...(orOrdered && words.length === 1 && /\d/.test(search) ? [ordered(search.trim())] : []),
  ]
  return others.length === 0 ? named : sql<boolean>`(${sql.join([...others, named], sql` or `)})`
}

/** The ids of all customers in whose name, email or phone a search is as it is written. */
export const idsOfMatching = (search: string): RawBuilder<string[]> =>
  sql<string[]>`array(select customer.id from customer where ${matches(search, wordsIn(search), false)})`

const wordsIn = (search: string): string[] => search.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)

/** What somebody may have meant: words of a name much like these, or an email or a phone much like this one. */
type Guess = (
  | { readonly place: 'name'; readonly words: readonly string[] }
  | { readonly place: 'email' | 'phone'; readonly written: string }
) & {
  /** What is meant as it is written, all the same. */
  readonly besides: readonly string[]
}

/** What a search may have meant. An email or a phone that is known is what was meant. */
function guessOf(search: string, words: readonly string[], isKnown: boolean): Guess | null {
  const digits = digitsOf(search)
  if (digits.length >= FEWEST_LIKE_A_PHONE) return isKnown ? null : { place: 'phone', written: digits, besides: [] }
  const [address = ''] = words.filter((word) => word.includes('@'))
  // Its domain is everybody's.
  const local = address.slice(0, address.indexOf('@'))
  if (address)
    return isKnown || local.length < 3 ? null : { place: 'email', written: local, besides: words.filter((word) => word !== address) }
  const isSpelt = (word: string) => word.length >= 3 && /\p{L}/u.test(word)
  const spelt = (word: string) => wordsOf(word).filter(isSpelt)
  const letters = words.flatMap(spelt).slice(0, MOST_WORDS)
  return letters.length === 0 ? null : { place: 'name', words: letters, besides: words.filter((word) => spelt(word).length === 0) }
}

/**
 * Customers whom one sees, by name, each page after the cursor of the one before. `search` is looked for in name, email and phone: every word
 * must be somewhere; digits match a phone as well, however it is written, and the number of an order its customer. Where the first page has room, those follow whose names are spelt alike,
 * and where nobody is found by an email or a phone, those who have one like it.
 */
export async function findCustomers(
  db: Database,
  sight: Sight,
  query: { search?: string; coordinator?: string; ids?: readonly string[]; limit: number; after?: { name: string; id: string } },
): Promise<Customer[]> {
  const { search = '', coordinator, ids, after, limit } = query
  const words = wordsIn(search)
  const seen = [
    seesCustomer(sight),
    ...(coordinator === undefined ? [] : [sql<boolean>`coordinator = ${coordinator.toLowerCase()}`]),
    ...(ids === undefined ? [] : [sql<boolean>`customer.id = any(${ids.filter(isId)}::uuid[])`]),
  ]
  const next = after ? [sql<boolean>`(name, id) > (${after.name}, ${after.id})`] : []
  const exact = await (words.length === 0 ? selectCustomers(db) : selectAmong(db, matches(search, words)))
    .where((row) => row.and([...seen, ...next]))
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute()
  // One more than fits says that another page follows; those who are alike never do.
  if (after || exact.length >= limit - 1) return exact
  const guess = guessOf(search, words, exact.length > 0)
  if (!guess) return exact
  return [...exact, ...(await findAlike(db, seen, guess, exact, Math.min(MOST_ALIKE, limit - 1 - exact.length)))]
}

/** Those of whom something is much as the guess says (`ALIKE` of `database.ts` says how much), the most alike first. */
function findAlike(
  db: Database,
  seen: readonly RawBuilder<boolean>[],
  guess: Guess,
  known: readonly Customer[],
  limit: number,
): Promise<Customer[]> {
  const others = sql<boolean>`id <> all(${known.map(({ id }) => id)}::uuid[])`
  const conditions = [...seen, ...guess.besides.map(hasWord), others]
  if (guess.place === 'name') return findByAlikeNames(db, guess.words, conditions, limit)
  const { place, written } = guess
  const column = sql.ref(place)
  const isWhole = place === 'email' && written.length >= LONG
  const alike = isWhole ? sql<boolean>`${column} %>> ${written}` : sql<boolean>`${column} %> ${written}`
  const likeness = isWhole ? sql`strict_word_similarity(${written}, ${column})` : sql`word_similarity(${written}, ${column})`
  return selectAmong(db, alike)
    .where((row) => row.and(conditions))
    .orderBy(likeness, 'desc')
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute()
}

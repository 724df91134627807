/** The words of names by which misspelt ones are found: there for everybody, and of nobody who is gone. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tidy } from '../../server/actions/tidy.ts'
import { type Database, migrate } from '../../server/db/database.ts'
import { wordsOf } from '../../server/domain/spelling.ts'
import { onPostgres, openTestApp, type TestApp } from '../support/app.ts'
import { openOwnDatabase } from '../support/own-database.ts'

let app: TestApp
let db: Database
beforeAll(async () => {
  app = await openTestApp(await openOwnDatabase(), { role: 'web' })
  db = app.services.db
})
afterAll(() => app.close())

const words = async (): Promise<string[]> => {
  const { rows } = await sql<{ word: string }>`select word from customer_name_word order by word`.execute(db)
  return rows.map(({ word }) => word)
}
const there = async (...wanted: string[]) => (await words()).filter((word) => wanted.includes(word))
const found = async (search: string): Promise<string[]> =>
  (await app.get(`/api/v1/customers?search=${encodeURIComponent(search)}`)).body.items.map(({ name }: { name: string }) => name)

async function known(name: string): Promise<string> {
  const { body } = await app.post('/api/v1/customers', { name })
  return body.id
}
const write = (on: Database, name: string) =>
  sql<{ id: string }>`insert into customer (id, name, created_at) values (gen_random_uuid(), ${name}, now()) returning id`.execute(on)
const remove = (on: Database, name: string) => sql`delete from customer where name = ${name}`.execute(on)

test('a word goes with the last one who has it', async () => {
  const [first, last] = [await known('Wilma Quist'), await known('Wilma Brandvold')]

  await app.post(`/api/v1/customers/${first}/erase`, {})
  const between = await there('wilma', 'quist', 'brandvold')
  await app.post(`/api/v1/customers/${last}/erase`, {})

  expect(between).toEqual(['brandvold', 'wilma'])
  expect(await there('wilma', 'quist', 'brandvold')).toEqual([])
})

test('who is renamed is found by the new name, misspelt, and no more by the one of before', async () => {
  const id = await known('Petra Oldenkamp')

  await app.patch(`/api/v1/customers/${id}`, { name: 'Petra Hashimoto' })

  expect(await found('Hashimtoo')).toEqual(['Petra Hashimoto'])
  expect(await found('Oldenkmap')).toEqual([])
  expect(await there('oldenkamp', 'hashimoto', 'petra')).toEqual(['hashimoto', 'petra'])
})

test('of two who are made one the name of the other is forgotten', async () => {
  const [stays, goes] = [await known('Ilse Vantongeren'), await known('Ilse Kirkegaard')]

  await app.post(`/api/v1/customers/${goes}/merge`, { into: stays })

  expect(await there('vantongeren', 'kirkegaard', 'ilse')).toEqual(['ilse', 'vantongeren'])
})

test('everybody in an import is found, and after the next one by what that says', async () => {
  const customers = Array.from({ length: 600 }, (_, n) => ({ key: `bulk-${n}`, name: `Bulk${n} Throssell` }))
  await app.post('/api/v1/import', { customers })
  const renamed = customers.map(({ key, name }, n) => ({ key, name: n % 2 ? name : name.replace('Throssell', 'Papadakis') }))

  const first = await found('Bulk7 Throsell')
  await app.post('/api/v1/import', { customers: renamed })

  expect(first).toContain('Bulk7 Throssell')
  expect(await found('Bulk8 Papadkais')).toContain('Bulk8 Papadakis')
  expect(await there('throssell', 'papadakis', 'bulk8', 'bulk599')).toEqual(['bulk599', 'bulk8', 'papadakis', 'throssell'])
})

test('the database makes the same words of a name as the service', async () => {
  const odd = [
    'Zoë  O’Brien-García\t(née D`Arcy)',
    "Robert'); drop table booking; --",
    '100% Sure_thing & Co., Ltd.',
    'Anne–Marie\u00a0Ngọc‑Anh',
    'ÇELİK'.normalize('NFD'),
    'שלום 山田 太郎 👩‍👩‍👧',
    ' - ',
  ]
  for (const name of odd) {
    const { rows } = await sql<{ words: string[] }>`select name_words(${name}) as words`.execute(db)
    expect(rows[0]?.words, name).toEqual(wordsOf(name))
  }
})

test('words that nobody has, and words that are there twice, are tidied up', async () => {
  await known('Ottilie Zwick')
  await sql`insert into customer_name_word (word) values ('ottilie'), ('zwick'), ('zwick'), ('wasnobody')`.execute(db)

  await tidy(app.services)

  expect(await there('ottilie', 'zwick', 'wasnobody')).toEqual(['ottilie', 'zwick'])
})

test('who was there before there were words is found by them', async () => {
  await known('Solveig Aamodt')
  await sql`drop table customer_name_word`.execute(db)
  await sql`alter table customer drop column name_words`.execute(db)
  for (const event of ['insert', 'update', 'delete']) await sql`drop trigger ${sql.ref(`customer_${event}_words`)} on customer`.execute(db)
  for (const name of ['keep_name_words', 'tidy_name_words', 'drop_name_words', 'words_of_nobody', 'add_name_words', 'name_words'])
    await sql`drop function ${sql.ref(name)}`.execute(db)
  await sql`delete from kysely_migration where name = '020-name-words'`.execute(db)

  await migrate(db)

  expect(await found('Solvieg Amaodt')).toEqual(['Solveig Aamodt'])
})

describe.runIf(onPostgres)('while others write as well', () => {
  /** A transaction that is kept open until `end`. */
  async function begun(work: (tx: Database) => Promise<unknown>) {
    const [done, open] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const whole = db
      .transaction()
      .execute(async (tx) => {
        // Nobody waits for anybody here.
        await sql`set local lock_timeout = '2s'`.execute(tx)
        await work(tx)
        open.resolve()
        await done.promise
      })
      .catch((error) => {
        open.reject(error)
        throw error
      })
    whole.catch(() => {})
    await open.promise
    return {
      async end() {
        done.resolve()
        await whole
      },
    }
  }

  test('a word stays for somebody new while the only one who had it goes', async () => {
    await write(db, 'Anton Racewinner')
    const arriving = await begun((tx) => write(tx, 'Berta Racewinner'))

    await remove(db, 'Anton Racewinner')
    await arriving.end()

    expect(await found('Racewniner')).toEqual(['Berta Racewinner'])
  })

  test('a word that is about to go is written anew for somebody new', async () => {
    await write(db, 'Anton Lastholder')
    const leaving = await begun((tx) => remove(tx, 'Anton Lastholder'))

    const arriving = await begun((tx) => write(tx, 'Berta Lastholder'))
    await arriving.end()
    await leaving.end()

    expect(await found('Lasthodler')).toEqual(['Berta Lastholder'])
  })

  test('of a word that is there twice the one stays that somebody new relies on', async () => {
    await write(db, 'Anton Twicethere')
    await sql`insert into customer_name_word (word) values ('twicethere')`.execute(db)
    const arriving = await begun((tx) => write(tx, 'Berta Twicethere'))

    await remove(db, 'Anton Twicethere')
    await sql`select tidy_name_words()`.execute(db)
    await arriving.end()
    await sql`select tidy_name_words()`.execute(db)

    expect(await found('Twicehtere')).toEqual(['Berta Twicethere'])
    expect(await there('twicethere')).toHaveLength(1)
  })

  test('two who bring the same new words in turn do not wait for each other', async () => {
    const one = await begun((tx) => write(tx, 'Cross Firstly'))
    const other = await begun(async (tx) => {
      await write(tx, 'Cross Secondly')
      await write(tx, 'Cross Firstly')
    })
    await one.end()
    await other.end()

    expect(await found('Crsos Firslty')).toEqual(['Cross Firstly', 'Cross Firstly'])
    await sql`select tidy_name_words()`.execute(db)
    expect(await there('cross', 'firstly', 'secondly')).toEqual(['cross', 'firstly', 'secondly'])
  })

  test('many who come and go at once leave the words of those who stay', async () => {
    const names = Array.from({ length: 8 }, (_, n) => `Hurry${n} Scurryson`)
    const comeAndGo = async (name: string, n: number) => {
      for (let turn = 0; turn < 12; turn++) {
        await write(db, name)
        if (turn % 4 === n % 4) await sql`select tidy_name_words()`.execute(db)
        await remove(db, name)
      }
      if (n === 0) await write(db, name)
    }

    await Promise.all(names.map(comeAndGo))
    await sql`select tidy_name_words()`.execute(db)

    expect(await found('Scuryrson')).toEqual(['Hurry0 Scurryson'])
    expect((await words()).filter((word) => /^hurry\d|^scurryson/.test(word))).toEqual(['hurry0', 'scurryson'])
  })
})

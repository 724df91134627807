import { getAuthTables } from 'better-auth/db'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { secondFactor, signInOptions } from '../../server/accounts/better-auth.ts'
import { startApp } from '../support/app.ts'

test('the tables have every column that the sign-in package writes', async () => {
  const { services } = await startApp()
  const options = signInOptions(services.db, { publicUrl: 'http://booking.test', secret: 'x'.repeat(40), company: 'Harbor', issuer: null })
  const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

  const wanted = Object.values(getAuthTables({ ...options, plugins: [secondFactor('Harbor')] }))
    .flatMap(({ modelName, fields }) =>
      ['id', ...Object.entries(fields).map(([key, field]) => field.fieldName ?? key)].map((field) => `${modelName}.${snake(field)}`),
    )
    .sort()
  const { rows } = await sql<{ name: string }>`
    select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`.execute(services.db)
  const there = new Set(rows.map((row) => row.name))

  expect(wanted.length).toBeGreaterThan(35)
  expect(wanted.filter((name) => !there.has(name))).toEqual([])
})

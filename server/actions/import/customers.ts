import { randomUUID } from 'node:crypto'
import type { Database } from '../../db/database.ts'
import { findStoredCustomers, type StoredCustomer, upsert } from '../../db/setup.ts'
import type { CustomerData } from '../../domain/setup.ts'
import type { Counts } from './import-setup.ts'
import { countsOf } from './merge.ts'
import type { Names } from './names.ts'

/** Salesforce shows an id with 15 or, with a checksum, 18 characters; the first 15 name the record. */
const recordOf = (id: string | null | undefined) => id?.slice(0, 15)

/** Import of customers, each matched by Salesforce id, then key, then a single customer with that email. Returns their ids in order. */
export async function importCustomers(
  tx: Database,
  names: Names,
  data: readonly CustomerData[],
  at: Date,
): Promise<Counts & { readonly ids: readonly string[] }> {
  if (data.length === 0) return { created: 0, updated: 0, ids: [] }
  const find = finder(await findStoredCustomers(tx, data))
  const taken = new Set<string>()
  const merged = data.map((customer, i) => {
    const row = find(customer)
    const pointer = `/customers/${i}`
    if (row && taken.has(row.id)) names.fail(pointer, 'is the same customer as one before')
    if (row) taken.add(row.id)
    const name = customer.name ?? row?.name
    if (name === undefined) names.fail(`${pointer}/name`, 'is required for something new')
    const keep = <T>(given: T | undefined, kept: T | undefined, none: T): T => (given === undefined ? (kept ?? none) : given)
    const owner =
      customer.owner === undefined || customer.owner === null ? customer.owner : names.need('rep', customer.owner, `${pointer}/owner`)
    const record = customer.salesforce === undefined ? (row?.salesforce_id ?? null) : (customer.salesforce?.id ?? null)
    const sameRecord = recordOf(record) === recordOf(row?.salesforce_id)
    const values = {
      id: row?.id ?? randomUUID(),
      key: keep(customer.key, row?.key ?? undefined, null),
      email: keep(customer.email, row?.email, null),
      name: name ?? '',
      phone: keep(customer.phone, row?.phone, null),
      time_zone: keep(customer.timeZone, row?.time_zone, null),
      owner_id: keep(owner, row?.owner_id, null),
      coordinator: keep(customer.coordinator, row?.coordinator, null),
      language: keep(customer.language, row?.language, null),
      notes: keep(customer.notes, row?.notes, null),
      salesforce_object: customer.salesforce === undefined ? (row?.salesforce_object ?? null) : (customer.salesforce?.object ?? null),
      salesforce_id: record,
      // What is known of a record is not true of another.
      salesforce_owner: sameRecord ? (row?.salesforce_owner ?? null) : null,
      salesforce_was: sameRecord ? (row?.salesforce_was ?? null) : null,
      created_at: row?.created_at ?? at,
    }
    return { row, values, pointer }
  })
  refuseTwins(names, merged)
  names.check()
  await upsert(
    tx,
    'customer',
    merged.map((one) => one.values),
  )
  return { ...countsOf(merged), ids: merged.map(({ values }) => values.id) }
}

/** Two objects of one import must not become one customer. */
function refuseTwins(
  names: Names,
  merged: readonly { pointer: string; values: { key: string | null; salesforce_id: string | null; email: string | null } }[],
): void {
  const seen = new Set<string>()
  for (const { pointer, values } of merged)
    for (const name of namesOf(values)) {
      if (!name) continue
      if (seen.has(name)) names.fail(pointer, `The ${name} comes twice.`)
      seen.add(name)
    }
}

/** What a customer is known by: key and Salesforce id, and only without either the email. */
function namesOf(values: { key: string | null; salesforce_id: string | null; email: string | null }) {
  const names = [values.key && `key ${values.key}`, values.salesforce_id && `Salesforce id ${recordOf(values.salesforce_id)}`]
  return names.some(Boolean) ? names : [values.email && `email ${values.email}`]
}

function finder(stored: readonly StoredCustomer[]): (customer: CustomerData) => StoredCustomer | undefined {
  const byRecord = new Map(stored.map((row) => [recordOf(row.salesforce_id), row]))
  const byKey = new Map(stored.map((row) => [row.key, row]))
  // As an export names those whom nothing else does.
  const byId = new Map(stored.map((row) => [row.id, row]))
  const byEmail = Map.groupBy(stored, (row) => row.email)
  return ({ salesforce, key, email }) => {
    if (salesforce && byRecord.has(recordOf(salesforce.id))) return byRecord.get(recordOf(salesforce.id))
    const named = key === undefined ? undefined : (byKey.get(key) ?? byId.get(key))
    if (named) return named
    const same = email ? (byEmail.get(email) ?? []) : []
    const nameless = same.filter((row) => row.key === null && row.salesforce_id === null)
    // An email names somebody only if it is one person's, and never somebody who is known by another key or record. Of several it
    // names the one who has nothing else, or the same import would make another each time.
    const [only, other] = key === undefined && !salesforce && same.length > 1 ? nameless : same
    if (!only || other) return undefined
    if (salesforce && only.salesforce_id) return undefined
    return key !== undefined && only.key !== null ? undefined : only
  }
}

import { randomUUID } from 'node:crypto'
import type { Database } from '../../db/database.ts'
import { findTemplates, keepTemplate } from '../../db/message-templates.ts'
import { checkTemplate, TemplateError } from '../../domain/message-template.ts'
import type { MessageTemplateData } from '../../domain/setup.ts'
import { sampleFacts, sampleReader } from '../../domain/template-sample.ts'
import type { Counts } from './import-setup.ts'
import { countsOf } from './merge.ts'
import type { Names } from './names.ts'

/** Import of the company's own words for messages, each known by the message that it is for. */
export async function importTemplates(
  tx: Database,
  names: Names,
  data: readonly MessageTemplateData[],
  { at, ...given }: { company: string; publicUrl: string; at: Date },
): Promise<Counts> {
  if (data.length === 0) return { created: 0, updated: 0 }
  const keyOf = (one: { moment: string; audience: string; channel: string; language: string }, eventTypeId: string | null) =>
    [eventTypeId ?? '*', one.moment, one.audience, one.channel, one.language].join(' ')
  const stored = new Map((await findTemplates(tx)).map((one) => [keyOf(one, one.eventTypeId), one]))
  const seen = new Set<string>()
  const merged = data.map(({ eventType, ...one }, i) => {
    const pointer = `/messageTemplates/${i}`
    const eventTypeId = eventType === null ? null : names.need('event_type', eventType, `${pointer}/eventType`)
    const key = keyOf(one, eventTypeId)
    if (seen.has(key)) names.fail(pointer, 'is for the same message as one before')
    seen.add(key)
    const facts = sampleFacts({ ...given, eventTypeName: eventType ?? 'Consultation', language: one.language, now: at })
    try {
      checkTemplate(one, one, sampleReader(one, one.language), facts)
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error
      names.fail(`${pointer}/${error.part}`, error.message)
    }
    const row = stored.get(key)
    return { row, values: { ...one, id: row?.id ?? randomUUID(), eventTypeId } }
  })
  names.check()
  for (const { values } of merged) await keepTemplate(tx, values, at)
  return countsOf(merged)
}

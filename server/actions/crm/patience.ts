import { CrmTrouble } from '../../domain/crm.ts'

/** As long as a person looks at an empty page; its client would try for longer. */
const PATIENCE_MS = 8_000

/** What the org answers, if it does while a person waits. Throws `CrmTrouble` if it takes too long. */
export async function inTime<T>(answer: Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CrmTrouble('unreachable', 'The org did not answer in time.')), patienceMs)
  })
  // Whatever comes of it later is nobody's concern any more.
  answer.catch(() => {})
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

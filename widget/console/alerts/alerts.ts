import { signal } from '@preact/signals'
import { get } from '../../api.ts'
import { asking } from '../asking.ts'
import { may } from '../session.ts'
import type { Alert, List } from '../wire.ts'

/** What administrators should know now; null: not asked yet. */
export const alerts = signal<readonly Alert[] | null>(null)

/** How many of them are more than a notice. */
export const pressing = (): number => alerts.value?.filter(({ level }) => level !== 'notice').length ?? 0

/** Ask for them, as far as whoever is signed in may. */
export async function loadAlerts(): Promise<void> {
  if (!may('GET /api/v1/alerts')) return
  alerts.value = (await asking(get<List<Alert>>('/api/v1/alerts'))).items
}

import { CalendarTrouble } from '../domain/calendar.ts'
import type { CalendarProvider } from './provider.ts'

/** The provider, whose every failure is a `CalendarTrouble`: also one that nobody has thought of. What is unknown then is unknown, never free. */
export function careful<P extends CalendarProvider>(provider: P): P {
  const guarded = Object.entries(provider).map(([name, call]) => [
    name,
    async (...given: unknown[]) => {
      try {
        return await call(...given)
      } catch (error) {
        if (error instanceof CalendarTrouble) throw error
        throw new CalendarTrouble('unreachable', 'The calendar could not be understood.', { cause: error })
      }
    },
  ])
  return Object.fromEntries(guarded) as P
}

import type { Hours } from './schedule.ts'
import type { LocalDay } from './zone.ts'

/** Somebody, or a room, who can be met. */
export interface Rep {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly kind: 'person' | 'room'
  readonly timeZone: string
  readonly skills: readonly string[]
  readonly languages: readonly string[]
  /** Empty: any territory. */
  readonly territories: readonly string[]
  /** Ids of the projects the rep works for. Empty: any project. */
  readonly projects: readonly string[]
  /** Bookings a local day and an ISO week may hold; null means no limit. */
  readonly dailyLimit: number | null
  readonly weeklyLimit: number | null
  readonly active: boolean
  /** Whether a calendar that counts has been out of reach for too long, or was never read: what is unknown is not free. */
  readonly outOfReach?: boolean
  /** Seven lists of hours, Monday first. */
  readonly weekly: readonly (readonly Hours[])[]
  readonly overrides: ReadonlyMap<LocalDay, readonly Hours[]>
}

/** What a meeting asks of a rep beyond time. All asked skills and languages must be had. */
export interface Wanted {
  readonly skills: readonly string[]
  readonly languages: readonly string[]
  readonly territory: string | null
  /** A project's id. */
  readonly project: string | null
}

/** A rep's duties as the wire tells them. */
export interface QualificationReason {
  readonly code: 'inactive' | 'missing-skill' | 'missing-language' | 'other-territory' | 'other-project' | 'calendar-unreachable'
  /** The skills or languages that are missing. */
  readonly missing?: readonly string[]
}

/** Whether a rep may take such a meeting at all: `disqualifications` finds nothing, but without writing it down. */
export const isQualified = (rep: Rep, { skills, languages, territory, project }: Wanted): boolean =>
  rep.active &&
  rep.outOfReach !== true &&
  (skills.length === 0 || skills.every((one) => rep.skills.includes(one))) &&
  (languages.length === 0 || languages.every((one) => rep.languages.includes(one))) &&
  (territory === null || rep.territories.length === 0 || rep.territories.includes(territory)) &&
  (project === null || rep.projects.length === 0 || rep.projects.includes(project))

/** Every reason why a rep may not take such a meeting at any time. */
export function disqualifications(rep: Rep, wanted: Wanted): QualificationReason[] {
  const missing = (asked: readonly string[], had: readonly string[]) => asked.filter((one) => !had.includes(one))
  const skills = missing(wanted.skills, rep.skills)
  const languages = missing(wanted.languages, rep.languages)
  const reasons: QualificationReason[] = []
  if (!rep.active) reasons.push({ code: 'inactive' })
  if (skills.length > 0) reasons.push({ code: 'missing-skill', missing: skills })
  if (languages.length > 0) reasons.push({ code: 'missing-language', missing: languages })
  if (wanted.territory !== null && rep.territories.length > 0 && !rep.territories.includes(wanted.territory))
    reasons.push({ code: 'other-territory' })
  if (wanted.project !== null && rep.projects.length > 0 && !rep.projects.includes(wanted.project)) reasons.push({ code: 'other-project' })
  if (rep.outOfReach) reasons.push({ code: 'calendar-unreachable' })
  return reasons
}

/** In the moment of booking: whether the calendars of those who are chosen still say what we know of them. */
import type { CountedCalendar } from '../../db/calendars.ts'
import { dateOf, type Minute } from '../../domain/interval.ts'
import { Refusal } from '../../domain/refusal.ts'
import { type Choice, type Chosen, chooseAmong } from '../choose-rep.ts'
import type { Scene } from '../scene.ts'
import type { Services } from '../services.ts'
import { askCalendars, findUnsure } from './confirm.ts'

type People = Pick<Chosen, 'repId' | 'with'>

const idsOf = ({ repId, with: others }: People): string[] => [repId, ...others.map((one) => one.repId)]

/** What is known of people's calendars while one booking is made or moved. */
export interface Certainty {
  /** The calendars that have to be asked before their reps are booked; null until that was looked up. */
  unsure: Map<string, readonly CountedCalendar[]> | null
  /** Reps whose calendars did not answer. */
  readonly silent: Set<string>
}

export const openCertainty = (): Certainty => ({ unsure: null, silent: new Set() })

/** Whether all of these may be booked by what is known. */
export const isSureOf = ({ unsure }: Certainty, chosen: People): boolean => idsOf(chosen).every((id) => !unsure?.has(id))

/** What a booking notes of those who are booked although their calendars did not answer. */
export const doubtsOf = ({ silent }: Certainty, chosen: People) =>
  idsOf(chosen).flatMap((rep) => (silent.has(rep) ? [{ code: 'calendar-not-asked' as const, rep }] : []))

/** People wait: after so many calendars that do not answer nobody else's is tried. */
const MOST_SILENT = 3

const unasked = (): Refusal =>
  new Refusal(
    'outside-availability',
    'The calendar cannot be asked just now, so it is not certain that the time is free. Try again in a moment.',
  )

/** Look up, once, whose calendars are to be asked of everybody who may lead the meeting or come along. */
async function lookUp(services: Services, { members, wish }: Scene, certainty: Certainty): Promise<void> {
  const all = [...members, ...wish.needs.flatMap((need) => need.members)]
  certainty.unsure ??= new Map(await findUnsure(services, [...new Set(all.map(({ rep }) => rep.id))]))
}

/**
 * Ask the calendars of these people once more, if what is known of them is older than a minute. False: something new stands in the way, or
 * one did not answer and the company does not book then.
 */
export async function makeSureOf(services: Services, scene: Scene, chosen: People, at: Minute, certainty: Certainty): Promise<boolean> {
  await lookUp(services, scene, certainty)
  const toAsk = idsOf(chosen).filter((id) => certainty.unsure?.has(id))
  if (toAsk.length === 0) return true
  const { shape } = scene.wish
  const span = { start: dateOf(at - shape.before), end: dateOf(at + shape.duration + shape.after) }
  const calendars = toAsk.flatMap((id) => certainty.unsure?.get(id) ?? [])
  const { found, silent } = await askCalendars(services, calendars, span)
  for (const id of toAsk) certainty.unsure?.delete(id)
  for (const id of silent) certainty.silent.add(id)
  if (silent.length === 0 || services.calendars.whenUnreachable === 'book') return !found
  const others = silent.some((id) => id !== chosen.repId)
  if (others || certainty.silent.size >= MOST_SILENT) throw unasked()
  return false
}

/** `makeSureOf` whoever would be chosen among these. */
export async function makeSure(
  services: Services,
  scene: Scene,
  choice: Choice,
  free: readonly string[],
  certainty: Certainty,
): Promise<boolean> {
  // Whoever accepts clashes with the calendar need not ask it.
  if (choice.allowConflict) return true
  await lookUp(services, scene, certainty)
  return certainty.unsure?.size === 0 || makeSureOf(services, scene, await chooseAmong(services, scene, choice, free), choice.at, certainty)
}

/** The scene without those whose calendars did not answer, unless the company books all the same. */
export function passOver(services: Services, scene: Scene, { silent }: Certainty): Scene {
  if (silent.size === 0 || services.calendars.whenUnreachable === 'book') return scene
  return {
    ...scene,
    members: scene.members.map((one) => (silent.has(one.rep.id) ? { ...one, rep: { ...one.rep, outOfReach: true } } : one)),
  }
}

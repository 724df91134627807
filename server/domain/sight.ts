/** Who sees whose customers and bookings: what the projects in which somebody works show them, and what leads agents are shown. */

/** What two projects show each other. Projects of which nothing is said show each other everything. */
export interface Share {
  readonly between: readonly [string, string]
  readonly appointments: boolean
  readonly history: boolean
}

/** What a leads agent is shown. */
export interface AgentSight {
  readonly accountId: string
  /** Nobody but the customers assigned to them, and those whom they resolved since. */
  readonly onlyAssigned: boolean
  readonly since: Date
  /** Reports show them partial orders alone. */
  readonly partialOnly: boolean
}

/** What somebody sees. Ids are of projects. */
export interface Sight {
  /** Where they work; null: everywhere. */
  readonly projectIds: readonly string[] | null
  /** The projects whose appointments are shown where they work: these, and those that share them. */
  readonly appointmentsOf: readonly string[]
  /** The projects whose history is shown where they work. */
  readonly historyOf: readonly string[]
  /** The rep who looks; null: somebody who looks after customers of all reps. */
  readonly repId: string | null
  /** The leads agent who looks; null: somebody else. */
  readonly agent: AgentSight | null
}

/** Whoever sees everything. */
export const EVERYTHING: Sight = { projectIds: null, appointmentsOf: [], historyOf: [], repId: null, agent: null }

/** Whether somebody sees every customer and booking there is. */
export const seesAll = ({ projectIds, agent }: Sight): boolean => projectIds === null && !agent?.onlyAssigned

/** What is seen from `projectIds`, by this rep or (null) by somebody who is none. */
export function sightFrom(
  projectIds: readonly string[],
  all: readonly { readonly id: string }[],
  shares: readonly Share[],
  repId: string | null,
): Sight {
  const shown = (what: 'appointments' | 'history') =>
    all.flatMap(({ id }) => (projectIds.some((own) => id === own || isShared(shares, own, id, what)) ? [id] : []))
  return { projectIds, appointmentsOf: shown('appointments'), historyOf: shown('history'), repId, agent: null }
}

/** Whether two different projects show each other their appointments, or their history. */
export function isShared(shares: readonly Share[], one: string, other: string, what: 'appointments' | 'history'): boolean {
  const said = shares.find(({ between }) => between.includes(one) && between.includes(other))
  return said?.[what] ?? true
}

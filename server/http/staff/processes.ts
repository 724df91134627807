import { type Response, Router } from 'express'
import type { z } from 'zod'
import { changeFollowUp, makeFollowUp } from '../../actions/processes/follow-ups.ts'
import { openDues } from '../../actions/processes/lay-out.ts'
import { changeProcess, makeProcess, stepsOf } from '../../actions/processes/save-process.ts'
import type { Services } from '../../actions/services.ts'
import { type FollowUp, findFollowUps, getFollowUp } from '../../db/follow-ups.ts'
import { countRuns, findProcesses, findRunningFor, getProcess } from '../../db/processes.ts'
import { findProjects, getProject } from '../../db/projects.ts'
import { instantText } from '../../domain/interval.ts'
import type { Process } from '../../domain/process.ts'
import { Refusal } from '../../domain/refusal.ts'
import { callerOf, lookFrom, sightIn } from '../auth.ts'
import {
  FollowUpChange,
  FollowUpRequest,
  type FollowUpView,
  ProcessChange,
  ProcessQuery,
  ProcessRequest,
  type ProcessView,
  type RunView,
  TimelineRequest,
  type TimelineView,
} from '../contract/processes.ts'
import { Ref } from '../contract/shapes.ts'
import { read } from '../problem.ts'

/** As many of those for whom a process runs are listed. */
const MOST_RUNS = 200

/** The plans of a project, for whom they run, and what its reps may choose. */
export function processRoutes(services: Services): Router {
  const { db } = services

  async function views(processes: readonly Process[]): Promise<z.input<typeof ProcessView>[]> {
    const [projects, counts] = await Promise.all([
      findProjects(db),
      countRuns(
        db,
        processes.map(({ id }) => id),
      ),
    ])
    return processes.map(({ id, projectId, name, active, trigger, plan: { conditions, steps, dates, stops, closed } }) => {
      const { slug = '', name: projectName = '' } = projects.find((one) => one.id === projectId) ?? {}
      return {
        ...{ id, name, active, trigger, dates, project: { slug, name: projectName } },
        conditions: { sources: [...conditions.sources], ratings: [...conditions.ratings], statuses: [...conditions.statuses] },
        steps: steps.map((step) => ({ ...step })),
        stops: [...stops],
        closed: { weekdays: [...closed.weekdays], country: closed.country },
        ...(counts.get(id) ?? { running: 0, waiting: 0 }),
      }
    })
  }

  async function optionViews(options: readonly FollowUp[]): Promise<z.input<typeof FollowUpView>[]> {
    const processes = await findProcesses(
      db,
      options.map(({ projectId }) => projectId),
    )
    const begins = (id: string) =>
      processes.flatMap(({ name, active, trigger: { kind, value } }) => (active && kind === 'follow-up' && value === id ? [name] : []))
    return options.map(({ id, name, meaning, active, position }) => ({ id, name, meaning, active, position, begins: begins(id) }))
  }

  /** The process that is named, if its project is seen. */
  async function seenProcess(res: Response, id: string): Promise<Process> {
    const process = await getProcess(db, id)
    await refuseUnseen(res, process.projectId, 'There is no such process.')
    return process
  }

  async function refuseUnseen(res: Response, projectId: string, words: string): Promise<void> {
    const { projectIds } = await sightIn(services, res)
    if (projectIds !== null && !projectIds.includes(projectId)) throw new Refusal('not-found', words)
  }

  return Router()
    .get('/processes', async (req, res) => {
      const { project } = read(ProcessQuery, req.query)
      const { sight } = await lookFrom(services, res, project)
      res.json({ items: await views(await findProcesses(db, sight.projectIds)), nextCursor: null })
    })
    .post('/processes', async (req, res) => {
      const wish = read(ProcessRequest, req.body)
      await lookFrom(services, res, wish.project)
      const [view] = await views([await makeProcess(services, callerOf(res), wish)])
      res.status(201).json(view)
    })
    .post('/processes/timeline', async (req, res) => {
      const { project, steps: wished, closed, at = services.now() } = read(TimelineRequest, req.body)
      await lookFrom(services, res, project)
      const { timeZone } = await getProject(db, project)
      const steps = stepsOf(wished)
      const dues = await openDues({ steps, closed }, at, timeZone)
      const activities = steps.map(({ id, type }, i) => {
        const { on = '', at: dueAt = null } = dues[i] ?? {}
        return { step: id, type, dueOn: on, dueAt: dueAt && instantText(dueAt) }
      })
      res.json({ timeZone, at: instantText(at), activities } satisfies z.input<typeof TimelineView>)
    })
    .patch('/processes/:id', async (req, res) => {
      const wish = read(ProcessChange, req.body)
      const { id } = await seenProcess(res, req.params.id)
      const [view] = await views([await changeProcess(services, callerOf(res), id, wish)])
      res.json(view)
    })
    .get('/processes/:id/runs', async (req, res) => {
      const { id } = await seenProcess(res, req.params.id)
      const found = await findRunningFor(db, id, MOST_RUNS)
      const items = found.map(({ begunAt, ...rest }) => ({ ...rest, begunAt: begunAt && instantText(begunAt) }))
      res.json({ items: items satisfies z.input<typeof RunView>[], nextCursor: null })
    })
    .get('/projects/:ref/follow-ups', async (req, res) => {
      const { from } = await lookFrom(services, res, read(Ref, req.params.ref))
      res.json({ items: await optionViews(from ? await findFollowUps(db, from.id) : []), nextCursor: null })
    })
    .post('/projects/:ref/follow-ups', async (req, res) => {
      const wish = read(FollowUpRequest, req.body)
      const ref = read(Ref, req.params.ref)
      await lookFrom(services, res, ref)
      const [view] = await optionViews([await makeFollowUp(services, callerOf(res), ref, wish)])
      res.status(201).json(view)
    })
    .patch('/follow-ups/:id', async (req, res) => {
      const wish = read(FollowUpChange, req.body)
      const { id, projectId } = await getFollowUp(db, req.params.id)
      await refuseUnseen(res, projectId, 'There is no such follow-up option.')
      const [view] = await optionViews([await changeFollowUp(services, callerOf(res), id, wish)])
      res.json(view)
    })
}

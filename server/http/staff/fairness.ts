import { Router } from 'express'
import type { z } from 'zod'
import { type Fairness, findFairness } from '../../actions/fairness.ts'
import { type Credit, giveCredit } from '../../actions/give-credit.ts'
import type { Services } from '../../actions/services.ts'
import { callerKey } from '../../domain/booking.ts'
import { instantText } from '../../domain/interval.ts'
import { callerOf } from '../auth.ts'
import { CreditRequest, type CreditView, FairnessQuery, type FairnessView } from '../contract/fairness.ts'
import { Ref } from '../contract/shapes.ts'
import { csvText } from '../csv.ts'
import { answerCreation } from '../idempotency.ts'
import { read } from '../problem.ts'
import { repView } from '../views.ts'

/** What a pool gave its members, as data and as a table to take away, and credits by hand. */
export const fairnessRoutes = (services: Services): Router =>
  Router()
    .get('/pools/:ref/fairness', async (req, res) => {
      const { cycle } = read(FairnessQuery, req.query)
      res.json(fairnessView(await findFairness(services, read(Ref, req.params.ref), cycle)))
    })
    .get('/pools/:ref/fairness.csv', async (req, res) => {
      const { cycle } = read(FairnessQuery, req.query)
      const fairness = await findFairness(services, read(Ref, req.params.ref), cycle)
      res
        .type('text/csv')
        .attachment(`fairness-${fairness.pool.slug}-${cycle}.csv`)
        .send(csvText(tableOf(fairness)))
    })
    .post('/pools/:ref/credits', async (req, res) => {
      const wish = { ...read(CreditRequest, req.body), pool: read(Ref, req.params.ref) }
      const caller = callerOf(res)
      await answerCreation(services, req, res, `credit ${wish.pool} ${callerKey(caller)}`, async (keep) => {
        const answered = (credit: Credit) => ({ status: 201, location: null, body: creditView(credit) })
        return answered(await giveCredit(services, caller, wish, (tx, credit) => keep(tx, answered(credit))))
      })
    })

const instantOrNull = (instant: Date | null) => (instant ? instantText(instant) : null)
const rounded = (value: number | null) => (value === null ? null : Math.round(value * 1000) / 1000)

const creditView = ({ pool, rep, amount, reason, author, at }: Credit): z.input<typeof CreditView> => ({
  pool: pool.slug,
  rep: repView(rep),
  amount,
  reason,
  author: { kind: author.kind, name: author.name, email: author.email },
  at: instantText(at),
})

const fairnessView = ({ pool, cycle, span, given, members }: Fairness): z.input<typeof FairnessView> => ({
  pool: { slug: pool.slug, name: pool.name, distribution: pool.distribution, cycle: pool.cycle, correction: pool.correction },
  cycle,
  from: instantOrNull(span.start),
  until: instantOrNull(span.end),
  given,
  members: members.map((one) => ({
    rep: repView(one.rep),
    rank: one.rank,
    joinedAt: instantText(one.joinedAt),
    active: one.active,
    given: one.given,
    lost: one.lost,
    skipped: one.skipped,
    credited: one.credited,
    owed: one.owed,
    priority: one.priority,
    weight: one.weight,
    share: rounded(one.share),
    target: rounded(one.target),
    reasons: one.reasons.map((reason) => ({ ...reason })),
  })),
})

const HEADS = 'rank,name,email,joined,active,given,lost,skipped,credited,owed,priority,weight,share,target,reasons'.split(',')

const tableOf = (fairness: Fairness) => [
  HEADS,
  ...fairnessView(fairness).members.map((one) => [
    one.rank,
    one.rep.name,
    one.rep.email,
    one.joinedAt,
    one.active,
    one.given,
    one.lost,
    one.skipped,
    one.credited,
    one.owed,
    one.priority,
    one.weight,
    one.share,
    one.target,
    one.reasons.map(({ code }) => code).join(' '),
  ]),
]

import { Router } from 'express'
import { makeLaunch } from '../../actions/crm/launch.ts'
import { getActingUser } from '../../actions/crm/user.ts'
import type { Services } from '../../actions/services.ts'
import { instantText } from '../../domain/interval.ts'
import { recordRefOf } from '../../domain/launch.ts'
import { Refusal } from '../../domain/refusal.ts'
import { callerOf } from '../auth.ts'
import { LaunchRequest } from '../contract/launches.ts'
import { read } from '../problem.ts'

/** One-time addresses that open the console for a record of Salesforce. */
export const launchRoutes = (services: Services): Router =>
  Router().post('/salesforce/launches', async (req, res) => {
    const { object, recordId, user } = read(LaunchRequest, req.body)
    const acting = callerOf(res).userId
    const ref = recordRefOf(object, recordId)
    const id = user === undefined ? acting : (await getActingUser(services, user)).id
    if (!ref || id === undefined) throw wrongUser('is required, unless X-Salesforce-User says it')
    if (acting !== undefined && acting !== id) throw wrongUser('must be the user whom X-Salesforce-User names')
    const { url, expiresAt } = await makeLaunch(services, { user: id, ref })
    res.status(201).json({ url, expiresAt: instantText(expiresAt) })
  })

const wrongUser = (detail: string) => new Refusal('invalid', 'Say as whom the console opens.', { errors: [{ pointer: '/user', detail }] })

/** What the page behind the links of a rep's mail asks of the server. */
import type { z } from 'zod'
import type { AskedView } from '../../server/http/contract/requests.ts'
import { post } from '../api.ts'
import { get } from '../reading.ts'

export type Asked = z.infer<typeof AskedView>

const request = (token: string) => `/api/v1/requests/${encodeURIComponent(token)}`

export const getAsked = (token: string): Promise<Asked> => get(request(token))

export const answerAsked = (token: string, answer: 'approve' | 'decline', reason: string): Promise<Asked> =>
  post(`${request(token)}/${answer}`, reason ? { reason } : {})

/** What a registration form asks of the server; nobody is signed in. */
import type { z } from 'zod'
import type { FormRegistrationRequest, FormView, RegisteredView } from '../../server/http/contract/forms.ts'
import { post } from '../api.ts'
import { get } from '../reading.ts'
import { handedOut } from './handed-out.ts'

export type AskedForm = z.infer<typeof FormView>
export type RegisterWish = z.input<typeof FormRegistrationRequest>

const address = (slug: string) => `/api/v1/forms/${encodeURIComponent(slug)}`

export const getForm = async (slug: string): Promise<AskedForm> => handedOut(await get<AskedForm>(address(slug)))

export const register = (slug: string, wish: RegisterWish, key: string): Promise<z.infer<typeof RegisteredView>> =>
  post(`${address(slug)}/registrations`, wish, key)

import { Router } from 'express'
import type { z } from 'zod'
import { registerByForm } from '../../actions/register-by-form.ts'
import type { Services } from '../../actions/services.ts'
import { getProject } from '../../db/projects.ts'
import { getForm } from '../../db/registration-forms.ts'
import { formToken } from '../../domain/form-token.ts'
import { instantText } from '../../domain/interval.ts'
import { FormRegistrationRequest, type FormView, type RegisteredView } from '../contract/forms.ts'
import { Slug } from '../contract/shapes.ts'
import { answerCreation } from '../idempotency.ts'
import { read } from '../problem.ts'

/** Registration forms of projects' websites: anybody may send one, nobody is signed in, and nobody learns who is known. */
export const formRoutes = (services: Services): Router =>
  Router()
    .get('/forms/:slug', async (req, res) => {
      const { db, secret, now } = services
      const { slug, title, intro, projectId, phone, questions, consentText } = await getForm(db, read(Slug, req.params.slug))
      const { name } = await getProject(db, projectId)
      const view: z.input<typeof FormView> = {
        ...{ slug, title, intro, phone, consentText },
        project: { name },
        questions: [...questions] as z.input<typeof FormView>['questions'],
        form: formToken(secret, now()),
      }
      res.json(view)
    })
    .post('/forms/:slug/registrations', async (req, res) => {
      const slug = read(Slug, req.params.slug)
      const wish = read(FormRegistrationRequest, req.body)
      await answerCreation(services, req, res, `form ${slug}`, async (keep) => {
        const form = await getForm(services.db, slug)
        const answered = (at: Date) => {
          const body: z.input<typeof RegisteredView> = { form: { slug, title: form.title }, at: instantText(at) }
          return { status: 201, location: null, body }
        }
        return answered(await registerByForm(services, form, wish, async (tx, at) => keep(tx, answered(at))))
      })
    })

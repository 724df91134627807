import { z } from 'zod'
import { PublicBookingRequest, QuestionShape } from './pages.ts'
import { AnswersIn, InstantOut, LanguageTag, TimeZone } from './shapes.ts'

export const PhoneWishShape = z.enum(['none', 'optional', 'required'])

/** What anybody may know of a registration form. */
export const FormView = z
  .object({
    slug: z.string(),
    title: z.string(),
    intro: z.string().nullable(),
    project: z.object({ name: z.string() }),
    phone: PhoneWishShape,
    questions: z.array(QuestionShape),
    consentText: z.string().nullable().meta({ description: 'What whoever sends it must agree to.' }),
    form: z
      .string()
      .meta({ description: 'Says when this answer was given. A registration may bring it along; one that follows too fast is refused.' }),
  })
  .meta({ id: 'RegistrationForm' })

const { customer, form, website } = PublicBookingRequest.shape

export const FormRegistrationRequest = z
  .strictObject({
    customer,
    answers: AnswersIn.default({}),
    consent: z.boolean().default(false),
    /** The language of the page. */
    language: LanguageTag.exactOptional(),
    /** Where they are. */
    timeZone: TimeZone.exactOptional(),
    form,
    website,
  })
  .meta({ id: 'FormRegistrationRequest' })

/** The same for everybody, known or not. */
export const RegisteredView = z
  .object({ form: z.object({ slug: z.string(), title: z.string() }), at: InstantOut })
  .meta({ id: 'Registered' })

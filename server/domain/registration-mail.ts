import type { Answer } from './booking.ts'
import type { Row } from './message-form.ts'
import type { RegistrationEntry } from './registration-form.ts'
import { composeStaffMail } from './staff-mail.ts'

/** What a mail about a registration tells. */
interface Told extends Pick<RegistrationEntry, 'name' | 'email' | 'phone' | 'answers' | 'consent'> {
  readonly form: { readonly title: string }
  readonly project: { readonly name: string }
}

const wordsFor = (value: Answer['value']): string =>
  typeof value === 'boolean' ? (value ? 'Yes' : 'No') : typeof value === 'object' ? value.join(', ') : String(value)

/** A mail to whoever looks after somebody who has registered with a form, with all that they sent. */
export function composeRegistrationMail(
  { name, email, phone, answers, consent, form, project }: Told,
  reader: { readonly name: string; readonly company: string; readonly url: string; readonly isYours: boolean },
): { subject: string; text: string; html: string } {
  const rows: Row[] = [
    { label: 'Name', value: name, href: null },
    { label: 'Email', value: email, href: `mailto:${email}` },
    ...(phone === null ? [] : [{ label: 'Phone', value: phone, href: `tel:${phone}` }]),
    ...answers.map(({ label, value }) => ({ label, value: wordsFor(value), href: null })),
    ...(consent === null ? [] : [{ label: 'Agreed to', value: consent, href: null }]),
  ]
  return composeStaffMail(
    {
      subject: `${name} has registered for ${project.name}`,
      lead: [`${name} has registered for ${project.name} with the form “${form.title}”.`],
      rows,
      closing: [
        reader.isYours
          ? `You look after them in ${project.name}. They have been told that somebody will get in touch.`
          : `Nobody looks after them in ${project.name} yet: give them to a rep of the project. They have been told that somebody will get in touch.`,
      ],
      label: 'Open the profile',
    },
    reader,
  )
}

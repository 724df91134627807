import { batch, signal } from '@preact/signals'
import { get } from '../../api.ts'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { forgetBooking } from '../schedule/book-state.ts'
import { choose } from '../schedule/customer-state.ts'
import { focusOn } from '../schedule/focus.ts'
import { forgetTime } from '../schedule/time-state.ts'
import type { Customer } from '../wire.ts'

/** Why the customer cannot be shown, if that is so. */
export const launchProblem = signal<string | null>(null)

/** Begin with the customer for whom the page was opened: the time is all that is still to be said. */
export async function openCustomer(id: string): Promise<void> {
  launchProblem.value = null
  try {
    choose(await asking(get<Customer>(`/api/v1/customers/${id}`)))
    focusOn('when')
  } catch (error) {
    launchProblem.value = failureText(error)
  }
}

/** Another booking for the same customer. */
export function bookAnother(): void {
  batch(() => {
    forgetBooking()
    forgetTime()
  })
  focusOn('when')
}

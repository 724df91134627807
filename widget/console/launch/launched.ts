import { sayAlways } from '../../api.ts'

let customer: string | null = null

/** Whether this page was opened from a record of Salesforce. */
export const isLaunched = (): boolean => customer !== null

/** If this page was opened from a record of Salesforce: ask as its user from now on, whoever else is signed in in this browser. */
export function askAsLaunched(): void {
  customer = /^\/console\/launch\/([\w-]+)\/?$/.exec(location.pathname)?.[1] ?? null
  if (customer !== null) sayAlways({ 'x-switchboard-launch': customer })
}

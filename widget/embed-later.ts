import later from './customer/later.css?inline'
import fields from './ui/fields.css?inline'

/** The looks of the steps after the choice of a time. */
export const laterStyle = fields + later

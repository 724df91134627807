import { api, LightningElement } from 'lwc'

/** The Schedule action of a contact or lead: the finder, with nothing to fill in about the customer. */
export default class Schedule extends LightningElement {
  @api recordId
}

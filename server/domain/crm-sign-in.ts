/** How we present ourselves to the CRM, what it gives to those it lets in, and to which addresses that may be sent. */

/** Where we are registered, and as whom. With `bearer` nobody is asked: we sign a statement of our own. Without it, `clientSecret` is there. */
export interface CrmSettings {
  readonly clientId: string
  readonly clientSecret: string | null
  /** Without a slash at the end. */
  readonly loginUrl: string
  /** The user as whom we come, and the private key (PEM) whose certificate the org holds. */
  readonly bearer: { readonly username: string; readonly privateKey: string } | null
}

/** What an org gives: how long the access token is good is not said. */
export interface CrmTokens {
  readonly accessToken: string
  /** Null: a new access token is asked for with a signed statement. */
  readonly refreshToken: string | null
  readonly apiUrl: string
}

/** Tokens of an org that has just let us in. */
export interface CrmLetIn extends CrmTokens {
  readonly orgId: string
  readonly userId: string
}

/** Salesforce's own domains: everywhere, for the government of the United States, and in China. Sites that its customers make lie elsewhere. */
const DOMAINS = ['salesforce.com', 'salesforce.mil', 'sfcrmproducts.cn']

/** Whether tokens may be sent to an address: one at Salesforce, or at the machine where people sign in; over https, unless that is not. */
export function isTrusted(address: string, loginUrl: string): boolean {
  const [url, login] = [URL.parse(address), URL.parse(loginUrl)]
  if (!url || !login || url.username !== '' || url.password !== '') return false
  if (url.protocol !== 'https:' && (url.protocol !== 'http:' || login.protocol !== 'http:')) return false
  if (url.host === login.host) return true
  return url.protocol === 'https:' && url.port === '' && DOMAINS.some((one) => url.hostname === one || url.hostname.endsWith(`.${one}`))
}

/** Whom a signed statement is for: orgs with a domain of their own want the address of all orgs, or that of all sandboxes. */
export function audienceOf(loginUrl: string): string {
  const host = URL.parse(loginUrl)?.hostname ?? ''
  if (!host.endsWith('.my.salesforce.com')) return loginUrl
  return /\.(sandbox|scratch)\.my\./.test(host) ? 'https://test.salesforce.com' : 'https://login.salesforce.com'
}

import { expect, test } from 'vitest'
import { audienceOf, isTrusted } from '../../server/domain/crm-sign-in.ts'

const PRODUCTION = 'https://login.salesforce.com'

test.each([
  ['its own domain', 'https://acme.my.salesforce.com', PRODUCTION],
  ['an instance', 'https://na139.salesforce.com/', PRODUCTION],
  [
    'the identity of a sandbox',
    'https://test.salesforce.com/id/00D000000000001EAA/005000000000001AAA',
    'https://acme--dev.sandbox.my.salesforce.com',
  ],
  ['the cloud of the United States’ government', 'https://agency.my.salesforce.mil', PRODUCTION],
  ['the machine where people sign in', 'https://salesforce.proxy.example/x', 'https://salesforce.proxy.example'],
  ['the machine where people sign in, on this desk', 'http://127.0.0.1:4011', 'http://127.0.0.1:4011'],
])('tokens are sent to %s', (_, address, loginUrl) => {
  expect(isTrusted(address, loginUrl)).toBe(true)
})

test.each([
  ['another website', 'https://api.example.com', PRODUCTION],
  ['a name that only begins like Salesforce’s', 'https://salesforce.com.example.com', PRODUCTION],
  ['a name that only ends like Salesforce’s', 'https://notsalesforce.com', PRODUCTION],
  ['a site that a customer of Salesforce has made', 'https://acme.my.site.com', PRODUCTION],
  ['a page of Salesforce that shows what people upload', 'https://acme.file.force.com', PRODUCTION],
  ['Salesforce over plain http', 'http://acme.my.salesforce.com', PRODUCTION],
  ['plain http elsewhere, where people sign in over http', 'http://127.0.0.1:4012', 'http://127.0.0.1:4011'],
  ['another port of Salesforce', 'https://acme.my.salesforce.com:8443', PRODUCTION],
  ['a name with a user in front', 'https://acme.my.salesforce.com@example.com', PRODUCTION],
  ['Salesforce with a user in front', 'https://user@acme.my.salesforce.com', PRODUCTION],
  ['what is no address', 'acme.my.salesforce.com', PRODUCTION],
])('no token is sent to %s', (_, address, loginUrl) => {
  expect(isTrusted(address, loginUrl)).toBe(false)
})

test('a signed statement is for all orgs, or for all sandboxes, whatever their own domain', () => {
  expect(audienceOf(PRODUCTION)).toBe(PRODUCTION)
  expect(audienceOf('https://acme.my.salesforce.com')).toBe(PRODUCTION)
  expect(audienceOf('https://acme--dev.sandbox.my.salesforce.com')).toBe('https://test.salesforce.com')
  expect(audienceOf('https://test.salesforce.com')).toBe('https://test.salesforce.com')
  expect(audienceOf('http://127.0.0.1:4011')).toBe('http://127.0.0.1:4011')
})

/** Where we call at addresses that people enter, and where not. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { isPublic, outboundGuard } from '../../server/outbound/guard.ts'
import { outbound } from '../../server/outbound/post.ts'
import { openReceiver, type Receiver } from '../servers/webhook-receiver.ts'

const open: Receiver[] = []
async function receiver(): Promise<Receiver> {
  const one = await openReceiver()
  open.push(one)
  return one
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

const allowed = outbound(outboundGuard(['127.0.0.1']))

test.each([
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '192.168.255.255',
  '10.255.255.255',
  '127.255.255.255',
  '100.127.255.255',
  '169.254.255.255',
  '198.19.255.255',
  '255.255.255.255',
  '169.254.169.254',
  '100.64.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.7',
  '203.0.113.7',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  'fe80::1',
  'fe80::1%eth0',
  'fc00::1',
  'fd12::1',
  'fec0::1',
  'ff02::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  'example.com',
  '',
])('%s does not belong to the internet', (ip) => {
  expect(isPublic(ip)).toBe(false)
})

test.each(['8.8.8.8', '1.1.1.1', '172.15.0.1', '172.32.0.1', '100.128.0.1', '223.255.255.255', '2606:4700::1111', '2a00:1450::1'])(
  '%s belongs to the internet',
  (ip) => {
    expect(isPublic(ip)).toBe(true)
  },
)

test.each([
  ['https://127.0.0.1/x', 'must not lead into a private network'],
  ['https://2130706433/', 'must not lead into a private network'],
  ['https://0x7f.1/', 'must not lead into a private network'],
  ['https://[::1]/', 'must not lead into a private network'],
  ['https://[::ffff:10.0.0.1]/', 'must not lead into a private network'],
  ['https://169.254.169.254/latest/meta-data', 'must not lead into a private network'],
  ['https://localhost/', 'must not lead into a private network'],
  ['https://api.localhost./', 'must not lead into a private network'],
  ['http://example.com/', 'must be an address that begins with https://'],
  ['ftp://example.com/', 'must be an address that begins with https://'],
  ['nonsense', 'must be an address that begins with https://'],
  ['https://user:word@example.com/', 'must not hold a user name or a password'],
  ['https://example.com/hooks', null],
  ['https://8.8.8.8/', null],
  ['http://intranet.test:8080/', null],
  ['http://intranet.test/', 'must be an address that begins with https://'],
  ['http://10.9.9.9/', null],
])('the address %s: %s', (address, refusal) => {
  expect(outboundGuard(['intranet.test:8080', '10.9.9.9']).refusalOf(address)).toBe(refusal)
})

/** Names lead where this says. */
const namesLeadTo = (...addresses: string[]) =>
  outboundGuard([], (_name, _options, answer) =>
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    ),
  )

test.each([['127.0.0.1'], ['::1'], ['8.8.8.8', '10.0.0.1']])('a name that leads to %s is not called', async (...addresses) => {
  const { port } = new URL((await receiver()).url)
  const answer = await outbound(namesLeadTo(...addresses)).post(`https://hooks.example.com:${port}/`, {}, '{}')

  expect(answer).toEqual({ status: null, text: 'The name leads into a private network.' })
})

test('a name is asked once, and the connection goes to what was answered', async () => {
  const { url, received } = await receiver()
  const asked: string[] = []
  const guard = outboundGuard(['hooks.example.com'], (name, _options, answer) => {
    asked.push(name)
    answer(null, [{ address: '127.0.0.1', family: 4 }])
  })
  const answer = await outbound(guard).post(`http://hooks.example.com:${new URL(url).port}/in`, { 'x-a': 'b' }, '{"a":1}')

  expect([answer.status, asked]).toEqual([204, ['hooks.example.com']])
  expect(received).toMatchObject([{ path: '/in', headers: { 'x-a': 'b', 'content-length': '7' }, body: { a: 1 } }])
})

test('a redirect is an answer like any other and is not followed', async () => {
  const [first, second] = [await receiver(), await receiver()]
  first.answerWith((res) => void res.writeHead(307, { location: `${second.url}/stolen` }).end('Over there'))

  expect(await allowed.post(first.url, {}, '{}')).toEqual({ status: 307, text: 'Over there' })
  expect(second.received).toEqual([])
})

test('a long answer is cut, and one without end is left', async () => {
  const one = await receiver()
  one.answerWith((res) => void res.writeHead(500).write('é'.repeat(2000)))

  const { status, text } = await allowed.post(one.url, {}, '{}')

  expect([status, text]).toEqual([500, 'é'.repeat(500)])
})

test('who says nothing in time has not answered', async () => {
  const one = await receiver()
  one.answerWith(() => {})

  expect(await outbound(outboundGuard(['127.0.0.1']), 100).post(one.url, {}, '{}')).toEqual({
    status: null,
    text: 'No answer within 0.1 seconds.',
  })
})

test('who is not there, or is not known, is told apart', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  const unknown = outboundGuard([], (_name, _options, answer) => answer(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []))

  expect(await allowed.post(`http://127.0.0.1:${port}/`, {}, '{}')).toEqual({ status: null, text: 'The connection failed (ECONNREFUSED).' })
  expect(await outbound(unknown).post('https://nobody.example.com/', {}, '{}')).toEqual({
    status: null,
    text: 'The name is not known (ENOTFOUND).',
  })
})

/** Calls that read from addresses which people enter: each of them, and each redirect, past the guard. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { guardedFetch, TooLarge } from '../../server/outbound/fetch.ts'
import { Forbidden, outboundGuard } from '../../server/outbound/guard.ts'

interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

const closing: (() => Promise<void>)[] = []
afterAll(async () => {
  await Promise.all(closing.map((close) => close()))
})

async function serve(answer: (asked: Asked, to: ServerResponse) => void) {
  const asked: Asked[] = []
  const server = createServer(async (from, to) => {
    let body = ''
    for await (const part of from) body += part
    const one = { method: from.method ?? '', path: from.url ?? '', headers: from.headers, body }
    asked.push(one)
    answer(one, to)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

const guard = outboundGuard(['127.0.0.1'])
const secret = { authorization: 'Basic c2VjcmV0', cookie: 'a=b', depth: '1' }

test('a call goes out as it is and comes back with status, headers, address and text', async () => {
  const { url, asked } = await serve((_, to) => to.writeHead(207, { etag: '"1"' }).end('Grüße'))
  const answer = await guardedFetch(guard)(`${url}/a?b=c`, { method: 'REPORT', headers: secret, body: 'né' })
  expect([answer.status, answer.headers.get('etag'), answer.url, await answer.text()]).toEqual([207, '"1"', `${url}/a?b=c`, 'Grüße'])
  expect(asked).toMatchObject([{ method: 'REPORT', path: '/a?b=c', body: 'né', headers: { ...secret, 'content-length': '3' } }])
})

test.each([301, 302, 307, 308])('a redirect with %d is followed with the same method and body', async (status) => {
  const { url, asked } = await serve(({ path }, to) =>
    path === '/' ? to.writeHead(status, { location: '/next' }).end() : to.writeHead(204).end(),
  )
  const answer = await guardedFetch(guard)(`${url}/`, { method: 'PROPFIND', headers: secret, body: 'x' })
  expect([answer.status, answer.url]).toEqual([204, `${url}/next`])
  expect(asked[1]).toMatchObject({ method: 'PROPFIND', path: '/next', body: 'x', headers: { authorization: secret.authorization } })
})

test('a redirect to another origin goes without what proves who we are, and stays without on the way back', async () => {
  const { url, asked } = await serve(({ path }, to) =>
    path === '/' ? to.writeHead(302, { location: `${other.url}/there` }).end() : to.end('back'),
  )
  const other = await serve((_, to) => to.writeHead(302, { location: `${url}/back` }).end())
  await guardedFetch(guard)(`${url}/`, { headers: { ...secret, Authorization: 'Bearer x' } })
  expect([other.asked, asked.slice(1)].flat().map(({ headers }) => [headers.authorization, headers.cookie, headers.depth])).toEqual([
    [undefined, undefined, '1'],
    [undefined, undefined, '1'],
  ])
})

test('a redirect is handed back to whoever wants to decide', async () => {
  const { url, asked } = await serve((_, to) => to.writeHead(301, { location: '/next' }).end())
  const answer = await guardedFetch(guard)(url, { redirect: 'manual' })
  expect([answer.status, answer.headers.get('location'), asked.length]).toEqual([301, '/next', 1])
})

test('redirects end after a few', async () => {
  const { url, asked } = await serve((_, to) => to.writeHead(302, { location: '/again' }).end())
  await expect(guardedFetch(guard)(url)).rejects.toThrow('on and on')
  expect(asked).toHaveLength(5)
})

test.each([
  'http://169.254.169.254/latest',
  'https://10.1.2.3/',
  'https://[::1]/',
  'https://localhost/',
  'file:///etc/passwd',
  'http://example.com/',
])('neither a call nor a redirect leads to %s', async (address) => {
  const { url, asked } = await serve((_, to) => to.writeHead(302, { location: address }).end())
  await expect(guardedFetch(guard)(address)).rejects.toThrow(Forbidden)
  await expect(guardedFetch(guard)(url)).rejects.toThrow(Forbidden)
  expect(asked).toHaveLength(1)
})

test('a name that leads into a private network is not called, also when only a redirect leads there', async () => {
  const { url } = await serve((_, to) => to.writeHead(307, { location: 'https://dav.example.com/' }).end())
  const names: string[] = []
  const inward = outboundGuard(['127.0.0.1'], (name, _options, answer) => {
    names.push(name)
    answer(null, [
      { address: '203.0.114.1', family: 4 },
      { address: '192.168.0.1', family: 4 },
    ])
  })
  await expect(guardedFetch(inward)('https://dav.example.com/')).rejects.toThrow(Forbidden)
  await expect(guardedFetch(inward)(url)).rejects.toThrow(Forbidden)
  expect(names).toEqual(['dav.example.com', 'dav.example.com'])
})

test('an answer that is too large, too slow or breaks off is none', async () => {
  const large = await serve((_, to) => to.end('x'.repeat(2000)))
  await expect(guardedFetch(guard, { maxBytes: 1000 })(large.url)).rejects.toThrow(TooLarge)
  const slow = await serve((_, to) => to.writeHead(200).write('x'))
  await expect(guardedFetch(guard, { limitMs: 200 })(slow.url)).rejects.toThrow()
  const silent = await serve(() => {})
  await expect(guardedFetch(guard, { limitMs: 200 })(silent.url)).rejects.toThrow()
  const half = await serve((_, to) => to.writeHead(200, { 'content-length': 100 }).write('half', () => to.destroy()))
  await expect(guardedFetch(guard)(half.url)).rejects.toThrow()
})

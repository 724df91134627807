import { createCipheriv, hkdfSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { isSealedWith, seal, unseal } from '../../server/domain/sealed.ts'

const nonce = new Uint8Array(12).fill(7)

test('what is sealed shows nothing, and is read with the same secret in the same place alone', () => {
  const sealed = seal('one secret', 'webhook 1', 'whsec_abc', nonce)

  expect(sealed).not.toContain('whsec')
  expect(unseal(['one secret'], 'webhook 1', sealed)).toBe('whsec_abc')
  expect(unseal(['another secret'], 'webhook 1', sealed)).toBeNull()
  expect(unseal(['one secret'], 'webhook 2', sealed)).toBeNull()
  expect(unseal([], 'webhook 1', sealed)).toBeNull()
})

test('a secret can be replaced: what was sealed before is read, and known to be of the one before', () => {
  const sealed = seal('one secret', 'here', 'whsec_abc', nonce)

  expect(unseal(['the next secret', 'one secret'], 'here', sealed)).toBe('whsec_abc')
  expect([isSealedWith('one secret', sealed), isSealedWith('the next secret', sealed)]).toEqual([true, false])
})

test('seals from the time when they named no key are read', () => {
  const key = Buffer.from(hkdfSync('sha256', 'one secret', '', 'switchboard sealed secrets', 32))
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from('here'))
  const body = Buffer.concat([cipher.update('whsec_abc', 'utf8'), cipher.final()])
  const old = [nonce, cipher.getAuthTag(), body].map((part) => Buffer.from(part).toString('base64url')).join('.')

  expect(unseal(['the next secret', 'one secret'], 'here', old)).toBe('whsec_abc')
  expect(unseal(['the next secret'], 'here', old)).toBeNull()
  expect(isSealedWith('one secret', old)).toBe(false)
})

test('what was sealed and then changed is not read', () => {
  const [id, one, tag, body] = seal('one secret', 'here', 'whsec_abc', nonce).split('.')

  for (const changed of [
    '',
    'x',
    `${id}.${one}.${tag}`,
    `${id}.${one}.${tag}.AAAA`,
    `${id}.${one}.AAAA.${body}`,
    `${id}.AAAA.${tag}.${body}`,
    `${id}.${one}.${tag}.${body}.x`,
    `AAAAAAAA.${one}.${tag}.${body}`,
  ])
    expect(unseal(['one secret'], 'here', changed)).toBeNull()
})

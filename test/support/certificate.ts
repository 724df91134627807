/** Self-signed X.509 certificates for tests, as an org makes them to sign with (RFC 5280). */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

export interface SigningKey {
  readonly privateKey: KeyObject
  /** PEM. */
  readonly certificate: string
}

const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts)
  const octets = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255]
  return Buffer.concat([Buffer.from([tag, ...octets]), body])
}
const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts)
const rsaSha256 = sequence(Buffer.from('06092a864886f70d01010b0500', 'hex'))
const commonName = (name: string) => sequence(der(0x31, sequence(Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from(name)))))
const time = (at: string) => der(0x18, Buffer.from(`${at.replace(/[-:T]|\.\d+/g, '')}`))

/** A key with its certificate, which holds from 2000 to 2045, or `until`. */
export function signingKey(given: { until?: string; bits?: number } = {}): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: given.bits ?? 2048 })
  const validity = sequence(time('2000-01-01T00:00:00Z'), time(given.until ?? '2045-01-01T00:00:00Z'))
  const name = commonName('Switchboard')
  const toSign = sequence(der(0x02, Buffer.from([1])), rsaSha256, name, validity, name, publicKey.export({ type: 'spki', format: 'der' }))
  const certificate = sequence(toSign, rsaSha256, der(0x03, Buffer.from([0]), sign('RSA-SHA256', toSign, privateKey)))
  const lines = certificate.toString('base64').replace(/.{1,64}/g, '$&\n')
  return { privateKey, certificate: `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n` }
}

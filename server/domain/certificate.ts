import { X509Certificate } from 'node:crypto'

/** What people want to know of a certificate. */
export interface CertificateFacts {
  readonly subject: string
  readonly from: Date
  readonly until: Date
}

/** What an X.509 certificate (PEM) says of itself, or null if it is none. */
export function factsOfCertificate(pem: string): CertificateFacts | null {
  const read = parsed(pem)
  return read && { subject: read.subject.split('\n').join(', '), from: read.validFromDate, until: read.validToDate }
}

/** Why what is signed cannot be checked with this certificate, or null if it can. */
export function certificateProblem(pem: string, now: Date): string | null {
  if (/PRIVATE KEY/.test(pem)) return 'is, or holds, a private key: keep that secret, and paste the certificate'
  const read = parsed(pem)
  if (!read) return 'must be one certificate in PEM form, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----'
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = read.publicKey
  if (type !== 'rsa') return 'must hold an RSA key'
  if ((details?.modulusLength ?? 0) < 2048) return `must hold a key of at least 2048 bits, and this one has ${details?.modulusLength}`
  if (read.validFromDate > now) return `is not valid before ${read.validFromDate.toISOString().slice(0, 10)}`
  return read.validToDate <= now ? `has ended on ${read.validToDate.toISOString().slice(0, 10)}` : null
}

/** Of a chain, one would have to guess which is meant. */
function parsed(pem: string): X509Certificate | null {
  if (!/^-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----$/.test(pem.trim())) return null
  try {
    return new X509Certificate(pem)
  } catch {
    return null
  }
}

/** Twilio as tests meet it: an emulator that takes messages, reports on them, and passes on what phones answer, each signed as Twilio does. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEmulator } from 'emulate'
import type { TwilioSettings } from '../../server/messages/twilio.ts'

const ACCOUNT = `AC${'1'.repeat(32)}`
const TOKEN = 'a-token-of-the-emulated-account'
const NUMBER = '+12125550199'

export interface Text {
  readonly sid: string
  readonly to: string
  readonly from: string
  readonly body: string
  readonly status: string
}

export interface TestTwilio {
  readonly settings: TwilioSettings
  /** The messages to a phone, oldest first. */
  textsTo(phone: string): Promise<Text[]>
  /** Twilio learns how far a message came, and reports it. */
  report(sid: string, status: string): Promise<void>
  /** A phone answers. */
  answer(phone: string, body: string): Promise<void>
  close(): Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Start the emulator. What phones answer goes to the service at `url`. */
export async function openTwilio(url: string): Promise<TestTwilio> {
  const emulator = await createEmulator({
    service: 'twilio',
    port: await freePort(),
    seed: {
      twilio: {
        account: { sid: ACCOUNT, auth_token: TOKEN },
        phone_numbers: [{ phone_number: NUMBER, sms_url: `${url}/hooks/twilio/inbound` }],
        messaging_services: [],
      },
    },
  })
  const apiUrl = emulator.url.replace('localhost', '127.0.0.1')
  const ask = async (path: string, form?: Record<string, string>) => {
    const response = await fetch(`${apiUrl}${path}`, {
      method: form ? 'POST' : 'GET',
      headers: {
        authorization: `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')}`,
        ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(form ? { body: new URLSearchParams(form).toString() } : {}),
    })
    const body = (await response.json()) as { messages: Text[] }
    if (!response.ok) throw new Error(`The emulator refused: ${JSON.stringify(body)}`)
    return body
  }
  return {
    settings: { accountSid: ACCOUNT, authToken: TOKEN, from: NUMBER, apiUrl },
    async textsTo(phone) {
      const { messages } = await ask(`/2010-04-01/Accounts/${ACCOUNT}/Messages.json?To=${encodeURIComponent(phone)}`)
      return messages.toReversed()
    },
    report: async (sid, status) => void (await ask('/_twilio/simulate/message-status', { MessageSid: sid, Status: status })),
    answer: async (phone, body) => void (await ask('/_twilio/simulate/inbound-message', { From: phone, To: NUMBER, Body: body })),
    close: () => emulator.close(),
  }
}

import { useState } from 'preact/hooks'
import { patch } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { daysAway, dayText, ownZone } from '../said.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { Salesforce, SalesforceOrg } from '../wire.ts'

interface Props {
  readonly certificate: SalesforceOrg['launchCertificate']
  readonly onChanged: (known: Salesforce) => void
}

/** So long before its end somebody should make a new one. */
const WARNING_MS = 30 * 86_400_000

/** By which certificate launches are known to come from the org. */
export function CertificatePanel({ certificate, onChanged }: Props) {
  const words = texts.salesforce
  const save = (launchCertificate: string | null) => asking(patch<Salesforce>('/api/v1/salesforce', { launchCertificate }))
  const { problem, errorAt, busy, submit } = useSubmit(async (value, form) => {
    onChanged(await save(value('certificate')))
    form.reset()
  })
  const wrong = errorAt('/launchCertificate')
  return (
    <section class="panel stack" aria-labelledby="certificate-title">
      <h2 id="certificate-title">{words.certificate}</h2>
      <p class="muted">{words.certificateHint}</p>
      {certificate === null ? <p>{words.certificateNone}</p> : <Known certificate={certificate} />}
      <form class="stack" aria-labelledby="certificate-title" onSubmit={submit}>
        {problem && !wrong && <Notice tone="danger" title={problem} />}
        <Field id="certificate" label={words.certificatePaste} hint={words.certificatePasteHint} error={wrong}>
          {(control) => (
            <textarea
              {...control}
              name="certificate"
              required
              rows={4}
              maxLength={20_000}
              spellcheck={false}
              autocomplete="off"
              placeholder="-----BEGIN CERTIFICATE-----"
            />
          )}
        </Field>
        <button type="submit" class="button" disabled={busy}>
          {words.certificateSave}
        </button>
      </form>
      {certificate !== null && <Drop onDrop={async () => onChanged(await save(null))} />}
    </section>
  )
}

function Known({ certificate: { subject, until } }: { certificate: NonNullable<Props['certificate']> }) {
  const words = texts.salesforce
  const [end, now] = [new Date(until), new Date()]
  const left = end.getTime() - now.getTime()
  return (
    <>
      {left <= 0 && <Notice tone="danger" title={words.certificateEnded} />}
      {left > 0 && left <= WARNING_MS && <Notice tone="warning" title={words.certificateEnds(daysAway(end, ownZone(), now))} />}
      <dl class="facts">
        <div>
          <dt>{words.certificateSubject}</dt>
          <dd class="wrap">{subject}</dd>
        </div>
        <div>
          <dt>{words.certificateUntil}</dt>
          <dd>{dayText(end, ownZone(), now)}</dd>
        </div>
      </dl>
    </>
  )
}

function Drop({ onDrop }: { onDrop: () => Promise<void> }) {
  const [asked, setAsked] = useState(false)
  const { problem, busy, submit } = useSubmit(onDrop)
  const words = texts.salesforce
  return (
    <form class="stack" onSubmit={submit}>
      <p class="row">
        <button type="button" class="button-link compact" aria-expanded={asked} onClick={() => setAsked(!asked)}>
          {words.certificateDrop}
        </button>
      </p>
      {problem && <Notice tone="danger" title={problem} />}
      {asked && (
        <Notice tone="warning" title={words.certificateDropSure}>
          <p class="row">
            <button type="submit" class="button danger" disabled={busy}>
              {words.certificateDropYes}
            </button>
            <button type="button" class="button-quiet" onClick={() => setAsked(false)}>
              {words.certificateDropNo}
            </button>
          </p>
        </Notice>
      )}
    </form>
  )
}

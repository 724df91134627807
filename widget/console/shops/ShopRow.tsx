import { useState } from 'preact/hooks'
import { patch } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { useSubmit } from '../submitting.ts'
import type { Shop } from '../wire.ts'
import { ImportOrders } from './ImportOrders.tsx'
import { shopTexts as words } from './words.ts'

type Doing = 'rename' | 'secret' | 'import' | null

/** One shop, with what an administrator can do about it. */
export function ShopRow({ shop, onChanged }: { shop: Shop; onChanged: (shop: Shop, said?: string) => void }) {
  const [doing, setDoing] = useState<Doing>(null)
  const [shows, setShows] = useState(false)
  const { id, name, active, hookUrl, secret } = shop
  const change = async (wish: object) => {
    onChanged(await asking(patch<Shop>(`/api/v1/shops/${id}`, wish)))
    setDoing(null)
  }
  const renaming = useSubmit(async (value) => change({ name: value('name') }))
  const turning = useSubmit(async () => change({ active: !active }))
  const renewing = useSubmit(async () => {
    await change({ newSecret: true })
    setShows(true)
  })
  const problem = renaming.problem ?? turning.problem ?? renewing.problem
  const toggle = (what: Doing) => setDoing(doing === what ? null : what)
  return (
    <li class="stack tight">
      <div class="user">
        <span class="grow">
          <span class="strong wrap">{name}</span>
          <span class="small muted block wrap">{shop.slug}</span>
        </span>
        <span class={`tag ${active ? 'sent' : ''}`}>{active ? words.on : words.off}</span>
      </div>
      <dl class="facts">
        <div>
          <dt class="muted">{words.address}</dt>
          <dd class="wrap">
            <code>{hookUrl}</code>
          </dd>
        </div>
        <div>
          <dt class="muted">{words.secret}</dt>
          <dd class="wrap">
            {shows && <code>{secret} </code>}
            <button
              type="button"
              class="button-link compact"
              aria-label={shows ? words.hideLabel(name) : words.showLabel(name)}
              onClick={() => setShows(!shows)}
            >
              {shows ? words.hide : words.show}
            </button>
          </dd>
        </div>
      </dl>
      {problem && <Notice tone="danger" title={problem} />}
      <div class="row tight">
        <button
          type="button"
          class="button-link compact"
          aria-expanded={doing === 'import'}
          aria-label={words.bringLabel(name)}
          onClick={() => toggle('import')}
        >
          {words.bring}
        </button>
        <button
          type="button"
          class="button-link compact"
          aria-expanded={doing === 'rename'}
          aria-label={words.renameLabel(name)}
          onClick={() => toggle('rename')}
        >
          {words.rename}
        </button>
        <button
          type="button"
          class="button-link compact"
          aria-expanded={doing === 'secret'}
          aria-label={words.newSecretLabel(name)}
          onClick={() => toggle('secret')}
        >
          {words.newSecret}
        </button>
        <form onSubmit={turning.submit}>
          <button type="submit" class="button-link compact" aria-label={words.turnLabel(name, active)} disabled={turning.busy}>
            {active ? words.turnOff : words.turnOn}
          </button>
        </form>
      </div>
      {doing === 'rename' && (
        <form class="stack" onSubmit={renaming.submit}>
          <Field id={`shop-${id}-name`} label={words.name}>
            {(control) => <input {...control} name="name" required maxLength={200} defaultValue={name} />}
          </Field>
          <div>
            <button type="submit" class="button" disabled={renaming.busy}>
              {words.save}
            </button>
          </div>
        </form>
      )}
      {doing === 'secret' && (
        <form onSubmit={renewing.submit}>
          <Notice tone="warning" title={words.newSecretSure}>
            <p class="row">
              <button type="submit" class="button danger" disabled={renewing.busy}>
                {words.newSecretYes}
              </button>
              <button type="button" class="button-quiet" onClick={() => setDoing(null)}>
                {words.keep}
              </button>
            </p>
          </Notice>
        </form>
      )}
      {doing === 'import' && (
        <ImportOrders
          shop={shop}
          onClose={() => setDoing(null)}
          onImported={(said) => {
            setDoing(null)
            onChanged(shop, said)
          }}
        />
      )}
    </li>
  )
}

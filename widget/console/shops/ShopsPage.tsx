import { useEffect, useState } from 'preact/hooks'
import { get, post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { List, Shop } from '../wire.ts'
import { ShopRow } from './ShopRow.tsx'
import { shopTexts as words } from './words.ts'
import '../profile/profile.css'

/** Shops whose orders come in, and what their webhooks need. */
export function ShopsPage() {
  const [shops, setShops] = useState<readonly Shop[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const load = () =>
    asking(get<List<Shop>>('/api/v1/shops')).then(
      ({ items }) => {
        setProblem(null)
        setShops(items)
      },
      (error: unknown) => setProblem(failureText(error)),
    )
  useEffect(() => {
    document.title = `${words.title} · ${texts.brand}`
    void load()
  }, [])
  const adding = useSubmit(async (value, form) => {
    const { name } = await asking(post<Shop>('/api/v1/shops', { name: value('name'), slug: value('slug') }))
    form.reset()
    setDone(words.added(name))
    await load()
  })
  return (
    <div class="settings-page">
      <header class="stack tight">
        <h1>{words.title}</h1>
        <p class="muted">{words.hint}</p>
      </header>
      {done && <Notice title={done} />}
      {problem && <Notice tone="danger" title={problem} />}
      <div class="panels users">
        <section class="panel stack" aria-labelledby="shops-title" aria-busy={shops === null}>
          <h2 id="shops-title">{words.list}</h2>
          <p class="small muted">{words.webhookHint}</p>
          {shops?.length === 0 && <p class="muted">{words.none}</p>}
          <ul class="rows">
            {shops?.map((shop) => (
              <ShopRow
                key={shop.id}
                shop={shop}
                onChanged={(next, said) => {
                  setShops((all) => all?.map((one) => (one.id === next.id ? next : one)) ?? null)
                  if (said) setDone(said)
                }}
              />
            ))}
          </ul>
        </section>
        <form class="panel stack" aria-labelledby="shop-add-title" onSubmit={adding.submit}>
          <h2 id="shop-add-title">{words.add}</h2>
          {adding.problem && <Notice tone="danger" title={adding.problem} />}
          <Field id="shop-name" label={words.name} error={adding.errorAt('/name')}>
            {(control) => <input {...control} name="name" required maxLength={200} autocomplete="off" />}
          </Field>
          <Field id="shop-slug" label={words.slug} hint={words.slugHint} error={adding.errorAt('/slug')}>
            {(control) => (
              <input {...control} name="slug" required maxLength={80} pattern="[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?" autocomplete="off" />
            )}
          </Field>
          <button type="submit" class="button" disabled={adding.busy}>
            {words.add}
          </button>
        </form>
      </div>
    </div>
  )
}

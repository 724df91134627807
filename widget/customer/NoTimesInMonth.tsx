import { locale, texts } from '../text/language.ts'
import { monthText } from '../ui/format.ts'
import { Notice } from '../ui/Notice.tsx'
import type { Picker } from './picker.ts'

interface Props {
  readonly picker: Picker
}

/** An empty month says so, and leads to the next one that is not. */
export function NoTimesInMonth({ picker }: Props) {
  if (picker.search.value === 'none') {
    return (
      <Notice title={texts.day.noneAtAll}>
        <p>{texts.day.noneAtAllDetail}</p>
      </Notice>
    )
  }
  const busy = picker.search.value === 'busy'
  return (
    <Notice title={texts.day.noneInMonth(monthText(locale, picker.month.value))}>
      <p>
        <button type="button" class="button-quiet" aria-disabled={busy} onClick={() => void picker.findNext()}>
          {busy && <span class="busy" aria-hidden="true" />}
          {busy ? texts.day.searching : texts.day.findNext}
        </button>
      </p>
    </Notice>
  )
}

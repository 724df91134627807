/** A field that nobody sees, reaches with the keyboard, or is read out. Machines that fill in every field fill it in as well. */
export const TrapField = () => (
  <div class="trap" aria-hidden="true">
    <label>
      Website <input name="website" tabIndex={-1} autoComplete="off" />
    </label>
  </div>
)

/** What was typed into it. */
export const trapOf = (form: HTMLFormElement): string => String(new FormData(form).get('website') ?? '')

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }

/** A sentence with a count, `#`, in the form that the language asks for at that count. */
export function plural(language: string, forms: Forms): (count: number) => string {
  return (count) => (forms[new Intl.PluralRules(language).select(count)] ?? forms.other).replace('#', count.toLocaleString(language))
}

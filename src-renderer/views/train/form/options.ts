/** Options of a choice in the order of its words. */
export function optionsOf<Value extends string>(
  words: Readonly<Record<Value, string>>,
): readonly { readonly value: Value; readonly label: string }[] {
  // The keys are those of the record, one by one.
  return (Object.keys(words) as Value[]).map((value) => ({ value, label: words[value] }))
}

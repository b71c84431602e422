/** Up and down through the entries of a list; up from the first to the field that filters it. */
export function moveInList(
  event: KeyboardEvent,
  by: 1 | -1,
  entries: Iterable<HTMLElement>,
  field: HTMLElement | null,
): void {
  const all = [...entries]
  const at = all.findIndex((entry) => entry === document.activeElement)
  event.preventDefault()
  if (at + by < 0) field?.focus()
  else all[Math.min(at + by, all.length - 1)]?.focus()
}

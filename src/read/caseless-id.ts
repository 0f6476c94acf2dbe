/**
 * One spelling for all ids that a collation without regard to case takes for the same: blanks at the end do
 * not count there either, but tabs and other white space do.
 */
export function caselessId(id: string): string {
  return (id.endsWith(" ") ? id.replace(/ +$/, "") : id).toLowerCase();
}

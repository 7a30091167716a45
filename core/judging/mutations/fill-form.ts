/**
 * A form is a sentence by hand with slots. `{a}` is the aspect's label; `{is} {was} {does} {has} {it} {them} {Is}` agree
 * with it in number, and `{s}` is the ending of its verb; `{item}`, `{quote}`, `{other}` are filled as they come.
 */
export type Slots = Readonly<Partial<Record<'a' | 'item' | 'quote' | 'other', string>>>;

const SINGULAR = { is: 'is', Is: 'Is', was: 'was', does: 'does', has: 'has', it: 'it', them: 'it', s: 's' } as const;
const PLURAL = { is: 'are', Is: 'Are', was: 'were', does: 'do', has: 'have', it: 'they', them: 'them', s: '' } as const;

/** @throws RangeError for a slot that is not given: a form must never reach a dialog half-filled. */
export function fillForm(form: string, slots: Slots): string {
  const agreeing: Readonly<Record<string, string>> = isPlural(slots.a ?? '') ? PLURAL : SINGULAR;
  const given: Readonly<Record<string, string | undefined>> = slots;
  const filled = form.replace(/\{(\w+)\}/g, (whole, slot: string) => {
    const value = given[slot] ?? agreeing[slot];
    if (value === undefined) throw new RangeError(`no value for ${whole} in "${form}"`);
    return value;
  });
  return filled.replace(/^"?\p{Ll}/u, (first) => (/^"?\{/.test(form) ? first.toUpperCase() : first));
}

/** Labels are English nouns: "strings" is plural, "bass" and "status" are not. */
function isPlural(label: string): boolean {
  return /[^su]s$/.test(label) && !/(?:ics|sis)$/.test(label);
}

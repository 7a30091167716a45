/** A label cut to so many characters, with an ellipsis: drawings have no room to wrap. Never cuts through a character. */
export function clipped(text: string, characters: number): string {
  const all = Array.from(text.replace(/\s+/gu, ' '));
  return all.length <= characters
    ? all.join('')
    : `${all
        .slice(0, characters - 1)
        .join('')
        .trimEnd()}…`;
}

const MAX_LENGTH = 300;

/** Anything that looks like a credential, whoever's it is. */
const SECRET_SHAPES = [/\b(?:sk|pk|rk|gsk|key)-[^\s"',;)]{6,}/gi, /\bBearer\s+[^\s"',;)]+/gi];

/** An endpoint's own words, fit for messages and histories: without the key, on one line, and short. */
export function redact(text: string, apiKey: string): string {
  let safe = apiKey === '' ? text : text.replaceAll(apiKey, '[key]');
  for (const shape of SECRET_SHAPES) safe = safe.replace(shape, '[key]');
  safe = safe.replace(/\s+/g, ' ').trim();
  return safe.length <= MAX_LENGTH ? safe : `${safe.slice(0, MAX_LENGTH)}...`;
}

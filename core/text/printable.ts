/** What a model or a provider wrote must not steer the reader's terminal: control characters but tab and newline are replaced. */
export const printable = (line: string): string =>
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  line.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu, '\uFFFD');

import { html, type Content, type Html } from './html.ts';

export interface Column {
  readonly head: string;
  /** Figures stand to the right; wide columns hold sentences. */
  readonly kind?: 'number' | 'wide';
}

const CLASS = { number: 'n', wide: 'wide' } as const;

/** A table with its caption; the first cell of each row is its heading. Scrolls by itself where the screen is narrow. */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly Content[])[]): Html {
  const classOf = (place: number): string => {
    const kind = columns[place]?.kind;
    return kind === undefined ? '' : CLASS[kind];
  };
  return html`<div class="table" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(({ head }, place) => html`<th scope="col" class="${classOf(place)}">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, place) =>
                place === 0
                  ? html`<th scope="row" class="${classOf(0)}">${cell}</th>`
                  : html`<td class="${classOf(place)}">${cell}</td>`,
              )}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

import { html, type Content, type Html } from './html.ts';
import { PAGE_STYLE } from './page-style.ts';

export interface PageSection {
  readonly id: string;
  readonly title: string;
  readonly content: Html;
}

export interface PageInput {
  readonly title: string;
  readonly heading: string;
  readonly lead: Content;
  readonly sections: readonly PageSection[];
}

/**
 * One static HTML file that needs neither network nor script, so that it opens from anywhere and stays readable for years.
 * Every text of the data is escaped on its way in, and the page's own policy forbids scripts altogether.
 */
export function renderPage({ title, heading, lead, sections }: PageInput): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${PAGE_STYLE}
        </style>
      </head>
      <body>
        <header>
          <h1>${heading}</h1>
          <p class="lead">${lead}</p>
          <nav aria-label="Sections">
            <ul>
              ${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main>
          ${sections.map(
            ({ id, title, content }) =>
              html`<section id="${id}" aria-labelledby="${id}-title">
                <h2 id="${id}-title">${title}</h2>
                ${content}
              </section> `,
          )}
        </main>
        <footer>
          <p>Made by ConvRecStudio. This file is whole in itself: it loads nothing and runs no script.</p>
        </footer>
      </body>
    </html> `;
  return page.markup;
}

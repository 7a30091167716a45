import { trusted } from './html.ts';

/** Light and dark by the reader's setting; colours hold a contrast of 4.5 to 1 against their ground. */
export const PAGE_STYLE = trusted(`
:root { color-scheme: light dark; --ground: #fbfaf8; --panel: #ffffff; --line: #d9d5cd; --ink: #22262b; --faint: #5d6470;
  --accent: #1b5fa8; --good: #1d6fb8; --bad: #c2410c; --muted: #8a919c; --user: #e4eefb; --system: #f0ede7; --mark: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171b; --panel: #1c2026; --line: #363c45; --ink: #e6e8eb; --faint: #a3abb6;
  --accent: #7db5f2; --good: #66a9ec; --bad: #f08a54; --muted: #7c8591; --user: #1c3350; --system: #262b32; --mark: #e0b050; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 72rem; padding: 1.25rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; } h2 { margin: 0 0 .75rem; font-size: 1.35rem; }
h3 { margin: 1.5rem 0 .5rem; font-size: 1.05rem; } h4 { margin: 1rem 0 .4rem; font-size: .95rem; }
p { margin: .4rem 0 .8rem; max-width: 46rem; } .lead, .note { color: var(--faint); } .note { font-size: .9rem; }
a { color: var(--accent); } code, pre { font: .85rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
pre { overflow-x: auto; padding: .75rem; background: var(--system); border-radius: .4rem; overflow-wrap: normal; }
nav ul { display: flex; flex-wrap: wrap; gap: .4rem 1rem; padding: 0; list-style: none; }
section { margin: 2.25rem 0; padding-top: 1.5rem; border-top: 1px solid var(--line); }
footer { margin-top: 3rem; color: var(--faint); font-size: .85rem; }
.label { padding: .6rem .9rem; border-left: .3rem solid var(--mark); background: var(--panel); max-width: 46rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(max(9.5rem, 22%), 1fr)); gap: .75rem; margin: 1rem 0; padding: 0; }
.tiles div { padding: .7rem .9rem; background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; }
.tiles dt { color: var(--faint); font-size: .82rem; } .tiles dd { margin: 0; font-size: 1.25rem; font-weight: 600; line-height: 1.3; }
.tiles small { display: block; color: var(--faint); font-size: .78rem; font-weight: 400; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); gap: 1rem; align-items: start; }
figure { margin: 0; padding: .8rem; background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; min-width: 0; }
figcaption { margin-bottom: .5rem; font-weight: 600; font-size: .92rem; } figcaption small { display: block; color: var(--faint); font-weight: 400; }
.plot { width: 100%; max-width: 30rem; } .drawing { overflow-x: auto; }
.key { display: flex; flex-wrap: wrap; gap: .2rem 1rem; margin: .4rem 0; color: var(--faint); font-size: .82rem; }
.key i { display: inline-block; width: .75rem; height: .75rem; border-radius: 50%; vertical-align: -.05rem; }
.table { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .88rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: .3rem 0; color: var(--faint); font-size: .85rem; }
th, td { padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: normal; }
td.n, th.n { text-align: right; white-space: nowrap; } td.wide { min-width: 14rem; overflow-wrap: anywhere; }
.dim { color: var(--faint); }
details { margin: .5rem 0; } summary { cursor: pointer; } summary:focus-visible, a:focus-visible, .drawing:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
details.dialog { margin: .6rem 0; background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; padding: .7rem .9rem; }
details.dialog > summary { font-weight: 600; } details.dialog > summary span { font-weight: 400; color: var(--faint); }
.chat { list-style: none; margin: .5rem 0; padding: 0; display: flex; flex-direction: column; gap: .5rem; }
.turn { max-width: 42rem; padding: .5rem .8rem; border-radius: .7rem; background: var(--system); }
.turn.user { align-self: flex-end; background: var(--user); } .turn p { margin: .15rem 0; }
.who { color: var(--faint); font-size: .78rem; } .said { font-size: .82rem; } .said ul { margin: 0; padding: 0; list-style: none; }
.said li { margin: .15rem 0; } .act { font-weight: 600; } .positive { color: var(--good); } .negative, .bad { color: var(--bad); } .neutral { color: var(--faint); }
blockquote { margin: .3rem 0; padding: .1rem .7rem; border-left: .2rem solid var(--line); } blockquote cite { display: block; color: var(--faint); font-style: normal; font-size: .78rem; }
.graph text { fill: var(--ink); font: 12px/1.3 system-ui, sans-serif; } .graph .kind { font-weight: 600; } .graph .more { fill: var(--faint); font-size: 11px; }
.graph rect { fill: var(--panel); stroke: var(--muted); } .graph rect.user { fill: var(--user); } .graph rect.optional { stroke-dasharray: 5 4; }
.graph rect.goal { stroke: var(--accent); stroke-width: 2; } .graph path { fill: none; stroke: var(--muted); stroke-width: 1.3; } .graph .head { fill: var(--muted); stroke: none; }
@media print { details::details-content { content-visibility: visible; } nav { display: none; } }
`);

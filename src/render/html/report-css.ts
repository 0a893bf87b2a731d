/** Colours of pages, by scheme; a test measures their contrast. */
export const PAGE_PALETTES = {
  light: {
    paper: '#fff',
    ink: '#16202c',
    dim: '#526070',
    rule: '#d5dbe2',
    soft: '#f4f6f8',
    bad: '#b3261e',
    well: '#1b6e3c',
    open: '#8a5a00',
    link: '#1d4f8f',
  },
  dark: {
    paper: '#12171d',
    ink: '#e8edf3',
    dim: '#a4b0be',
    rule: '#323c48',
    soft: '#1a2129',
    bad: '#ff8a80',
    well: '#6cc98f',
    open: '#e7b95a',
    link: '#8ab8ec',
  },
} as const;

function variables(palette: Readonly<Record<string, string>>): string {
  return Object.entries(palette)
    .map(([name, color]) => `--${name}:${color}`)
    .join(';');
}

/** Style of the report: for a screen, light or dark, and for paper. System fonts, nothing that is loaded. */
export const REPORT_CSS = `
:root{color-scheme:light dark;${variables(PAGE_PALETTES.light)}}
@media screen and (prefers-color-scheme:dark){:root{${variables(PAGE_PALETTES.dark)}}}
*{box-sizing:border-box}
html{font:clamp(15px,.55vw + 10px,30px)/1.5 system-ui,"Segoe UI",Helvetica,Arial,sans-serif;background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%}
body{max-width:70rem;margin:0 auto;padding:1.5rem 1.25rem 3rem;overflow-wrap:anywhere}
h1,h2,h3{line-height:1.25;margin:0}
h1{font-size:1.6rem}
h2{font-size:1.2rem;border-top:2px solid var(--ink);padding-top:.6rem;margin-top:2.75rem}
h3{font-size:1rem;margin-top:1.75rem}
p,ul,dl,figure{margin:.5rem 0}
ul{padding-left:1.2rem}
a{color:var(--link)}
.kicker,.dim,caption,figcaption{color:var(--dim);font-size:.85rem}
.kicker{letter-spacing:.06em;text-transform:uppercase;margin:0}
.verdicts{list-style:none;padding:0;margin:1rem 0}
.verdicts li{border-left:.3rem solid var(--rule);padding:.1rem 0 .1rem .9rem;margin:1.1rem 0;break-inside:avoid}
.verdicts .bad{border-left:.3rem double var(--bad)}
.verdicts .open{border-left-style:dashed;border-left-color:var(--open)}
.verdicts .well{border-left-color:var(--well)}
.verdict{font-weight:600;font-size:1.08rem;margin:0}
.tag{margin:.15rem 0;font-size:.85rem;font-weight:600;letter-spacing:.02em}
.bad>.tag,td.bad{color:var(--bad)}.open>.tag,td.open{color:var(--open)}.well>.tag,td.well{color:var(--well)}
.notice{border:1px solid var(--ink);padding:.6rem .9rem}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.2rem}
dt{color:var(--dim)}dd{margin:0;unicode-bidi:isolate}
code,.mono,pre{font-family:ui-monospace,Consolas,"Liberation Mono",Menlo,monospace;font-size:.88em;unicode-bidi:isolate}
pre{white-space:pre-wrap}
.scroll{overflow-x:auto}
.scroll .life{width:100%;min-width:54rem;height:auto}
table{border-collapse:collapse;width:100%;font-size:.85rem;margin:.75rem 0;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:.25rem 0;font-size:.85rem}
th,td{text-align:left;vertical-align:top;padding:.28rem .7rem .28rem 0;border-bottom:1px solid var(--rule);unicode-bidi:isolate}
thead th{border-bottom:1.5px solid var(--ink);white-space:nowrap}
tbody th{font-weight:600;min-width:7rem}tbody th.num{min-width:0}.address{min-width:11rem}
th[scope=rowgroup]{padding-top:.8rem}
.num{text-align:right;white-space:nowrap}
.time,.keep{white-space:nowrap}
.name,td,th{overflow-wrap:break-word}.address,.mono,td code,th code{overflow-wrap:anywhere}
.names{max-height:16rem;overflow:auto;font-size:.85rem}
.names ul{list-style:none;margin:0;padding:0;columns:16rem;column-gap:1.5rem}
.verdicts .names li{border:0;margin:0;padding:0}
.wide{min-width:46rem}
td .slow{font-weight:600}
tr:target{background:var(--soft);outline:.15rem solid var(--link)}
.share{width:6rem;height:.6rem;vertical-align:baseline}.share .room{fill:none;stroke:var(--dim)}.share .part{fill:var(--link)}
footer{margin-top:3rem;border-top:1px solid var(--rule);padding-top:.6rem}
@media (max-width:40rem){body{padding:1rem .8rem 2rem}.scroll td:last-child:not(.num){min-width:13rem}.scroll .wide td:last-child,.scroll .list td:last-child{min-width:0}dl.facts{grid-template-columns:1fr;gap:0}dd{margin-bottom:.4rem}h1{font-size:1.35rem}.wide{min-width:0}.wide thead{position:absolute;clip-path:inset(50%);height:1px;overflow:hidden}.wide tr{display:block;border-bottom:1px solid var(--rule);padding:.35rem 0}.wide td,.wide th{display:inline;border:0;padding:0 .5rem 0 0}.wide .time{font-weight:600}.list thead{position:absolute;clip-path:inset(50%)}.list tr{display:block;border-bottom:1px solid var(--rule);padding:.4rem 0}.list td,.list th{display:block;border:0;padding:0;text-align:left;min-width:0}.wide .keep{white-space:normal}}
@media print{@page{size:A4;margin:14mm 12mm}html{font-size:9.5pt}body{max-width:none;padding:0}.scroll{overflow:visible}.names{max-height:none;overflow:visible}.screen{display:none}.scroll .life,.wide{min-width:0}td,th{overflow-wrap:anywhere}a{color:inherit;text-decoration:none}tr,figure{break-inside:avoid}thead{display:table-header-group}h2,h3{break-after:avoid}}
`;

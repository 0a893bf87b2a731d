import { REPORT_CSS } from '../render/html/report-css.ts';
import { LIFE_CSS } from '../render/life/life-css.ts';
import { LIVE_CSS } from './live/live-css.ts';

/** What pages have and the report has not. */
const PAGE_CSS = `
.skip{position:absolute;left:-100rem}.skip:focus{left:.5rem;top:.5rem;background:var(--paper);padding:.3rem .6rem;z-index:1}
.top{border-bottom:1px solid var(--rule);margin-bottom:1.25rem}
.top ul,.ways ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;margin:0 0 .6rem}
.top a,.ways a{display:inline-block;padding:.25rem 0}
[aria-current]{font-weight:700;color:var(--ink);text-decoration:none;border-bottom:.15rem solid}
main:focus{outline:none}
:focus-visible{outline:.18rem solid var(--link);outline-offset:.12rem}
form{margin:.75rem 0}
label,legend{color:var(--dim);font-size:.85rem}
input,select,button{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--dim);border-radius:.2rem;padding:.35rem .5rem;max-width:100%;min-height:2rem}
button{background:var(--soft);font-weight:600;cursor:pointer}
.box{display:flex;gap:.5rem}.box input{flex:1;min-width:0}
.fields{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:end;margin:.6rem 0}
.fields>p{margin:0;display:flex;flex-direction:column;min-width:0}
.fields .tick{flex-direction:row;align-items:center;gap:.4rem}.tick input{min-height:0}
summary{cursor:pointer;padding:.25rem 0}
details>*:not(summary){margin-left:.9rem}
.state{font-weight:600;white-space:nowrap}
.state.bad{color:var(--bad)}.state.open{color:var(--open)}.state.well{color:var(--well)}
.raw{max-height:30rem;overflow:auto;border:1px solid var(--rule);padding:.5rem;background:var(--soft)}
.chart svg{display:block;max-width:none}.ground rect{fill:var(--soft)}.chart text{fill:var(--ink);font:13px system-ui,"Segoe UI",Helvetica,Arial,sans-serif}
.heat rect{fill:var(--open);stroke:var(--rule)}.heat a:hover rect,.heat a:focus rect{stroke:var(--link);stroke-width:3}.heat a:focus{outline:none}
.hour-read rect{fill:var(--well);fill-opacity:.75}.hour-silent rect{fill:var(--soft);stroke:var(--rule)}.hour-gap rect{stroke:var(--bad)}.gap-line{stroke:var(--bad);stroke-width:2;fill:none}
.in-gap{pointer-events:none;paint-order:stroke;stroke:var(--paper);stroke-width:4}.legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;font-size:.85rem}.legend li{display:flex;gap:.4rem;align-items:center}
.hour-read a:hover rect,.hour-read a:focus rect,.hour-silent a:hover rect,.hour-silent a:focus rect,.hour-gap a:hover rect,.hour-gap a:focus rect,.read a:hover rect,.read a:focus rect{stroke:var(--link);stroke-width:3}
.read rect{fill:var(--well);stroke:var(--rule)}
.bars rect{fill:var(--link);fill-opacity:.75}
.grown path{fill:var(--open);fill-opacity:.25}.grown-edge path{fill:none;stroke:var(--open);stroke-width:2}.moments circle{fill:var(--paper);stroke:var(--open);stroke-width:2}.moments a:hover circle,.moments a:focus circle{stroke:var(--link);stroke-width:4}.moments a:focus{outline:none}
.stalled rect{fill:var(--open)}.reach rect{fill:transparent}.reach a:hover rect,.reach a:focus rect{stroke:var(--link);stroke-width:3}.reach a:focus{outline:none}
.bars a:hover rect,.bars a:focus rect{stroke:var(--link);stroke-width:3}.bars a:focus{outline:none}
.in-cell{pointer-events:none}
.explained{border-left:.3rem solid var(--rule);padding-left:.9rem;margin:1rem 0}.explained h2{border:0;padding:0;margin:0}
@media (min-width:40.01rem){.narrow{display:none}}
@media (max-width:40rem){details>*:not(summary){margin-left:0}.fields>p{width:100%}}
@media print{.top,.skip,form,.ways{display:none}.raw{max-height:none;overflow:visible}}
`;

export const STYLE: string = `${REPORT_CSS}${LIFE_CSS}${PAGE_CSS}${LIVE_CSS}`;

/** An envelope on a trail. */
export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect x="1" y="3" width="14" height="10" rx="1" fill="#1d4f8f"/><path d="M2 5l6 4 6-4" fill="none" stroke="#fff" stroke-width="1.5"/></svg>';

/** What pages have while logs are followed. */
export const LIVE_CSS = `
.live{display:flex;flex-wrap:wrap;gap:0 1rem;font-size:.9rem;color:var(--dim);margin:-.6rem 0 1rem}.live p{margin:0}.live [hidden]{display:none}
@media (prefers-reduced-motion:no-preference){.new-row{animation:new-row 3s}@keyframes new-row{from{background:var(--soft)}}}
@media print{.live{display:none}}
`;

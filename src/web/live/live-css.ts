/** What pages have while logs are followed. */
export const LIVE_CSS = `
.live{display:flex;flex-wrap:wrap;gap:0 1rem;align-items:baseline;font-size:.9rem;color:var(--dim);margin:-.2rem 0 .7rem}.live p{margin:0}.live [hidden]{display:none}
@media (prefers-reduced-motion:no-preference){.new-row{animation:new-row 3s}@keyframes new-row{from{background:var(--soft)}}}
@media print{.live{display:none}}
`;

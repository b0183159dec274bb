/** The style sheet of the page. Colours keep a contrast of 4.5 to 1 or more, in light and in dark. */
export const PAGE_STYLE: string = `
:root{color-scheme:light dark;--bg:#fff;--card:#f6f7f9;--line:#c9ced6;--text:#1a1d21;--soft:#4d5560;--link:#0b57a4;--focus:#0b57a4;
--critical:#8f1d56;--high:#b3261e;--medium:#8a4b00;--low:#0b5c74;--info:#4d5560;--plain:#3d5a80;--pass:#1a6b34;--fail:#b3261e;--unknown:#8a4b00}
@media (prefers-color-scheme:dark){:root{--bg:#14171b;--card:#1e2329;--line:#424a54;--text:#eceff3;--soft:#b4bcc7;--link:#8ec5ff;--focus:#8ec5ff;
--critical:#ff9ecb;--high:#ffa79f;--medium:#ffc46b;--low:#8fd8ee;--info:#b4bcc7;--plain:#9fb8d9;--pass:#7fdc9b;--fail:#ffa79f;--unknown:#ffc46b}}
*{box-sizing:border-box}[hidden]{display:none!important}
body{margin:0;background:var(--bg);color:var(--text);font:16px/1.5 system-ui,sans-serif}
header,main,footer{max-width:1200px;margin:0 auto;padding:0 1rem}header{padding-top:1rem}
h1{font-size:1.3rem;margin:.2rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:1rem 0 .3rem}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.skip{position:absolute;left:-9999px}.skip:focus{left:1rem;top:1rem;background:var(--bg);padding:.5rem;z-index:2}
.verdict{display:flex;flex-wrap:wrap;gap:1rem;align-items:center}
.badge{font-size:2rem;font-weight:700;padding:.2rem 1.2rem;border:3px solid;border-radius:.5rem}
.badge-PASS{color:var(--pass)}.badge-FAIL{color:var(--fail)}.badge-UNKNOWN{color:var(--unknown)}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:1rem 0}
.facts dt{color:var(--soft)}.facts dd{margin:0;overflow-wrap:anywhere}
.regions{list-style:none;padding:0;margin:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:.5rem}
.tile{width:100%;height:100%;text-align:left;font:inherit;font-size:.85rem;padding:.5rem;background:var(--card);color:var(--text);border:1px solid var(--line);border-left-width:6px;border-radius:.4rem;cursor:pointer}
.tile{vertical-align:top;display:flex;flex-direction:column}.tile span{display:block}.tile-name{font-weight:600}.tile-name span{display:inline}.tile-state,.tile-account,.tile-count{color:var(--soft)}
.tile-read{border-left-color:var(--pass)}.tile-unread{border-left-color:var(--unknown);border-style:dashed;border-left-style:solid}.tile-disabled{border-left-color:var(--line)}
.tile-open .tile-count{color:var(--fail);font-weight:700}.tile[aria-pressed=true]{outline:3px solid var(--focus)}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:1rem}
.chart{margin:0;background:var(--card);border:1px solid var(--line);border-radius:.4rem;padding:.8rem}.chart svg{width:100%;height:auto}
figcaption{font-weight:600;margin-bottom:.3rem}
.chart-label,.chart-count{font-size:12px;fill:var(--text)}
.tone-plain{fill:var(--plain)}.tone-critical{fill:var(--critical)}.tone-high{fill:var(--high)}.tone-medium{fill:var(--medium)}.tone-low{fill:var(--low)}.tone-info{fill:var(--info)}
.filters{display:flex;flex-wrap:wrap;gap:.6rem;align-items:end;margin:.5rem 0}
.filters label{display:flex;flex-direction:column;font-size:.85rem;color:var(--soft)}
input,select,.button{font:inherit;padding:.35rem .5rem;background:var(--bg);color:var(--text);border:1px solid var(--soft);border-radius:.3rem}
select{max-width:16rem}.button{cursor:pointer}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.4rem .5rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
#findings table{table-layout:auto}#findings td:nth-child(5),#findings td:nth-child(6){min-width:6.5rem}#findings td:last-child,#findings th{overflow-wrap:normal;white-space:nowrap}.details td{white-space:normal!important;overflow-wrap:anywhere!important}
th .button{border:0;background:none;font-weight:600;padding:0;text-align:left;color:inherit}
th[aria-sort=ascending] .button::after{content:" ▲"}th[aria-sort=descending] .button::after{content:" ▼"}
.severity{font-weight:700;text-transform:uppercase;font-size:.85rem;white-space:nowrap}
.severity-critical{color:var(--critical)}.severity-high{color:var(--high)}.severity-medium{color:var(--medium)}.severity-low{color:var(--low)}.severity-info{color:var(--info)}
.details{background:var(--card)}.details pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--bg);border:1px solid var(--line);border-radius:.3rem;padding:.5rem;margin:.3rem 0}
.reasons{padding-left:1.2rem}.reasons p{margin:.1rem 0}.remedy{color:var(--soft)}
.soft{color:var(--soft)}
@media (max-width:700px){
.facts{grid-template-columns:1fr}.facts dt{margin-top:.4rem}
#findings thead{position:absolute;left:-9999px}
#findings table,#findings tbody,#findings tr,#findings td{display:block;width:100%}
#findings tr{border-bottom:2px solid var(--line);padding:.4rem 0}#findings td{border:0;padding:.15rem 0}
#findings td[data-label]::before{content:attr(data-label) ": ";color:var(--soft)}}
@media print{.filters,.pager,.skip,.copy{display:none}body{font-size:11px}.tile{break-inside:avoid}.chart{break-inside:avoid}tr{break-inside:avoid}}
`;

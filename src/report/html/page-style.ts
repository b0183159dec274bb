const LIGHT =
  '--bg:#f3f5f8;--card:#fff;--inset:#f3f5f8;--line:#d3d9e1;--text:#161b22;--soft:#4c5662;--link:#0b57a4;--track:#e6eaef;' +
  '--critical:#8f1d56;--high:#a8231c;--medium:#7a4300;--low:#0b5068;--info:#454d57;--plain:#3d5a80;--pass:#17602f;--fail:#a8231c;--unknown:#7a4300;' +
  '--critical-bg:#fbe3ee;--high-bg:#fde8e6;--medium-bg:#fdf0d8;--low-bg:#dff1f6;--info-bg:#e8ebef;--pass-bg:#e2f4e7;--on-tone:#fff';
const DARK =
  '--bg:#101318;--card:#1a1f26;--inset:#11151a;--line:#3a434e;--text:#eceff3;--soft:#b3bcc8;--link:#8ec5ff;--track:#2a313a;' +
  '--critical:#ff9ecb;--high:#ffa79f;--medium:#ffc46b;--low:#8fd8ee;--info:#c0c8d2;--plain:#8fb0da;--pass:#7fdc9b;--fail:#ffa79f;--unknown:#ffc46b;' +
  '--critical-bg:#431c30;--high-bg:#452120;--medium-bg:#3f2d10;--low-bg:#12353f;--info-bg:#2c333c;--pass-bg:#143320;--on-tone:#101318';

/** The style sheet of the page. Colours keep a contrast of 4.5 to 1 or more, in light and in dark; paper is always light. */
export const PAGE_STYLE: string = `
:root{color-scheme:light dark;${LIGHT}}
@media screen and (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}[hidden]{display:none!important}
body{margin:0;background:var(--bg);color:var(--text);font:.94rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-text-size-adjust:100%}
header,main,footer{max-width:1240px;margin:0 auto;padding:0 1.25rem}header{padding-top:1.25rem}footer{padding-top:1rem;padding-bottom:2rem;font-size:.9rem}
h1{font-size:.95rem;margin:0;font-weight:600;color:var(--soft)}h2{font-size:1.2rem;margin:2.25rem 0 .75rem}h3{font-size:.95rem;margin:0 0 .35rem}
p{margin:.25rem 0}ul,ol{margin:.25rem 0;padding-left:1.25rem}code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.88em}
a{color:var(--link)}summary{cursor:pointer;color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
.skip,.spoken{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip:focus{width:auto;height:auto;clip-path:none;left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:2}
.card{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.9rem 1.1rem;overflow-wrap:anywhere}
.soft{color:var(--soft)}.empty{color:var(--soft)}
.pill{display:inline-block;padding:.05rem .55rem;border-radius:1rem;font-size:.8rem;font-weight:600;background:var(--info-bg);color:var(--info)}
.pill-critical{background:var(--critical-bg);color:var(--critical)}.pill-high,.pill-bad{background:var(--high-bg);color:var(--high)}
.pill-medium,.pill-doubt{background:var(--medium-bg);color:var(--medium)}.pill-low{background:var(--low-bg);color:var(--low)}.pill-good{background:var(--pass-bg);color:var(--pass)}

.banner{display:flex;gap:1.25rem;align-items:center;border-left:.5rem solid;padding:1.1rem 1.25rem}
.banner-PASS{border-left-color:var(--pass)}.banner-FAIL{border-left-color:var(--fail)}.banner-UNKNOWN{border-left-color:var(--unknown)}
.badge{flex:none;white-space:nowrap;font-size:1.7rem;font-weight:800;letter-spacing:.04em;padding:.35rem 1.1rem;border-radius:.5rem;color:var(--on-tone)}
.badge-PASS{background:var(--pass)}.badge-FAIL{background:var(--fail)}.badge-UNKNOWN{background:var(--unknown)}
.lead{font-size:1.25rem;font-weight:600;line-height:1.35}
.cards{list-style:none;padding:0;margin:.75rem 0;display:grid;grid-template-columns:repeat(4,1fr);gap:.75rem}
.number-card{display:flex;flex-direction:column;border-top:3px solid var(--line)}
.number-title{font-size:.85rem;font-weight:600;color:var(--soft);text-decoration:none}.number-title:hover{text-decoration:underline;color:var(--link)}.number-value{font-size:1.7rem;line-height:1.25}.number-card .soft{font-size:.85rem}
.tone-edge-bad{border-top-color:var(--fail)}.tone-edge-bad .number-value{color:var(--fail)}.tone-edge-doubt{border-top-color:var(--unknown)}.tone-edge-doubt .number-value{color:var(--unknown)}.tone-edge-good{border-top-color:var(--pass)}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.25rem;margin:0;font-size:.92rem}
.facts dt{color:var(--soft)}.facts dd{margin:0;overflow-wrap:anywhere}

.legend{list-style:none;padding:0;margin:.25rem 0 .75rem;display:flex;flex-wrap:wrap;gap:.35rem 1.25rem}
.sign{display:inline-block;width:1.35em;text-align:center;font-weight:700;border-radius:.25rem}
.sign-read{color:var(--pass)}.sign-unread{color:var(--unknown)}.sign-accepted{color:var(--unknown)}.sign-disabled{color:var(--soft)}
.areas{display:flex;flex-wrap:wrap;gap:1rem 1.5rem}.area h3{color:var(--soft);font-size:.8rem;font-weight:600}
.regions{list-style:none;padding:0;margin:0;display:flex;flex-wrap:wrap;gap:.5rem}.regions li{width:8.4rem}
.tile{width:100%;height:100%;min-height:4.6rem;display:flex;flex-direction:column;justify-content:flex-start;text-align:left;font:inherit;font-size:.82rem;line-height:1.4;padding:.4rem .55rem;background:var(--card);color:var(--text);border:1px solid var(--line);border-left:5px solid var(--line);border-radius:.4rem;cursor:pointer}
.tile:hover{border-color:var(--link)}.tile-name{font-weight:600;white-space:nowrap;font-size:.8rem}.tile-state{color:var(--soft)}.tile-count{color:var(--soft)}
.tile-read{border-left-color:var(--pass)}.tile-unread{border-left-color:var(--unknown);background:var(--medium-bg)}.tile-accepted{border-left-color:var(--unknown)}.tile-disabled{background:var(--inset);border-style:dashed;border-left-style:solid}
.tile-unread .tile-state{color:var(--text)}
.tile-open .tile-count,.tile-count.number{color:var(--fail);font-weight:700}.tile[aria-pressed=true]{outline:3px solid var(--link)}
.scroll{overflow-x:auto}.matrix{border-collapse:collapse;font-size:.85rem;width:auto}
.matrix th,.matrix td{padding:.1rem .25rem;text-align:left;vertical-align:bottom;white-space:nowrap;overflow-wrap:normal}.matrix td{vertical-align:middle}.matrix .number{text-align:right;padding-right:.75rem}.matrix tbody th{font-weight:600;vertical-align:middle;position:sticky;left:0;background:var(--card)}
.turned span{writing-mode:vertical-rl;transform:rotate(180deg);font-weight:400}
.mark{text-align:center!important}.tile-small{min-height:0;width:2.1rem;height:1.7rem;padding:0;align-items:center;justify-content:center;border-width:1px;border-radius:.3rem}
.tile-small.tile-read{background:var(--pass-bg);color:var(--pass)}.tile-small.tile-open{background:var(--high-bg);color:var(--fail);font-weight:700}.tile-small.tile-unread,.tile-small.tile-accepted{color:var(--unknown);font-weight:700}.tile-small.tile-disabled{color:var(--soft)}

.causes{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,34rem),1fr));gap:.75rem;margin:.5rem 0 1rem;align-items:start}
.cause>ul,.cause details ul{list-style:none;padding:0}.cause li{padding:.35rem 0}.cause li+li{border-top:1px solid var(--line)}.cause-title code{font-weight:700;font-size:.95rem}
.place{font-size:.9rem}.remedy{color:var(--link)}
.charts{display:grid;grid-template-columns:repeat(2,1fr);gap:.75rem}
.chart{margin:0}.chart svg{display:block;width:100%;max-width:34rem;height:auto}figcaption{font-weight:600;margin-bottom:.35rem}
.chart-label,.chart-count{font-size:13px;fill:var(--text)}.chart-count{font-weight:600}.track{fill:var(--track)}
.tone-plain{fill:var(--plain)}.tone-critical{fill:var(--critical)}.tone-high{fill:var(--high)}.tone-medium{fill:var(--medium)}.tone-low{fill:var(--low)}.tone-info{fill:var(--info)}

.filters{display:grid;grid-template-columns:minmax(14rem,2fr) repeat(auto-fit,minmax(7.5rem,1fr));gap:.6rem;align-items:end;margin-bottom:.6rem}
.filters label{display:flex;flex-direction:column;font-size:.8rem;font-weight:600;color:var(--soft);min-width:0}
input,select,.button{font:inherit;font-weight:400;font-size:.9rem;padding:.4rem .6rem;background:var(--card);color:var(--text);border:1px solid var(--soft);border-radius:.35rem;min-width:0}
input,select{width:100%;height:2.3rem}.in-use{border-color:var(--link);box-shadow:0 0 0 1px var(--link)}
.button{cursor:pointer}.button:hover:enabled{border-color:var(--link);color:var(--link)}.button:disabled{cursor:default;opacity:.55}
.findings{width:100%;table-layout:fixed;border-collapse:separate;border-spacing:0;padding:0}
.findings th,.findings td{text-align:left;vertical-align:top;padding:.55rem .7rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
.findings tbody tr:last-child td{border-bottom:0}.findings tbody tr:not(.details):not(.none):hover td{background:var(--inset)}
.findings th{font-size:.82rem;color:var(--soft)}.findings th .button{border:0;background:none;font-size:inherit;font-weight:600;padding:0;text-align:left;color:inherit}
th .button::after{content:" ↕";opacity:.6}th[aria-sort=ascending] .button::after{content:" ▲";opacity:1}th[aria-sort=descending] .button::after{content:" ▼";opacity:1}
th.col-severity{width:7.2rem}th.col-who{width:26%}th.col-levels{width:9rem}th.col-regions{width:8.6rem}th.col-age{width:6rem}th.col-open{width:5.6rem}
.resource,.type{display:block}.resource{font-weight:500}.type{font-size:.84rem}.col-open{text-align:right!important}
.is-open td{border-bottom:0;background:var(--inset)}.details>td{background:var(--inset);padding:.25rem 1.1rem 1.1rem}
.exposure{font-size:1.05rem;font-weight:600;margin-bottom:.75rem}.halves{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:1.75rem}
.part{margin-bottom:.85rem}.part:empty{display:none}.opened .facts{grid-template-columns:6rem 1fr;background:none}
.branch{border:1px solid var(--line);background:var(--card);border-radius:.5rem;padding:.8rem 1rem .1rem;margin-bottom:.8rem}.branch li{margin-bottom:.4rem}
.copyable{display:flex;gap:.5rem;align-items:flex-start;margin:.25rem 0}.copyable pre{flex:1;min-width:0;margin:0;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--inset);border:1px solid var(--line);border-radius:.35rem;padding:.45rem .6rem}.copy{flex:none;font-size:.8rem;padding:.25rem .6rem}
.pager{display:flex;gap:.75rem;align-items:center;justify-content:center;margin:.9rem 0}
.findings .empty{text-align:center;padding:1.5rem}

@media screen and (max-width:960px){.halves{grid-template-columns:minmax(0,1fr)}.cards{grid-template-columns:repeat(2,1fr)}}
@media screen and (max-width:760px){
header,main,footer{padding-left:.85rem;padding-right:.85rem}.card{padding:.75rem .85rem}
.banner{flex-direction:column;align-items:flex-start;gap:.6rem}.lead{font-size:1.1rem}.number-value{font-size:1.35rem}
.charts{grid-template-columns:1fr}.facts,.opened .facts{grid-template-columns:1fr;gap:0}.facts dt{font-size:.82rem;margin-top:.45rem}
.areas{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.4rem,1fr));gap:.5rem}.area,.area .regions{display:contents}.area h3{display:none}.regions li{width:auto}
.filters{grid-template-columns:1fr 1fr}.filters label:first-child,#reset{grid-column:1/-1}
.findings,.findings tbody{display:block;border:0;background:none;padding:0}
.findings thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.findings tbody tr{display:grid;grid-template-columns:1fr auto;gap:.15rem .75rem;background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.75rem .85rem;margin-bottom:.6rem}
.findings td{display:block;border:0;padding:0}.findings td:not(.col-severity):not(.col-open){grid-column:1/-1}.col-open{grid-row:1;grid-column:2}.col-severity{grid-row:1}
.findings td[data-label]::before{content:attr(data-label) ": ";color:var(--soft)}.principal{font-weight:500}
.findings tbody tr.is-open{border-radius:.6rem .6rem 0 0;margin-bottom:0;border-bottom:0;background:var(--inset)}.findings tbody tr.details{display:block;border-radius:0 0 .6rem .6rem;border-top:0;padding:0 .85rem .85rem;background:var(--inset)}
.copyable{flex-direction:column}.copyable pre{width:100%}}
@media screen{#printed{display:none}}
@media print{
@page{margin:14mm}
html{font-size:10px}body{background:#fff}header,main,footer{max-width:none;padding:0}
.filters,.pager,.skip,.copy,th .button::after{display:none!important}.col-open{width:0!important;padding:0!important}.col-open>*,th.col-open{font-size:0!important;visibility:hidden}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
h2{break-after:avoid}.tile,.chart,.cause li,.number-card,tr:not(.details),.branch{break-inside:avoid}thead{display:table-header-group}
h2{margin:1.5rem 0 .5rem}.card{padding:.6rem .8rem}.tile{min-height:0}.findings{padding:0}a[href^=http]::after{content:" (" attr(href) ")";overflow-wrap:anywhere}}
`;

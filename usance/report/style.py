"""The report's style sheet: dark on light, readable from 800 px on, printable."""

# ruff: noqa: E501

STYLE = """
:root { --ink: #1c2430; --soft: #586273; --line: #d9dee6; --paper: #ffffff; --ground: #f5f6f8;
  --good: #156f43; --bad: #b3261e; --precluded: #7b2d8b; --blue: #1f4e8c; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", "Noto Sans", sans-serif;
  font-variant-numeric: tabular-nums; }
main { max-width: 1000px; margin: 0 auto; padding: 32px 20px 48px; }
h1 { font-size: 34px; line-height: 1.15; margin: 4px 0 12px; letter-spacing: -0.01em; }
h2 { font-size: 23px; line-height: 1.25; margin: 0 0 6px; }
h3 { font-size: 17px; margin: 30px 0 8px; }
h4 { font-size: 15px; margin: 0 0 8px; }
p { margin: 0 0 12px; }
.over { color: var(--soft); font-size: 14px; margin: 0; letter-spacing: .06em; text-transform: uppercase; }
.lead { font-size: 17px; max-width: 46em; }
.note { color: var(--soft); font-size: 14px; margin: 10px 0 0; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 26px 26px 30px;
  margin-top: 28px; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(360px, 1fr)); gap: 16px;
  margin-top: 20px; }
.card { display: flex; flex-direction: column; gap: 2px; background: var(--paper); color: inherit;
  text-decoration: none; border: 1px solid var(--line); border-left: 6px solid var(--blue);
  border-radius: 8px; padding: 14px 18px; }
.card strong { font-size: 20px; }
.card.good { border-left-color: var(--good); } .card.good strong { color: var(--good); }
.card.precluded { border-left-color: var(--precluded); } .card.precluded strong { color: var(--precluded); }
figure { margin: 18px -26px 0; padding: 0 12px; overflow-x: auto; }
svg { display: block; width: 100%; min-width: 720px; height: auto;
  font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", "Noto Sans", sans-serif; }
figcaption { color: var(--soft); font-size: 13.5px; margin: 8px 14px 0; }
.key { display: inline-block; width: 14px; height: 11px; border-radius: 2px; margin-left: 4px; }
.key.weekend { background: #e3e8ef; } .key.closed { background: #f3cf9b; } .key.clock { background: #9fb8d8; }
svg .lane0 { fill: #fbfcfd; } svg .lane1 { fill: #f4f6f9; }
svg .weekend { fill: #e3e8ef; } svg .closed { fill: #f3cf9b; }
svg .tick { stroke: #c6ccd6; stroke-width: .7; stroke-dasharray: 2 3; }
svg .date, svg .place { fill: var(--soft); }
svg .name { fill: var(--ink); font-weight: 600; }
svg .clock { fill: #c9d6e8; } svg .run { fill: var(--blue); }
svg .run.good { fill: var(--good); } svg .run.bad { fill: var(--bad); } svg .run.precluded { fill: var(--precluded); }
svg .label { fill: var(--blue); paint-order: stroke; stroke: #ffffff; stroke-width: 3px; }
svg .label.good { fill: var(--good); } svg .label.bad { fill: var(--bad); }
svg .label.precluded { fill: var(--precluded); }
svg .mark circle { fill: var(--blue); } svg .mark text { fill: #ffffff; font-weight: 600; }
svg .mark.good circle { fill: var(--good); } svg .mark.bad circle { fill: var(--bad); }
svg .mark.precluded circle { fill: var(--precluded); }
svg .mark.quiet circle { fill: #ffffff; stroke: var(--soft); } svg .mark.quiet text { fill: var(--ink); }
.facts { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px 20px; margin: 22px 0 0; }
.facts dt { color: var(--soft); font-size: 13px; } .facts dd { margin: 0; font-weight: 600; font-size: 15px; }
table { border-collapse: collapse; width: 100%; font-size: 14.5px; }
th { text-align: left; color: var(--soft); font-weight: 600; font-size: 13px; padding: 6px 8px;
  border-bottom: 2px solid var(--line); vertical-align: bottom; }
td { padding: 8px; border-bottom: 1px solid var(--line); vertical-align: top; }
td small { display: block; color: var(--soft); font-size: 13px; line-height: 1.4; }
.num { text-align: right; white-space: nowrap; } .no { color: var(--soft); }
.when { white-space: nowrap; } .left { text-align: center; font-weight: 600; }
.steps td:nth-child(4) { width: 116px; }
.badge { font-size: 11.5px; letter-spacing: .04em; border-radius: 4px; padding: 1px 6px; margin-left: 2px;
  background: #e6ecf5; color: var(--blue); white-space: nowrap; }
.badge.good { background: #dff2e8; color: var(--good); } .badge.bad { background: #fbe4e2; color: var(--bad); }
.badge.precluded { background: #f2e3f5; color: var(--precluded); }
.badge.out { background: #fdf0dc; color: #83510b; }
.cash .bar { width: 26%; } .bar span { display: block; height: 13px; margin-top: 5px; min-width: 1px;
  background: var(--blue); border-radius: 2px; }
.letters { display: grid; grid-template-columns: 1fr; gap: 18px; }
.letters article { border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; min-width: 0; }
pre { margin: 0; font: 13px/1.45 ui-monospace, "SFMono-Regular", Menlo, "DejaVu Sans Mono", monospace;
  white-space: pre-wrap; overflow-wrap: anywhere; background: var(--ground); border-radius: 6px; padding: 12px 14px; }
code { font: 12.5px/1.4 ui-monospace, "SFMono-Regular", Menlo, "DejaVu Sans Mono", monospace;
  overflow-wrap: anywhere; }
.hash { color: var(--soft); font-size: 12.5px; margin: 8px 0 0; }
.ids { margin-top: 14px; }
.rules > div { display: grid; grid-template-columns: 52px 1fr; padding: 7px 0; border-bottom: 1px solid var(--line); }
.rules dt { font-weight: 700; } .rules dd { margin: 0; } .rules { margin: 8px 0 0; }
a { color: var(--blue); }
footer { color: var(--soft); font-size: 13.5px; margin-top: 26px; }
@media (max-width: 860px) { .facts { grid-template-columns: repeat(2, 1fr); } section { padding: 22px 20px 26px; }
  figure { margin: 16px -20px 0; padding: 0 6px; } td, th { padding-left: 5px; padding-right: 5px; }
  .steps td:nth-child(4) { width: 92px; } }
@media print { body { background: #ffffff; } section { border: 0; padding: 0; break-inside: avoid-page; } }
"""
# Pictures of lineage.
LINEAGE_STYLE = """
svg.lineage { width: auto; } svg.lineage .box { fill: #ffffff; stroke: var(--line); stroke-width: 1.2; }
svg.lineage .held .box { stroke: var(--blue); }
svg.lineage .gone .box { fill: #f4f6f9; stroke-dasharray: 4 3; }
svg.lineage .share { fill: var(--blue); } svg.lineage .amount { fill: var(--ink); }
svg.lineage .gone text, svg.lineage .passed .amount { fill: var(--soft); }
svg.lineage path { fill: none; stroke: #9fb8d8; opacity: .75; }
svg.lineage path.gone { stroke: #d6b9b6; }
"""

/// The look of the page. Texts have a contrast of 4.5 to 1 at least, marks of 3 to 1, in both themes.
enum RecapStyle {
  static let sheet = colours + text + parts + charts

  private static let colours = """
    :root{color-scheme:light dark;
    --bg:#f6f5f2;--card:#fff;--ink:#1c1f25;--soft:#59606b;--line:#e3e0d9;--rail:#efede8;
    --link:#1d4fc4;--good:#17774b;--rest:#7d8491;--hold:#9a5b00;--bad:#bb2438;--skip:#8b8579;
    --run:#2c62d6;
    --c0:#2c62d6;--c1:#c2570c;--c2:#0f7f76;--c3:#8b3fd1;--c4:#be185d;--c5:#5f7a12}
    @media (prefers-color-scheme:dark){:root{
    --bg:#111318;--card:#191c23;--ink:#e8e9ec;--soft:#a2a9b5;--line:#2c313b;--rail:#232730;
    --link:#8ab4ff;--good:#4fc38a;--rest:#8f96a3;--hold:#f0b04f;--bad:#ff7b8a;--skip:#8d877c;
    --run:#6ea0ff;
    --c0:#6ea0ff;--c1:#f7a35c;--c2:#45c9bd;--c3:#c08cf5;--c4:#f47fb0;--c5:#b3cf4f}}

    """

  private static let text = """
    *{box-sizing:border-box}
    body{margin:0;background:var(--bg);color:var(--ink);
    font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;
    overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
    main{max-width:68rem;margin:0 auto;padding:clamp(1.25rem,4vw,3rem) clamp(1rem,4vw,2rem)}
    h1{margin:.1em 0 .15em;font-size:clamp(1.9rem,5vw,2.75rem);line-height:1.1;
    letter-spacing:-.02em}
    h2{margin:0 0 1rem;font-size:1.25rem;line-height:1.25;letter-spacing:-.01em}
    h3{margin:1.25rem 0 .4rem;font-size:1rem;line-height:1.4}
    h2+h3,h2+article h3{margin-top:0}
    h3 .soft{font-weight:400}
    p{margin:.5rem 0}
    a{color:var(--link);text-underline-offset:.15em}
    code,blockquote,.path{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;
    font-size:.875rem}
    .soft,.note,footer,summary{color:var(--soft)}
    .note,footer,summary,.soft{font-size:.875rem}
    .eyebrow{margin:0;font-size:.8125rem;font-weight:600;letter-spacing:.1em;
    text-transform:uppercase;color:var(--link)}
    footer{margin-top:2rem}

    """

  private static let parts = """
    .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.25rem,1fr));gap:.75rem;
    margin:1.75rem 0}
    .tile,section{background:var(--card);border:1px solid var(--line);border-radius:.875rem}
    .tile{padding:.9rem 1.1rem}
    .tile b{display:block;font-size:1.75rem;line-height:1.2;font-weight:650;
    letter-spacing:-.02em;font-variant-numeric:tabular-nums}
    .tile span{font-size:.875rem;color:var(--soft)}
    .tile.bad b{color:var(--bad)}
    .tile.hold b{color:var(--hold)}
    section{padding:clamp(1.1rem,3vw,1.75rem);margin:1.25rem 0}
    section>:last-child,section>:last-child>:last-child{margin-bottom:0}
    @media (max-width:32rem){.tile:last-child{grid-column:1/-1}}
    .urgent{border-color:var(--hold);border-left-width:.3rem}
    .empty{margin:2rem 0;font-size:1.25rem}
    article+article{margin-top:1.5rem}
    blockquote{margin:.4rem 0;padding:.1rem 0 .1rem .9rem;border-left:3px solid var(--line);
    white-space:pre-wrap}
    .command{display:inline-block;margin-top:.25rem;padding:.3rem .6rem;border-radius:.4rem;
    background:var(--rail)}
    ul,ol{margin:.4rem 0;padding-left:1.2rem}
    .links{padding:0;list-style:none}
    .links li{margin:.25rem 0}
    .deeds{padding:0;list-style:none}
    .deeds li{display:grid;grid-template-columns:auto auto 1fr;gap:.1rem .75rem;
    padding:.45rem 0;border-top:1px solid var(--line)}
    .deeds li:first-child{border-top:0}
    .deeds li>:last-child{grid-column:1/-1}
    time{color:var(--soft);font-size:.875rem;line-height:1.6rem;
    font-variant-numeric:tabular-nums;white-space:nowrap}
    .who{justify-self:start;align-self:start;margin-top:.1rem;padding:0 .5rem;border-radius:1rem;
    background:var(--rail);color:var(--soft);font-size:.8125rem;line-height:1.4rem}
    .who.human{color:var(--link)}
    .who.bad{color:var(--bad)}
    @media (min-width:44rem){.deeds li{grid-template-columns:6.5rem 5rem 1fr}
    .deeds li>:last-child{grid-column:auto}}
    .scroll{overflow-x:auto}
    table{border-collapse:collapse;width:100%;font-size:.875rem;
    font-variant-numeric:tabular-nums}
    th,td{padding:.4rem .9rem .4rem 0;border-bottom:1px solid var(--line);text-align:left;
    vertical-align:top;overflow-wrap:normal}
    td{min-width:3.5rem;max-width:28rem;overflow-wrap:anywhere}
    td:first-child{min-width:6.5rem}
    th{color:var(--soft);font-weight:600;white-space:nowrap}
    details{margin-top:.9rem}
    summary{cursor:pointer;width:fit-content;padding:.15rem 0}

    """

  private static let charts = """
    .legend{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;margin:0 0 1rem;padding:0;
    list-style:none;font-size:.875rem}
    i{display:inline-block;width:.7rem;height:.7rem;margin-right:.45rem;border-radius:.2rem}
    svg{display:block;overflow:visible}
    svg text{fill:var(--soft);font-size:12px;font-variant-numeric:tabular-nums}
    .middle{text-anchor:middle}
    .base{stroke:var(--soft);stroke-opacity:.5}
    .grid{stroke:var(--line);stroke-dasharray:3 4}
    .rows{display:grid;gap:.7rem}
    .row{display:grid;grid-template:"label value" auto "bar bar" auto/minmax(0,1fr) auto;
    gap:.25rem .9rem;align-items:center}
    .label{grid-area:label;min-width:0;line-height:1.35}
    .value{grid-area:value;font-size:.875rem;font-variant-numeric:tabular-nums;
    text-align:right;white-space:nowrap}
    .bar,.ticks{grid-area:bar}
    .bar{border-radius:4px;background:
    linear-gradient(var(--line),var(--line)) 25% 0/1px 100% no-repeat,
    linear-gradient(var(--line),var(--line)) 50% 0/1px 100% no-repeat,
    linear-gradient(var(--line),var(--line)) 75% 0/1px 100% no-repeat,var(--rail)}
    .ticks{display:flex;justify-content:space-between;color:var(--soft);font-size:.75rem;
    font-variant-numeric:tabular-nums}
    .ticks :nth-child(even){display:none}
    @media (min-width:44rem){.ticks :nth-child(even){display:inline}
    .row{grid-template:"label bar value" auto/14rem minmax(0,1fr) minmax(4.5rem,auto)}}
    .o-acted,.h-working,.s-wakes{fill:var(--run);background:var(--run)}
    .o-rested{fill:var(--rest);background:var(--rest)}
    .o-held,.h-stuck,.q-waiting,.s-cost{fill:var(--hold);background:var(--hold)}
    .o-failed,.h-failed{fill:var(--bad);background:var(--bad)}
    .o-skipped,.o-unfinished,.h-stopped,.h-gone,.q-withdrawn{fill:var(--skip);background:var(--skip)}
    .h-done,.q-answered{fill:var(--good);background:var(--good)}
    .c0{fill:var(--c0);background:var(--c0)}.c1{fill:var(--c1);background:var(--c1)}
    .c2{fill:var(--c2);background:var(--c2)}.c3{fill:var(--c3);background:var(--c3)}
    .c4{fill:var(--c4);background:var(--c4)}.c5{fill:var(--c5);background:var(--c5)}
    """
}

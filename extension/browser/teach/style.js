/** How the guide looks that is laid over a page while it is taught. */

const TEACH_STYLE = `
:host { all: initial; position: fixed; top: 0; left: 0; width: 0; height: 0; z-index: 2147483647; }
* { box-sizing: border-box; }
.stage {
  --paper: #ffffff; --ink: #1b1f24; --quiet: #57606a; --line: #d8dee4; --edge: #7d8793; --bad: #b42318; --action: #1f5fbf; --on-action: #ffffff;
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); color-scheme: light;
}
@media (prefers-color-scheme: dark) {
  .stage {
    --paper: #1f2328; --ink: #eef1f4; --quiet: #a9b3bd; --line: #3b434b; --edge: #8b96a1; --bad: #ff9d94; --action: #92bdff; --on-action: #10213b;
    color-scheme: dark;
  }
}
.frame {
  position: fixed; pointer-events: none; border: 3px solid #1f5fbf; border-radius: 6px;
  box-shadow: 0 0 0 2px #ffffff, inset 0 0 0 1px #ffffff; background: rgb(31 95 191 / 12%); transition: all 60ms;
}
.frame.chosen { border-style: dashed; background: none; }
.frame span {
  position: absolute; bottom: 100%; left: -3px; max-width: 240px; padding: 1px 8px; overflow: hidden; border-radius: 6px 6px 0 0;
  background: #1f5fbf; color: #ffffff; font-size: 12px; font-weight: 600; line-height: 18px; text-overflow: ellipsis; white-space: nowrap;
}
.guide {
  position: fixed; right: 20px; top: 20px; width: min(380px, calc(100vw - 40px)); padding: 16px 18px;
  border: 1px solid var(--line); border-radius: 12px; background: var(--paper); box-shadow: 0 12px 40px rgb(0 0 0 / 28%);
}
.guide[data-corner^="bottom"] { top: auto; bottom: 20px; }
.guide[data-corner$="left"] { right: auto; left: 20px; }
.guide:focus { outline: none; }
h2 { margin: 0; font-size: 16px; line-height: 1.3; }
p { margin: 6px 0 0; }
.step, .keys { color: var(--quiet); font-size: 13px; }
.trouble { color: var(--bad); }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 12px; }
button {
  padding: 7px 12px; border: 1px solid var(--edge); border-radius: 8px; background: var(--paper); color: var(--ink);
  font: inherit; font-weight: 550; cursor: pointer;
}
button.main { border-color: var(--action); background: var(--action); color: var(--on-action); }
button:focus-visible { outline: 2px solid var(--action); outline-offset: 2px; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (prefers-reduced-motion: reduce) { .frame { transition: none; } }
`;

/** How everything looks that replylint lays over a page. The page's own style sheets do not reach in here. */

const SURFACE_STYLE = `
:host { all: initial; position: absolute; top: 0; left: 0; width: 0; height: 0; z-index: 2147483647; }
* { box-sizing: border-box; }

.stage {
  --paper: #ffffff; --ink: #1b1f24; --quiet: #57606a; --line: #d8dee4; --soft: #f5f7f9;
  --error: #b42318; --error-soft: #fdecea; --warning: #8a4b00; --warning-soft: #fdf3e1;
  --suggestion: #1f5fbf; --suggestion-soft: #e9f1fd; --action: #1f5fbf; --on-action: #ffffff; --focus: #1f5fbf;
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  color: var(--ink); color-scheme: light;
}
@media (prefers-color-scheme: dark) {
  .stage {
    --paper: #1f2328; --ink: #eef1f4; --quiet: #a9b3bd; --line: #3b434b; --soft: #272c32;
    --error: #ff9d94; --error-soft: #47211e; --warning: #f5bd67; --warning-soft: #40300f;
    --suggestion: #92bdff; --suggestion-soft: #1c2f4d; --action: #92bdff; --on-action: #10213b; --focus: #92bdff;
    color-scheme: dark;
  }
}

.mirror {
  position: absolute; margin: 0; overflow: hidden; pointer-events: none; user-select: none;
  border-style: solid; border-color: transparent; background: none; color: transparent;
  white-space: pre-wrap; overflow-wrap: break-word;
}
.mirror mark { color: transparent; background: none; text-decoration: underline 2px; text-decoration-skip-ink: none; }
.mirror .error { text-decoration-style: wavy; text-decoration-color: #e5383b; background: rgb(229 56 59 / 14%); }
.mirror .warning { text-decoration-style: wavy; text-decoration-color: #c77700; }
.mirror .suggestion { text-decoration-style: dotted; text-decoration-color: #3b82f6; }

.notice {
  position: fixed; right: 20px; bottom: 20px; max-width: min(380px, calc(100vw - 40px)); padding: 10px 14px;
  border: 1px solid var(--line); border-left: 4px solid var(--warning); border-radius: 8px;
  background: var(--paper); box-shadow: 0 6px 24px rgb(0 0 0 / 18%);
}
.notice[hidden] { display: none; }

.panel {
  position: fixed; inset: auto 20px 20px auto; margin: 0; padding: 0; overflow: hidden;
  width: min(440px, calc(100vw - 24px)); max-height: calc(100vh - 40px);
  border: 1px solid var(--line); border-radius: 12px; background: var(--paper); color: var(--ink);
  font: inherit; box-shadow: 0 12px 40px rgb(0 0 0 / 28%);
}
.panel[open] { display: flex; flex-direction: column; }
.panel::backdrop { background: rgb(15 20 25 / 18%); }
.panel:focus-visible { outline: none; }
.panel header { padding: 16px 20px 12px; }
.panel h2 { margin: 0; font-size: 16px; font-weight: 650; line-height: 1.3; }
.panel .summary { margin: 2px 0 0; color: var(--quiet); }
.panel ul { margin: 0; padding: 0 20px 4px; overflow-y: auto; list-style: none; }
.panel li { padding: 12px 0; border-top: 1px solid var(--line); }
.panel li p { margin: 6px 0 0; overflow-wrap: anywhere; }
.panel .severity {
  display: inline-block; margin-right: 8px; padding: 1px 8px; border-radius: 999px;
  font-size: 12px; font-weight: 600; line-height: 18px;
}
.panel .severity.error { color: var(--error); background: var(--error-soft); }
.panel .severity.warning { color: var(--warning); background: var(--warning-soft); }
.panel .severity.suggestion { color: var(--suggestion); background: var(--suggestion-soft); }
.panel .words { font-weight: 600; overflow-wrap: anywhere; }
.panel .advice { padding-left: 10px; border-left: 3px solid var(--line); color: var(--quiet); }
.panel .more { margin: 0; padding: 0 20px 12px; color: var(--quiet); }
.panel footer {
  display: flex; flex-wrap: wrap; gap: 8px; justify-content: flex-end; padding: 12px 20px;
  border-top: 1px solid var(--line); background: var(--soft);
}
.panel button {
  padding: 7px 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); color: var(--ink);
  font: inherit; font-weight: 550; cursor: pointer;
}
.panel button.main { border-color: var(--action); background: var(--action); color: var(--on-action); }
.panel button:hover { filter: brightness(0.96); }
.panel button:disabled { color: var(--quiet); cursor: default; filter: none; }
.panel button:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
`;

/** How everything looks that replylint lays over a page. The page's own style sheets do not reach in here. */

/** Of the layer itself, which is the page's to style: a page that hides what it does not know must not hide the panel. */
const SURFACE_PLACE = `all: initial !important; display: block !important; position: absolute !important; z-index: 2147483647 !important;
  top: 0 !important; left: 0 !important; width: 0 !important; height: 0 !important;`;

const SURFACE_STYLE = `
* { box-sizing: border-box; }

.stage {
  --paper: #ffffff; --ink: #1b1f24; --quiet: #57606a; --line: #d8dee4; --soft: #f5f7f9; --edge: #8c959f;
  --error: #b42318; --error-soft: #fdecea; --warning: #8a4b00; --warning-soft: #fdf3e1;
  --suggestion: #1f5fbf; --suggestion-soft: #e9f1fd; --action: #1f5fbf; --on-action: #ffffff; --focus: #1f5fbf;
  --shade: 0 1px 2px rgb(27 31 36 / 10%), 0 8px 28px rgb(27 31 36 / 18%);
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  color: var(--ink); color-scheme: light;
}
@media (prefers-color-scheme: dark) {
  .stage {
    --paper: #1f2328; --ink: #eef1f4; --quiet: #a9b3bd; --line: #3b434b; --soft: #272c32; --edge: #768390;
    --error: #ff9d94; --error-soft: #47211e; --warning: #f5bd67; --warning-soft: #40300f;
    --suggestion: #92bdff; --suggestion-soft: #1c2f4d; --action: #92bdff; --on-action: #10213b; --focus: #92bdff;
    --shade: 0 1px 2px rgb(0 0 0 / 40%), 0 8px 28px rgb(0 0 0 / 50%);
    color-scheme: dark;
  }
}

.unseen { position: fixed; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.mirror {
  position: absolute; margin: 0; overflow: hidden; pointer-events: none; user-select: none;
  border-style: solid; border-color: transparent; background: none; color: transparent;
  white-space: pre-wrap; overflow-wrap: break-word;
}
.mirror mark { color: transparent; background: none; text-decoration: underline 2px; text-decoration-skip-ink: none; }
.mirror .error { text-decoration-style: wavy; text-decoration-color: #e5383b; background: rgb(229 56 59 / 14%); }
.mirror .warning { text-decoration-style: wavy; text-decoration-color: #c77700; }
.mirror .suggestion { text-decoration-style: dotted; text-decoration-color: #3b82f6; }

h2, p, ul { margin: 0; padding: 0; list-style: none; }
button, input {
  border: 1px solid var(--line); border-radius: 8px; background: var(--paper); color: var(--ink); font: inherit;
}
button { padding: 6px 12px; font-weight: 500; cursor: pointer; }
button:hover { background: var(--soft); }
button:disabled { color: var(--quiet); cursor: default; }
button:focus-visible, input:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
button.main { border-color: var(--action); background: var(--action); color: var(--on-action); }
button.main:hover { filter: brightness(1.08); }
input { padding: 6px 10px; border-color: var(--edge); }
[hidden] { display: none !important; }

.severity {
  display: inline-flex; align-items: center; gap: 5px; margin-right: 8px; padding: 0 8px; border-radius: 999px;
  font-size: 12px; font-weight: 600; line-height: 20px; white-space: nowrap;
}
.severity::before { font-size: 10px; line-height: 1; }
.severity.error { color: var(--error); background: var(--error-soft); }
.severity.warning { color: var(--warning); background: var(--warning-soft); }
.severity.suggestion { color: var(--suggestion); background: var(--suggestion-soft); }
.severity.error::before { content: "■" / ""; }
.severity.warning::before { content: "▲" / ""; }
.severity.suggestion::before { content: "●" / ""; }
.evidence { padding-left: 10px; border-left: 3px solid var(--line); }
.evidence span, .advice { color: var(--quiet); }
.why, .evidence, .advice { margin-top: 6px; overflow-wrap: anywhere; }
.fixes { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 10px; }
.fix { padding: 3px 10px; border-color: var(--action); color: var(--action); text-align: left; }

.notice {
  position: fixed; right: 20px; bottom: 20px; max-width: min(380px, calc(100vw - 40px)); padding: 10px 14px;
  border: 1px solid var(--line); border-left: 4px solid var(--edge); border-radius: 8px;
  background: var(--paper); box-shadow: var(--shade); overflow-wrap: anywhere;
}
.notice button { margin: -4px -6px -4px 4px; padding: 3px 8px; border-color: transparent; color: var(--action); }

.chip { position: fixed; transform: translate(-100%, -50%); font-size: 12px; line-height: 18px; }
.chip .count {
  padding: 1px 9px; border-color: var(--edge); border-radius: 999px; color: var(--ink);
  font-weight: 500; white-space: nowrap; box-shadow: 0 1px 3px rgb(27 31 36 / 14%);
}
.checklist {
  position: absolute; right: 0; bottom: calc(100% + 6px); width: min(340px, calc(100vw - 24px)); max-height: 45vh;
  overflow-y: auto; overscroll-behavior: contain; padding: 10px; border: 1px solid var(--line); border-radius: 10px;
  background: var(--paper); box-shadow: var(--shade); font-size: 13px;
}
.checklist.below { top: calc(100% + 6px); bottom: auto; }
.checklist h2 { padding: 2px 6px 4px; color: var(--quiet); font-size: 12px; font-weight: 600; }
.checklist section + section { margin-top: 8px; }
.checklist li button {
  display: flex; align-items: baseline; width: 100%; padding: 5px 6px; border-color: transparent; border-radius: 6px;
  font-weight: 400; text-align: left; overflow-wrap: anywhere;
}
.checklist .severity { flex: none; margin-right: 8px; padding: 0; background: none; font-size: 0; }
.checklist .severity::before { width: 10px; text-align: center; }
.checklist .week { margin: 8px 0 0 auto; padding: 2px 6px; border-color: transparent; color: var(--quiet); font-size: 12px; }
.checklist .week { display: block; }

.card {
  position: fixed; width: min(360px, calc(100vw - 16px)); max-height: calc(100vh - 16px); overflow-y: auto;
  padding: 12px 14px; border: 1px solid var(--line); border-radius: 10px; background: var(--paper);
  box-shadow: var(--shade); font-size: 13.5px;
}
.card header { display: flex; align-items: flex-start; gap: 8px; }
.card h2 { flex: 1; font-size: inherit; line-height: 22px; overflow-wrap: anywhere; }
.card .close {
  flex: none; width: 24px; height: 24px; margin: -2px -6px 0 0; padding: 0; border-color: transparent;
  color: var(--quiet); font-size: 18px; font-weight: 400; line-height: 1;
}
.card footer { display: flex; flex-wrap: wrap; gap: 2px; margin: 10px -8px -6px; padding-top: 6px; border-top: 1px solid var(--line); }
.card footer button { padding: 3px 8px; border-color: transparent; color: var(--quiet); font-size: 12.5px; font-weight: 500; }

.panel {
  position: fixed; inset: auto 20px 20px auto; margin: 0; padding: 0; overflow: hidden;
  width: min(460px, calc(100vw - 24px)); max-height: calc(100vh - 40px);
  border: 1px solid var(--line); border-radius: 12px; background: var(--paper); color: var(--ink);
  font: inherit; box-shadow: var(--shade);
}
.panel[open] { display: flex; flex-direction: column; }
.panel::backdrop { background: rgb(15 20 25 / 18%); }
.panel:focus-visible { outline: none; }
.panel header { padding: 16px 20px 12px; }
.panel h2 { font-size: 16px; font-weight: 650; line-height: 1.3; }
.panel .summary { margin-top: 2px; color: var(--quiet); }
.panel ul { padding: 0 20px 4px; overflow-y: auto; overscroll-behavior: contain; }
.panel li { padding: 12px 0; border-top: 1px solid var(--line); }
.panel .words { font-weight: 600; overflow-wrap: anywhere; }
.panel .mended { padding: 0 20px 16px; overflow-wrap: anywhere; }
.panel .more { padding: 0 20px 12px; color: var(--quiet); }
.panel footer {
  display: flex; flex-wrap: wrap; gap: 8px; align-items: center; justify-content: flex-end; padding: 12px 20px;
  border-top: 1px solid var(--line); background: var(--soft);
}
.panel .record { flex: 1; color: var(--quiet); font-size: 12.5px; line-height: 1.35; }
.panel .reasons > :is(label, fieldset, .own) { flex: 1 1 100%; }
.panel label { display: flex; gap: 10px; align-items: center; font-size: 13px; }
.panel label input { flex: 1; }
.panel fieldset { display: flex; flex-wrap: wrap; gap: 6px; margin: 0; padding: 0; border: 0; }
.panel legend { float: left; margin: 4px 4px 0 0; padding: 0; font-size: 13px; font-weight: 600; }
.panel fieldset button { padding: 3px 10px; font-size: 13px; }
.panel .own { display: flex; gap: 6px; }
.panel .own input { flex: 1; min-width: 0; font-size: 13px; }

@media (prefers-reduced-motion: no-preference) {
  .card, .checklist, .panel[open], .notice { animation: come 120ms ease-out; }
}
@keyframes come { from { opacity: 0; transform: translateY(2px); } }
`;

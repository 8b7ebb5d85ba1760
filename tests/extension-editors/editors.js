/**
 * Editors of others, each put on the page in the way its makers show. `model` tells what the editor itself holds, `page`
 * the same as the page shows it: they have to agree.
 *
 * @typedef {{model: () => string, page: () => string, box: () => HTMLElement}} Mounted
 */

const lines = (element) => [...element.children].map((block) => block.textContent).join('\n');

/** What its makers ship as a script rather than as modules. */
const script = (file) => new Promise((resolve) => {
  document.head.append(Object.assign(document.createElement('script'), { src: `node_modules/${file}`, onload: resolve }));
});

const KINDS = {
  textarea(place) {
    const box = document.createElement('textarea');
    place.append(box);
    return { box: () => box, model: () => box.value, page: () => box.value };
  },

  editable(place) {
    const box = document.createElement('div');
    Object.assign(box, { className: 'editor', contentEditable: 'true' });
    place.append(box);
    return { box: () => box, model: () => box.innerText, page: () => box.innerText };
  },

  /** As in a framework that keeps the text elsewhere and writes the whole element anew after each input. */
  rendered(place) {
    const { box } = KINDS.editable(place);
    box().contentEditable = 'plaintext-only';
    const state = { text: '' };
    box().addEventListener('input', () => {
      const selection = getSelection();
      const before = document.createRange();
      before.setStart(box(), 0);
      before.setEnd(selection.focusNode, selection.focusOffset);
      const at = before.toString().length;
      state.text = box().textContent;
      box().innerHTML = '';
      box().append(document.createTextNode(state.text));
      selection.collapse(box().firstChild, at);
    });
    return { box, model: () => state.text, page: () => box().textContent };
  },

  async quill(place) {
    await script('quill/dist/quill.js');
    const host = document.createElement('div');
    host.id = 'quill';
    place.append(host);
    const quill = new Quill(host, { modules: { history: { delay: 200 } } });
    const model = () => quill.getText().replace(/\n$/, '');
    return { quill, box: () => quill.root, model, page: () => lines(quill.root) };
  },

  async prosemirror(place) {
    const [{ EditorState }, { EditorView }, { schema }, { history, undo, redo }, { keymap }, { baseKeymap }] = await Promise.all([
      import('prosemirror-state'), import('prosemirror-view'), import('prosemirror-schema-basic'),
      import('prosemirror-history'), import('prosemirror-keymap'), import('prosemirror-commands'),
    ]);
    const plugins = [history({ newGroupDelay: 200 }), keymap({ 'Mod-z': undo, 'Mod-y': redo }), keymap(baseKeymap)];
    const view = new EditorView(place, { state: EditorState.create({ schema, plugins }) });
    const model = () => view.state.doc.textBetween(0, view.state.doc.content.size, '\n');
    return { view, box: () => view.dom, model, page: () => lines(view.dom) };
  },

  async lexical(place) {
    const [{ createEditor, $getRoot }, { registerRichText, HeadingNode, QuoteNode }, { registerHistory, createEmptyHistoryState }] =
      await Promise.all([import('lexical'), import('@lexical/rich-text'), import('@lexical/history')]);
    const box = document.createElement('div');
    Object.assign(box, { className: 'editor', contentEditable: 'true' });
    place.append(box);
    const editor = createEditor({ namespace: 'reply', nodes: [HeadingNode, QuoteNode], onError: (error) => { throw error; } });
    editor.setRootElement(box);
    registerRichText(editor);
    registerHistory(editor, createEmptyHistoryState(), 200);
    const model = () => editor.getEditorState().read(() => $getRoot().getTextContent().replaceAll('\n\n', '\n'));
    return { editor, box: () => box, model, page: () => lines(box) };
  },

  async slate(place) {
    for (const file of ['react/umd/react.production.min.js', 'react-dom/umd/react-dom.production.min.js']) await script(file);
    for (const name of ['slate', 'slate-dom', 'slate-history', 'slate-react']) await script(`${name}/dist/${name}.js`);
    const { createElement } = React;
    const { Editable, Slate: Provider, withReact } = SlateReact;
    const editor = SlateHistory.withHistory(withReact(Slate.createEditor()));
    const keys = (event) => {
      if (event.ctrlKey && event.key === 'b') editor.addMark('bold', !Slate.Editor.marks(editor)?.bold);
    };
    const leaf = ({ attributes, leaf: { bold }, children }) => createElement(bold ? 'strong' : 'span', attributes, children);
    const editable = createElement(Editable, { className: 'editor', placeholder: 'To be honest, write soon', renderLeaf: leaf, onKeyDown: keys });
    const initialValue = [{ type: 'paragraph', children: [{ text: '' }] }];
    const root = ReactDOM.createRoot(place);
    const box = () => place.querySelector('.editor');
    root.render(createElement(Provider, { editor, initialValue }, editable));
    while (!box()) await new Promise(requestAnimationFrame);
    const model = () => editor.children.map((node) => Slate.Node.string(node)).join('\n');
    return { editor, box, model, page: () => lines(box()).replace(/\ufeff/g, '') }; // which stands in an empty leaf
  },

  async ckeditor(place) {
    window.CKEDITOR_BASEPATH = new URL('node_modules/ckeditor4/', location.href).href;
    await script('ckeditor4/ckeditor.js');
    const area = document.createElement('textarea');
    place.append(area);
    const editor = CKEDITOR.replace(area, { versionCheck: false, height: 90, title: 'Reply' });
    await new Promise((resolve) => editor.on('instanceReady', resolve));
    const box = () => editor.editable().$;
    const plain = (html) => Object.assign(document.createElement('div'), { innerHTML: html });
    const html = () => editor.getData();
    return { editor, box, html, model: () => lines(plain(html())), page: () => lines(box()).replace(/\u200b+/g, '') }; // it parks the caret at some of those
  },
};

/**
 * @param {string} kind
 * @param {HTMLElement} place
 * @returns {Promise<Mounted>}
 */
export async function mount(kind, place) {
  return KINDS[kind](place);
}
